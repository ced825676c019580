// The C# binding: what it throws, what it frees, and that no exception reaches the library.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CarePlanLink;
using CarePlanLink.Rows;
using static Harness;

internal static class Tests
{
    private static void Errors()
    {
        try
        {
            new Table("NO_SUCH_KIND");
            Check(false, "no exception");
        }
        catch (CarePlanLinkException error)
        {
            Check(error.Code == ErrorCode.InvalidArgument && error.Retry == Retry.Never && !error.InDoubt, "code");
            Check(error.MessageJa.Length > 0 && error.RemedyJa.Length > 0, "texts");
            Check(error.Detail == "no such kind of file" && error.Message.StartsWith("CPL_E_INVALID_ARGUMENT (101)"), "detail");
        }
        using (var table = new Table("UPJSK"))
        using (var unit = new Unit("9970000111", "11", "9970000012", "43", Serial.Now()))
        {
            table.Add(new Dictionary<string, string> { { "target_month", "202510" }, { "provider_name", "散歩😀" } });
            try
            {
                unit.AddTable(table);
                Check(false, "no exception");
            }
            catch (CarePlanLinkException error)
            {
                Check(error.Code == ErrorCode.Unmappable && error.Findings.Count == 1, "unmappable");
                Check(error.Findings[0].Rule == "text.unmappable" && error.Findings[0].Row == 1, "finding");
            }
        }
        Check(Throws<ArgumentException>(() => new Table("a\0b")), "NUL in a text");
        Check(Throws<ArgumentNullException>(() => new Table(null)), "null text");
    }

    private static void Handles()
    {
        var table = new Table("UPJSK");
        table.Dispose();
        table.Dispose();
        Check(Throws<ObjectDisposedException>(() => table.Json()), "used after it was freed");
        for (var i = 0; i < 1000; i++)
        {
            new Table("UPJSK");
        }
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Check(true, "finalizers free");
    }

    private static void Tables()
    {
        var csv = Encoding.ASCII.GetBytes("202407,990010,0000000101\r\n202407,990010,0000000102\r\n");
        using (var table = Table.Read("UPJSK", csv, out var findings))
        {
            Check(findings.Count > 0 && table.Count == 2, "read");
            Check(Convert.ToBase64String(table.Write()) == Convert.ToBase64String(csv), "written as read");
            var seen = "";
            foreach (var row in table.Rows)
            {
                seen += row["insured_person_number"] + row[2] + row[99];
            }
            Check(seen == "00000001019900100000000102990010", "rows");
            table.Set(1, "provider_name", "見本﨑");
            table.Remove(0);
            Check(table.Json().Contains("見本﨑"), "json");
            table.Set(0, "provider_name", "⻑﨑");
            table.Write(false, out var told);
            Check(told.Count == 1 && told[0].Rule == "text.substituted", "substitutions are told");
        }
        Table.Read("UPJSK", Encoding.Unicode.GetBytes("202407,990010\r\n"), out var foreign).Dispose();
        Check(foreign.Count == 1 && foreign[0].Rule == "csv.encoding", "no CSV");
    }

    // Rows of a file come back as they were, by their cells and in place.
    private static bool Lossless<T>(string kind, byte[] csv) where T : PlanRow, new()
    {
        if (kind != new T().KindName)
        {
            return false;
        }
        var read = Table.ReadRows<T>(csv, out _);
        using (var table = Table.Read(kind, csv, out _))
        using (var copy = Table.FromRows(read))
        {
            Check(read.Count == table.Count && read.Count > 0 && copy.Json() == table.Json(), "typed rows of " + kind);
            for (var i = 0; i < read.Count; i++)
            {
                table.Set(i, read[i]);
            }
            Check(Convert.ToBase64String(table.Write()) == Convert.ToBase64String(csv), "typed rows in place: " + kind);
        }
        return true;
    }

