using System;
using System.Collections.Generic;
using System.Threading;

namespace CarePlanLink
{
    // What .NET expects of a mailbox beside the verbs.
    public sealed partial class Mailbox
    {
        /// <summary><see cref="Queue(Unit, bool, string, IProgress{Progress}, CancellationToken)"/> of a unit that is to be sent.
        /// <para>送信待ちとして入れる。</para></summary>
        public Queued Queue(Unit unit) => Queue(unit, false);

        /// <summary><see cref="Pump(Client, int, IProgress{Progress}, CancellationToken)"/> without a limit.
        /// <para>件数を制限せずに送受信する。</para></summary>
        public Pumped Pump(Client client) => Pump(client, 0);

        /// <summary>All entries about which something is still to be done; with the archive those too that are done.
        /// <para>処理が残っているものの一覧。<paramref name="withArchive"/> を指定すると処理済みのものも含む。</para></summary>
        public IReadOnlyList<MailboxEntry> List(bool withArchive = false) => List(null, null, null, withArchive);

        /// <summary>Every message that can be handed over now, for <c>foreach</c>. One about which nothing was said when the loop
        /// goes on is given back, and ends the loop.
        /// <para>今渡せるメッセージを順に渡す。結果を記録せずに次へ進むと、そのメッセージは戻され、繰り返しは終わる。</para></summary>
        public IEnumerable<Delivery> Deliveries(Client client, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            All(Border.Given(client, nameof(client)), progress, token);

        private IEnumerable<Delivery> All(Client client, IProgress<Progress> progress, CancellationToken token)
        {
            string before = null;
            for (Delivery delivery; (delivery = Next(client, progress, token)) != null;)
            {
                using (delivery)
                {
                    // It would come for ever.
                    if (delivery.Id == before)
                    {
                        yield break;
                    }
                    before = delivery.Id;
                    yield return delivery;
                }
            }
        }

        /// <summary>The entry of a message; none where the mailbox has none of this id.
        /// <para>メッセージIDで指定した1件。なければ値なし。</para></summary>
        /// <exception cref="CarePlanLinkException"><see cref="ErrorCode.FileRead"/>, <see cref="ErrorCode.MailboxDamaged"/></exception>
        public MailboxEntry Entry(string messageId)
        {
            Border.Check(
                Native.cpl_mailbox_entry(Handle, Border.Utf8(messageId, nameof(messageId)), out var made, out var error), error);
            var found = MailboxEntry.Take(made);
            return found.Count == 0 ? null : found[0];
        }
    }
}
