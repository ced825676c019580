using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>What a check found.</summary>
    public sealed class UnitReport
    {
        internal UnitReport(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_unit_report_free))
            {
                Kind = Border.Text(Native.cpl_unit_report_kind, handle);
                Findings = Finding.Copy(Border.Lent(Native.cpl_unit_report_findings, handle));
            }
        }

        /// <summary>Which sending unit of the standard it is; empty if it is not one.</summary>
        public string Kind { get; }
        /// <summary>All findings.</summary>
        public IReadOnlyList<Finding> Findings { get; }
    }

    /// <summary>A message that the relay has accepted.</summary>
    public sealed class Sent
    {
        internal Sent(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_sent_free))
            {
                Id = Border.Text(Native.cpl_sent_id, handle);
                Container = Border.Text(Native.cpl_sent_container, handle);
                Receipt = Border.Bytes(Native.cpl_sent_receipt, handle);
                AcceptedAt = Border.Time(Native.cpl_sent_accepted_at, handle);
                Findings = Finding.Copy(Border.Lent(Native.cpl_sent_findings, handle));
            }
        }

        /// <summary>The message id.</summary>
        public string Id { get; }
        /// <summary>The path of the container that is kept.</summary>
        public string Container { get; }
        /// <summary>The relay's receipt (CMS, DER), verified; empty if the relay signs none.</summary>
        public byte[] Receipt { get; }
        /// <summary>When the relay accepted it (UTC).</summary>
        public DateTime AcceptedAt { get; }
        /// <summary>The findings about the files.</summary>
        public IReadOnlyList<Finding> Findings { get; }
    }

    /// <summary>A CSV file of a message; it lives as long as the message.</summary>
    public sealed class ReceivedFile
    {
        internal ReceivedFile(NativeHandle files, int index)
        {
            Name = Border.Text(Native.cpl_files_name, files, index);
            Kind = Border.Text(Native.cpl_files_kind, files, index);
            Findings = Finding.Copy(Border.Lent(Native.cpl_files_findings, files, index));
            var table = Border.Lent(Native.cpl_files_table, files, index);
            Table = table.IsInvalid ? null : new Table(table);
        }

        /// <summary>The file's name.</summary>
        public string Name { get; }
        /// <summary>Its kind; empty if the name does not show it.</summary>
        public string Kind { get; }
        /// <summary>Its rows, for reading; null where the kind is not known or the file is no CSV.</summary>
        public Table Table { get; }
        /// <summary>The findings about it.</summary>
        public IReadOnlyList<Finding> Findings { get; }
    }

    /// <summary>One message that came in: verified, or with the problem why it could not be opened.</summary>
    public sealed class Message : IDisposable
    {
        private readonly NativeHandle handle;
        private IReadOnlyList<ReceivedFile> files;
        private IReadOnlyList<Finding> findings;

        internal Message(IntPtr raw)
        {
            handle = NativeHandle.Owned(raw, Native.cpl_message_free);
            Problem = CarePlanLinkException.Lent(Border.Lent(Native.cpl_message_error, handle));
            PartNames = Problem == null
                ? Border.Texts(Native.cpl_message_parts_len, Native.cpl_message_part_name, handle) : new string[0];
            Notices = Problem == null
                ? Border.Texts(Native.cpl_message_notices_len, Native.cpl_message_notice, handle) : new string[0];
            NoticesJa = Problem == null
                ? Border.Texts(Native.cpl_message_notices_len, Native.cpl_message_notice_ja, handle) : new string[0];
        }

        /// <summary>Why it could not be opened; null where it could. Refuse such a message: it has an id and the two
        /// offices, and whatever else is asked of it fails with <see cref="ErrorCode.InvalidArgument"/>.</summary>
        public CarePlanLinkException Problem { get; }
        /// <summary>The message id.</summary>
        public string Id => Border.Text(Native.cpl_message_id, handle);
        /// <summary>The sending office's number.</summary>
        public string FromOffice => Border.Text(Native.cpl_message_from_office, handle);
        /// <summary>The receiving office's number.</summary>
        public string ToOffice => Border.Text(Native.cpl_message_to_office, handle);
        /// <summary>The sender's service type.</summary>
        public string FromServiceType => Border.Text(Native.cpl_message_from_service_type, handle);
        /// <summary>The receiver's service type.</summary>
        public string ToServiceType => Border.Text(Native.cpl_message_to_service_type, handle);
        /// <summary>The serial, by which units are imported in order.</summary>
        public string Serial => Border.Text(Native.cpl_message_serial, handle);
        /// <summary>The subject line.</summary>
        public string Subject => Border.Text(Native.cpl_message_subject, handle);
        /// <summary>The kind of unit according to the sender, as <c>results</c>.</summary>
        public string Kind => Border.Text(Native.cpl_message_kind, handle);
        /// <summary>The version of the CSV files; empty if there is none.</summary>
        public string CsvVersion => Border.Text(Native.cpl_message_csv_version, handle);
        /// <summary>Which sending unit of the standard it is, seen from its rows; empty if it is not one.</summary>
        public string UnitKind => Border.Text(Native.cpl_message_unit_kind, handle);
        /// <summary>The message that this one replaces; empty where it replaces none.</summary>
        public string Supersedes => Border.Text(Native.cpl_message_supersedes, handle);
        /// <summary>Why it was sent in spite of error-level findings; empty where there were none. Show it to the user.</summary>
        public string OverrideReason => Border.Text(Native.cpl_message_override_reason, handle);
        /// <summary>The path of the container that is kept.</summary>
        public string Container => Border.Text(Native.cpl_message_container, handle);
        /// <summary>The name in the signer's certificate.</summary>
        public string SignerOrganization => Border.Text(Native.cpl_message_signer_organization, handle);
        /// <summary>When it was signed, by the signer's clock (UTC).</summary>
        public DateTime SignedAt => Border.Time(Native.cpl_message_signed_at, handle);
        /// <summary>The CSV files with their rows, read by the first call that asks; none where there is a problem.
        /// Fails with <see cref="ErrorCode.TooLarge"/> where the rows would take too much memory.</summary>
        public IReadOnlyList<ReceivedFile> Files => files ?? (files = Problem == null ? ReadFiles() : new ReceivedFile[0]);
        /// <summary>All findings, as <see cref="Files"/>.</summary>
        public IReadOnlyList<Finding> Findings => findings ?? (findings = Problem == null
            ? Finding.Copy(Border.Lent(Native.cpl_message_findings, handle)) : new Finding[0]);
        /// <summary>What should be reported although the signature holds: <c>stamp_untrusted</c>, <c>crl_missing</c> …</summary>
        public IReadOnlyList<string> Notices { get; }
        /// <summary>The same in Japanese, for the user.</summary>
        public IReadOnlyList<string> NoticesJa { get; }
        /// <summary>The names of all files, attachments too.</summary>
        public IReadOnlyList<string> PartNames { get; }

        private ReceivedFile[] ReadFiles()
        {
            var read = Border.Lent(Native.cpl_message_files, handle);
            var all = new ReceivedFile[Border.Size(Native.cpl_files_len, read)];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = new ReceivedFile(read, i);
            }
            return all;
        }

        /// <summary>A file's exact bytes, verified once more.</summary>
        public byte[] Read(string name)
        {
            Border.Check(Native.cpl_message_read(handle, Border.Utf8(name), NativeHandle.None, out var made, out var error), error);
            return Border.TakeBytes(made);
        }

        /// <summary>Writes all files into a folder.</summary>
        public void Save(string folder) =>
            Border.Check(Native.cpl_message_save(handle, Border.Utf8(folder), NativeHandle.None, out var error), error);

        /// <inheritdoc/>
        public void Dispose() => handle.Dispose();
    }

    /// <summary>A page of the inbox.</summary>
    public sealed class Batch : IDisposable
    {
        internal Batch(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_batch_free))
            {
                Next = Border.Text(Native.cpl_batch_next, handle);
                Problem = CarePlanLinkException.Lent(Border.Lent(Native.cpl_batch_error, handle));
                var all = new Message[Border.Size(Native.cpl_batch_len, handle)];
                for (var i = 0; i < all.Length; i++)
                {
                    Border.Check(Native.cpl_batch_take(handle, (UIntPtr)i, out var made, out var error), error);
                    all[i] = new Message(made);
                }
                Messages = all;
            }
        }

        /// <summary>The messages in the order of import.</summary>
        public IReadOnlyList<Message> Messages { get; }
        /// <summary>The cursor for the next call: store it together with what was imported.</summary>
        public string Next { get; }
        /// <summary>Why the page ended early; null where it is whole. Its messages are here all the same, and the next
        /// call goes on behind them.</summary>
        public CarePlanLinkException Problem { get; }

        /// <summary>Disposes of all messages.</summary>
        public void Dispose()
        {
            foreach (var message in Messages)
            {
                message.Dispose();
            }
        }
    }

    /// <summary>A page of the inbox, whose messages are fetched one by one by <see cref="Client.NextMessage"/>.</summary>
    public sealed class Inbox : IDisposable
    {
        internal Inbox(IntPtr raw) => Handle = NativeHandle.Owned(raw, Native.cpl_inbox_free);

        internal NativeHandle Handle { get; }
        /// <summary>How many messages were not handed over yet.</summary>
        public int Remaining => Border.Size(Native.cpl_inbox_len, Handle);
        /// <summary>Where the next call goes on: behind the last message that was handed over. Store it together with
        /// what was imported.</summary>
        public string Cursor => Border.Text(Native.cpl_inbox_cursor, Handle);

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }

    /// <summary>What stands of a message after it was acknowledged: the first outcome that was reported.</summary>
    public sealed class Acknowledged
    {
        internal Acknowledged(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_acknowledged_free))
            {
                State = Border.Text(Native.cpl_acknowledged_state, handle);
                Reason = Border.Text(Native.cpl_acknowledged_reason, handle);
                IsRepeat = Border.Int(Native.cpl_acknowledged_is_repeat, handle) != 0;
                Receipt = Border.Bytes(Native.cpl_acknowledged_receipt, handle);
            }
        }

        /// <summary><c>imported</c> or <c>refused</c>. It may be another one than was reported now:
        /// see <see cref="IsRepeat"/>.</summary>
        public string State { get; }
        /// <summary>Why it was refused; empty where it was imported.</summary>
        public string Reason { get; }
        /// <summary>Whether an outcome had been reported before, from here or from another terminal: that one stands.</summary>
        public bool IsRepeat { get; }
        /// <summary>Our receipt that stands (CMS, DER): keep it as evidence.</summary>
        public byte[] Receipt { get; }
    }

    /// <summary>A receipt that could not be verified. It proves nothing.</summary>
    public sealed class BadReceipt
    {
        internal BadReceipt(NativeHandle list, int index, int receipt)
        {
            Problem = CarePlanLinkException.Lent(Border.Lent(Native.cpl_sent_list_bad_receipt_error, list, index, receipt));
            File = Border.Bytes(Native.cpl_sent_list_bad_receipt_bytes, list, index, receipt);
        }

        /// <summary>Why.</summary>
        public CarePlanLinkException Problem { get; }
        /// <summary>The receipt as it came.</summary>
        public byte[] File { get; }
    }

    /// <summary>A message of the sent list, with its state.</summary>
    public sealed class SentMessage
    {
        internal SentMessage(NativeHandle list, int index)
        {
            Id = Border.Text(Native.cpl_sent_list_id, list, index);
            ToOffice = Border.Text(Native.cpl_sent_list_to_office, list, index);
            Kind = Border.Text(Native.cpl_sent_list_kind, list, index);
            State = Border.Text(Native.cpl_sent_list_state, list, index);
            StateJa = Border.Text(Native.cpl_sent_list_state_ja, list, index);
            IsSigned = Border.Int(Native.cpl_sent_list_is_signed, list, index) != 0;
            RelayState = Border.Text(Native.cpl_sent_list_relay_state, list, index);
            Doubt = CarePlanLinkException.Lent(Border.Lent(Native.cpl_sent_list_doubt, list, index));
            Reason = Border.Text(Native.cpl_sent_list_reason, list, index);
            AcceptedAt = Border.Time(Native.cpl_sent_list_accepted_at, list, index);
            var bad = new BadReceipt[Border.Size(Native.cpl_sent_list_bad_receipts_len, list, index)];
            for (var i = 0; i < bad.Length; i++)
            {
                bad[i] = new BadReceipt(list, index, i);
            }
            BadReceipts = bad;
            var kinds = new string[Border.Size(Native.cpl_sent_list_receipts_len, list, index)];
            var files = new byte[kinds.Length][];
            for (var i = 0; i < kinds.Length; i++)
            {
                kinds[i] = Border.Text(Native.cpl_sent_list_receipt_kind, list, index, i);
                files[i] = Border.Bytes(Native.cpl_sent_list_receipt_bytes, list, index, i);
            }
            Receipts = kinds;
            ReceiptFiles = files;
        }

        /// <summary>The message id.</summary>
        public string Id { get; }
        /// <summary>The receiving office's number.</summary>
        public string ToOffice { get; }
        /// <summary>The kind of message, as <c>results</c>.</summary>
        public string Kind { get; }
        /// <summary>Its state, as <c>imported</c>: as far as verified receipts prove it.</summary>
        public string State { get; }
        /// <summary>Its state in Japanese, for the user.</summary>
        public string StateJa { get; }
        /// <summary>Whether a verified receipt proves the state; else it is the relay's word.</summary>
        public bool IsSigned { get; }
        /// <summary>The state that the relay says it has.</summary>
        public string RelayState { get; }
        /// <summary>What is doubtful about the relay's word: <see cref="ErrorCode.StateUnproven"/> where it goes beyond the
        /// receipts, <see cref="ErrorCode.StateContradicted"/> where they say otherwise; null where nothing is.</summary>
        public CarePlanLinkException Doubt { get; }
        /// <summary>Why the receiver refused it, as its receipt says, else in the relay's words; empty where it did not.</summary>
        public string Reason { get; }
        /// <summary>The receipts that could not be verified.</summary>
        public IReadOnlyList<BadReceipt> BadReceipts { get; }
        /// <summary>When the relay accepted it, as its receipt says, else its word (UTC).</summary>
        public DateTime AcceptedAt { get; }
        /// <summary>What its verified receipts say.</summary>
        public IReadOnlyList<string> Receipts { get; }
        /// <summary>The receipts themselves (CMS, DER), in the same order: keep them as evidence.</summary>
        public IReadOnlyList<byte[]> ReceiptFiles { get; }
    }

    /// <summary>A page of the sent list.</summary>
    public sealed class SentList
    {
        internal SentList(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_sent_list_free))
            {
                Next = Border.Text(Native.cpl_sent_list_next, handle);
                var all = new SentMessage[Border.Size(Native.cpl_sent_list_len, handle)];
                for (var i = 0; i < all.Length; i++)
                {
                    all[i] = new SentMessage(handle, i);
                }
                Messages = all;
            }
        }

        /// <summary>The messages, oldest first; none at the end of the list.</summary>
        public IReadOnlyList<SentMessage> Messages { get; }
        /// <summary>The cursor for the next page.</summary>
        public string Next { get; }
    }

    /// <summary>An office of the directory.</summary>
    public sealed class Office
    {
        internal Office(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_office_free))
            {
                Number = Border.Text(Native.cpl_office_number, handle);
                Name = Border.Text(Native.cpl_office_name, handle);
                IsLicensed = Border.Int(Native.cpl_office_licensed, handle) != 0;
                ServiceTypes = Border.Texts(Native.cpl_office_service_types_len, Native.cpl_office_service_type, handle);
                CsvVersions = Border.Texts(Native.cpl_office_csv_versions_len, Native.cpl_office_csv_version, handle);
            }
        }

        /// <summary>The office number.</summary>
        public string Number { get; }
        /// <summary>The name.</summary>
        public string Name { get; }
        /// <summary>Whether its licence is valid today.</summary>
        public bool IsLicensed { get; }
        /// <summary>Its service types.</summary>
        public IReadOnlyList<string> ServiceTypes { get; }
        /// <summary>The CSV versions it can import.</summary>
        public IReadOnlyList<string> CsvVersions { get; }
    }

    /// <summary>One line of the self-check.</summary>
    public sealed class DiagnosisLine
    {
        internal DiagnosisLine(NativeHandle all, int index)
        {
            Id = Border.Text(Native.cpl_diagnosis_id, all, index);
            Severity = (Severity)Border.Int(Native.cpl_diagnosis_severity, all, index);
            TextJa = Border.Text(Native.cpl_diagnosis_text_ja, all, index);
            TextEn = Border.Text(Native.cpl_diagnosis_text_en, all, index);
            RemedyJa = Border.Text(Native.cpl_diagnosis_remedy_ja, all, index);
            RemedyEn = Border.Text(Native.cpl_diagnosis_remedy_en, all, index);
        }

        /// <summary>What was checked.</summary>
        public string Id { get; }
        /// <summary>Info if nothing is wrong.</summary>
        public Severity Severity { get; }
        /// <summary>What was seen, in Japanese.</summary>
        public string TextJa { get; }
        /// <summary>What was seen, in English.</summary>
        public string TextEn { get; }
        /// <summary>What to do, in Japanese; empty if nothing is to be done.</summary>
        public string RemedyJa { get; }
        /// <summary>What to do, in English; empty if nothing is to be done.</summary>
        public string RemedyEn { get; }
    }

    /// <summary>The self-check.</summary>
    public sealed class Diagnosis
    {
        internal Diagnosis(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_diagnosis_free))
            {
                IsWell = Border.Int(Native.cpl_diagnosis_is_well, handle) != 0;
                var all = new DiagnosisLine[Border.Size(Native.cpl_diagnosis_len, handle)];
                for (var i = 0; i < all.Length; i++)
                {
                    all[i] = new DiagnosisLine(handle, i);
                }
                Lines = all;
            }
        }

        /// <summary>Whether no line is an error.</summary>
        public bool IsWell { get; }
        /// <summary>The lines.</summary>
        public IReadOnlyList<DiagnosisLine> Lines { get; }
    }
}