    private static void TypedRows()
    {
        var kinds = new HashSet<string>();
        foreach (var line in File.ReadAllLines(Setting("PLAN")))
        {
            foreach (var path in line.Split('\t'))
            {
                if (path.EndsWith(".CSV"))
                {
                    var kind = Path.GetFileName(path);
                    kind = System.Text.RegularExpressions.Regex.Split(kind, "_[0-9]")[0];
                    var csv = File.ReadAllBytes(path);
                    Check(Lossless<Uphosoku>(kind, csv)
                        || Lossless<Up1kyo>(kind, csv)
                        || Lossless<Dlt1kyo>(kind, csv)
                        || Lossless<Up2kyo>(kind, csv)
                        || Lossless<Up3kyo>(kind, csv)
                        || Lossless<Upplan>(kind, csv)
                        || Lossless<Upjsk>(kind, csv)
                        || Lossless<Dltplan>(kind, csv)
                        || Lossless<Dltjsk>(kind, csv)
                        || Lossless<Upsikyu>(kind, csv)
                        || Lossless<Upkihon>(kind, csv)
                        || Lossless<Dltkihon>(kind, csv)
                        || Lossless<UpkihonSub1>(kind, csv)
                        || Lossless<UpkihonSub2>(kind, csv)
                        || Lossless<Upyobo>(kind, csv)
                        || Lossless<Dltyobo>(kind, csv)
                        || Lossless<UpyoboSub>(kind, csv), kind);
                    kinds.Add(kind);
                }
            }
        }
        Check(kinds.Count > 10, "kinds");
        using (var table = new Table("UPJSK"))
        {
            Check(Throws<ArgumentException>(() => table.Add(new Upplan())), "a row of another kind");
            Check(Throws<ArgumentNullException>(() => table.Add((PlanRow)null)), "no row");
            Check(Code(() => table.Typed<Upplan>()) == ErrorCode.InvalidArgument, "rows as another kind");
            Check(table.Add(new Upjsk { Units = 600, CsvVersion = "202407" }) == 0 && table.Typed<Upjsk>()[0].Units == 600, "a row of its kind");
            var row = table.Typed<Upjsk>()[0];
            row.Units = 700;
            Check(table.Typed<Upjsk>()[0].Units == 600, "a row is a copy");
            table.Set(0, row);
            Check(table.Typed<Upjsk>()[0].Units == 700, "and goes back");
        }
        var mixed = Encoding.ASCII.GetBytes("202208,990010\r\n202407,990010\r\n");
        Check(Code(() => Table.ReadRows<Upplan>(mixed, out _)) == ErrorCode.LayoutVersion, "other columns in one file");
    }

    private static void Callbacks()
    {
        using (var client = ClientOf("9970000111"))
        using (var unit = Withdrawal("20251104090000"))
        {
            Check(Throws<Mine>(() => client.Check(unit, new Hear(at => throw new Mine()))), "a callback that throws");
            Check(unit.Check().Findings.Count == 0 && unit.CheckAsync().Result.Files.Count == 1, "checked without a client");
            Func<string, bool> isForOthers = office => unit.Check(office).Findings.Any(each => each.Rule == "unit.not_addressed");
            Check(isForOthers("9970000509") && !isForOthers(client.OfficeNumber), "checked as an office");
            Check(Code(() => unit.Check("997")) == ErrorCode.OfficeNumber, "no office number");
            var inside = ErrorCode.None;
            Check(client.Check(unit, new Hear(at => inside = Code(() => client.Check(unit)))).Findings.Count == 0, "check");
            Check(inside == ErrorCode.Busy, "re-entry");
            var stopped = new CancellationTokenSource();
            stopped.Cancel();
            Check(Throws<OperationCanceledException>(() => client.Check(unit, null, stopped.Token)), "stopped before");
        }
        var calls = 0;
        using (var signer = Signer.FromCallback(Pki("office-9970000111-care-insurance.pem"), new ushort[] { 0x0804 }, (scheme, message) =>
        {
            calls++;
            throw new Mine();
        }))
        using (var client = ClientOf(signer))
        using (var unit = Withdrawal("20251104090000"))
        {
            GC.Collect();
            Check(Code(() => client.Send(unit, Setting("DIR"))) == ErrorCode.KeySign && calls == 1, "a signer that throws");
        }
    }

