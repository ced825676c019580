using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CarePlanLink;
using Items = System.Collections.Generic.Dictionary<string, string>;

/// <summary>A small care software on the assembly CarePlanLink, as a product to certify. What the standard means is the
/// library's word; the product keeps what it received and what was typed.</summary>
internal sealed class Product : ISoftware
{
    /// <summary>The kinds of a unit, the base first.</summary>
    private static readonly Dictionary<string, string[]> Units = new Dictionary<string, string[]>
    {
        { "care_plan", new[] { "UP1KYO", "UP2KYO", "UP3KYO", "UPHOSOKU" } },
        { "usage_slip", new[] { "UPPLAN", "UPSIKYU", "UPHOSOKU" } },
        { "results", new[] { "UPJSK" } },
        { "basic_info", new[] { "UPKIHON", "UPKIHON_SUB1", "UPKIHON_SUB2" } },
        { "prevention_plan", new[] { "UPYOBO", "UPYOBO_SUB" } },
        { "prevention_plan_with_basic_info", new[] { "UPYOBO", "UPYOBO_SUB", "UPKIHON", "UPKIHON_SUB1", "UPKIHON_SUB2" } },
        { "care_plan_deletion", new[] { "DLT1KYO" } },
        { "usage_slip_deletion", new[] { "DLTPLAN" } },
        { "results_deletion", new[] { "DLTJSK" } },
        { "basic_info_deletion", new[] { "DLTKIHON" } },
        { "prevention_plan_deletion", new[] { "DLTYOBO" } },
    };
    private static readonly string Current = Layout.Versions.Last();

    /// <summary>A file that was imported, and what came with it.</summary>
    private sealed class Received
    {
        internal string Serial;
        internal Table Table;
        internal Dictionary<string, byte[]> Attached;
    }

    /// <summary>A row, and what goes with it; null where it follows from others.</summary>
    private sealed class Record
    {
        internal string Kind;
        internal Items Row;
        internal Dictionary<string, byte[]> Attached;
    }

    private string office, serviceType;
    private string[] monthly;
    private List<KeyValuePair<string, Received>> received;
    private List<Record> entered;
    private Dictionary<string, byte[]> pictures;

    public string Name => "CarePlanLink for C#";
    public string Version => Abi.Version();
    public string[] Roles => new[] { "care-manager", "provider", "support-centre" };
    public string[] Supports =>
        new[] { "import", "export", "enter" }.SelectMany(verb => Layout.Kinds.Select(kind => verb + ":" + kind)).Concat(new[] { "attach", "show" }).ToArray();

    public void Reset(string office, string serviceType, string[] monthly)
    {
        this.office = office;
        this.serviceType = serviceType;
        this.monthly = monthly;
        received = new List<KeyValuePair<string, Received>>();
        entered = new List<Record>();
        pictures = new Dictionary<string, byte[]>();
    }

    public string[] Import(string[] paths)
    {
        try
        {
            using (var unit = Unit.FromFiles(paths))
            using (var report = unit.Check(office))
            {
                if (report.Findings.HasError)
                {
                    return report.Findings.Where(each => each.Severity == Severity.Error).Select(each => each.Rule).Distinct().ToArray();
                }
                Keep(unit.Serial(), report, paths);
                return new string[0];
            }
        }
        catch (CarePlanLinkException error)
        {
            return new[] { error.MessageJa };
        }
    }

    private void Keep(string serial, UnitReport report, string[] paths)
    {
        var attached = paths.Where(path => report.Files.All(file => file.Name != Path.GetFileName(path))).ToDictionary(Path.GetFileName, File.ReadAllBytes);
        foreach (var file in report.Files.Where(file => file.Table != null))
        {
            // A file that comes again is the same file.
            received.RemoveAll(each => each.Key == file.Name);
            var table = file.Table.Version == Current ? Table.FromJson(file.Table.ToJson()) : file.Table.Translate(Current, out _);
            received.Add(new KeyValuePair<string, Received>(file.Name, new Received { Serial = serial, Table = table, Attached = attached }));
        }
    }

    public void Enter(string kind, IDictionary<string, object> row) =>
        entered.Add(new Record { Kind = kind, Row = row.ToDictionary(each => each.Key, each => (string)each.Value), Attached = pictures });

    public void Attach(string path) => pictures[Path.GetFileName(path)] = File.ReadAllBytes(path);

    /// <summary>Everything that counts now.</summary>
    private List<Record> Records()
    {
        using (var units = new Import())
        {
            foreach (var file in received)
            {
                units.Add(file.Value.Serial, file.Value.Table);
            }
            var rows = received.Select(file => RowsOf(file.Value.Table)).ToList();
            return units.RemainingRows().Select(place => new Record
            {
                Kind = received[place.Key].Value.Table.Kind, Row = rows[place.Key][place.Value], Attached = received[place.Key].Value.Attached,
            }).ToList();
        }
    }

    private static List<Items> RowsOf(Table table)
    {
        var fields = Enumerable.Range(1, Layout.FieldsCount(table.Kind)).Select(number => Layout.FieldId(table.Kind, null, number)).ToList();
        return table.Rows.Select(row => fields.ToDictionary(field => field, field => row[field])).ToList();
    }

    private static Table TableOf(string kind, IEnumerable<Items> rows)
    {
        var table = new Table(kind);
        foreach (var row in rows)
        {
            table.Add(row);
        }
        return table;
    }

    private static IEnumerable<Items> Of(string kind, IEnumerable<Record> records) => records.Where(each => each.Kind == kind).Select(each => each.Row);

