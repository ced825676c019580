// The C# program of `cargo xtask bench-border`: see src/main.rs.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using CarePlanLink;
using CarePlanLink.Rows;

internal static class BorderBench
{
    private static ulong First(string text)
    {
        return text == null ? 0 : (ulong)char.ConvertToUtf32(text, 0);
    }

    private static ulong Of(DateTime? value)
    {
        return value.HasValue ? (ulong)(value.Value.Year * 10000 + value.Value.Month * 100 + value.Value.Day) : 0;
    }

    private static ulong Of(YearMonth? value)
    {
        return value.HasValue ? (ulong)(value.Value.Year * 100 + value.Value.Month) : 0;
    }

    private static ulong Of(ClockTime? value)
    {
        return value.HasValue && !value.Value.IsNone ? (ulong)(value.Value.Hour * 100 + value.Value.Minute) : 9999;
    }

    private static ulong Of(long? value)
    {
        return (ulong)(value ?? 0);
    }

    private static ulong Of(DayFlags? value)
    {
        ulong days = 0;
        for (var day = 1; value.HasValue && day <= 31; day++)
        {
            days += value.Value[day] ? 1UL : 0;
        }
        return days;
    }

    private static ulong Of(Flag? value)
    {
        return value.HasValue ? (ulong)(int)value.Value : 0;
    }

    private static ulong Sum(Upplan row)
    {
        return First(row.CsvVersion) + First(row.InsurerNumber) + First(row.InsuredPersonNumber)
            + Of(row.CreatedDate) + Of(row.TargetMonth) + First(row.PlanOfficeNumber) + First(row.PlanStaffName)
            + Of(row.Units) + Of(row.ShortStayDaysToPreviousMonth) + Of(row.ServiceDate) + Of(row.PerDiemDays)
            + Of(row.ServiceStartTime) + Of(row.ServiceEndTime) + Of(row.ServiceCount) + First(row.ServiceCode)
            + First(row.TaisCode) + First(row.EquipmentNotificationCode) + First(row.EquipmentName)
            + Of(row.DetailDiscriminatorCode) + First(row.ProviderNumber) + First(row.ProviderName)
            + First(row.SatelliteBranchNumber) + Of(row.Over30Days) + First(row.UpdaterProviderNumber)
            + First(row.Discriminator);
    }

    private static string Setting(string name) => Environment.GetEnvironmentVariable("CPL_TEST_" + name);

    private static byte[] Pki(string name) => File.ReadAllBytes(Path.Combine(Setting("PKI"), name));

    private static Client Connect()
    {
        using (var password = new Secret("test"))
        using (var signer = Signer.FromPkcs12(Pki("office-9970000111-care-insurance.p12"), password))
        using (var options = new ClientOptions(Setting("URL")))
        using (var trust = Trust.FromPem(Pki("root.pem")))
        {
            return new Client(options, signer, trust);
        }
    }

    private static void Send(Client client, string serial)
    {
        using (var unit = new Unit("9970000111", "11", "9970000012", "43", serial))
        {
            var csv = Encoding.ASCII.GetBytes("202407,990010,0000000101,202510,9970000111,11\r\n");
            unit.AddCsv($"DLTJSK_202510_9970000111_11_9970000012_43_{serial}.CSV", csv);
            client.Send(unit, Path.Combine(Setting("DIR"), "csharp"));
        }
    }

    private static void Main(string[] arguments)
    {
        var csv = File.ReadAllBytes(arguments[0]);
        Client client = null;
        IReadOnlyList<Upplan> rows = null;
        ulong all = 0;
        string line;
        while ((line = Console.ReadLine()) != null)
        {
            if (line == "sum")
            {
                rows = null;
                Console.WriteLine(all);
            }
            else if (line == "read")
            {
                all = 0;
                rows = Table.ReadRows<Upplan>(csv, out _);
                foreach (var row in rows)
                {
                    all += Sum(row);
                }
                Console.WriteLine(line);
            }
            else
            {
                client = client ?? Connect();
                var watch = Stopwatch.StartNew();
                Send(client, line.Split(' ')[1]);
                Console.WriteLine(watch.ElapsedTicks * (1000000000L / Stopwatch.Frequency));
            }
            Console.Out.Flush();
        }
        GC.KeepAlive(rows);
    }
}
