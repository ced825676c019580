// A small care software: a care manager sends the slip of a month to a home-help provider; the provider
// answers with what was really done; the care manager imports that. Two PCs in life; here both desks in one,
// against a relay on this machine (the C++ example says how to start it):
//   CareSoftware.exe https://127.0.0.1:8443 pki/root.pem MANAGER.p12 PROVIDER.p12 FOLDER
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CarePlanLink;

// Items of a row: id and text.
internal sealed class Items : List<KeyValuePair<string, string>>
{
    public void Add(string field, string value) => Add(new KeyValuePair<string, string>(field, value));
}

// One office: its client, its folder, and its cursor in the inbox.
internal sealed class Desk : IDisposable
{
    private readonly string name, folder;
    private string cursor = "";
    internal readonly Client Client;

    internal Desk(string name, string relay, string authorities, string key, string folder)
    {
        this.name = name;
        this.folder = Path.Combine(folder, name);
        Client = Client.Connect(relay, key, authorities, "test");
    }

    internal async Task Send(Unit unit)
    {
        var sent = await Client.SendAsync(unit, Path.Combine(folder, "送信"));
        Console.WriteLine($"{name}: 送信しました {sent.Id.Substring(0, 12)}");
    }

    // Takes every new message over and says so; `import` gets each row of the kind it knows.
    internal async Task Receive(string kind, Action<Row> import)
    {
        using (var inbox = await Client.InboxAsync(cursor, Path.Combine(folder, "受信"), 5000))
        {
            for (Message message; (message = await Client.NextMessageAsync(inbox)) != null; message.Dispose())
            {
                cursor = inbox.Cursor;
                if (message.Error != null)
                {
                    // What the relay has no more (5xx) nobody can refuse.
                    if ((int)message.Error.Code / 100 != 5)
                        Client.Refused(message, message.Error.MessageJa);
                    continue;
                }
                message.Files.Where(file => file.Kind == kind).SelectMany(file => file.Table.Rows).ToList().ForEach(import);
                // Here a real program commits rows and cursor in one transaction; then it says so.
                Client.Imported(message);
                Console.WriteLine($"{name}: 取り込みました 「{message.Subject}」");
            }
        }
    }

    public void Dispose() => Client.Dispose();
}

internal static class CareSoftware
{
    // In the database: one user, visits on these days.
    private const string Month = "202510", Manager = "9970000012", Provider = "9970000111";
    private static readonly string[] Days = { "02", "06", "09", "13", "16", "20", "23", "27", "30" };
    private static Items User() => new Items { { "insurer_number", "990010" }, { "insured_person_number", "0000000101" }, { "target_month", Month } };

    // One visit: the same items in a plan (UPPLAN) and in results (UPJSK).
    private static IEnumerable<KeyValuePair<string, string>> Visit(string day, string end, string by) => User().Concat(new Items
    {
        { "created_date", "20250925" }, { "plan_office_number", Manager }, { "plan_staff_name", "見本　﨑江" },
        { "units", "387" }, { "service_date", Month + day }, { "service_start_time", "0900" }, { "service_end_time", end },
        { "service_count", "1" }, { "service_code", "111211" }, { "provider_number", Provider },
        { "provider_name", "架空の森" }, { "over_30_days", "0" }, { "updater_provider_number", by },
    });

    private static IEnumerable<KeyValuePair<string, string>> Total(string office, string name, string code, string units, string count) => User().Concat(new Items
    {
        { "created_date", "20250925" }, { "provider_name", name }, { "provider_number", office }, { "service_code", code },
        { "units", units }, { "count_or_days", count }, { "service_units_or_amount", "3483" }, { "over_30_days", "0" },
        { "benefit_management_units", "3483" }, { "office_code", "9999999999" }, { "updater_provider_number", Manager },
    });

    // The slip of a month: visits, totals, and the user's own record.
    private static Unit Slip()
    {
        Table plan = new Table("UPPLAN"), totals = new Table("UPSIKYU"), person = new Table("UPHOSOKU");
        Array.ForEach(Days, day => plan.Add(Visit(day, "0955", Manager)));
        totals.Add(Total(Provider, "架空の森", "111211", "387", "9"));
        totals.Add(Total("9999999999", "", "999999", "0", "0")); // The user's, over all providers.
        person.Add(User().Concat(new Items
        {
            { "care_plan_date", "00000000" }, { "user_name_kana", "ｶｸｳ ﾀｶｺ" }, { "user_name", "架空　髙子" }, { "user_sex", "2" },
            { "user_birth_date", "19410203" }, { "user_postal_code", "000-0000" }, { "user_address_1", "架空県見本市十番町１－２－３" },
            { "user_phone", "0000-00-0001" }, { "certification_date", "20250325" }, { "limit_start_date", "20250401" },
            { "limit_end_date", "20270331" }, { "certification_status", "2" }, { "care_level", "22" },
            { "category_benefit_limit", "19705" }, { "consent_receiver_number", Manager },
            { "updater_provider_number", Manager },
        }));
        var unit = new Unit(Manager, "43", Provider, "11", "20250925130001");
        unit.SetSubject("2025年10月分 利用票");
        Array.ForEach(new[] { plan, totals, person }, table => unit.AddTable(table));
        return unit;
    }

    private static async Task<int> Play(string[] args)
    {
        using (var office = new Desk("ケアマネ", args[0], args[1], args[2], args[4]))
        using (var helper = new Desk("ヘルパー", args[0], args[1], args[3], args[4]))
        using (var results = new Table("UPJSK"))
        using (var answer = new Unit(Provider, "11", Manager, "43", "20251104090512"))
        {
            await office.Send(Slip());
            // The provider takes the plan over; every visit took place, one of them took longer.
            await helper.Receive("UPPLAN", row =>
            {
                var day = row["service_date"].Substring(6);
                results.Add(Visit(day, day == "20" ? "1010" : row["service_end_time"], Provider));
            });
            answer.SetSubject("2025年10月分 実績");
            answer.AddTable(results);
            await helper.Send(answer);
            var visits = 0;
            await office.Receive("UPJSK", row => visits += row["service_count"] == "1" ? 1 : 0);
            var sent = office.Client.SentMessages().Select(message => message.ToOffice + " " + message.StateJa);
            Console.WriteLine("送信一覧: " + string.Join(", ", sent));
            Console.WriteLine($"実績 {visits} 回");
            return visits == 9 ? 0 : 1;
        }
    }

    private static int Main(string[] args)
    {
        try
        {
            return Play(args).GetAwaiter().GetResult();
        }
        catch (CarePlanLinkException error)
        {
            Console.Error.WriteLine($"{error.MessageJa}{error.RemedyJa}\n{error.Message}");
            return 1;
        }
    }
}
