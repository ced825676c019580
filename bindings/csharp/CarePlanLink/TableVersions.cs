using System;
using System.Collections.Generic;
using CarePlanLink.Rows;

namespace CarePlanLink
{
    /// <summary>What the translation to another CSV version did to a field.</summary>
    public sealed class Remark
    {
        internal Remark(NativeHandle all, int index)
        {
            Change = Border.Text(Native.cpl_remarks_change, all, index);
            Field = Border.Text(Native.cpl_remarks_field, all, index);
            MessageJa = Border.Text(Native.cpl_remarks_message_ja, all, index);
            MessageEn = Border.Text(Native.cpl_remarks_message_en, all, index);
            Border.Check(Native.cpl_remarks_rows(all, (UIntPtr)index, out var rows, out var count, out var error), error);
            Rows = TypedRows.Numbers(rows, checked((int)count));
        }

        /// <summary><c>set</c>, <c>filled</c>, <c>needed</c> (must not stay empty in these rows), <c>dropped</c>
        /// (not in the new rows), <c>shortened</c>, <c>too_long</c> (kept as it is), <c>retyped</c>
        /// (of another type or list of codes there, kept as it is), <c>moved</c>.</summary>
        public string Change { get; }
        /// <summary>The id of the item; empty for surplus columns.</summary>
        public string Field { get; }
        /// <summary>What was done and why, in Japanese.</summary>
        public string MessageJa { get; }
        /// <summary>What was done and why, in English.</summary>
        public string MessageEn { get; }
        /// <summary>The 1-based rows.</summary>
        public IReadOnlyList<int> Rows { get; }
    }

    // CSV versions and JSON.
    public sealed partial class Table
    {
        /// <summary>The CSV versions with layouts, oldest first; the last one is the current one.</summary>
        public static IReadOnlyList<string> Versions
        {
            get
            {
                Border.Require();
                Border.Check(Native.cpl_version_count(out var count, out var error), error);
                var versions = new string[checked((int)count)];
                for (var i = 0; i < versions.Length; i++)
                {
                    Border.Check(Native.cpl_version_value((UIntPtr)i, out var text, out var length, out error), error);
                    versions[i] = Border.Text(text, length);
                }
                return versions;
            }
        }

        /// <summary>An empty table of a kind in a CSV version, as <c>202208</c>.</summary>
        public static Table OfVersion(string version, string kind)
        {
            Border.Require();
            Border.Check(Native.cpl_version_table(Border.Utf8(version), Border.Utf8(kind), out var made, out var error), error);
            return new Table(NativeHandle.Owned(made, Native.cpl_table_free));
        }

        private static Table OfRow(PlanRow row)
        {
            if (row == null)
            {
                throw new ArgumentNullException(nameof(row));
            }
            try
            {
                return OfVersion(CellText.Half(row[1]), row.KindName);
            }
            catch (CarePlanLinkException error) when (error.Code == ErrorCode.LayoutVersion)
            {
                // A version that is not known has the current one's columns.
                return new Table(row.KindName);
            }
        }

        /// <summary>The CSV version whose layout the rows follow.</summary>
        public string Version => Border.Text(Native.cpl_table_version, Handle);

        /// <summary>The rows as rows of another CSV version; nothing is lost without a remark.</summary>
        public Table Translate(string version, out IReadOnlyList<Remark> remarks)
        {
            Border.Check(Native.cpl_table_translate(Handle, Border.Utf8(version), out var made, out var said, out var error), error);
            var table = new Table(NativeHandle.Owned(made, Native.cpl_table_free));
            using (var all = NativeHandle.Owned(said, Native.cpl_remarks_free))
            {
                var copy = new Remark[Border.Size(Native.cpl_remarks_len, all)];
                for (var i = 0; i < copy.Length; i++)
                {
                    copy[i] = new Remark(all, i);
                }
                remarks = copy;
            }
            return table;
        }

        /// <summary>The name of a file in another CSV version; the service types are for names of 202407, where
        /// those of 202208 do not contain them.</summary>
        public static string FileName(string version, string name, string senderType = null, string receiverType = null)
        {
            Border.Require();
            Border.Check(Native.cpl_version_file_name(Border.Utf8(version), Border.Utf8(name),
                senderType == null ? null : Border.Utf8(senderType), receiverType == null ? null : Border.Utf8(receiverType),
                out var made, out var error), error);
            return Border.TakeText(made);
        }

        /// <summary>The table as JSON with its kind, CSV version and encoding.</summary>
        public string ToFileJson()
        {
            Border.Check(Native.cpl_table_to_json(Handle, out var made, out var error), error);
            return Border.TakeText(made);
        }

        /// <summary>The table of such a JSON text.</summary>
        public static Table FromFileJson(string json)
        {
            Border.Require();
            var bytes = Border.Encoded(json ?? throw new ArgumentNullException(nameof(json)));
            Border.Check(Native.cpl_table_from_json(bytes, Border.Length(bytes), out var made, out var error), error);
            return new Table(NativeHandle.Owned(made, Native.cpl_table_free));
        }
    }
}
