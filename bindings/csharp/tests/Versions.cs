// CSV versions, JSON and readings in C#.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CarePlanLink;
using CarePlanLink.Rows;

internal static class Versions
{
    private const string Old = "202208,990010,0000000101,20230925,202310,9970000012,\"a\",600,,20231001,,9999,9999,1,"
        + "171001,,9970000319,\"b\",,0,9970000012,,more\r\n";

    private static int passed, failed;

    private static void Check(bool good, string what)
    {
        if (good)
        {
            passed++;
        }
        else
        {
            failed++;
            Console.WriteLine("failed: " + what);
        }
    }

    private static ErrorCode Code(Action call)
    {
        try
        {
            call();
            return ErrorCode.None;
        }
        catch (CarePlanLinkException error)
        {
            return error.Code;
        }
    }

    private static Table OldSlip() => Table.Read("UPPLAN", Encoding.ASCII.GetBytes(Old), out var _);

    private static string Written(Table table) => Encoding.ASCII.GetString(table.Write(false));

    private static void Translating()
    {
        Check(string.Join(" ", Layout.Versions) == "202208 202407", "the versions");
        using (var old = OldSlip())
        {
            Check(old.Version == "202208", "the file's version is the table's");
            var row = old.Rows.First();
            Check(row["service_code"] == "171001" && row["provider_number"] == "9970000319", "items by id are those of the version");
            Check(Code(() => row["tais_code"].ToString()) == ErrorCode.InvalidArgument, "what the version does not have is refused");
            using (var translated = old.Translate("202407", out var remarks))
            using (var back = translated.Translate("202208", out var again))
            {
                Check(remarks.Count == 6 && remarks.Single(each => each.Change == "needed").Field == "tais_code", "each field is reported");
                Check(remarks.All(each => each.Rows.Single() == 1 && each.MessageJa.Length > 0 && each.MessageEn.Length > 0), "with its rows and why");
                Check(translated.Version == "202407" && Written(back) == Old, "and back again");
                Check(again.Any(each => each.Change == "moved" && each.Field == null), "surplus columns are reported");
            }
            Check(Code(() => old.Translate("202504", out var _)) == ErrorCode.LayoutVersion, "an unknown version");
            using (var copy = Table.FromJson(old.ToJson()))
            {
                Check(Written(copy) == Old, "JSON and back");
            }
            Check(Code(() => Table.FromJson("[]")) == ErrorCode.JsonForm, "JSON of another form");
        }
        Check(Layout.FileName("202407", "UPPLAN_202310_9970000012_9970000111_20230925130001.CSV", "43", "11")
            == "UPPLAN_202310_9970000012_43_9970000111_11_20230925130001.CSV", "a name of another version");
    }

    private static void Typed()
    {
        using (var old = OldSlip())
        {
            var row = old.Typed<Upplan>()[0];
            Check(row.ServiceCode == "171001" && row.TaisCode == null && row[26] == "more", "typed rows of the version");
            using (var copy = Table.FromRows(new[] { row }))
            {
                Check(copy.Version == "202208" && Written(copy) == Old, "a table of them is of their version");
            }
            using (var current = new Table("UPPLAN"))
            {
                Check(Code(() => current.Add(row)) == ErrorCode.LayoutVersion, "not into another version's table");
            }
            row.SatelliteBranchNumber = "1";
            old.Set(0, row);
            Check(Written(old).Contains("\"b\",1,0,"), "set in its own column");
        }
        using (var made = new Table("UPSIKYU", "202208"))
        {
            made.Add(Upsikyu.ForVersion("202208"));
            Check(Written(made).Split(',').Length == 34, "a new row has the version's width");
        }
    }

