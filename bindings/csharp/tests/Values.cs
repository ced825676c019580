// The values that a vendor needs and a verb gives: receipts with reason and time, certificates, places of errors, licences,
// files of a unit, options; and lists of several pages, which end.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CarePlanLink;
using static Harness;

internal static class Values
{
    private static readonly string Folder = Path.Combine(Setting("DIR"), "値");

    private static CarePlanLinkException Error(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (CarePlanLinkException error)
        {
            return error;
        }
    }

    private static void PlacesOfErrors()
    {
        using (var table = new Table("UPJSK"))
        {
            var error = Error(() => table.AddJson("[{\"units\":1},{\"no_such_item\":1}]"));
            Check(error.Code == ErrorCode.JsonForm && error.Name == "CPL_E_JSON_FORM" && error.Row == 2, "the row of an error");
            Check(error.File == null && error.ItemNumber == null && error.OsCode == null && error.RelayCode == null, "what it is not about");
            Check(error.Text == error.Message && error.MessageEn.Length > 0 && error.RemedyEn.Length > 0, "its texts");
        }
        using (var table = Table.Read("UPJSK", new byte[] { 0x32, 0x30, 0x32, 0x34, 0x30, 0x37, 0x2c, 0x81, 0x0d, 0x0a }, out var findings))
        {
            Check(Error(() => table.Rows.First()).ItemNumber == 2, "the item of an error");
            Check(findings.HasError && findings.Any(each => each.Row == 1 && each.ItemNumber == 2 && each.File == null), "the place of a finding");
        }
        var path = Folder + "/UPJSK_202510_9970000111_11_9970000012_43_20251104090000.CSV";
        var missing = Error(() => Unit.FromFiles(new[] { path }));
        Check(missing.Code == ErrorCode.FileRead && missing.File == path && missing.OsCode == 2 && missing.Retry == Retry.AfterFix, "the file of an error");
    }

    private static void FilesOfUnits()
    {
        var jpeg = new byte[] { 0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9 };
        var csv = Encoding.ASCII.GetBytes("202407,990010,0000000101,202510,9970000111,11\r\n");
        using (var unit = new Unit("9970000012", "43", "9970000111", "11", "20251104090512"))
        {
            Check(unit.Serial() == "20251104090512" && unit.Csv.Count == 0, "an empty unit");
            Check(unit.AddImage(7, jpeg) == "UPKIHON_IMAGE_9970000012_43_9970000111_11_20251104090512_0007.jpg", "the name of an image");
            Check(Code(() => unit.AddImage(10000, jpeg)) == ErrorCode.InvalidArgument, "a branch number");
            using (var table = new Table("UPJSK"))
            {
                table.AddJson("{\"target_month\":\"202510\",\"provider_name\":\"⻑﨑\"}");
                Check(unit.AddTable(table).Single().Rule == "text.substituted", "what was substituted");
                Check(unit.Csv.Single().Bytes.SequenceEqual(table.Write(false)), "the bytes that travel");
            }
        }
        Directory.CreateDirectory(Folder);
        var name = "DLTJSK_202510_9970000111_11_9970000012_43_20251104090007.CSV";
        File.WriteAllBytes(Path.Combine(Folder, name), csv);
        using (var unit = Unit.FromFiles(new[] { Path.Combine(Folder, name) }))
        {
            var file = unit.Csv.Single();
            Check(file.Name == name && file.Bytes.SequenceEqual(csv) && unit.Serial() == "20251104090007", "a unit of files");
        }
        Check(Code(() => Unit.FromFiles(new string[0])) == ErrorCode.NoFiles, "no files");
        Check(Throws<ArgumentNullException>(() => Unit.FromFiles(new string[] { null })), "a file that is null");
    }

    private static Client With(ClientOptions options)
    {
        using (var password = new Secret("test"))
        using (var signer = Signer.FromPkcs12(Pki("office-9970000111-care-insurance.p12"), password))
        using (var trust = Trust.FromPem(Pki("root.pem")))
        {
            return new Client(options, signer, trust);
        }
    }

