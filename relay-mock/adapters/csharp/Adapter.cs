using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

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
                return Unless(software.Import(Items<string>(ask["files"])), "imported");
            case "enter":
                foreach (var file in Items<IDictionary<string, object>>(ask["files"]))
                    foreach (var row in Items<IDictionary<string, object>>(file["rows"]))
                        software.Enter(Text(file, "kind"), row);
                foreach (var path in Items<string>(ask["attachments"]))
                    software.Attach(path);
                return Result("entered");
            case "export":
                return Unless(software.Export(Text(ask, "unit"), Text(ask, "month"), Text(ask, "from"), Text(ask, "partner"), Text(ask, "partner_type"), (List<object>)ask["changes"], Text(ask, "folder")), "exported");
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

    private static object Unless(string[] reasons, string done) =>
        reasons.Length == 0 ? Result(done) : Result("refused", "reasons", reasons);

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