    private static void Certificates()
    {
        using (var password = new Secret("test"))
        using (var trust = Trust.FromPem(Pki("root.pem")))
        using (var all = Candidates.InFolder(Setting("PKI"), password))
        {
            trust.AddPem(Pki("crl.pem"));
            trust.ListsRequired = true;
            var chosen = all.Choose("9970000111", "care_dx");
            var one = all[chosen];
            Check(one.OfficeNumber == "9970000111" && one.KindJa == "介護DX証明書" && one.KeyState == "usable", "candidate");
            Check(one.Place == "file" && one.Problem == null && one.Notice == null && one.NotBefore < one.NotAfter, "its facts");
            using (var opened = all.Open(chosen, password))
            {
                opened.Check(trust, "9970000111");
                Check(Code(() => opened.Check(trust, "9970000012")) == ErrorCode.CertOffice, "another office");
                using (var profile = new Profile())
                {
                    profile.OfficePrefix = "P-";
                    profile.AddKindName("架空証明書=care_dx");
                    Check(Code(() => profile.AddKindPolicy("1.2.3=colour")) == ErrorCode.Setting, "no such kind");
                    Check(Code(() => profile.Kind = "colour") == ErrorCode.Setting && profile.Kind == "OU", "no such attribute");
                    trust.SetProfile(profile);
                    Check(Code(() => opened.Check(trust)) == ErrorCode.CertSubject, "another profile");
                }
            }
            Check(Code(() => all.Choose("0000000000")) == ErrorCode.KeyNotFound, "nothing fits");
            using (var bad = Candidates.InFolder(Setting("PKI") + "/bad", password))
            {
                Check(bad.Count(each => each.Problem == ErrorCode.CertKindAgent) == 2, "agents by name");
            }
        }
        Check(Code(() => new Token("no such module")) == ErrorCode.KeyStore, "no module");
    }

    private static void Proof(IReadOnlyList<SentMessage> list, Sent sent, string folder)
    {
        using (var trust = Trust.FromPem(Pki("root.pem")))
        using (var evidence = new Evidence(trust))
        using (var less = new Evidence(trust))
        {
            foreach (var message in list)
            {
                foreach (var receipt in message.Receipts)
                {
                    evidence.AddReceipt(receipt.Bytes);
                }
            }
            evidence.AddContainer(sent.Container);
            Check(Code(() => evidence.AddReceipt(new byte[] { 1, 2, 3 })) == ErrorCode.ReceiptFormat, "no receipt");
            Check(Code(() => evidence.Export(folder + "/証跡", "2026-13")) == ErrorCode.Period, "no month");
            try
            {
                evidence.AddContainer(folder + "/none");
                Check(false, "a container that is not there");
            }
            catch (CarePlanLinkException error)
            {
                Check(error.Code == ErrorCode.FileRead && error.File == folder + "/none", "the path of a file");
            }
            var exported = evidence.Export(folder + "/証跡", sent.Id);
            Check(exported.Messages.Count == 1 && exported.Messages[0] == sent.Id && exported.Receipts == 4, "evidence");
            Check(Evidence.Verify(folder + "/証跡", trust).Receipts == 4, "evidence verified");
            var all = evidence.Export(folder + "/すべて", "all");
            Check(all.Receipts == 5 && all.Gaps.Count == 0 && Evidence.Verify(folder + "/すべて").Gaps.Count == 0, "all evidence");
            less.AddReceipt(list[0].Receipts[0].Bytes);
            less.AddReceipt(list[0].Receipts[3].Bytes);
            less.AddContainer(sent.Container);
            var gaps = less.Export(folder + "/欠け", "all").Gaps;
            Check(gaps.Count > 0 && gaps[0].Office == "9970000111" && gaps[0].MessageJa.Length > 0, "a gap");
            File.AppendAllText(folder + "/証跡/index.html", "x");
            Check(Code(() => Evidence.Verify(folder + "/証跡", trust)) == ErrorCode.EvidenceFormat, "a changed page");
        }
    }

    // A message that was sent in spite of its faults tells the receiver why; a refusal has to say something.
    private static void Overridden(Client sender, Client receiver, string folder)
    {
        using (var table = new Table("DLTJSK"))
        using (var unit = new Unit("9970000111", "11", "9970000012", "43", "20251104090002"))
        {
            table.AddJson("{\"insurer_number\":\"99\",\"insured_person_number\":\"0000000101\","
                + "\"deletion_target_month\":\"202510\",\"provider_number\":\"9970000111\",\"service_type_code\":\"11\"}");
            unit.AddTable(table);
            Check(Code(() => sender.Send(unit, folder)) == ErrorCode.CheckFailed, "a fault forbids sending");
            var sent = sender.Send(unit, folder, overrideReason: "保険者番号を確認中");
            using (var batch = receiver.Receive("", folder + "/受信"))
            {
                var message = batch.Messages.Single(each => each.Id == sent.Id);
                Check(message.OverrideReason == "保険者番号を確認中", "why it was sent all the same");
                Check(batch.Messages.Count(each => each.OverrideReason == null) == batch.Messages.Count - 1, "no reason where there was no fault");
                Check(message.Kind == "results_deletion" && message.CsvVersion == "202407", "kind and version");
                Check(message.FromServiceType == "11" && message.ToServiceType == "43", "service types");
                Check(Code(() => receiver.Refused(message, "　")) == ErrorCode.Reason, "a blank reason");
                Check(receiver.Refused(message, "保険者番号が違います").State == "refused", "refused");
                var told = sender.Sent("").Messages.Single(each => each.Id == sent.Id);
                Check(told.Kind == "results_deletion" && told.Reason == "保険者番号が違います", "the sender reads why");
            }
        }
    }

