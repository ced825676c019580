using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using CarePlanLink.Rows;

/// <summary>
/// Typed rows give back every text. Arguments: the shared table of values, and a file of cells, a row
/// a line: kind and texts, each in hexadecimal UTF-8 digits, with tabs between.
/// </summary>
internal static class RowsTest
{
    private static int failed;

    private static void Check(bool holds, string what)
    {
        if (!holds)
        {
            failed++;
        }
        Console.WriteLine((holds ? "ok " : "FAILED ") + what);
    }

    private static int Main(string[] arguments)
    {
        Values(arguments[0]);
        Fixtures(arguments[1]);
        New();
        return failed == 0 ? 0 : 1;
    }

    /// <summary>The value that a property of the type reads, in canonical form; null for none.</summary>
    private static string Canonical(string type, string text)
    {
        var slip = new Upplan();
        var total = new Upsikyu();
        var old = Upplan.ForVersion("202208");
        old.ServiceCode = "171001";
        Check(old.Count == 22 && old.ToCells()[14] == "171001" && old.TaisCode == null, "a row of the third edition has its layout");
        var refused = 0;
        try { old.TaisCode = "99990-000040"; } catch (InvalidOperationException) { refused++; }
        try { Up3kyo.ForVersion("202208"); } catch (ArgumentException) { refused++; }
        Check(refused == 2, "what the version does not have is refused");
        old.CsvVersion = "202407";
        old.TaisCode = "99990-000040";
        Check(old.Count == 25 && old.ToCells()[14] == "171001", "a row moves with its version");
        try { old.CsvVersion = "202208"; } catch (InvalidOperationException) { refused++; }
        Check(refused == 3 && old.CsvVersion == "202407" && old.TaisCode != null, "and loses no value");
        var wide = Upplan.FromCells(new string[24] { "202208", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "x", "y", "z" });
        Check(wide.Discriminator == "x" && wide[26] == "y" && wide[27] == "z", "surplus columns come last");

        var plan = new Up1kyo();
        switch (type)
        {
            case "date":
                var supplement = new Uphosoku();
                supplement["care_plan_date"] = text;
                if (supplement.CarePlanDateIsZero)
                {
                    return "00000000";
                }
                supplement.CarePlanDate = supplement.CarePlanDate;
                return supplement.GetText(Uphosoku.Field.CarePlanDate);
            case "month":
                slip["target_month"] = text;
                slip.TargetMonth = slip.TargetMonth;
                return slip.GetText(Upplan.Field.TargetMonth);
            case "time":
                slip["service_start_time"] = text;
                slip.ServiceStartTime = slip.ServiceStartTime;
                return slip.GetText(Upplan.Field.ServiceStartTime);
            case "integer":
                slip["units"] = text;
                slip.Units = slip.Units;
                return slip.GetText(Upplan.Field.Units);
            case "decimal":
                total["unit_price"] = text;
                total.UnitPrice = total.UnitPrice;
                return total.GetText(Upsikyu.Field.UnitPrice);
            case "flags31":
                slip["per_diem_days"] = text;
                slip.PerDiemDays = slip.PerDiemDays;
                return slip.GetText(Upplan.Field.PerDiemDays);
            case "code":
                plan["care_level"] = text;
                return plan.CareLevel == CareLevel.Unknown ? text : plan.CareLevel.Value.ToCode();
            default:
                slip["plan_staff_name"] = text;
                return slip.PlanStaffName;
        }
    }

    private static void Values(string path)
    {
        var wrong = 0;
        var lines = File.ReadAllLines(path, Encoding.UTF8);
        foreach (var line in lines)
        {
            var parts = line.Split('\t');
            var value = Canonical(parts[0], parts[1]);
            if ((value ?? "-") != parts[2])
            {
                wrong++;
                Console.WriteLine("  " + line + " is read as " + value);
            }
        }
        Check(wrong == 0 && lines.Length > 60, "texts mean what they mean in every language");
    }

    private static PlanRow Row(string kind, string[] cells)
    {
        switch (kind)
        {
            case "DLT1KYO": return Dlt1kyo.FromCells(cells);
            case "DLTJSK": return Dltjsk.FromCells(cells);
            case "DLTKIHON": return Dltkihon.FromCells(cells);
            case "DLTPLAN": return Dltplan.FromCells(cells);
            case "DLTYOBO": return Dltyobo.FromCells(cells);
            case "UP1KYO": return Up1kyo.FromCells(cells);
            case "UP2KYO": return Up2kyo.FromCells(cells);
            case "UP3KYO": return Up3kyo.FromCells(cells);
            case "UPHOSOKU": return Uphosoku.FromCells(cells);
            case "UPJSK": return Upjsk.FromCells(cells);
            case "UPKIHON": return Upkihon.FromCells(cells);
            case "UPKIHON_SUB1": return UpkihonSub1.FromCells(cells);
            case "UPKIHON_SUB2": return UpkihonSub2.FromCells(cells);
            case "UPPLAN": return Upplan.FromCells(cells);
            case "UPSIKYU": return Upsikyu.FromCells(cells);
            case "UPYOBO": return Upyobo.FromCells(cells);
            case "UPYOBO_SUB": return UpyoboSub.FromCells(cells);
            default: throw new ArgumentException(kind);
        }
    }

