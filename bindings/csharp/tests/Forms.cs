// The forms of a month's slip in C#.
using System.IO;
using System.Linq;
using System.Text;
using CarePlanLink;
using static Harness;

internal static class Forms
{
    /// <summary>The files of the month's first slip.</summary>
    private static readonly string[] Files =
        File.ReadAllLines(Setting("PLAN")).Single(line => line.Contains("02-slip-home-help")).Split('\t').Skip(5).ToArray();

    private static Table TableOf(string kind)
    {
        var path = Files.Single(file => Path.GetFileName(file).StartsWith(kind));
        return Table.Read(kind, File.ReadAllBytes(path), out var _);
    }

    private static void Units()
    {
        using (var unit = Unit.FromFiles(Files))
        {
            var all = unit.ToHtml();
            Check(all.Users == 3 && all.Findings.Single().Rule == "table.other_offices", "users and findings");
            Check(all.Html.Contains("架空　髙子　様") && all.Html.Contains("サービス提供票（予定）"), "the user and the form");
            var annex = unit.ToHtml(new[] { FormKind.Table7, FormKind.Table7 });
            Check(annex.Pages > 0 && annex.Pages < all.Pages, "one form");
            Check(annex.Html.Contains("サービス提供票別表") && !annex.Html.Contains("サービス提供票（予定）"), "that form");
        }
    }

    private static void Markup()
    {
        using (var users = TableOf("UPHOSOKU"))
        using (var plan = TableOf("UPPLAN"))
        using (var unit = new Unit("9970000012", "43", "9970000111", "11", "20250925130001"))
        {
            users.Set(0, "user_name", "<b>\"&花子");
            unit.AddTable(users);
            unit.AddTable(plan);
            var html = unit.ToHtml().Html;
            Check(html.Contains("&lt;b&gt;&quot;&amp;花子") && !html.Contains("<b>"), "a name is never markup");
        }
    }

    private static void Refused()
    {
        using (var unit = Unit.FromFiles(Files))
        using (var empty = new Unit("9970000012", "43", "9970000111", "11", "20250925130001"))
        {
            Check(Code(() => unit.ToHtml(new[] { (FormKind)5 })) == ErrorCode.InvalidArgument, "an unknown form");
            Check(Code(() => empty.ToHtml()) == ErrorCode.FormEmpty, "no rows");
            try
            {
                unit.ToHtml(names: Encoding.UTF8.GetBytes("111211,x,,\n<script>,,,\n"));
                Check(false, "a name table that cannot be read is refused");
            }
            catch (CarePlanLinkException error)
            {
                Check(error.Code == ErrorCode.NameTable && error.Row == 2, "the row of a name table");
            }
            var named = unit.ToHtml(names: Encoding.UTF8.GetBytes("111211,身体介護２,,\n"));
            Check(named.Html.Contains("身体介護２ 111211"), "the host's names");
        }
    }

    private static void Saved()
    {
        var path = Path.Combine(Setting("DIR"), "帳票", "slip.html");
        using (var unit = Unit.FromFiles(Files))
        {
            var printed = unit.SaveHtml(path);
            Check(printed.Html == null && printed.Users == 3, "what was saved");
            Check(File.ReadAllText(path) == unit.ToHtml().Html, "the file");
            Check(Code(() => unit.SaveHtml(path)) == ErrorCode.FileExists, "no file is replaced");
        }
    }

    private static void Remaining()
    {
        using (var import = new Import())
        using (var plan = TableOf("UPPLAN"))
        using (var units = new Import())
        using (var unit = Unit.FromFiles(Files))
        {
            units.AddUnit(unit);
            import.Add("20250925130001", plan);
            var one = import.ToHtml();
            import.Add("20250926130001", plan);
            Check(one.Pages > 0 && import.ToHtml().Pages == one.Pages, "the newer slip counts");
            var saved = units.SaveHtml(Path.Combine(Setting("DIR"), "import.html"), new[] { FormKind.Table6 });
            Check(saved.Pages > 0 && saved.Html == null, "what remains is saved");
            Check(saved.Findings.Single().Rule == "table.other_offices", "findings of units");
            units.AddUnit(unit);
            Check(Code(() => units.ToHtml()) == ErrorCode.FormTwice, "one unit twice");
        }
    }

    private static int Main()
    {
        Units();
        Markup();
        Refused();
        Saved();
        Remaining();
        return Finish();
    }
}