    // Withdrawals of two months become two units, which are sent and received in one call each.
    private static void Many(Client sender, Client receiver, string folder)
    {
        using (var table = new Table("DLTJSK"))
        using (var rows = new UnitsOfRows("9970000111", "11"))
        {
            foreach (var month in new[] { "202509", "202510" })
            {
                table.AddJson("{\"insurer_number\":\"990010\",\"insured_person_number\":\"0000000101\",\"deletion_target_month\":\""
                    + month + "\",\"provider_number\":\"9970000111\",\"service_type_code\":\"11\"}");
            }
            rows.AddTable(table);
            Check(Code(() => rows.Make()) == ErrorCode.ReceiverUnknown, "nobody is named");
            rows.AddReceiver("9970000012", "43");
            rows.SetFirstSerial("20251120100000");
            using (var units = rows.Make())
            using (var second = units.Unit(1))
            {
                var made = units.Made();
                Check(units.Count == 2 && made.Units[0].Month == "202509" && made.Units[1].Kind == "results_deletion", "made");
                Check(second.Serial() == "20251120100001" && made.Findings.Count == 0, "serials");
                var results = sender.SendAll(units, folder, true);
                Check(results.Count == 2 && results.All(each => each.Error == null && each.Id.Length == 64 && each.Receipt.Length > 0), "all sent");
                using (var batch = receiver.ReceiveAll("", folder + "/受信"))
                {
                    Check(results.All(each => batch.Messages.Any(message => message.Id == each.Id)), "all received");
                }
            }
        }
    }

    // An agent sends for the office that has entered it, and everybody can see who did.
    private static void Acting(Client receiver, string folder)
    {
        using (var agent = ClientOf("9970000210"))
        using (var stranger = agent.ForOffice("9970000012"))
        using (var acting = agent.ForOffice("9970000111"))
        using (var unit = Withdrawal("20251104090021"))
        {
            Check(Code(() => agent.ForOffice("1")) == ErrorCode.OfficeNumber, "no number");
            Check(Code(() => stranger.Sent("")) == ErrorCode.RelayAgent, "not entered");
            Check(acting.OfficeNumber == "9970000111" && acting.Agent == "9970000210" && agent.Agent == null, "who acts");
            Check(receiver.Office("9970000111").Agents.SequenceEqual(new[] { "9970000210" }), "the directory");
            var sent = acting.Send(unit, folder);
            Check(sent.Agent == "9970000210", "sent by the agent");
            using (var batch = receiver.ReceiveAll("", folder + "/受信"))
            {
                var message = batch.Messages.Single(each => each.Id == sent.Id);
                Check(message.Agent == "9970000210" && message.FromOffice == "9970000111", "received");
                Check(receiver.Imported(message).Agent == null, "by the office itself");
            }
            var listed = acting.SentMessages().Single(each => each.Id == sent.Id);
            Check(listed.Agent == "9970000210" && listed.ReceiverAgent == null && listed.Receipts[0].Agent == "9970000210", "listed");
        }
    }