    /// <summary>Whether the row says this, however it is written.</summary>
    private static bool Has(string kind, Items row, object values) =>
        ((IDictionary<string, object>)values).All(each => Layout.SameMeaning(kind, each.Key, row[each.Key], (string)each.Value));

    private static string User(Items row) => row["insurer_number"] + " " + row["insured_person_number"];

    private static List<Items> Pick(Table table, IEnumerable<int> places)
    {
        var rows = RowsOf(table);
        return places.Select(place => rows[place]).ToList();
    }

    private static long Sum(IEnumerable<Items> rows, string field) => rows.Sum(row => row[field].Length == 0 ? 0 : long.Parse(row[field]));

    public string Show(IDictionary<string, object> fact)
    {
        string kind = (string)fact["kind"], field = (string)fact["field"];
        using (var plain = TableOf(kind, Of(kind, Records())))
        using (var table = kind == "UP2KYO" || kind == "UPYOBO_SUB" ? plain.FillDown() : Table.FromJson(plain.ToJson()))
        {
            var places = (bool)fact["own"] ? table.OwnRows(office) : Enumerable.Range(0, table.Count);
            var rows = Pick(table, places).Where(row => Has(kind, row, fact["where"])).ToList();
            switch ((string)fact["what"])
            {
                case "users":
                    return rows.Select(User).Distinct().Count().ToString();
                case "rows":
                    return rows.Count.ToString();
                case "count":
                    using (var counted = TableOf(kind, rows))
                    {
                        return Sum(Pick(counted, counted.MonthlyOnce(monthly)), "service_count").ToString();
                    }
                case "sum":
                    return Sum(rows, field).ToString();
                default:
                    return rows.Count == 0 ? "" : rows[0][field];
            }
        }
    }

    /// <summary>The results of what this partner planned: the own rows, but for the changes.</summary>
    private List<Items> Done(string partner, IEnumerable<object> changes)
    {
        using (var planned = TableOf("UPPLAN", Of("UPPLAN", Records()).Where(row => row["plan_office_number"] == partner)))
        {
            var rows = Pick(planned, planned.OwnRows(office));
            rows.ForEach(row => row["updater_provider_number"] = office);
            foreach (var change in changes.Cast<IDictionary<string, object>>())
            {
                var hit = rows.Where(row => change.ContainsKey("where") && Has("UPJSK", row, change["where"])).ToList();
                if (change.ContainsKey("set"))
                {
                    hit.ForEach(row => Set(row, change["set"]));
                }
                if (change.ContainsKey("remove"))
                {
                    rows.RemoveAll(hit.Contains);
                }
                if (change.ContainsKey("add"))
                {
                    var row = new Items();
                    Set(row, change["add"]);
                    rows.Add(row);
                }
            }
            return rows;
        }
    }

    private static void Set(Items row, object values)
    {
        foreach (var value in (IDictionary<string, object>)values)
        {
            row[value.Key] = (string)value.Value;
        }
    }

    public string[] Export(string unit, string month, string from, string partner, string partnerType, List<object> changes, string folder)
    {
        var records = from == "imported" ? Records()
            : from == "entered" ? entered.Select(each => new Record { Kind = each.Kind, Row = new Items(each.Row), Attached = each.Attached }).ToList()
            : Done(partner, changes ?? new List<object>()).Select(row => new Record { Kind = "UPJSK", Row = row }).ToList();
        if (unit == "usage_slip")
        {
            using (var plan = TableOf("UPPLAN", Of("UPPLAN", records)))
            {
                var served = new HashSet<string>(Pick(plan, plan.OwnRows(partner)).Select(User));
                records.RemoveAll(each => !served.Contains(User(each.Row)));
                if (records.Count == 0)
                {
                    return new[] { "unit.user_not_served" };
                }
            }
        }
        // What describes a user belongs to a month's slip or, with zeros, to a plan.
        month = unit == "care_plan" ? "000000" : month;
        records.RemoveAll(each => !Units[unit].Contains(each.Kind) || month != null && MonthOf(each.Row) != null && MonthOf(each.Row) != month);
        using (var made = new Unit(office, serviceType, partner, partnerType, Serial.Now()))
        {
            Attach(made, records, folder);
            foreach (var kind in Units[unit].Where(kind => records.Any(each => each.Kind == kind)))
            {
                using (var table = TableOf(kind, Of(kind, records)))
                {
                    made.AddTable(table);
                }
            }
            foreach (var file in made.Csv)
            {
                File.WriteAllBytes(Path.Combine(folder, file.Name), file.Bytes);
            }
        }
        return new string[0];
    }

    private static string MonthOf(Items row) =>
        new[] { "target_month", "deletion_target_month" }.Where(row.ContainsKey).Select(field => row[field]).FirstOrDefault(text => text.Length > 0);

    /// <summary>What is attached to these rows goes with the unit; a family image gets a new name, which its row repeats.</summary>
    private static void Attach(Unit unit, List<Record> records, string folder)
    {
        var attached = new Dictionary<string, byte[]>();
        foreach (var one in records.Where(each => each.Attached != null).SelectMany(each => each.Attached))
        {
            attached[one.Key] = one.Value;
        }
        var branch = 0;
        foreach (var row in Of("UPKIHON", records))
        {
            if (attached.TryGetValue(row["family_image_filename"], out var image))
            {
                attached.Remove(row["family_image_filename"]);
                row["family_image_filename"] = unit.AddImage(++branch, image);
                File.WriteAllBytes(Path.Combine(folder, row["family_image_filename"]), image);
            }
        }
        foreach (var one in attached)
        {
            unit.AddAttachment(one.Key, one.Value);
            File.WriteAllBytes(Path.Combine(folder, one.Key), one.Value);
        }
    }

    private static void Main() => Adapter.Serve(new Product());
}
