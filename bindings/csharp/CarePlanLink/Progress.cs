namespace CarePlanLink
{
    /// <summary>One report of progress.
    /// <para>処理の進み具合。</para></summary>
    public struct Progress
    {
        internal Progress(int step, ulong done, ulong total)
        {
            Step = (ProgressStep)step;
            Done = (long)done;
            Total = (long)total;
        }

        /// <summary>What is being done.
        /// <para>処理の段階。</para></summary>
        public ProgressStep Step { get; }

        /// <summary>Bytes done.
        /// <para>済んだバイト数。</para></summary>
        public long Done { get; }

        /// <summary>Bytes in all, 0 where unknown.
        /// <para>全体のバイト数。わからないときは0。</para></summary>
        public long Total { get; }
    }
}
