namespace CarePlanLink.Rows
{
    /// <summary>The texts that the rows of a part of a table share.</summary>
    internal sealed class CellBlock
    {
        private readonly string[] texts;
        private readonly int[] cells;
        private readonly int[] starts;

        /// <summary>The texts, the number of each cell's text, and where each row's cells begin and the last one's end.</summary>
        internal CellBlock(string[] texts, int[] cells, int[] starts)
        {
            this.texts = texts;
            this.cells = cells;
            this.starts = starts;
        }

        internal int Start(int row) { return starts[row]; }

        internal string Cell(int at) { return texts[cells[at]]; }
    }
}
