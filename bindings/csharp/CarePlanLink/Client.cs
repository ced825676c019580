using System;
using System.Threading;
using System.Threading.Tasks;

namespace CarePlanLink
{
    /// <summary>One office's access to a relay. One verb at a time, else <see cref="ErrorCode.Busy"/>.</summary>
    public sealed class Client : IDisposable
    {
        private readonly NativeHandle handle;

        // Its function signs as long as this client lives.
        private readonly Signer signer;

        /// <summary>A client of the office that the signer's certificate names. Nothing is connected yet.</summary>
        public Client(ClientOptions options, Signer signer, Trust trust)
        {
            Border.Given(options, nameof(options));
            this.signer = Border.Given(signer, nameof(signer));
            Border.Given(trust, nameof(trust));
            Border.Check(Native.cpl_client_new(options.Handle, signer.Handle, trust.Handle, out var made, out var error), error);
            handle = NativeHandle.Owned(made, Native.cpl_client_free);
        }

        private delegate int Call(NativeHandle job, out IntPtr made, out IntPtr error);

        private T Verb<T>(IProgress<Progress> progress, CancellationToken token, Call call, Func<IntPtr, T> take)
        {
            using (var running = new Running(progress, token))
            {
                running.Check(call(running.Job, out var made, out var error), error);
                signer.KeepAlive();
                return take(made);
            }
        }

        private static uint Wait(int waitMilliseconds) => waitMilliseconds >= 0
            ? (uint)waitMilliseconds : throw new ArgumentOutOfRangeException(nameof(waitMilliseconds));

        /// <summary>The office number of the certificate.</summary>
        public string OfficeNumber => Border.Text(Native.cpl_client_office_number, handle);

        /// <summary>Checks a unit against the standard, without sending it.</summary>
        public UnitReport Check(Unit unit, IProgress<Progress> progress = null, CancellationToken token = default(CancellationToken)) =>
            Verb(progress, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_check(handle, Border.Given(unit, nameof(unit)).Handle, job, out made, out error), raw => new UnitReport(raw));

        /// <summary>Success: the relay has the message on disk and its receipt was verified. The same unit is
        /// the same message: it may be repeated at any time. The container is kept in <paramref name="keepFolder"/>.</summary>
        public Sent Send(Unit unit, string keepFolder, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken), string overrideReason = null) =>
            Verb(progress, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_send(handle, Border.Given(unit, nameof(unit)).Handle, Border.Utf8(keepFolder),
                    Border.Utf8(overrideReason), job, out made, out error), raw => new Sent(raw));

