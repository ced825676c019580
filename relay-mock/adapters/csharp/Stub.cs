using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

/// <summary>Holds the place of a care software: of a preventive plan it can give away what it got, and no more.</summary>
internal sealed class Stub : ISoftware
{
    private static readonly string[] Kinds = { "UPYOBO", "UPYOBO_SUB" };
    private readonly Dictionary<string, byte[]> received = new Dictionary<string, byte[]>();
    private string office, serviceType;

    public string Name => "sample adapter in C#";
    public string Version => "1";
    public string[] Roles => new[] { "care-manager" };
    public string[] Supports => Kinds.SelectMany(kind => new[] { "import:" + kind, "export:" + kind }).ToArray();

    public void Reset(string office, string serviceType, string[] monthly)
    {
        this.office = office;
        this.serviceType = serviceType;
        received.Clear();
    }

    public string[] Import(string[] paths)
    {
        foreach (var path in paths)
        {
            received[Path.GetFileName(path)] = File.ReadAllBytes(path);
        }
        return new string[0];
    }

    public void Enter(string kind, IDictionary<string, object> row) => throw new NotSupportedException("nothing can be typed in here");

    public void Attach(string path) => throw new NotSupportedException("nothing can be attached here");

    public string[] Export(string unit, string month, string from, string partner, string partnerType, List<object> changes, string folder)
    {
        var serial = DateTime.UtcNow.AddHours(9).ToString("yyyyMMddHHmmss");
        foreach (var file in received)
        {
            var kind = file.Key.StartsWith("UPYOBO_SUB_", StringComparison.Ordinal) ? "UPYOBO_SUB" : "UPYOBO";
            var name = string.Join("_", kind, office, serviceType, partner, partnerType, serial) + ".CSV";
            File.WriteAllBytes(Path.Combine(folder, name), file.Value);
        }
        return new string[0];
    }

    public string Show(IDictionary<string, object> fact) => throw new NotSupportedException("there is no screen");

    private static void Main() => Adapter.Serve(new Stub());
}
