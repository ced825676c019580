using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace CarePlanLink
{
    /// <summary>The messages of the inbox, page after page: <see cref="Client.ReceivedMessages"/>. After an exception a new loop goes
    /// on at <see cref="Cursor"/>; a message can come more than once.
    /// <para>受信一覧のメッセージ。例外の後は、繰り返しをやり直せば <see cref="Cursor"/> の位置から続く。同じメッセージが再び届くことがある。</para></summary>
    public sealed class InboxMessages : IEnumerable<Message>
    {
        private readonly Client client;
        private readonly string keepFolder;
        private readonly int waitMs;
        private readonly IProgress<Progress> progress;
        private readonly CancellationToken token;

        internal InboxMessages(Client client, string cursor, string keepFolder, int waitMs, IProgress<Progress> progress,
            CancellationToken token)
        {
            this.client = client;
            this.keepFolder = keepFolder;
            this.waitMs = waitMs;
            this.progress = progress;
            this.token = token;
            Cursor = cursor;
        }

        /// <summary>Where the next loop goes on: after the last message that was handed over. Store it together with what was
        /// imported.
        /// <para>次に続ける位置（最後に渡したメッセージの後）。取り込んだ内容と一緒に保存する。</para></summary>
        public string Cursor { get; private set; }

        /// <summary>Begins at <see cref="Cursor"/>.
        /// <para><see cref="Cursor"/> の位置から始める。</para></summary>
        public IEnumerator<Message> GetEnumerator()
        {
            // A cursor that comes again would lead round in a circle.
            var seen = new HashSet<string>();
            for (var wait = waitMs; seen.Add(Cursor); wait = 0)
            {
                using (var inbox = client.Inbox(Cursor, keepFolder, wait, progress, token))
                {
                    var faults = new List<ExceptionDispatchInfo>();
                    for (Message message; (message = Next(inbox, faults)) != null;)
                    {
                        Cursor = inbox.Cursor;
                        yield return message;
                    }
                    faults.ForEach(fault => fault.Throw());
                }
            }
        }

        /// <summary>The next message that can be fetched. One that cannot does not hold up the others: its fault is thrown at
        /// the end of the page. After two in a row the relay is away.</summary>
        private Message Next(Inbox inbox, List<ExceptionDispatchInfo> faults)
        {
            for (var isFirst = true; ; isFirst = false)
            {
                try
                {
                    return client.NextMessage(inbox, progress, token);
                }
                catch (CarePlanLinkException fault) when (isFirst && fault.Code != ErrorCode.Cancelled)
                {
                    faults.Add(ExceptionDispatchInfo.Capture(fault));
                }
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
