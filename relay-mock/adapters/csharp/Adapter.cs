using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

/// <summary>What the certification asks of a care software. Put your own in the place of Stub.</summary>
internal interface ISoftware
{
    string Name { get; }
    string Version { get; }
    /// <summary>care-manager, provider, support-centre.</summary>
    string[] Roles { get; }
    /// <summary>import:KIND, export:KIND, enter:KIND, show: a case that needs more is not applicable.</summary>
    string[] Supports { get; }
    /// <summary>Forgets everything; works as this office from now on.</summary>
    void Reset(string office, string serviceType, string[] monthly);
    /// <summary>Imports the files of a unit; gives the reasons why not, none where they were imported.</summary>
    string[] Import(string[] paths);
    /// <summary>Takes a row as if it were typed.</summary>
    void Enter(string kind, IDictionary<string, object> row);
    /// <summary>Writes a unit for a partner into the folder; month and changes may be null.</summary>
    void Export(string unit, string month, string from, string partner, string partnerType, List<object> changes, string folder);
    /// <summary>What the screen shows: id, ask_ja, kind, what, field, where, own.</summary>
    string Show(IDictionary<string, object> fact);
}

/// <summary>The JSON lines between relay-mock certify and a care software; relay-mock/packs/README.md has the table.</summary>
internal static class Adapter
{
    private static object Answer(ISoftware software, IDictionary<string, object> ask)
    {
        switch (Text(ask, "do"))
        {
            case "hello":
                return new Dictionary<string, object> { { "name", software.Name }, { "version", software.Version }, { "roles", software.Roles }, { "supports", software.Supports } };
            case "reset":
                software.Reset(Text(ask, "office"), Text(ask, "service_type"), Items<string>(ask["monthly"]));
                return Result("done");
            case "import":
                var reasons = software.Import(Items<string>(ask["files"]));
                return reasons.Length == 0 ? Result("imported") : Result("refused", "reasons", reasons);
            case "enter":
                foreach (var file in Items<IDictionary<string, object>>(ask["files"]))
                    foreach (var row in Items<IDictionary<string, object>>(file["rows"]))
                        software.Enter(Text(file, "kind"), row);
                return Result("entered");
            case "export":
                software.Export(Text(ask, "unit"), Text(ask, "month"), Text(ask, "from"), Text(ask, "partner"), Text(ask, "partner_type"), (List<object>)ask["changes"], Text(ask, "folder"));
                return Result("exported");
            case "show":
                var facts = Items<IDictionary<string, object>>(ask["facts"]);
                return Result("shown", "facts", facts.ToDictionary(fact => Text(fact, "id"), fact => (object)software.Show(fact)));
            default:
                return Result("unsupported");
        }
    }

    private static string Text(IDictionary<string, object> ask, string name) => (string)ask[name];

    private static T[] Items<T>(object list) => ((List<object>)list).Cast<T>().ToArray();

    private static object Result(string result, string name = "also", object value = null) =>
        new Dictionary<string, object> { { "result", result }, { name, value } };

    public static void Serve(ISoftware software)
    {
        // The console's own code page would spoil what is not ASCII.
        using (var asked = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false)))
        using (var answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" })
            for (var line = asked.ReadLine(); line != null; line = asked.ReadLine())
            {
                var ask = Json.Read(line);
                if ((string)ask["do"] == "bye")
                    return;
                answers.WriteLine(Json.Write(Answer(software, ask)));
            }
    }
}
