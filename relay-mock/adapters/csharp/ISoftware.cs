using System.Collections.Generic;

/// <summary>What the certification asks of a care software. Put your own in the place of Stub.</summary>
internal interface ISoftware
{
    string Name { get; }
    string Version { get; }
    /// <summary>care-manager, provider, support-centre.</summary>
    string[] Roles { get; }
    /// <summary>import:KIND, export:KIND, enter:KIND, attach, show: a case that needs more is not applicable.</summary>
    string[] Supports { get; }
    /// <summary>Forgets everything; works as this office from now on.</summary>
    void Reset(string office, string serviceType, string[] monthly);
    /// <summary>Imports the files of a unit; gives the reasons why not, none where they were imported.</summary>
    string[] Import(string[] paths);
    /// <summary>Takes a row as if it were typed.</summary>
    void Enter(string kind, IDictionary<string, object> row);
    /// <summary>Attaches a picture or a paper to what was typed: a row names its picture by the file's name. The file is gone afterwards.</summary>
    void Attach(string path);
    /// <summary>Writes a unit for a partner into the folder, or gives the reasons why not; month and changes may be null.</summary>
    string[] Export(string unit, string month, string from, string partner, string partnerType, List<object> changes, string folder);
    /// <summary>What the screen shows: id, ask_ja, kind, what, field, where, own.</summary>
    string Show(IDictionary<string, object> fact);
}