    private static string Text(string digits)
    {
        var bytes = new byte[digits.Length / 2];
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] = Convert.ToByte(digits.Substring(at * 2, 2), 16);
        }
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>
    /// The texts stay, and in a row whose texts are canonical every property set to itself leaves
    /// them, the odd texts of the bad fixtures aside.
    /// </summary>
    private static void Fixtures(string path)
    {
        int rows = 0, wrong = 0, set = 0;
        var kinds = new HashSet<string>();
        foreach (var line in File.ReadAllLines(path, Encoding.ASCII))
        {
            var parts = line.Split('\t');
            var cells = new string[parts.Length - 2];
            for (var at = 0; at < cells.Length; at++)
            {
                cells[at] = Text(parts[at + 2]);
            }
            var row = Row(parts[0], cells);
            kinds.Add(parts[0]);
            rows++;
            if (row.KindName != parts[0] || !Same(row.ToCells(), cells))
            {
                wrong++;
            }
            if (parts[1] != "month")
            {
                continue;
            }
            foreach (var property in row.GetType().GetProperties())
            {
                if (property.DeclaringType == row.GetType() && property.CanWrite && property.PropertyType != typeof(bool))
                {
                    var value = property.GetValue(row, null);
                    // 00000000 is no DateTime.
                    if (property.Name == "CarePlanDate" && value == null)
                    {
                        continue;
                    }
                    property.SetValue(row, value, null);
                    set++;
                }
            }
            if (!Same(row.ToCells(), cells))
            {
                wrong++;
            }
        }
        Check(wrong == 0 && rows > 400 && set > 5000, "texts of " + rows + " rows come back, " + set + " values set");
        Check(kinds.Count == 17, "rows of " + kinds.Count + " kinds");
    }

    private static bool Same(string[] left, string[] right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }
        for (var at = 0; at < left.Length; at++)
        {
            if (left[at] != right[at])
            {
                return false;
            }
        }
        return true;
    }

    private static void New()
    {
        var slip = new Upplan
        {
            ServiceDate = new DateTime(2025, 10, 3),
            ServiceStartTime = ClockTime.None,
            PerDiemDays = new DayFlags(new[] { 1, 2, 31 }),
            Over30Days = Flag.No,
            Units = 600,
        };
        Check(slip.CsvVersion == "202407" && slip.Count == 25, "a new row has its version and width");
        Check(slip["service_date"] == "20251003", "a date is written");
        Check(slip[Upplan.Field.ServiceStartTime] == "9999", "a service without time is written");
        Check(slip["per_diem_days"] == "1100000000000000000000000000001", "flags are written");
        Check(slip["over_30_days"] == "0", "a code is written");
        Check(new Upsikyu().OfficeCode == "9999999999", "a constant is set");
        slip.Units = null;
        Check(slip["units"] == "", "null empties the cell");

        var read = Upplan.FromCells(new[] { "202407", "990010" });
        read.Units = null;
        Check(read.Count == 2, "a short row stays short");
        read.CreatedDate = new DateTime(2025, 9, 25);
        Check(string.Join(",", read.ToCells()) == "202407,990010,,20250925", "and grows with what is set");

        var old = Upplan.ForVersion("202208");
        old.ServiceCode = "171001";
        Check(old.Count == 22 && old.ToCells()[14] == "171001" && old.TaisCode == null, "a row of the third edition has its layout");
        var refused = 0;
        try { old.TaisCode = "99990-000040"; } catch (InvalidOperationException) { refused++; }
        try { Up3kyo.ForVersion("202208"); } catch (ArgumentException) { refused++; }
        Check(refused == 2, "what the version does not have is refused");
        old.CsvVersion = "202407";
        old.TaisCode = "99990-000040";
        Check(old.Count == 25 && old.ToCells()[14] == "171001", "a row moves with its version");
        try { old.CsvVersion = "202208"; } catch (InvalidOperationException) { refused++; }
        Check(refused == 3 && old.CsvVersion == "202407" && old.TaisCode != null, "and loses no value");
        var wide = Upplan.FromCells(new string[24] { "202208", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "x", "y", "z" });
        Check(wide.Discriminator == "x" && wide[26] == "y" && wide[27] == "z", "surplus columns come last");

        var plan = new Up1kyo();
        plan["care_level"] = "77";
        Check(plan.CareLevel == CareLevel.Unknown && plan["care_level"] == "77", "an unknown code is kept");
        var thrown = false;
        try
        {
            plan.CareLevel = CareLevel.Unknown;
        }
        catch (ArgumentOutOfRangeException)
        {
            thrown = true;
        }
        Check(thrown && plan["care_level"] == "77", "an unknown code has no code to write");
        Check(CareLevel.Care1.ToJapanese() == "要介護１", "a code has its Japanese name");
    }
}
