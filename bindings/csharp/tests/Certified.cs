// A host on this binding, certified over the relay: it refuses what has an error, with the rule, and what cannot be opened,
// with the error, and answers a plan with the results, which its operator has noted by the sheet of D3-01. The judge is
// `relay-mock certify run --drive relay`; it says where it listens and what it asks for by files.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using CarePlanLink;
using static Harness;

// One office: its client and its cursor.
internal sealed class OfficeDesk : IDisposable
{
    internal readonly Client Client;
    internal string Cursor = "";

    internal OfficeDesk(string relay, string office)
    {
        using (var password = new Secret("test"))
        using (var signer = Signer.FromPkcs12(File.ReadAllBytes(Path.Combine(relay, "pki", $"office-{office}-care-dx.p12")), password))
        using (var options = new ClientOptions(File.ReadAllText(Path.Combine(relay, "address.txt")).Trim()))
        using (var trust = Trust.FromPem(File.ReadAllBytes(Path.Combine(relay, "pki", "root.pem"))))
        {
            trust.AddPem(File.ReadAllBytes(Path.Combine(relay, "pki", "crl.pem")));
            Client = new Client(options, signer, trust);
        }
    }

    public void Dispose() => Client.Dispose();
}

internal sealed class Host : IDisposable
{
    private readonly string run, own;
    private readonly Dictionary<string, OfficeDesk> offices = new Dictionary<string, OfficeDesk>();
    // What was imported in the case: name and bytes.
    private readonly List<KeyValuePair<string, byte[]>> imported = new List<KeyValuePair<string, byte[]>>();
    // What it has done with, by the message's id, and how often it has fetched what cannot be opened.
    private readonly HashSet<string> done = new HashSet<string>();
    private readonly Dictionary<string, int> failed = new Dictionary<string, int>();
    private string last = "", office = "", noted = "";

    internal Host(string run, string own)
    {
        this.run = run;
        this.own = own;
    }

    internal void Look()
    {
        Requests();
        if (office != "")
        {
            Receive(Desk(office));
        }
    }

    private OfficeDesk Desk(string number)
    {
        if (!offices.ContainsKey(number))
        {
            offices.Add(number, new OfficeDesk(Path.Combine(run, "relay"), number));
        }
        return offices[number];
    }

    private void Requests()
    {
        var work = Path.Combine(run, "work");
        foreach (var folder in Directory.Exists(work) ? Directory.GetDirectories(work) : new string[0])
        {
            string asked;
            try
            {
                asked = File.ReadAllText(Path.Combine(folder, "request.json"));
            }
            catch (IOException)
            {
                continue;
            }
            var step = Regex.Match(asked, "\"step\": ([0-9]+)").Groups[1].Value;
            if (last == folder + step)
            {
                continue;
            }
            last = folder + step;
            if (step == "0")
            {
                imported.Clear();
            }
            office = Member(asked, "office");
            noted = Member(asked, "case") == "D3-01" ? "0000000101 111211 20251002" : "";
            if (Member(asked, "do") == "show")
            {
                File.WriteAllText(Path.Combine(folder, "answer.json"), Shown());
            }
            if (Member(asked, "do") == "export")
            {
                SendResults(Member(asked, "service_type"), Member(asked, "partner"), Member(asked, "partner_type"));
            }
        }
    }

    private static string Member(string json, string name) => Regex.Match(json, $"\"{name}\": \"([^\"]*)\"").Groups[1].Value;

    // The screen: whose plans were imported, and how many rows.
    private string Shown()
    {
        var rows = new List<string>();
        foreach (var plan in imported.Where(file => file.Key.StartsWith("UPPLAN_", StringComparison.Ordinal)))
        {
            using (var table = Table.Read("UPPLAN", plan.Value, out _))
            {
                rows.AddRange(table.Rows.Select(row => row["insured_person_number"]));
            }
        }
        return $"{{\"result\": \"shown\", \"facts\": {{\"users\": \"{rows.Distinct().Count()}\", \"visits\": \"{rows.Count}\"}}}}";
    }

    private void Receive(OfficeDesk desk)
    {
        using (var inbox = desk.Client.Inbox(desk.Cursor, Path.Combine(own, "received")))
        {
            var all = true;
            for (Message message; (message = desk.Client.NextMessage(inbox)) != null; message.Dispose())
            {
                // The message may be of a case that has just begun: its request was there before it.
                Requests();
                all &= done.Contains(message.Id) || Take(desk.Client, message);
                // What is to be fetched once more holds back the cursor, and nothing else.
                if (all)
                {
                    desk.Cursor = inbox.Cursor;
                }
            }
        }
    }

