using System;
using System.Collections.Generic;
using System.Text;
using CarePlanLink.Rows;

namespace CarePlanLink
{
    // Rows, which .NET has as objects.
    public sealed partial class Table
    {
        /// <summary>All rows, one after the other.
        /// <para>すべての行。</para></summary>
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
            var items = Border.Count(count);
            var at = Border.Numbers(offsets, items + 1);
            GC.KeepAlive(row);
            return new Row(version, kind, Border.List(items, item => Encoding.UTF8.GetString(bytes, at[item], at[item + 1] - at[item])));
        }

        /// <summary>All rows in their typed form, as <c>table.Typed&lt;Upplan&gt;()</c>. A row keeps every text it was read with.
        /// <para>すべての行を型付きで。読み取った文字列はそのまま保たれる。</para></summary>
        public IReadOnlyList<T> Typed<T>() where T : PlanRow, new() => TypedRows.Of<T>(Handle, Count);

        /// <summary>Reads CSV leniently into typed rows, as <c>Table.ReadRows&lt;Upplan&gt;(csv, out var findings)</c>.
        /// <para>CSVを型付きの行として読む。</para></summary>
        public static IReadOnlyList<T> ReadRows<T>(byte[] csv, out Findings findings) where T : PlanRow, new()
        {
            using (var table = Read(new T().KindName, csv, out findings))
            {
                return table.Typed<T>();
            }
        }

        /// <summary>A table of typed rows, to be written or sent. The first row's CSV version is the table's.
        /// <para>型付きの行から作る表。CSVバージョンは最初の行のもの。</para></summary>
        public static Table FromRows<T>(IEnumerable<T> rows) where T : PlanRow, new()
        {
            Table table = null;
            try
            {
                foreach (var row in Border.Given(rows, nameof(rows)))
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

        private static Table OfRow(PlanRow row)
        {
            var version = CellText.Half(Border.Given(row, nameof(row))[1]);
            try
            {
                return new Table(row.KindName, version);
            }
            catch (CarePlanLinkException error) when (error.Code == ErrorCode.LayoutVersion)
            {
                // A version that is not known has the current one's columns.
                return new Table(row.KindName);
            }
        }

        /// <summary>Adds a typed row; returns its 0-based index.
        /// <para>型付きの行を追加し、その番号（0から）を返す。</para></summary>
        public int Add(PlanRow row)
        {
            TypedRows.SameKind(Kind, row);
            var text = TypedRows.Joined(row, out var offsets);
            Border.Check(
                Native.cpl_table_add_row(Handle, text, Border.Length(text), offsets, (UIntPtr)offsets.Length, out var index, out var error),
                error);
            return Border.Count(index);
        }

        /// <summary>Puts a typed row in the place of the one with this 0-based index. Cells whose text is the same stay as they
        /// were read.
        /// <para>この番号（0から）の行を型付きの行で置き換える。同じ文字列のセルは読み取ったまま。</para></summary>
        public void Set(int index, PlanRow row)
        {
            TypedRows.SameKind(Kind, row);
            var text = TypedRows.Joined(row, out var offsets);
            Border.Check(
                Native.cpl_table_set_row(Handle, Border.ToCount(index, nameof(index)), text, Border.Length(text), offsets,
                    (UIntPtr)offsets.Length, out var error),
                error);
        }

        /// <summary>Adds a row with its CSV version, constants and these items; returns its 0-based index.
        /// <para>CSVバージョンと固定値が入った行に、これらの項目を設定して追加し、その番号（0から）を返す。</para></summary>
        public int Add(IEnumerable<KeyValuePair<string, string>> items)
        {
            Border.Given(items, nameof(items));
            var index = Push();
            try
            {
                foreach (var item in items)
                {
                    Set(index, item.Key, item.Value);
                }
            }
            catch
            {
                // A refused item leaves no row behind.
                Native.cpl_table_remove(Handle, (UIntPtr)index, out var second);
                Native.cpl_error_free(second);
                throw;
            }
            return index;
        }

        /// <summary>Writes CSV (CP932); with <paramref name="asRead"/>, unchanged rows keep their bytes, and an unchanged table
        /// is its whole file.
        /// <para>CSV（CP932）に書き出す。<paramref name="asRead"/> なら、変更していない行は元のバイト列のまま。</para></summary>
        public byte[] Write(bool asRead = true) => Write(asRead, out _);

        /// <summary>The table of a JSON text as <see cref="ToJson"/> writes it.
        /// <para><see cref="ToJson"/> の形式のJSONから作る表。</para></summary>
        public static Table FromJson(string json)
        {
            Border.Require();
            var bytes = Border.Encoded(Border.Given(json, nameof(json)));
            Border.Check(Native.cpl_table_from_json(bytes, Border.Length(bytes), out var made, out var error), error);
            return Take(made);
        }
    }
}
