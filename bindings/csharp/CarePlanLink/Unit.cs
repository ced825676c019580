using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>A sending unit: what one message carries.</summary>
    public sealed class Unit : IDisposable
    {
        internal NativeHandle Handle { get; }

        /// <summary>An empty unit between two offices under a serial of 14 digits.</summary>
        public Unit(string fromOffice, string fromServiceType, string toOffice, string toServiceType, string serial)
        {
            Border.Require();
            Border.Check(
                Native.cpl_unit_new(Border.Utf8(fromOffice), Border.Utf8(fromServiceType), Border.Utf8(toOffice),
                    Border.Utf8(toServiceType), Border.Utf8(serial), out var made, out var error), error);
            Handle = NativeHandle.Owned(made, Native.cpl_unit_free);
        }

        /// <summary>A new serial from the clock, which no other call in this process gets. Keep it with the unit.</summary>
        public static string NewSerial()
        {
            Border.Require();
            Border.Check(Native.cpl_serial_now(out var made, out var error), error);
            return Border.TakeText(made);
        }

        /// <summary>Sets the subject line. The relay can read it: do not put names of users into it.</summary>
        public void SetSubject(string subject) => Border.Check(Native.cpl_unit_set_subject(Handle, Border.Utf8(subject), out var error), error);

        /// <summary>Names the message that this one replaces.</summary>
        public void SetSupersedes(string messageId) =>
            Border.Check(Native.cpl_unit_set_supersedes(Handle, Border.Utf8(messageId), out var error), error);

        /// <summary>Adds a CSV file as it is.</summary>
        public void AddCsv(string name, byte[] csv) =>
            Border.Check(Native.cpl_unit_add_csv(Handle, Border.Utf8(name), Border.Given(csv, nameof(csv)), Border.Length(csv), out var error), error);

        /// <summary>Adds a table under its standard name; returns what was substituted on the way.</summary>
        public IReadOnlyList<Finding> AddTable(Table table)
        {
            Border.Check(Native.cpl_unit_add_table(Handle, table.Handle, out var said, out var error), error);
            using (var handle = NativeHandle.Owned(said, Native.cpl_findings_free))
            {
                return Finding.Copy(handle);
            }
        }

        /// <summary>Adds a PDF or JPEG.</summary>
        public void AddAttachment(string name, byte[] content) =>
            Border.Check(Native.cpl_unit_add_attachment(Handle, Border.Utf8(name), Border.Given(content, nameof(content)), Border.Length(content), out var error), error);

        /// <summary>Adds a PDF or JPEG on disk; it is read when it is sent.</summary>
        public void AddAttachmentFile(string name, string path) =>
            Border.Check(Native.cpl_unit_add_attachment_file(Handle, Border.Utf8(name), Border.Utf8(path), out var error), error);

        /// <summary>The rows of every CSV file, and every attachment's name, media type, size and SHA-256, as
        /// JSON.</summary>
        public string ToJson()
        {
            Border.Check(Native.cpl_unit_to_json(Handle, out var made, out var error), error);
            return Border.TakeText(made);
        }

        /// <summary>Adds the files of a unit's JSON: all of them or none. JSON holds no attachments' bytes: each
        /// is the file of its name in <paramref name="folder"/>, compared with size and SHA-256. Returns what
        /// was substituted on the way.</summary>
        public IReadOnlyList<Finding> AddJson(string json, string folder = null)
        {
            var bytes = Border.Encoded(Border.Given(json, nameof(json)));
            Border.Check(
                Native.cpl_unit_add_json(Handle, bytes, Border.Length(bytes), Border.Utf8(folder), out var said, out var error), error);
            using (var handle = NativeHandle.Owned(said, Native.cpl_findings_free))
            {
                return Finding.Copy(handle);
            }
        }

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }
}