        /// <summary><see cref="Send"/> on a thread of the pool.</summary>
        public Task<Sent> SendAsync(Unit unit, string keepFolder, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken), string overrideReason = null) =>
            Task.Run(() => Send(unit, keepFolder, progress, token, overrideReason), token);

        /// <summary>Asks for a page of the inbox after the cursor (empty: from the beginning); waits up to
        /// <paramref name="waitMilliseconds"/> for a message. Nothing is fetched yet: see <see cref="NextMessage"/>.</summary>
        public Inbox Inbox(string cursor, string keepFolder, int waitMilliseconds = 0, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            Verb(progress, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_inbox(handle, Border.Utf8(cursor), Border.Utf8(keepFolder), Wait(waitMilliseconds),
                    job, out made, out error), raw => new Inbox(raw));

        /// <summary><see cref="Inbox"/> on a thread of the pool.</summary>
        public Task<Inbox> InboxAsync(string cursor, string keepFolder, int waitMilliseconds = 0,
            IProgress<Progress> progress = null, CancellationToken token = default(CancellationToken)) =>
            Task.Run(() => Inbox(cursor, keepFolder, waitMilliseconds, progress, token), token);

        /// <summary>Fetches the next message of a page, verifies it and keeps it; null after the last one. After an
        /// exception the message is tried once more at the end of the page: call again for the others.</summary>
        public Message NextMessage(Inbox inbox, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            Verb(progress, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_next_message(handle, Border.Given(inbox, nameof(inbox)).Handle, job, out made, out error),
                raw => raw == IntPtr.Zero ? null : new Message(raw));

        /// <summary><see cref="NextMessage"/> on a thread of the pool.</summary>
        public Task<Message> NextMessageAsync(Inbox inbox, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            Task.Run(() => NextMessage(inbox, progress, token), token);

        /// <summary>A whole page of the inbox after the cursor (empty: from the beginning), in the order of import; waits up to
        /// <paramref name="waitMilliseconds"/> for a message.</summary>
        public Batch Receive(string cursor, string keepFolder, int waitMilliseconds = 0, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken)) =>
            Verb(progress, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_receive(handle, Border.Utf8(cursor), Border.Utf8(keepFolder), Wait(waitMilliseconds),
                    job, out made, out error), raw => new Batch(raw));

        /// <summary><see cref="Receive"/> on a thread of the pool.</summary>
        public Task<Batch> ReceiveAsync(string cursor, string keepFolder, int waitMilliseconds = 0,
            IProgress<Progress> progress = null, CancellationToken token = default(CancellationToken)) =>
            Task.Run(() => Receive(cursor, keepFolder, waitMilliseconds, progress, token), token);

        /// <summary>Opens a container that was kept.</summary>
        public Message Open(string messageId, string path) =>
            Verb(null, CancellationToken.None, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_open(handle, Border.Utf8(messageId), Border.Utf8(path), job, out made, out error),
                raw => new Message(raw));

        /// <summary>Reports to sender and relay whether a message was imported, or refused for a reason. Call it
        /// once rows and cursor are committed. The first outcome is final: gives what stands.</summary>
        public Acknowledged Acknowledge(string messageId, string fromOffice, string toOffice, string refusedReason = null,
            CancellationToken token = default(CancellationToken)) =>
            Verb(null, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_acknowledge(handle, Border.Utf8(messageId), Border.Utf8(fromOffice), Border.Utf8(toOffice),
                    Border.Utf8(refusedReason), job, out made, out error), raw => new Acknowledged(raw));

        /// <summary>The message is in our database.</summary>
        public Acknowledged Imported(Message message, CancellationToken token = default(CancellationToken)) =>
            Acknowledge(Border.Given(message, nameof(message)).Id, message.FromOffice, message.ToOffice, null, token);

        /// <summary>The message was not imported, for this reason: one line that says something, else
        /// <see cref="ErrorCode.Reason"/>.</summary>
        public Acknowledged Refused(Message message, string reason, CancellationToken token = default(CancellationToken)) =>
            Acknowledge(Border.Given(message, nameof(message)).Id, message.FromOffice, message.ToOffice,
                Border.Given(reason, nameof(reason)), token);

        /// <summary><see cref="Acknowledge"/> on a thread of the pool.</summary>
        public Task<Acknowledged> AcknowledgeAsync(string messageId, string fromOffice, string toOffice, string refusedReason = null,
            CancellationToken token = default(CancellationToken)) =>
            Task.Run(() => Acknowledge(messageId, fromOffice, toOffice, refusedReason, token), token);

        /// <summary>A page of the sent list after the cursor.</summary>
        public SentList SentMessages(string cursor = "", CancellationToken token = default(CancellationToken)) =>
            Verb(null, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_sent(handle, Border.Utf8(cursor), job, out made, out error), raw => new SentList(raw));

        /// <summary>Recalls a message before the receiver has picked it up.</summary>
        public void Recall(string messageId, CancellationToken token = default(CancellationToken)) =>
            Verb(null, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
            {
                made = IntPtr.Zero;
                return Native.cpl_client_recall(handle, Border.Utf8(messageId), job, out error);
            }, raw => true);

        /// <summary>An office of the directory; null where it is not registered.</summary>
        public Office Office(string number, CancellationToken token = default(CancellationToken)) =>
            Verb(null, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_office(handle, Border.Utf8(number), job, out made, out error),
                raw => raw == IntPtr.Zero ? null : new Office(raw));

        /// <summary>Checks key, certificate, relay, clock, registration and licence.</summary>
        public Diagnosis Doctor(CancellationToken token = default(CancellationToken)) =>
            Verb(null, token, (NativeHandle job, out IntPtr made, out IntPtr error) =>
                Native.cpl_client_doctor(handle, job, out made, out error), raw => new Diagnosis(raw));

        /// <summary><see cref="Doctor"/> on a thread of the pool.</summary>
        public Task<Diagnosis> DoctorAsync(CancellationToken token = default(CancellationToken)) => Task.Run(() => Doctor(token), token);

        /// <inheritdoc/>
        public void Dispose() => handle.Dispose();
    }
}