    private static async Task Verbs()
    {
        var folder = Path.Combine(Setting("DIR"), "フォルダー");
        using (var sender = ClientOf("9970000111"))
        using (var receiver = ClientOf("9970000012"))
        using (var unit = Withdrawal("20251104090000"))
        {
            Check(sender.OfficeNumber == "9970000111", "office number");
            var diagnosis = await sender.DoctorAsync();
            Check(diagnosis.IsWell && diagnosis.Lines.Count == 11 && diagnosis.Lines[0].Id == "key", "doctor");
            Check(sender.Office("9970000012").Licensed && sender.Office("0000000000") == null, "office");

            var pdf = Encoding.ASCII.GetBytes("%PDF-1.4 synthetic");
            unit.SetSubject("取下げ");
            unit.AddAttachment("連絡票.pdf", pdf);
            var reports = 0;
            var sent = await sender.SendAsync(unit, folder, progress: new Hear(at => reports++));
            Check(reports > 0 && sent.Id.Length == 64 && sent.Receipt.Length > 0 && sent.AcceptedAt.Year > 2024, "sent");
            Check(sender.Send(unit, folder).Id == sent.Id, "sent again");

            using (var batch = await receiver.ReceiveAsync("", folder + "/受信"))
            {
                Check(batch.Messages.Count == 1, "one message");
                var message = batch.Messages[0];
                Check(message.Error == null && message.Id == sent.Id && message.Subject == "取下げ", "message");
                Check(message.Files.Count == 1 && message.Files[0].Kind == "DLTJSK" && message.Files[0].Table.Count == 1, "files");
                Check(message.Parts.Count == 2 && message.Parts[1].Size == pdf.Length && Convert.ToBase64String(message.Read("連絡票.pdf")) == Convert.ToBase64String(pdf), "part");
                message.Save(folder + "/保存");
                Check(File.Exists(Path.Combine(folder, "保存", "連絡票.pdf")), "saved");
                using (var opened = receiver.Open(message.Id, message.Container))
                {
                    Check(opened.Serial == "20251104090000", "opened");
                }
                var stands = receiver.Imported(message);
                Check(stands.State == "imported" && !stands.IsRepeat && stands.Receipt.Length > 0, "imported");
                var late = receiver.Refused(message, "遅すぎ");
                Check(late.State == "imported" && late.IsRepeat && late.Receipt.SequenceEqual(stands.Receipt), "the first outcome stands");
                Check(batch.Error == null, "a whole page");
            }
            using (var inbox = await receiver.InboxAsync("", folder + "/受信"))
            {
                Check(inbox.Count == 1 && inbox.Cursor == "", "an inbox");
                using (var one = await receiver.NextMessageAsync(inbox))
                {
                    Check(one.Id == sent.Id && one.Files.Count == 1 && one.UnitKind.Length > 0, "one by one");
                }
                Check(receiver.NextMessage(inbox) == null && inbox.Count == 0 && inbox.Cursor.Length > 0, "the last one");
            }
            using (var second = Withdrawal("20251104090001"))
            {
                sender.Recall(sender.Send(second, folder).Id);
            }
            var list = sender.Sent("").Messages;
            Check(list.Count == 2 && list[0].StateJa == "取込済" && list[0].Receipts.Count == 4 && list[1].State == "recalled", "sent list");
            Check(list[0].IsSigned && list[0].RelayState == "imported" && list[0].Doubt == null && list[0].BadReceipts.Count == 0, "proven");
            Check(!list[1].IsSigned && list[1].Reason == null, "the relay's word");
            Proof(list, sent, folder);
            Overridden(sender, receiver, folder);
            Many(sender, receiver, folder);
            Acting(receiver, folder);
            Check(Throws<ArgumentNullException>(() => sender.Send(null, folder)), "no unit");
            Check(Throws<ArgumentNullException>(() => sender.NextMessage(null)), "no inbox");
            Check(Throws<ArgumentNullException>(() => sender.Imported(null)), "no message");
            Check(Throws<ArgumentNullException>(() => sender.Refused(null, "様式が違います")), "no message to refuse");
            Check(Throws<ArgumentOutOfRangeException>(() => sender.Receive("", folder, -1)), "a wait below 0");

            var source = new CancellationTokenSource();
            var waiting = new Hear(at =>
            {
                if (at.Step == ProgressStep.Waiting)
                {
                    source.CancelAfter(10);
                }
            });
            var cancelled = false;
            try
            {
                var cursor = receiver.Receive("", folder + "/受信").Next;
                await receiver.ReceiveAsync(cursor, folder + "/受信", 20000, waiting, source.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled = true;
            }
            Check(cancelled, "a wait that is cancelled");
        }
    }

    // What came in is handed out once; without a word it is given back.
    private static async Task Mailboxes()
    {
        var folder = Path.Combine(Setting("DIR"), "送受信箱");
        using (var sender = ClientOf("9970000111"))
        using (var receiver = ClientOf("9970000012"))
        using (var outbox = Mailbox.Open(folder + "-1", sender.OfficeNumber))
        using (var inbox = Mailbox.Open(folder + "-2", receiver.OfficeNumber))
        using (var unit = Withdrawal("20251130120000"))
        {
            Check(Code(() => outbox.SetLease(1)) == ErrorCode.Setting, "no lease of a millisecond");
            outbox.SetLease(60000);
            using (var again = Mailbox.Open(folder + "-1"))
                Check(again.OfficeNumber == "9970000111" && again.Folder == folder + "-1", "opened again");
            await inbox.PumpAsync(receiver, 0);
            foreach (var delivery in inbox.Deliveries(receiver))
                delivery.Done(); // What the others have sent.
            var draft = outbox.Queue(unit, true);
            Check(draft.State == EntryState.Draft && outbox.Pump(sender).Sent == 0, "a draft");
            outbox.Release(draft.Id);
            Check(outbox.Queue(unit).IsRepeat && outbox.Entry(draft.Id).State == EntryState.Waiting, "released");
            Check(outbox.Entry(new string('0', 64)) == null, "no entry");
            outbox.Retry(draft.Id);
            outbox.RetryAll();
            Check(outbox.Pump(sender).Sent == 1, "sent");
            Check(Code(() => outbox.Pump(receiver)) == ErrorCode.MailboxOffice, "another office's client");
            var pumped = inbox.Pump(receiver);
            Check(pumped.Received == 1 && pumped.Error == null && pumped.Obstacles.Count == 0 && pumped.Attention.Count == 0, "received");
            Check(inbox.Deliveries(receiver).Count(each => each.Id == draft.Id && !each.OfferedBefore) == 1, "handed out, and given back");
            using (var delivery = await inbox.NextAsync(receiver))
            {
                Check(delivery.OfferedBefore && delivery.Message.Files[0].Kind == "DLTJSK", "handed out again");
                Check(inbox.Next(receiver) == null, "to one at a time");
                delivery.Renew();
                delivery.Later(0);
            }
            using (var delivery = inbox.Next(receiver))
                inbox.PutBack(delivery.Detach(60000), 0);
            using (var delivery = inbox.Next(receiver))
            {
                var ticket = delivery.Detach(60000);
                Check(Code(() => delivery.Done()) == ErrorCode.MailboxLease, "detached");
                Check(Code(() => inbox.Conclude("x")) == ErrorCode.InvalidArgument, "no ticket");
                inbox.Conclude(ticket, "対象の利用者がいません。");
            }
            Check(inbox.Pump(receiver).Reported == 1 && outbox.Pump(sender).Changed == 1, "reported");
            var refused = outbox.List(new[] { Side.Outbox }, new[] { EntryState.Refused }, "9970000012", true);
            Check(refused.Count == 1 && refused[0].Reason == "対象の利用者がいません。" && refused[0].StateJa == "取込不可", "refused");
            Check(outbox.List().Count == 0 && outbox.List(true).Count == 1, "nothing is to be done");
            Check(Code(() => outbox.Cancel(draft.Id)) == ErrorCode.MailboxState, "too late");
            Check(Code(() => inbox.Refuse(draft.Id, "理由")) == ErrorCode.MailboxState, "refused already");
            Check(Code(() => outbox.ConfirmUploaded(sender, draft.Id)) == ErrorCode.MailboxState, "nothing was laid ready");
            outbox.Clear(new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc), true);
            Check(outbox.Entry(draft.Id) == null, "cleared");
        }
    }

