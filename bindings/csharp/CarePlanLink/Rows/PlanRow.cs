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

        internal PlanRow(string[] cells)
        {
            this.cells = cells;
        }

        internal PlanRow(CellBlock block, int row)
        {
            this.block = block;
            start = block.Start(row);
            count = block.Start(row + 1) - start;
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

        /// <summary>The text of a cell by its item number, from 1; empty where the row has no such cell.</summary>
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
                if (number < 1 || number > Math.Max(Count, FieldIds.Count))
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

        /// <summary>All texts in order, those behind the layout's last field too.</summary>
        public string[] ToCells()
        {
            var copy = new string[Count];
            for (var at = 0; at < copy.Length; at++)
            {
                copy[at] = Cell(at + 1);
            }
            return copy;
        }

        private int Number(string id)
        {
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

        internal string Cell(int number)
        {
            if (block != null)
            {
                return number <= count ? block.Cell(start + number - 1) : "";
            }
            return number <= cells.Length ? cells[number - 1] ?? "" : "";
        }

        internal void Put(int number, string text)
        {
            if (block != null)
            {
                cells = ToCells();
                block = null;
            }
            // A row that was read short grows when a missing cell is set.
            if (number > cells.Length)
            {
                if (string.IsNullOrEmpty(text))
                {
                    return;
                }
                Array.Resize(ref cells, number);
            }
            cells[number - 1] = text ?? "";
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
