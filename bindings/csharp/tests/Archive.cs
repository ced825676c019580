// A program that has nothing but the package: typed rows, reading, evidence and errors.
using System;
using System.IO;
using System.Linq;
using CarePlanLink;
using CarePlanLink.Rows;
using static Harness;

internal static class Archive
{
    private static Table Visits(params string[] providers)
    {
        return Table.FromRows(providers.Select((provider, at) => new Upjsk
        {
            CsvVersion = "202407", InsurerNumber = "990010", InsuredPersonNumber = "0000000101", TargetMonth = new YearMonth(2025, 10),
            ProviderNumber = provider, ServiceCode = "111211", Units = 387, ServiceDate = new DateTime(2025, 10, at + 1),
        }));
    }

    private static void Rows()
    {
        using (var table = Visits("9970000111", "9970000210", "9970000111"))
        {
            var rows = Table.ReadRows<Upjsk>(table.Write(), out var findings);
            Check(rows.Count == 3 && rows.Sum(row => row.Units ?? 0) == 1161 && rows[2].ServiceDate.Value.Day == 3, "typed rows");
            Check(findings.HasError && findings.All(each => each.RemedyJa.Length > 0), "findings");
            Check(string.Join(",", table.OwnRows("9970000111")) == "0,2", "own rows");
            using (var older = table.Translate("202208", out var remarks))
            {
                Check(older.Version == "202208" && remarks.Count > 0, "another version");
            }
            using (var import = new Import())
            {
                import.Add("20251104090512", table);
                Check(import.Steps().Last().What == ImportAction.Insert && import.RemainingRows().Count == 3, "the import");
            }
        }
    }

    private static void Errors()
    {
        try
        {
            Trust.FromPem(new byte[] { 1, 2, 3 });
            Check(false, "no exception");
        }
        catch (CarePlanLinkException error)
        {
            Check(error.Code == ErrorCode.TrustFile && error.Code.Name() == error.Name && error.RemedyJa == error.Code.RemedyJa(), "an error");
        }
    }

    private static void Evidence()
    {
        var folder = Path.Combine(Setting("DIR"), "archive");
        using (var sender = ClientOf("9970000111"))
        using (var unit = Withdrawal(Serial.Now()))
        using (var trust = Trust.FromPem(Pki("root.pem")))
        using (var evidence = new Evidence(trust))
        {
            var sent = sender.Send(unit, folder);
            foreach (var receipt in sender.SentMessages().SelectMany(message => message.Receipts))
            {
                evidence.AddReceipt(receipt.Bytes);
            }
            evidence.AddContainer(sent.Container);
            evidence.SetOfficeName("9970000111", "みどり");
            var exported = evidence.Export(folder + "/証跡", sent.Id);
            Check(exported.Messages.Single() == sent.Id && exported.Gaps.Count == 0 && exported.Unlike.Count == 0, "evidence");
            Check(CarePlanLink.Evidence.Verify(folder + "/証跡", trust).Receipts == exported.Receipts, "verified");
        }
    }

    private static int Main()
    {
        Rows();
        Errors();
        Evidence();
        return Finish();
    }
}