    [DllImport("cplink1", CallingConvention = CallingConvention.Cdecl)]
    private static extern int cpl_code_name(int code, out IntPtr text, out UIntPtr length, out IntPtr error);

    // The library knows each code of the enumeration, under the same name.
    private static void Codes()
    {
        foreach (ErrorCode code in Enum.GetValues(typeof(ErrorCode)))
        {
            if (code != ErrorCode.None)
            {
                var known = cpl_code_name((int)code, out var text, out var length, out _) == 0;
                var name = known ? Marshal.PtrToStringAnsi(text, (int)length).Substring("CPL_E_".Length).Replace("_", "") : "";
                Check(string.Equals(name, code.ToString(), StringComparison.OrdinalIgnoreCase), code.ToString());
            }
        }
    }

    private const string Helpers = "9970000111", Planner = "9970000012", Lender = "9970000319";

    private static void Ask(string number, Client client) => Check(client.Office(number) != null, "the relay knows " + number);

    private static void Add(Offices offices, Client client)
    {
        using (client)
        {
            offices.Add(client);
        }
    }

    // A client whose key cannot sign, so that the relay cannot know whose it is.
    private static Client RefusedClient(Action signs)
    {
        using (var signer = Signer.FromCallback(Pki("office-" + Lender + "-care-insurance.pem"), new ushort[] { 0x0804 },
            (scheme, message) =>
            {
                signs();
                throw new Mine();
            }))
        {
            return ClientOf(signer);
        }
    }

