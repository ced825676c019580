// The first program with CarePlanLink; FIRST-HOUR.md leads through it. A home-help office sends what was done in a
// month, and the care manager's office takes it over: two PCs in life, here two verbs. `samples` is the folder that
// `relay-mock pki --for-samples samples` makes.
//   FirstHour send SERIAL [INSURED]   typed rows and their form; the receiver knows the user 0000000101 alone
//   FirstHour receive                 what is new since the last time; run it as often as you like
//   FirstHour sent                    what became of what was sent
//   FirstHour doctor                  key, certificate, connection, clock
// What is between the marks is the program of README.md.
// README: begin
using System;
using System.Collections.Generic;
using System.IO;
using CarePlanLink;
using CarePlanLink.Rows;

public static class Month
{
    public const string Url = "https://127.0.0.1:8443", Authorities = "samples/pki";

    public static string KeyOf(string office) => "samples/pki/office-" + office + "-care-insurance.p12";

    public static Client Connect(string office) => Client.Connect(Url, KeyOf(office), Authorities, "test");

    // Store the serial with the unit: sent again under the same one it is the same message, and nothing is doubled.
    public static void Send(Client client, string serial, IEnumerable<Upjsk> rows)
    {
        using (var table = Table.FromRows(rows))
        using (var unit = new Unit("9970000111", "11", "9970000012", "43", serial))
        {
            unit.SetSubject("2025年10月分 実績");
            unit.AddTable(table);
            Console.WriteLine("送信済: " + client.Send(unit, "sent").Id);
            File.WriteAllText("form-" + serial + ".html", unit.ToHtml().Html);
        }
    }

    // `takeOver` imports a message and says why not, if not. A message can come again: its id tells.
    public static void Receive(Client client, Func<Message, string> takeOver)
    {
        var messages = client.ReceivedMessages(File.Exists("cursor.txt") ? File.ReadAllText("cursor.txt") : "", "received");
        foreach (var message in messages)
            using (message)
            {
                string refusal;
                var isHeld = true;
                try
                {
                    refusal = message.Error != null ? throw message.Error : takeOver(message);
                }
                catch (CarePlanLinkException problem) when (problem.IsOfMessage) // Not the network or a full disk.
                {
                    refusal = problem.MessageJa;
                    isHeld = (int)problem.Code / 100 != 5; // What the relay has no more cannot be refused.
                }
                if (refusal == null) client.Imported(message);
                else if (isHeld) client.Refused(message, refusal);
                Console.WriteLine((refusal == null ? "取込済 " : "取込不可 ") + message.Id + " " + refusal);
                File.WriteAllText("cursor.txt", messages.Cursor); // Last: what was cut short comes again.
            }
    }
}
// README: end

internal static class FirstHour
{
    private const string Helpers = "9970000111", Manager = "9970000012", KnownUser = "0000000101";

    // In the database: one user, home help on these days.
    private static IEnumerable<Upjsk> Visits(string insured)
    {
        foreach (var day in new[] { 2, 6, 9, 13, 16, 20, 23, 27, 30 })
            yield return new Upjsk
            {
                InsurerNumber = "990010", InsuredPersonNumber = insured, TargetMonth = new YearMonth(2025, 10),
                CreatedDate = new DateTime(2025, 11, 4), PlanOfficeNumber = Manager, PlanStaffName = "見本　﨑江",
                ServiceDate = new DateTime(2025, 10, day), ServiceCode = "111211", ServiceCount = 1, Units = 387,
                ServiceStartTime = new ClockTime(9, 0), ServiceEndTime = new ClockTime(9, 55),
                ProviderNumber = Helpers, ProviderName = "架空の森", UpdaterProviderNumber = Helpers, Over30Days = Flag.No,
            };
    }

    // Stands in for the database of the receiver: two files for each message, which one that comes again replaces.
    private static string TakeOver(Message message)
    {
        var lines = new List<string>();
        using (var forms = new Import())
        {
            foreach (var file in message.Files)
            {
                if (file.Kind != "UPJSK") return "このソフトでは、実績のほかは取り込めません。";
                foreach (var row in file.Table.Typed<Upjsk>())
                {
                    if (row.InsuredPersonNumber != KnownUser) return "当事業所に登録のない利用者の実績です。";
                    lines.Add($"{row.ServiceDate:MM/dd} {row.ServiceCode}");
                }
                forms.Add(message.Serial, file.Table);
            }
            File.WriteAllText($"received/{message.Id}.html", forms.ToHtml().Html);
            File.WriteAllLines($"received/{message.Id}.txt", lines);
            return null;
        }
    }

    private static int Doctor(string office)
    {
        using (var password = new Secret("test"))
        {
            // It takes what connects, and says what is wrong when that fails.
            var diagnosis = Client.Diagnose(Month.Url, Month.KeyOf(office), Month.Authorities, password);
            foreach (var line in diagnosis.Lines)
                Console.WriteLine(line.TextJa + line.RemedyJa);
            return diagnosis.IsWell ? 0 : 1;
        }
    }

    private static int Run(string verb, string[] more)
    {
        if (verb == "doctor") return Doctor(Helpers);
        using (var client = Month.Connect(verb == "receive" ? Manager : Helpers))
        {
            switch (verb)
            {
                case "send":
                    Month.Send(client, more[0], Visits(more.Length > 1 ? more[1] : KnownUser));
                    return 0;
                case "receive":
                    Month.Receive(client, TakeOver);
                    return 0;
                default:
                    foreach (var message in client.SentMessages())
                        Console.WriteLine($"{message.ToOffice} {message.StateJa} {message.Reason}");
                    return 0;
            }
        }
    }

    private static int Main(string[] args)
    {
        var verb = args.Length > 0 ? args[0] : "";
        if (Array.IndexOf(new[] { "send", "receive", "sent", "doctor" }, verb) < 0 || verb == "send" && args.Length < 2)
        {
            Console.Error.WriteLine("FirstHour send SERIAL [INSURED] | receive | sent | doctor");
            return 2;
        }
        try
        {
            var more = new string[args.Length - 1];
            Array.Copy(args, 1, more, 0, more.Length);
            return Run(verb, more);
        }
        catch (CarePlanLinkException error)
        {
            // What happened and what to do about it, for the user; the line for the log is the exception's message.
            Console.Error.WriteLine($"{error.MessageJa}{error.RemedyJa}\n{error.Message}");
            foreach (var finding in error.Findings)
                Console.Error.WriteLine($"{finding.File} {finding.Row}: {finding.MessageJa}{finding.RemedyJa}");
            return 1;
        }
    }
}
