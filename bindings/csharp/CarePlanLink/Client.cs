using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace CarePlanLink
{
    // What .NET expects of a client beside the verbs.
    public sealed partial class Client
    {
        /// <summary>A client of the office that the signer's certificate names. Nothing is connected yet. The three may be
        /// disposed of afterwards.
        /// <para>署名者の証明書にある事業所のクライアント。まだ接続はしない。3つの引数は、作成後に破棄してよい。</para></summary>
        public Client(ClientOptions options, Signer signer, Trust trust) : this(New(options, signer, trust))
        {
        }

        /// <summary>As the other one, with the password as a text, for programs that have it as such.
        /// <para>パスワードを文字列で指定する。</para></summary>
        public static Client Connect(string url, string key, string trust, string password)
        {
            using (var secret = new Secret(Border.Given(password, nameof(password))))
            {
                return Connect(url, key, trust, secret);
            }
        }

        /// <summary>A client whose calls are for the office of this number, with this client's certificate: as its agent. The
        /// relay's directory must list the certificate's office as an agent of the other one, else the first call is
        /// <see cref="ErrorCode.RelayAgent"/>. It lives on after this one.
        /// <para>この電子証明書で、指定した事業所（委任元）の代行をするクライアント。中継サービスの事業所情報に代行として登録されていなければ、最初の処理が <see cref="ErrorCode.RelayAgent"/> となる。このクライアントを破棄した後も使える。</para></summary>
        public Client ForOffice(string number)
        {
            Border.Check(
                Native.cpl_client_for_office(Handle, Border.Utf8(number, nameof(number)), out var made, out var error), error);
            var handle = NativeHandle.Owned(made, Native.cpl_client_free);
            // The host's function signs as long as either client lives.
            handle.Keeps = Handle.Keeps;
            return new Client(handle);
        }

        private static NativeHandle New(ClientOptions options, Signer signer, Trust trust)
        {
            Border.Check(
                Native.cpl_client_new(Border.Given(options, nameof(options)).Handle, Border.Given(signer, nameof(signer)).Handle,
                    Border.Given(trust, nameof(trust)).Handle, out var made, out var error), error);
            var handle = NativeHandle.Owned(made, Native.cpl_client_free);
            // The host's function signs as long as the client lives.
            handle.Keeps = signer.Handle;
            return handle;
        }

        /// <summary>Reports that the message is in our database: <see cref="Acknowledge"/> without a reason.
        /// <para>取込済と報告する（理由のない <see cref="Acknowledge"/>）。</para></summary>
        public Acknowledged Imported(Message message, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) => Outcome(message, null).Run(progress, token);

        /// <summary><see cref="Imported"/> on a thread of the pool, which is occupied until the call ends.
        /// <para><see cref="Imported"/> をスレッドプールのスレッドで実行する。終わるまでそのスレッドを占有する。</para></summary>
        public Task<Acknowledged> ImportedAsync(Message message, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) => Outcome(message, null).RunAsync(progress, token);

        /// <summary>Reports that the message was not imported, for this reason: one line that says something, else
        /// <see cref="ErrorCode.Reason"/>.
        /// <para>取込不可と報告する。理由は内容のある1行で、空白だけのものは受け付けない（<see cref="ErrorCode.Reason"/>）。</para></summary>
        public Acknowledged Refused(Message message, string reason, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            Outcome(message, Border.Given(reason, nameof(reason))).Run(progress, token);

        /// <summary><see cref="Refused"/> on a thread of the pool, which is occupied until the call ends.
        /// <para><see cref="Refused"/> をスレッドプールのスレッドで実行する。終わるまでそのスレッドを占有する。</para></summary>
        public Task<Acknowledged> RefusedAsync(Message message, string reason, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            Outcome(message, Border.Given(reason, nameof(reason))).RunAsync(progress, token);

        private Call<Acknowledged> Outcome(Message message, string reason) =>
            AcknowledgeCall(Border.Given(message, nameof(message)).Id, message.FromOffice, message.ToOffice, reason);

        /// <summary>All messages of the sent list after the cursor, page after page, for <c>foreach</c>: it ends with the list.
        /// Each page is a call that waits, in the thread of the loop.
        /// <para>カーソルより後の送信一覧のすべてのメッセージ。続きのページも取得し、一覧の終わりで終わる。各ページの取得は、繰り返しを実行しているスレッドで待つ。</para></summary>
        public IEnumerable<SentMessage> SentMessages(string cursor = "", IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            Pages(Border.Given(cursor, nameof(cursor)), progress, token);

        private IEnumerable<SentMessage> Pages(string cursor, IProgress<Progress> progress, CancellationToken token)
        {
            // A cursor that comes again would lead round in a circle.
            var seen = new HashSet<string> { cursor };
            for (SentList page; (page = Sent(cursor, progress, token)).Messages.Count > 0;)
            {
                foreach (var message in page.Messages)
                {
                    yield return message;
                }
                cursor = page.Next;
                if (cursor == null || !seen.Add(cursor))
                {
                    yield break;
                }
            }
        }

        /// <summary>All messages of the inbox after the cursor, fetched one by one, for <c>foreach</c>: it ends where nothing
        /// is left. Each message is the caller's, to be disposed of. Waits up to <paramref name="waitMs"/> for the first one.
        /// <para>カーソルより後の受信一覧のすべてのメッセージ。1件ずつ取得し、なくなれば終わる。最初の1件は <paramref name="waitMs"/> まで待つ。各メッセージは呼び出し側で破棄する。</para></summary>
        public InboxMessages ReceivedMessages(string cursor, string keepFolder, int waitMs = 0, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            new InboxMessages(this, Border.Given(cursor, nameof(cursor)), Border.Given(keepFolder, nameof(keepFolder)), waitMs,
                progress, token);
    }
}