    // Of three offices one's key is refused: the two others have their turn, in each thread.
    private static async Task ManyOffices()
    {
        const int minute = 60000;
        var signs = 0;
        var offices = new Offices(2);
        Add(offices, RefusedClient(() => signs++));
        Add(offices, ClientOf(Planner));
        Add(offices, ClientOf(Helpers));
        // What signs is the offices' now.
        GC.Collect();
        offices.SetPause(60 * minute, 60 * minute);
        using (var twin = ClientOf(Helpers))
        {
            Check(offices.Count == 3 && Code(() => offices.Add(twin)) == ErrorCode.InvalidArgument, "an office is there once");
        }
        var round = offices.Each(minute, Ask);
        Check(round.Done == 2 && round.Pausing == 0 && round.Failed.Count == 1 && signs > 0, "the others have their turn");
        var failed = round.Failed[0];
        Check(failed.OfficeNumber == Lender && (failed.Error as CarePlanLinkException)?.Code == ErrorCode.KeySign, "and it is told");
        round = await offices.EachAsync(minute, Ask);
        Check(round.Done == 2 && round.Pausing == 1 && round.Failed.Count == 0, "the refused one pauses");

        round = offices.Each(minute, (number, client) =>
        {
            if (number == Planner)
            {
                throw new Mine();
            }
        });
        Check(round.Done == 1 && round.Pausing == 1 && round.Failed.Count == 1 && round.Failed[0].Error is Mine, "an exception of ours");
        Check(offices.One(Planner, minute, (number, client) => client.OfficeNumber) == Planner, "a person's wish");
        Check(Code(() => offices.One(Lender, minute, Ask)) == ErrorCode.KeySign, "what it throws comes out");
        Check(Code(() => offices.One("9970000998", minute, Ask)) == ErrorCode.InvalidArgument, "no such office");

        offices.One(Helpers, minute, (number, client) =>
        {
            Check(Code(() => offices.One(Helpers, minute, Ask)) == ErrorCode.Busy, "it has its turn");
            Check(Code(() => offices.One(Planner, minute, Ask)) == ErrorCode.Busy, "one turn at a time");
            Check(Code(() => offices.Each(minute, Ask)) == ErrorCode.Busy, "no round within a turn");
            Check(Code(() => offices.Remove(Helpers)) == ErrorCode.Busy, "not taken out in its turn");
            var done = 0;
            var other = new Thread(() => done = offices.Each(minute, Ask).Done);
            other.Start();
            other.Join();
            Check(done == 1, "another thread works on");
        });

        Check(Code(() => offices.One(Planner, 0, Ask)) == ErrorCode.Timeout, "a turn ends in its time");
        offices.One(Planner, minute, Ask);
        using (var stop = new CancellationTokenSource())
        {
            Check(Throws<OperationCanceledException>(() => offices.Each(minute, (number, client) =>
            {
                stop.Cancel();
                client.Office(number, token: stop.Token);
            }, token: stop.Token)), "stopped");
        }
        Client kept = null;
        Check(offices.Each(minute, (number, client) => kept = client).Done == 2, "who was stopped has no fault");
        Check(Throws<ObjectDisposedException>(() => kept.Office(Helpers)), "no client outlives its turn");
        using (var removed = offices.Remove(Planner))
        {
            Ask(Planner, removed);
            Check(offices.Count == 2 && offices.Remove(Planner) == null, "taken out");
        }
        offices.Dispose();
        Check(Throws<ObjectDisposedException>(() => offices.Each(minute, Ask)), "used after it was freed");
    }

    private static int Main()
    {
        Errors();
        Codes();
        Handles();
        Tables();
        TypedRows();
        Callbacks();
        Certificates();
        Verbs().GetAwaiter().GetResult();
        Mailboxes().GetAwaiter().GetResult();
        ManyOffices().GetAwaiter().GetResult();
        return Finish();
    }
}
