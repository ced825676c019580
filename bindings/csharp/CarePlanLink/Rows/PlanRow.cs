using System;
using System.Collections.Generic;

namespace CarePlanLink.Rows
{
    /// <summary>
    /// A typed row over the texts of its cells. A property reads the text and sets the canonical form;
    /// a cell that is not set keeps the text it was read with, whatever it is.
    /// </summary>
    public abstract class PlanRow
    {
        // A row that was read looks at the texts that its file's rows share, until it is changed.
        private CellBlock block;
        private readonly int start;
        private readonly int count;
        private string[] cells;
        // Where an older version has the fields of the current one, by number; null where all are in place.
        private int[] places;

        internal PlanRow(string[] cells)
        {
            this.cells = cells;
            places = cells.Length == 0 ? null : Places(CellText.Half(cells[0] ?? ""));
        }

        /// <summary>Where the version has the fields of the current one, by number, 0 for nowhere; null
        /// where all are in place.</summary>
        internal virtual int[] Places(string version) { return null; }

        internal PlanRow(CellBlock block, int row)
        {
            this.block = block;
            start = block.Start(row);
            count = block.Start(row + 1) - start;
            places = count == 0 ? null : Places(CellText.Half(block.Cell(start)));
        }

        /// <summary>A row of the same kind over these texts.</summary>
        internal abstract PlanRow Over(CellBlock block, int row);

        /// <summary>The kind of file, like <c>UPPLAN</c>.</summary>
        public abstract string KindName { get; }

        /// <summary>The kind's number: <see cref="KindNumber"/>.</summary>
        public abstract int Kind { get; }

        /// <summary>The ids of the fields in the layout's order.</summary>
        public abstract IReadOnlyList<string> FieldIds { get; }

        /// <summary>How many cells the row has, which may be more or fewer than the layout's.</summary>
        public int Count { get { return block != null ? count : cells.Length; } }

        /// <summary>The text of a cell by its item number in the current version, from 1; empty where the row
        /// has no such cell. The numbers after the last field are those of surplus columns.</summary>
        public string this[int number]
        {
            get
            {
                if (number < 1)
                {
                    throw new ArgumentOutOfRangeException("number");
                }
                return Cell(number);
            }
            set
            {
                if (number < 1 || (number > FieldIds.Count && Place(number) > Count))
                {
                    throw new ArgumentOutOfRangeException("number");
                }
                Put(number, value);
            }
        }

        /// <summary>The text of a field by its id, like <c>service_date</c>.</summary>
        public string this[string id]
        {
            get { return Cell(Number(id)); }
            set { Put(Number(id), value); }
        }

        /// <summary>All texts in order, including those after the layout's last field.</summary>
        public string[] ToCells()
        {
            var copy = new string[Count];
            for (var at = 0; at < copy.Length; at++)
            {
                copy[at] = Own(at + 1);
            }
            return copy;
        }

        private int Number(string id)
        {
            if (id == null)
            {
                throw new ArgumentNullException("id");
            }
            var ids = FieldIds;
            for (var at = 0; at < ids.Count; at++)
            {
                if (ids[at] == id)
                {
                    return at + 1;
                }
            }
            throw new ArgumentException("the layout has no such field", "id");
        }

        internal static string[] Copy(IEnumerable<string> cells)
        {
            if (cells == null)
            {
                throw new ArgumentNullException("cells");
            }
            return new List<string>(cells).ToArray();
        }

        /// <summary>The number in the row's own layout; 0 where that has no such field.</summary>
        private int Place(int number)
        {
            if (places == null)
            {
                return number;
            }
            return number <= places.Length ? places[number - 1] : number - places.Length + Width(places);
        }

        private static int Width(int[] places)
        {
            var width = 0;
            foreach (var place in places)
            {
                width = Math.Max(width, place);
            }
            return width;
        }

        internal string Cell(int number) { return Own(Place(number)); }

        /// <summary>The text of a cell by its number in the row's own layout.</summary>
        private string Own(int place)
        {
            if (place < 1 || place > Count)
            {
                return "";
            }
            return block != null ? block.Cell(start + place - 1) : cells[place - 1] ?? "";
        }

        internal void Put(int number, string text)
        {
            if (block != null)
            {
                cells = ToCells();
                block = null;
            }
            if (number == 1)
            {
                Move(text ?? "");
            }
            var place = Place(number);
            if (place == 0)
            {
                if (!string.IsNullOrEmpty(text))
                {
                    throw new InvalidOperationException("the row's CSV version has no such field");
                }
                return;
            }
            // A row that was read short grows when a missing cell is set.
            if (place > cells.Length)
            {
                if (string.IsNullOrEmpty(text))
                {
                    return;
                }
                Array.Resize(ref cells, place);
            }
            cells[place - 1] = text ?? "";
        }

        /// <summary>Moves the cells into the layout of another CSV version.</summary>
        private void Move(string version)
        {
            var next = Places(CellText.Half(version));
            if (ReferenceEquals(next, places))
            {
                return;
            }
            var fields = FieldIds.Count;
            var width = next == null ? fields : Width(next);
            var surplus = Math.Max(0, cells.Length - (places == null ? fields : Width(places)));
            var moved = new string[width + surplus];
            for (var number = 1; number <= fields + surplus; number++)
            {
                var to = next == null ? number : number <= fields ? next[number - 1] : number - fields + width;
                if (to > 0)
                {
                    moved[to - 1] = Cell(number);
                }
                else if (Cell(number).Length > 0)
                {
                    throw new InvalidOperationException("the CSV version has no place for a field that has a value");
                }
            }
            cells = moved;
            places = next;
        }

        /// <summary>In half-width characters; empty where the text has others.</summary>
        internal string Half(int number)
        {
            return CellText.Half(Cell(number));
        }

        internal string GetText(int number)
        {
            var text = Cell(number);
            return text.Length == 0 ? null : text;
        }

        internal DateTime? GetDate(int number) { return CellText.Date(Cell(number)); }

        internal YearMonth? GetMonth(int number) { return CellText.Month(Cell(number)); }

        internal ClockTime? GetTime(int number) { return CellText.Time(Cell(number)); }

        internal long? GetInteger(int number) { return CellText.Integer(Cell(number)); }

        internal decimal? GetDecimal(int number) { return CellText.Decimal(Cell(number)); }

        internal DayFlags? GetFlags(int number) { return CellText.Flags(Cell(number)); }
    }
}
