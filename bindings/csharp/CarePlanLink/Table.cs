using System;
using System.Collections.Generic;
using CarePlanLink.Rows;

namespace CarePlanLink
{
    /// <summary>One row, copied out as text.</summary>
    public sealed class Row
    {
        private readonly string version;
        private readonly string kind;
        private readonly string[] items;

        internal Row(string version, string kind, string[] items)
        {
            this.version = version;
            this.kind = kind;
            this.items = items;
        }

        /// <summary>How many items the row has.</summary>
        public int Count => items.Length;

        /// <summary>An item by id; empty where the row is too short.</summary>
        public string this[string field]
        {
            get
            {
                Border.Check(Native.cpl_version_item_number(Border.Utf8(version), Border.Utf8(kind), Border.Utf8(field), out var number, out var error), error);
                return this[checked((int)number)];
            }
        }

        /// <summary>An item by its 1-based number in the table's CSV version; empty where the row is too short.</summary>
        public string this[int number] => number >= 1 && number <= items.Length ? items[number - 1] : "";
    }

    /// <summary>The rows of one file. Many threads may read or one change; else <see cref="ErrorCode.Busy"/>.</summary>
    public sealed partial class Table : IDisposable
    {
        internal NativeHandle Handle { get; }

        /// <summary>An empty table of a kind, as <c>UPPLAN</c>.</summary>
        public Table(string kind)
        {
            Border.Require();
            Border.Check(Native.cpl_table_new(Border.Utf8(kind), out var made, out var error), error);
            Handle = NativeHandle.Owned(made, Native.cpl_table_free);
        }

        internal Table(NativeHandle handle) => Handle = handle;

        /// <summary>Reads CSV leniently: no row is dropped, and the findings report what is wrong. A file that is no CSV has no rows, which one finding says.</summary>
        public static Table Read(string kind, byte[] csv, out IReadOnlyList<Finding> findings)
        {
            Border.Require();
            Border.Given(csv, nameof(csv));
            Border.Check(Native.cpl_table_read(Border.Utf8(kind), csv, Border.Length(csv), out var made, out var said, out var error), error);
            var table = new Table(NativeHandle.Owned(made, Native.cpl_table_free));
            using (var handle = NativeHandle.Owned(said, Native.cpl_findings_free))
            {
                findings = Finding.Copy(handle);
            }
            return table;
        }

        /// <summary>The kind.</summary>
        public string Kind => Border.Text(Native.cpl_table_kind, Handle);

        /// <summary>How many rows there are.</summary>
        public int Count => Border.Size(Native.cpl_table_len, Handle);

        /// <summary>All rows, one after the other.</summary>
        public IEnumerable<Row> Rows
        {
            get
            {
                var version = Version;
                var kind = Kind;
                using (var row = NewRow())
                {
                    for (var i = 0; i < Count; i++)
                    {
                        yield return Read(version, kind, i, row);
                    }
                }
            }
        }

        // Not inside the iterator: Mono's compiler cannot take `out var` there.
        private static NativeHandle NewRow()
        {
            Border.Check(Native.cpl_row_new(out var made, out var error), error);
            return NativeHandle.Owned(made, Native.cpl_row_free);
        }

        private Row Read(string version, string kind, int index, NativeHandle row)
        {
            Border.Check(Native.cpl_table_row(Handle, (UIntPtr)index, row, out var error), error);
            Border.Check(Native.cpl_row_texts(row, out var text, out var length, out var offsets, out var count, out error), error);
            var bytes = Border.Bytes(text, length);
            var items = new string[checked((int)count)];
            for (var i = 0; i < items.Length; i++)
            {
                var from = System.Runtime.InteropServices.Marshal.ReadInt32(offsets, i * 4);
                var to = System.Runtime.InteropServices.Marshal.ReadInt32(offsets, i * 4 + 4);
                items[i] = System.Text.Encoding.UTF8.GetString(bytes, from, to - from);
            }
            GC.KeepAlive(row);
            return new Row(version, kind, items);
        }

        /// <summary>All rows in their typed form, as <c>table.Typed&lt;Upplan&gt;()</c>. A row keeps every text it was read with.</summary>
        public IReadOnlyList<T> Typed<T>() where T : PlanRow, new() => TypedRows.Of<T>(Handle, Count);

