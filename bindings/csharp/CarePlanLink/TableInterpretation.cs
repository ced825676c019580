using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace CarePlanLink
{
    /// <summary>How a row differs between two tables.</summary>
    public sealed class Difference
    {
        internal Difference(NativeHandle all, int index)
        {
            Border.Check(Native.cpl_differences_at(all, (UIntPtr)index, out var what, out var before, out var after, out var fields, out var error), error);
            OldRow = checked((int)before);
            NewRow = checked((int)after);
            var ids = new string[checked((int)fields)];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = Border.Text(Native.cpl_differences_field, all, index, i);
            }
            Fields = ids;
            IsAdded = what == 1;
            IsRemoved = what == 2;
        }

        /// <summary>Whether only the new table has the row.</summary>
        public bool IsAdded { get; }
        /// <summary>Whether only the old table has the row.</summary>
        public bool IsRemoved { get; }
        /// <summary>The 1-based row of the old table, or 0.</summary>
        public int OldRow { get; }
        /// <summary>The 1-based row of the new table, or 0.</summary>
        public int NewRow { get; }
        /// <summary>The ids of the items that differ, where both have the row.</summary>
        public IReadOnlyList<string> Fields { get; }
    }

    /// <summary>A table of a unit that was received.</summary>
    public struct ReceivedTable
    {
        /// <summary>A table of the unit with this serial.</summary>
        public ReceivedTable(string serial, Table table)
        {
            Serial = serial;
            Table = table;
        }

        /// <summary>The unit's serial.</summary>
        public string Serial { get; }
        /// <summary>The table.</summary>
        public Table Table { get; }
    }

    /// <summary>What a step of an import does.</summary>
    public enum ImportAction
    {
        /// <summary>Rows of the table are inserted.</summary>
        Insert = 1,
        /// <summary>Rows are removed, because the table is a withdrawal that names them.</summary>
        Withdraw = 2,
        /// <summary>Rows are removed, because the table replaces them.</summary>
        Replace = 3,
    }

    /// <summary>A step of an import.</summary>
    public sealed class ImportStep
    {
        internal ImportStep(NativeHandle all, int index)
        {
            Border.Check(Native.cpl_steps_at(all, (UIntPtr)index, out var what, out var table, out var kinds, out var keys, out var error), error);
            Action = (ImportAction)what;
            Table = checked((int)table);
            var names = new string[checked((int)kinds)];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = Border.Text(Native.cpl_steps_kind, all, index, i);
            }
            Kinds = names;
            var items = new KeyValuePair<string, string>[checked((int)keys)];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = new KeyValuePair<string, string>(
                    Border.Text(Native.cpl_steps_field, all, index, i), Border.Text(Native.cpl_steps_value, all, index, i));
            }
            Keys = items;
        }

        /// <summary>What is done.</summary>
        public ImportAction Action { get; }
        /// <summary>The table's place in what was received.</summary>
        public int Table { get; }
        /// <summary>The kinds of rows that are inserted or removed, the base first.</summary>
        public IReadOnlyList<string> Kinds { get; }
        /// <summary>Items and values: rows that have all of them are removed. A <c>service_code</c> need only
        /// begin with the value.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Keys { get; }
    }

    // Reading as the standard means it.
    public sealed partial class Table
    {
        /// <summary>The 0-based rows of an office, and of one of its service types where that is given: a slip
        /// holds the rows of every provider of the user.</summary>
        public IReadOnlyList<int> OwnRows(string office, string serviceType = null)
        {
            Border.Check(Native.cpl_table_own_rows(Handle, Border.Utf8(office), serviceType == null ? null : Border.Utf8(serviceType), out var made, out var error), error);
            return Places(made);
        }

        /// <summary>The 0-based rows of table 6 that count: a monthly add-on may be on many days, and only the first
        /// row counts. The host must know which codes are monthly; <c>?</c> is any one character.</summary>
        public IReadOnlyList<int> MonthlyOnce(IEnumerable<string> codes)
        {
            if (codes == null)
            {
                throw new ArgumentNullException(nameof(codes));
            }
            var texts = codes.Select(code => GCHandle.Alloc(Border.Utf8(code), GCHandleType.Pinned)).ToArray();
            try
            {
                var pointers = texts.Select(text => text.AddrOfPinnedObject()).ToArray();
                Border.Check(Native.cpl_table_monthly_once(Handle, pointers, (UIntPtr)pointers.Length, out var made, out var error), error);
                return Places(made);
            }
            finally
            {
                foreach (var text in texts)
                {
                    text.Free();
                }
            }
        }

        /// <summary>Table 2 or the annex of the prevention plan with every blank that means "as above" written
        /// out.</summary>
        public Table FillDown()
        {
            Border.Check(Native.cpl_table_fill_down(Handle, out var made, out var error), error);
            return new Table(NativeHandle.Owned(made, Native.cpl_table_free));
        }

        /// <summary>What a newer table changed, compared by meaning.</summary>
        public IReadOnlyList<Difference> Compare(Table newer)
        {
            if (newer == null)
            {
                throw new ArgumentNullException(nameof(newer));
            }
            Border.Check(Native.cpl_table_compare(Handle, newer.Handle, out var made, out var error), error);
            using (var all = NativeHandle.Owned(made, Native.cpl_differences_free))
            {
                var copy = new Difference[Border.Size(Native.cpl_differences_len, all)];
                for (var i = 0; i < copy.Length; i++)
                {
                    copy[i] = new Difference(all, i);
                }
                return copy;
            }
        }

        /// <summary>Whether two texts of an item mean the same.</summary>
        public static bool SameMeaning(string kind, string field, string one, string other)
        {
            Border.Require();
            Border.Check(Native.cpl_layout_same_meaning(Border.Utf8(kind), Border.Utf8(field), Border.Utf8(one), Border.Utf8(other), out var same, out var error), error);
            return same != 0;
        }

        /// <summary>The rows that remain when all units have been imported by their serials: the place of the
        /// table in <paramref name="received"/> and the 0-based row, in the order of the import.</summary>
        public static IReadOnlyList<KeyValuePair<int, int>> RemainingRows(IEnumerable<ReceivedTable> received)
        {
            using (var import = Import(received))
            {
                Border.Check(Native.cpl_import_remaining_rows(import, out var rows, out var error), error);
                var places = Places(rows);
                var remaining = new KeyValuePair<int, int>[places.Count / 2];
                for (var i = 0; i < remaining.Length; i++)
                {
                    remaining[i] = new KeyValuePair<int, int>(places[2 * i], places[2 * i + 1]);
                }
                return remaining;
            }
        }

        /// <summary>The steps that import units into what the host has: by serial, in a unit the base file first,
        /// before a base row the rows that it replaces, with every withdrawal the rows that depend on it.</summary>
        public static IReadOnlyList<ImportStep> ImportSteps(IEnumerable<ReceivedTable> received)
        {
            using (var import = Import(received))
            {
                Border.Check(Native.cpl_import_steps(import, out var made, out var error), error);
                using (var all = NativeHandle.Owned(made, Native.cpl_steps_free))
                {
                    var copy = new ImportStep[Border.Size(Native.cpl_steps_len, all)];
                    for (var i = 0; i < copy.Length; i++)
                    {
                        copy[i] = new ImportStep(all, i);
                    }
                    return copy;
                }
            }
        }

        private static NativeHandle Import(IEnumerable<ReceivedTable> received)
        {
            Border.Require();
            if (received == null)
            {
                throw new ArgumentNullException(nameof(received));
            }
            Border.Check(Native.cpl_import_new(out var made, out var error), error);
            var import = NativeHandle.Owned(made, Native.cpl_import_free);
            try
            {
                foreach (var each in received)
                {
                    Border.Check(Native.cpl_import_add(import, Border.Utf8(each.Serial), each.Table.Handle, out error), error);
                }
            }
            catch
            {
                import.Dispose();
                throw;
            }
            return import;
        }

        private static IReadOnlyList<int> Places(IntPtr made)
        {
            using (var handle = NativeHandle.Owned(made, Native.cpl_rows_free))
            {
                Border.Check(Native.cpl_rows_places(handle, out var rows, out var count, out var error), error);
                return TypedRows.Numbers(rows, checked((int)count));
            }
        }
    }
}