    private static void Options()
    {
        using (var options = new ClientOptions(Setting("URL")) { StallTimeoutMs = 30000, CallTimeoutMs = 20000, AllowTls12 = true })
        {
            Check(options.StallTimeoutMs == 30000 && options.ConnectTimeoutMs == 10000 && options.Transport == "cpx/1", "times");
            Check(Code(() => options.StallTimeoutMs = 0) == ErrorCode.Setting && options.StallTimeoutMs == 30000, "a time that is none");
            Check(Throws<ArgumentOutOfRangeException>(() => options.BodyTimeoutMs = -1), "a time below 0");
            Check(Code(() => options.TlsCaPem = "x") == ErrorCode.TrustFile && options.TlsCaPem == null, "authorities that are none");
            Check(Code(() => options.MessageMemoryMib = 70000) == ErrorCode.Setting && options.MessageMemoryMib == 128, "too much memory");
            using (var password = new Secret("x"))
            {
                options.ProxyPassword = password;
            }
            options.TlsCaPem = Encoding.ASCII.GetString(Pki("root.pem"));
            options.RelayPin = "127.0.0.1;localhost";
            using (var client = With(options))
            {
                var capabilities = client.Capabilities();
                Check(capabilities.Contains("\"protocol\"") && capabilities.Contains("\"csv_versions\""), "what the relay can do");
            }
            options.RelayPin = "sha256:" + new string('0', 64);
            using (var client = With(options))
            {
                Check(Error(() => client.Capabilities()) != null, "a pin of another relay");
            }
            options.RelayPin = "127.0.0.1;localhost";
            options.TimeStampUrl = "http://127.0.0.1:9";
            using (var client = With(options))
            using (var unit = Withdrawal("20251104093000"))
            {
                Check(Error(() => client.Send(unit, Folder)) != null, "a time stamp authority that is not there");
            }
        }
        using (var options = new ClientOptions { Transport = "memory" })
        using (var client = With(options))
        {
            Check(client.Capabilities().Length > 0, "a relay in this process");
        }
        var carried = Path.Combine(Folder, "carried");
        Directory.CreateDirectory(Path.Combine(carried, "in"));
        using (var options = new ClientOptions { Transport = "folder" })
        {
            options.FolderOut = Path.Combine(carried, "out");
            options.FolderIn = Path.Combine(carried, "in");
            options.FolderSettleSeconds = 2;
            options.FolderLeave = true;
            options.FolderTakeIncomplete = false;
            using (var client = With(options))
            using (var unit = Withdrawal("20251104093100"))
            {
                var sent = client.Send(unit, Folder);
                Check(Directory.Exists(sent.Prepared) && sent.Receipt == null, "files for a person to upload");
                client.ConfirmUploaded(sent.Id);
                Check(client.Sent("").Messages[0].State == "uploaded", "a person has said so");
                using (var page = client.Inbox("", Folder))
                {
                    Check(page.Obstacles.Count == 0, "nothing came, and nothing keeps it from coming");
                }
            }
        }
    }

    // A refusal says why, to both sides, with a receipt.
    private static async Task Receipts(Client sender, Client receiver)
    {
        using (var unit = Withdrawal("20251104090003"))
        {
            unit.SetSubject("取下げ");
            unit.AddAttachment("連絡票.pdf", Encoding.ASCII.GetBytes("%PDF-1.4 synthetic"));
            var begun = DateTime.UtcNow.AddMinutes(-1);
            var sent = await sender.SendAsync(unit, Folder);
            var inbox = receiver.ReceivedMessages("", Folder + "/受信");
            var message = inbox.Single();
            Check(inbox.Cursor.Length > 0 && !inbox.Any(), "the cursor is behind it");
            using (message)
            {
                Check(message.Created == "2025-11-04T09:00:03+09:00" && message.CsvVersion == "202407", "when it was made");
                var certificate = new X509Certificate2(message.SignerCertificate);
                Check(certificate.Subject.Contains("9970000111") && message.SignedAt >= begun, "whose certificate");
                Check(message.Supersedes == null && message.OverrideReason == null && message.Error == null, "what it has not");
                Check(string.Join(" ", message.Parts.Select(part => part.Name)).Contains("連絡票.pdf") && message.Parts.All(part => part.Size > 0), "parts");
                Check(message.Notices.All(each => each.Id.Length > 0 && each.MessageJa.Length > 0 && each.MessageEn.Length > 0), "notices");
                Check((await message.ReadAsync("連絡票.pdf")).Length == 18, "a part on a thread of the pool");
                await message.SaveAsync(Folder + "/保存");
                using (var report = await receiver.CheckAsync(unit))
                {
                    Check(report.Kind == message.UnitKind && report.Files.Single().Table.Count == 1 && !report.Findings.HasError, "a report");
                }
                await receiver.RefusedAsync(message, "様式が違います");
            }
            var listed = sender.SentMessages().Single(each => each.Id == sent.Id);
            Check(listed.State == "refused" && listed.Reason == "様式が違います" && listed.AcceptedAt == sent.AcceptedAt, "refused");
            var refused = listed.Receipts.Single(each => each.Kind == "refused");
            Check(refused.Reason == "様式が違います" && refused.At >= begun && refused.At.Kind == DateTimeKind.Utc, "why and when");
            Check(refused.MessageId == sent.Id && refused.FromOffice == "9970000111" && refused.ToOffice == "9970000012", "of which message");
            Check(refused.Bytes[0] == 0x30 && refused.SignedBy.Contains("9970000012"), "signed by the receiver");
            Check(listed.Receipts.Where(each => each.Kind != "refused").All(each => each.Reason == null), "others have no reason");
        }
    }

    private static void Offices(Client client)
    {
        var office = client.Office("9970000012");
        Check(office.Number == "9970000012" && office.Name.Length > 0 && office.Registered && office.Licensed, "an office");
        Check(DateTime.TryParse(office.LicenceUntil, out var until) && until > DateTime.Now, "the end of its licence");
        Check(office.ServiceTypes.Contains("43") && office.CsvVersions.Contains("202407"), "what it can do");
        Check(client.Office("0000000000") == null, "an office that is not registered");
    }

