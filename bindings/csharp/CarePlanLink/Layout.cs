using System.Collections.Generic;

namespace CarePlanLink
{
    public static partial class Layout
    {
        /// <summary>The CSV versions that have layouts, oldest first; the last one is the current one.
        /// <para>レイアウトがあるCSVバージョン。古い順で、最後が現行版。</para></summary>
        public static IReadOnlyList<string> Versions
        {
            get
            {
                Border.Require();
                Border.Check(Native.cpl_layout_versions_len(out var count, out var error), error);
                return Border.List(Border.Count(count), Version);
            }
        }

        private static string Version(int index)
        {
            Border.Check(Native.cpl_layout_version(Border.ToCount(index, nameof(index)), out var text, out var length, out var error), error);
            return Border.Text(text, length);
        }

        /// <summary>The names of the kinds of file: the first part of their file names, as <c>UPPLAN</c>.
        /// <para>ファイル種別の名前（<c>UPPLAN</c> など。ファイル名の先頭部分）。</para></summary>
        public static IReadOnlyList<string> Kinds
        {
            get
            {
                Border.Require();
                Border.Check(Native.cpl_layout_kinds_len(out var count, out var error), error);
                return Border.List(Border.Count(count), Kind);
            }
        }

        private static string Kind(int index)
        {
            Border.Check(Native.cpl_layout_kind(Border.ToCount(index, nameof(index)), out var text, out var length, out var error), error);
            return Border.Text(text, length);
        }
    }
}
