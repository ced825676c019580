using System;
using System.Text;
using CarePlanLink.Rows;

namespace CarePlanLink
{
    /// <summary>Typed rows through the native library: many rows in a few calls.</summary>
    internal static class TypedRows
    {
        // So many rows share their texts, and live until the last of them goes.
        private const int Together = 4096;

        internal static T[] Of<T>(NativeHandle table, int count) where T : PlanRow, new()
        {
            var model = new T();
            var kind = Border.Utf8(model.KindName, nameof(T));
            var rows = new T[count];
            var at = 0;
            do
            {
                // Asked once at least: a table of another kind is refused, an empty one too.
                var block = Block(table, kind, at, out var read);
                if (read == 0)
                {
                    // Another thread has removed rows meanwhile.
                    Array.Resize(ref rows, at);
                    break;
                }
                for (var row = 0; row < read && at < count; row++)
                {
                    rows[at++] = (T)model.Over(block, row);
                }
            }
            while (at < count);
            return rows;
        }

        private static CellBlock Block(NativeHandle table, byte[] kind, int first, out int rows)
        {
            Border.Check(Native.cpl_table_texts(table, kind, (UIntPtr)first, (UIntPtr)Together, out var made, out var error), error);
            using (var handle = NativeHandle.Owned(made, Native.cpl_texts_free))
            {
                Border.Check(Native.cpl_texts_text(handle, out var data, out var length, out var offsets, out var count, out error), error);
                var texts = Texts(Border.Bytes(data, length), Border.Numbers(offsets, checked((int)count) + 1));
                Border.Check(Native.cpl_texts_cells(handle, out var numbers, out count, out error), error);
                var cells = Border.Numbers(numbers, checked((int)count));
                Border.Check(Native.cpl_texts_rows(handle, out numbers, out count, out error), error);
                rows = checked((int)count);
                return new CellBlock(texts, cells, Border.Numbers(numbers, rows + 1));
            }
        }

        private static string[] Texts(byte[] bytes, int[] offsets)
        {
            var texts = new string[offsets.Length - 1];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = Encoding.UTF8.GetString(bytes, offsets[i], offsets[i + 1] - offsets[i]);
            }
            return texts;
        }

        /// <summary>The row's cells, one after the other.</summary>
        internal static byte[] Joined(PlanRow row, out uint[] offsets)
        {
            var cells = row.ToCells();
            offsets = new uint[cells.Length + 1];
            var texts = new byte[cells.Length][];
            for (var i = 0; i < cells.Length; i++)
            {
                texts[i] = Border.Encoded(cells[i]);
                offsets[i + 1] = checked(offsets[i] + (uint)texts[i].Length);
            }
            var bytes = new byte[offsets[cells.Length]];
            for (var i = 0; i < cells.Length; i++)
            {
                Buffer.BlockCopy(texts[i], 0, bytes, (int)offsets[i], texts[i].Length);
            }
            return bytes;
        }

        internal static void SameKind(string kind, PlanRow row)
        {
            if (Border.Given(row, nameof(row)).KindName != kind)
            {
                throw new ArgumentException($"a row of {row.KindName} for a table of {kind}", nameof(row));
            }
        }
    }
}