        /// <summary>Reads CSV leniently into typed rows, as <c>Table.ReadRows&lt;Upplan&gt;(csv, out var findings)</c>.</summary>
        public static IReadOnlyList<T> ReadRows<T>(byte[] csv, out IReadOnlyList<Finding> findings) where T : PlanRow, new()
        {
            using (var table = Read(new T().KindName, csv, out findings))
            {
                return table.Typed<T>();
            }
        }

        /// <summary>A table of typed rows, to be written or sent.</summary>
        public static Table FromRows<T>(IEnumerable<T> rows) where T : PlanRow, new()
        {
            if (rows == null)
            {
                throw new ArgumentNullException(nameof(rows));
            }
            // The first row's CSV version is the table's.
            Table table = null;
            try
            {
                foreach (var row in rows)
                {
                    table = table ?? OfRow(row);
                    table.Add(row);
                }
                return table ?? new Table(new T().KindName);
            }
            catch
            {
                table?.Dispose();
                throw;
            }
        }

        /// <summary>Adds a typed row; returns its 0-based index.</summary>
        public int Add(PlanRow row)
        {
            TypedRows.SameKind(Kind, row);
            var text = TypedRows.Joined(row, out var offsets);
            Border.Check(Native.cpl_table_add_row(Handle, text, Border.Length(text), offsets, (UIntPtr)offsets.Length, out var index, out var error), error);
            return checked((int)index);
        }

        /// <summary>Puts a typed row in the place of the one with this 0-based index. Cells whose text is the same stay as they were read.</summary>
        public void Set(int index, PlanRow row)
        {
            TypedRows.SameKind(Kind, row);
            var text = TypedRows.Joined(row, out var offsets);
            Border.Check(Native.cpl_table_set_row(Handle, (UIntPtr)index, text, Border.Length(text), offsets, (UIntPtr)offsets.Length, out var error), error);
        }

        /// <summary>Adds a row with its CSV version, constants and these items; returns its 0-based index.</summary>
        public int Add(IEnumerable<KeyValuePair<string, string>> items)
        {
            Border.Check(Native.cpl_table_push(Handle, out var index, out var error), error);
            try
            {
                foreach (var item in items)
                {
                    Set(checked((int)index), item.Key, item.Value);
                }
            }
            catch
            {
                // A refused item leaves no row behind.
                Native.cpl_table_remove(Handle, index, out var second);
                Native.cpl_error_free(second);
                throw;
            }
            return checked((int)index);
        }

        /// <summary>Sets an item of the row with this 0-based index.</summary>
        public void Set(int index, string field, string value) =>
            Border.Check(Native.cpl_table_set(Handle, (UIntPtr)index, Border.Utf8(field), Border.Utf8(value), out var error), error);

        /// <summary>Removes the row with this 0-based index.</summary>
        public void RemoveAt(int index) => Border.Check(Native.cpl_table_remove(Handle, (UIntPtr)index, out var error), error);

        /// <summary>Writes CSV (CP932); with <paramref name="asRead"/>, unchanged rows keep their bytes, and an unchanged table is its whole file.</summary>
        public byte[] Write(bool asRead = true) => Write(asRead, out _);

        /// <summary>Writes CSV as <see cref="Write(bool)"/> does; the findings report what was substituted.</summary>
        public byte[] Write(bool asRead, out IReadOnlyList<Finding> findings)
        {
            Border.Check(Native.cpl_table_write(Handle, asRead ? 1 : 0, out var made, out var said, out var error), error);
            using (var handle = NativeHandle.Owned(said, Native.cpl_findings_free))
            {
                findings = Finding.Copy(handle);
            }
            return Border.TakeBytes(made);
        }

        /// <summary>All rows as JSON.</summary>
        public string ToJson()
        {
            Border.Check(Native.cpl_table_json(Handle, out var made, out var error), error);
            return Border.TakeText(made);
        }

        /// <summary>Adds the rows of a JSON text, all or none.</summary>
        public void AddJson(string json) => Border.Check(Native.cpl_table_add_json(Handle, Border.Utf8(json), out var error), error);

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }
}
