using System.Collections.Generic;

namespace CarePlanLink
{
    public sealed partial class Import
    {
        /// <summary>The rows that remain when all units have been imported by their serials: the place of the table in the
        /// order of <see cref="Add"/> and the 0-based row, in the order of the import.
        /// <para>すべて取り込んだあとに残る行。表の番号（<see cref="Add"/> の順）と0から数えた行番号の組で、取り込む順。</para></summary>
        public IReadOnlyList<KeyValuePair<int, int>> RemainingRows()
        {
            Border.Check(Native.cpl_import_remaining_rows(Handle, out var made, out var error), error);
            var places = TakenRows.Take(made);
            return Border.List(places.Count / 2, pair => new KeyValuePair<int, int>(places[2 * pair], places[2 * pair + 1]));
        }
    }
}