    // More than a page: the loops go on, and end.
    private static string Pages(Client sender, Client receiver)
    {
        var ids = new List<string>();
        for (var i = 0; i < 102; i++)
        {
            using (var unit = Withdrawal($"2025120409{i / 60:00}{i % 60:00}"))
            {
                ids.Add(sender.Send(unit, Folder).Id);
            }
        }
        var page = sender.Sent("");
        Check(page.Messages.Count == 100, "a page of the sent list");
        var listed = sender.SentMessages().Select(each => each.Id).ToList();
        Check(listed.Count == 103 && listed.Skip(1).SequenceEqual(ids), "all pages of the sent list");
        Check(sender.SentMessages(page.Next).Count() == 3, "from a cursor");
        var last = sender.Sent(page.Next).Next;
        Check(sender.Sent(last).Next == null && !sender.SentMessages(last).Any(), "the end is the end, and says so");
        var inbox = receiver.ReceivedMessages("", Folder + "/頁");
        var read = 0;
        foreach (var message in inbox)
        {
            using (message)
            {
                read++;
            }
            if (read == 50)
            {
                break;
            }
        }
        foreach (var message in inbox)
        {
            message.Dispose();
            read++;
        }
        Check(read == 103 && !inbox.Any(), "all pages of the inbox, in two loops: " + read);
        return inbox.Cursor;
    }

    // It does not hold up the others, and nothing is lost.
    private static void OneThatCannotBeFetched(Client sender, Client receiver, string cursor)
    {
        var folder = Folder + "/妨げ";
        var ids = new List<string>();
        foreach (var serial in new[] { "20251204100000", "20251204100001" })
        {
            using (var unit = Withdrawal(serial))
            {
                ids.Add(sender.Send(unit, Folder).Id);
            }
        }
        // What is kept cannot be written where a folder lies.
        var inTheWay = Path.Combine(folder, ids[0] + ".asice");
        Directory.CreateDirectory(Path.Combine(inTheWay, "x"));
        var read = new List<string>();
        var inbox = receiver.ReceivedMessages(cursor, folder);
        Action loop = () =>
        {
            foreach (var message in inbox)
            {
                using (message)
                {
                    read.Add(message.Id);
                }
            }
        };
        var fault = Error(loop);
        Check(fault != null && (int)fault.Code / 100 == 6, "the fault is told at the end: " + fault);
        Check(read.SequenceEqual(ids.Skip(1)) && inbox.Cursor == cursor, "the other one came");
        Directory.Delete(inTheWay, true);
        read.Clear();
        loop();
        Check(read.SequenceEqual(ids) && inbox.Cursor != cursor, "the next loop has both");
    }

    // Every verb that waits can be cancelled before it begins, also on a thread of the pool.
    private static void Cancelled(Client client)
    {
        var token = new CancellationToken(true);
        using (var unit = Withdrawal("20251104090009"))
        using (var trust = Trust.FromPem(Pki("root.pem")))
        using (var evidence = new Evidence(trust))
        using (var inbox = client.Inbox("", Folder))
        {
            var calls = new Dictionary<string, Func<Task>>
            {
                { "Check", () => client.CheckAsync(unit, token: token) },
                { "Send", () => client.SendAsync(unit, Folder, token: token) },
                { "Inbox", () => client.InboxAsync("", Folder, token: token) },
                { "NextMessage", () => client.NextMessageAsync(inbox, token: token) },
                { "Receive", () => client.ReceiveAsync("", Folder, token: token) },
                { "Open", () => client.OpenAsync(new string('0', 64), Folder, token: token) },
                { "Acknowledge", () => client.AcknowledgeAsync(new string('0', 64), "9970000012", "9970000111", token: token) },
                { "Sent", () => client.SentAsync("", token: token) },
                { "Recall", () => client.RecallAsync(new string('0', 64), token: token) },
                { "Office", () => client.OfficeAsync("9970000012", token: token) },
                { "Capabilities", () => client.CapabilitiesAsync(token: token) },
                { "Doctor", () => client.DoctorAsync(token: token) },
                { "AddContainer", () => evidence.AddContainerAsync(Folder, token: token) },
                { "Export", () => evidence.ExportAsync(Folder + "/証跡", "all", token: token) },
                { "Verify", () => Evidence.VerifyAsync(Folder + "/証跡", token: token) },
            };
            foreach (var call in calls)
            {
                Check(Throws<OperationCanceledException>(() => call.Value().GetAwaiter().GetResult()), call.Key + " is cancelled");
            }
            Check(Throws<OperationCanceledException>(() => client.Capabilities(token: token)), "and in the thread itself");
        }
    }

    private static int Main()
    {
        PlacesOfErrors();
        FilesOfUnits();
        Options();
        using (var sender = ClientOf("9970000111"))
        using (var receiver = ClientOf("9970000012"))
        {
            Receipts(sender, receiver).GetAwaiter().GetResult();
            Offices(sender);
            OneThatCannotBeFetched(sender, receiver, Pages(sender, receiver));
            Cancelled(sender);
        }
        return Finish();
    }
}
