namespace CarePlanLink
{
    /// <summary>One row, copied out as text.
    /// <para>1行のコピー（文字列）。</para></summary>
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

        /// <summary>How many items the row has.
        /// <para>項目の数。</para></summary>
        public int Count => items.Length;

        /// <summary>An item by id; empty where the row is too short.
        /// <para>IDで指定した項目。行が短いときは空。</para></summary>
        public string this[string field] => this[Layout.ItemNumber(kind, version, field)];

        /// <summary>An item by its 1-based number in the table's CSV version; empty where the row is too short.
        /// <para>項番（1から）で指定した項目。行が短いときは空。</para></summary>
        public string this[int number] => number >= 1 && number <= items.Length ? items[number - 1] : "";
    }
}