    // Imports a message or refuses it; false where it may be whole when it is fetched again.
    private bool Take(Client client, Message message)
    {
        if (message.Error != null)
        {
            failed.TryGetValue(message.Id, out var before);
            failed[message.Id] = before + 1;
            if (before < 2)
            {
                return false;
            }
            Again(() => client.Refused(message, $"{message.Error.MessageJa}（{message.Error.Name}）"));
        }
        else
        {
            var wrong = message.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Rule);
            if (wrong.Any())
            {
                Again(() => client.Refused(message, string.Join(", ", wrong.Distinct().Take(5))));
            }
            else
            {
                imported.AddRange(message.Parts.Select(part => new KeyValuePair<string, byte[]>(part.Name, message.Read(part.Name))));
                Again(() => client.Imported(message));
            }
        }
        done.Add(message.Id);
        return true;
    }

    private static readonly string[] Fields =
    {
        "insurer_number", "insured_person_number", "created_date", "target_month", "plan_office_number", "plan_staff_name", "units",
        "short_stay_days_to_previous_month", "service_date", "per_diem_days", "service_start_time", "service_end_time",
        "service_count", "service_code", "tais_code", "equipment_notification_code", "equipment_name",
        "detail_discriminator_code", "provider_number", "provider_name", "satellite_branch_number", "over_30_days",
        "updater_provider_number", "discriminator",
    };

    // The results: the own rows of the plan, but for a visit that was not and one at another time.
    private void SendResults(string serviceType, string partner, string partnerType)
    {
        var plan = imported.Single(file => file.Key.StartsWith("UPPLAN_", StringComparison.Ordinal)).Value;
        using (var planned = Table.Read("UPPLAN", plan, out _))
        using (var results = new Table("UPJSK"))
        using (var unit = new Unit(office, serviceType, partner, partnerType, Serial.Now()))
        {
            foreach (var row in planned.Rows.Where(row => row["provider_number"] == office))
            {
                var visit = row["insured_person_number"] + " " + row["service_code"] + " " + row["service_date"];
                if (visit == noted)
                {
                    continue;
                }
                var items = Fields.ToDictionary(field => field, field => row[field]);
                items["updater_provider_number"] = office;
                if (visit == "0000000202 111111 20251003")
                {
                    items["service_start_time"] = "0830";
                    items["service_end_time"] = "0855";
                }
                results.Add(items);
            }
            unit.AddTable(results);
            Again(() => Desk(office).Client.Send(unit, Path.Combine(own, "sent")));
        }
    }

    // A call whose answer was lost is made again: the same unit is the same message.
    private static void Again(Action call)
    {
        for (var left = 20; ; left--)
        {
            try
            {
                call();
                return;
            }
            catch (CarePlanLinkException error) when (left > 0 && (int)error.Code / 100 == 4)
            {
                Thread.Sleep(50);
            }
        }
    }

    public void Dispose() => offices.Values.ToList().ForEach(desk => desk.Dispose());
}

internal static class Certified
{
    private static readonly Dictionary<string, string[]> Cases = new Dictionary<string, string[]>
    {
        { "v4", new[] { "D2-03", "D2-33", "D2-34", "D2-35", "D3-01" } },
        {
            "security",
            new[]
            {
                "S1-01", "S1-02", "S1-03", "S1-04", "S2-01", "S2-02", "S2-03", "S2-04", "S2-05", "S3-01", "S3-02", "S3-03", "S3-04",
                "S3-05",
            }
        },
    };

    private static int Main()
    {
        foreach (var pack in Cases)
        {
            Run(pack.Key, pack.Value, Path.Combine(Setting("DIR"), pack.Key));
        }
        return Finish();
    }

    private static void Run(string pack, string[] cases, string folder)
    {
        Directory.CreateDirectory(folder);
        string run = Path.Combine(folder, "run"), product = Path.Combine(folder, "product.toml");
        File.WriteAllText(product, "name = \"C# host\"\nversion = \"1\"\nroles = [\"care-manager\", \"provider\"]\nsupports = [\"import:*\", \"export:*\", \"show\"]\n");
        var arguments = $"--lang en certify run --pack {pack} --drive relay --limit 60 --out \"{run}\" --product \"{product}\" --case " + string.Join(" --case ", cases);
        using (var judge = Process.Start(new ProcessStartInfo(Setting("RELAY_MOCK"), arguments) { UseShellExecute = false, RedirectStandardInput = true }))
        using (var host = new Host(run, folder))
        {
            judge.StandardInput.Close();
            while (!judge.WaitForExit(50))
            {
                try
                {
                    host.Look();
                }
                catch (CarePlanLinkException error) when ((int)error.Code / 100 == 4 || error.Retry == Retry.Safe)
                {
                    // A fault of the case, or the relay ends with the run.
                }
                catch (IOException)
                {
                    // A case that is done takes its folder with it.
                }
            }
            Check(judge.ExitCode == 0 || judge.ExitCode == 2, $"{pack}: nothing failed; cases that were not asked for may be left");
        }
        var verdict = File.ReadAllText(Path.Combine(run, "result.json"));
        foreach (var each in cases)
        {
            var word = Regex.Match(verdict, $"\"id\": \"{each}\".*?\"word\": \"([^\"]*)\"", RegexOptions.Singleline).Groups[1].Value;
            Check(word == "pass" || word == "pass-with-notes", $"{each}: {word}");
        }
    }
}
