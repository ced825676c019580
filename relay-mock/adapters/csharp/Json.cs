using System.Collections.Generic;
using System.Linq;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

/// <summary>JSON with what .NET Framework, .NET and Mono have: an object is a dictionary, an array a list.</summary>
internal static class Json
{
    public static Dictionary<string, object> Read(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        using (var reader = JsonReaderWriterFactory.CreateJsonReader(bytes, XmlDictionaryReaderQuotas.Max))
        {
            return (Dictionary<string, object>)Value(XElement.Load(reader));
        }
    }

    private static object Value(XElement element)
    {
        switch ((string)element.Attribute("type"))
        {
            case "object":
                // A name that is none of XML's is in an attribute.
                return element.Elements().ToDictionary(each => (string)each.Attribute("item") ?? each.Name.LocalName, Value);
            case "array":
                return element.Elements().Select(Value).ToList();
            case "boolean":
                return (bool)element;
            case "null":
                return null;
            default:
                return element.Value;
        }
    }

    public static string Write(object value)
    {
        if (value == null || value is bool)
        {
            return value == null ? "null" : (bool)value ? "true" : "false";
        }
        if (value is string text)
        {
            return Quoted(text);
        }
        if (value is IDictionary<string, object> members)
        {
            return "{" + string.Join(",", members.Select(each => Quoted(each.Key) + ":" + Write(each.Value))) + "}";
        }
        return "[" + string.Join(",", ((System.Collections.IEnumerable)value).Cast<object>().Select(Write)) + "]";
    }

    /// <summary>In ASCII: then no code page on the way can change it.</summary>
    private static string Quoted(string text)
    {
        var quoted = text.Select(c => c < ' ' || c > '~' || c == '"' || c == '\\' ? "\\u" + ((int)c).ToString("x4") : c.ToString());
        return "\"" + string.Concat(quoted) + "\"";
    }
}