    private static void Reading()
    {
        using (var slip = new Table("UPPLAN"))
        using (var plan = new Table("UP2KYO"))
        using (var withdrawal = new Table("DLTPLAN"))
        using (var old = OldSlip())
        {
            slip.AddJson("[{\"provider_number\":\"9970000111\",\"service_code\":\"111111\"},"
                + "{\"provider_number\":\"9970000210\",\"service_code\":\"151111\"},"
                + "{\"provider_number\":\"9970000111\",\"service_code\":\"111111\"}]");
            Check(string.Join(",", slip.OwnRows("9970000111")) == "0,2" && slip.OwnRows("9970000111", "15").Count == 0, "own rows");
            Check(string.Join(",", slip.MonthlyOnce(new[] { "11????" })) == "0,1", "a monthly add-on counts once");
            Check(slip.MonthlyOnce(new string[0]).Count == 3, "nothing is guessed");
            plan.AddJson("[{\"issue_no\":1,\"goal_no\":1,\"support_no\":1,\"issue\":\"a\"},{\"issue_no\":1,\"goal_no\":1,\"support_no\":2}]");
            using (var filled = plan.FillDown())
            {
                Check(filled.Rows.Last()["issue"] == "a" && plan.Compare(filled).Count == 0, "blanks from above");
                filled.Set(1, "issue", "b");
                var difference = plan.Compare(filled).Single();
                Check(difference.OldRow == 2 && difference.NewRow == 2 && difference.Fields.Single() == "issue", "a difference");
                Check(difference.What == RowChange.Changed, "of a row that both have");
            }
            Check(Layout.SameMeaning("UPPLAN", "units", "", "000") && !Layout.SameMeaning("UPPLAN", "units", "", "1"), "meaning");
            withdrawal.AddJson("{\"insurer_number\":\"990010\",\"insured_person_number\":\"0000000101\",\"deletion_target_month\":\"202310\"}");
            using (var import = new Import())
            {
                import.Add("20230925130001", old);
                Check(import.RemainingRows().Single().Equals(new KeyValuePair<int, int>(0, 0)), "what remains");
                import.Add("20230926130001", withdrawal);
                Check(import.RemainingRows().Count == 0, "and what a withdrawal takes along");
                var steps = import.Steps();
                Check(string.Join(" ", steps.Select(step => step.What + ":" + step.Table)) == "Replace:0 Insert:0 Withdraw:1", "steps");
                Check(string.Join(" ", steps[2].Kinds) == "UPPLAN UPSIKYU UPHOSOKU" && steps[1].Kinds.Single() == "UPPLAN", "of their kinds");
                var last = steps[2].Keys.Last();
                Check(steps[1].Keys.Count == 0 && last.Field == "target_month" && last.Value == "202310", "with their keys");
                Check(Code(() => import.Add("2023", old)) == ErrorCode.Serial, "a wrong serial");
            }
        }
    }

    private static void Results()
    {
        Func<string, string, string> service = (date, start) =>
            "{\"insurer_number\":\"990010\",\"insured_person_number\":\"0000000101\",\"target_month\":\"202510\","
            + "\"service_date\":\"" + date + "\",\"service_start_time\":\"" + start + "\",\"service_end_time\":\"1300\","
            + "\"service_count\":\"1\",\"service_code\":\"111211\",\"provider_number\":\"9970000111\"}";
        using (var plan = new Table("UPPLAN"))
        using (var done = new Table("UPJSK"))
        using (var import = new Import())
        {
            plan.AddJson("[" + service("20251002", "0900") + "," + service("20251006", "0900") + "]");
            done.AddJson("[" + service("20251002", "0900") + "," + service("20251006", "1200") + "]");
            var compared = plan.CompareResults(done);
            Check(!compared.IsAsPlanned && compared.Lines.Count == 3 && compared.Uncompared.Count == 0, "a plan and its results");
            var missed = compared.Lines[1];
            Check(missed.Status == ResultsStatus.NotDone && missed.Day == 6 && missed.LinkedLine == 3, "what was not done");
            Check(compared.Lines[2].Status == ResultsStatus.Additional && compared.Lines[2].StartTime == "1200", "was done later");
            Check(missed.Planned == 1 && missed.Done == 0 && missed.DoneUnits == null, "so often");
            Check(compared.Sums.Count == 3 && compared.Sums[0].Of == SumOf.User && compared.Sums[0].NotDone == 1, "sums");
            Check(plan.CompareResults(done, new[] { "1112??" }).IsAsPlanned, "what counts once a month");
            Check(Code(() => done.CompareResults(plan)) == ErrorCode.ResultsSides, "the wrong way round");
            import.Add("20251104090512", done);
            Check(Code(() => import.CompareResults()) == ErrorCode.ResultsNoPlan, "results without a plan");
            import.Add("20250925130001", plan);
            Check(import.CompareResults().Lines.Count == 3, "what remains of units");
        }
    }

    private static void Units()
    {
        using (var unit = new Unit("9970000012", "43", "9970000111", "11", "20230925130001"))
        using (var same = new Unit("9970000012", "43", "9970000111", "11", "20230925130001"))
        {
            unit.AddCsv("UPPLAN_202310_9970000012_9970000111_20230925130001.CSV", Encoding.ASCII.GetBytes(Old));
            var plain = unit.ToJson();
            Check(same.AddJson(plain).Count == 0 && same.ToJson() == plain, "a unit's JSON and back");
            unit.AddAttachment("a.pdf", Encoding.ASCII.GetBytes("%PDF-1.7"));
            var json = unit.ToJson();
            Check(json.Contains("\"size\": 8"), "with its attachments");
            Check(Code(() => same.AddJson(json)) == ErrorCode.InvalidArgument, "which lie in a folder");
            Check(Code(() => same.AddJson(json, "no such folder")) == ErrorCode.FileRead, "that must be there");
            Check(same.ToJson() == plain, "all files or none");
            unit.AddCsv("readme.csv", new byte[0]);
            Check(Code(() => unit.ToJson()) == ErrorCode.FileName, "a file of no kind");
        }
    }

    private static int Main()
    {
        Units();
        Translating();
        Typed();
        Reading();
        Results();
        Console.WriteLine(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }
}
