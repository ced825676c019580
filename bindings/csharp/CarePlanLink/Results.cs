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

        internal Message(IntPtr raw)
        {
            handle = NativeHandle.Owned(raw, Native.cpl_message_free);
            var problem = Border.Lent(Native.cpl_message_error, handle);
            if (!problem.IsInvalid)
            {
                Native.cpl_error_code(problem, out var code);
                Problem = CarePlanLinkException.Copy(code, problem);
                Files = new ReceivedFile[0];
                Findings = new Finding[0];
                PartNames = new string[0];
                Notices = new string[0];
                NoticesJa = new string[0];
                return;
            }
            var files = Border.Lent(Native.cpl_message_files, handle);
            var all = new ReceivedFile[Border.Size(Native.cpl_files_len, files)];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = new ReceivedFile(files, i);
            }
            Files = all;
            Findings = Finding.Copy(Border.Lent(Native.cpl_message_findings, handle));
            PartNames = Border.Texts(Native.cpl_message_parts_len, Native.cpl_message_part_name, handle);
            Notices = Border.Texts(Native.cpl_message_notices_len, Native.cpl_message_notice, handle);
            NoticesJa = Border.Texts(Native.cpl_message_notices_len, Native.cpl_message_notice_ja, handle);
        }

        /// <summary>Why it could not be opened; null where it could. Refuse such a message.</summary>
        public CarePlanLinkException Problem { get; }
        /// <summary>The message id.</summary>
        public string Id => Border.Text(Native.cpl_message_id, handle);
        /// <summary>The sending office's number.</summary>
        public string FromOffice => Border.Text(Native.cpl_message_from_office, handle);
        /// <summary>The receiving office's number.</summary>
        public string ToOffice => Border.Text(Native.cpl_message_to_office, handle);
        /// <summary>The serial, by which units are imported in order.</summary>
        public string Serial => Border.Text(Native.cpl_message_serial, handle);
        /// <summary>The subject line.</summary>
        public string Subject => Border.Text(Native.cpl_message_subject, handle);
        /// <summary>Which sending unit it is; empty if it is not one.</summary>
        public string UnitKind => Border.Text(Native.cpl_message_unit_kind, handle);
        /// <summary>The message that this one replaces; empty where it replaces none.</summary>
        public string Supersedes => Border.Text(Native.cpl_message_supersedes, handle);
        /// <summary>The path of the container that is kept.</summary>
        public string Container => Border.Text(Native.cpl_message_container, handle);
        /// <summary>The name in the signer's certificate.</summary>
        public string SignerOrganization => Border.Text(Native.cpl_message_signer_organization, handle);
        /// <summary>When it was signed, by the signer's clock (UTC).</summary>
        public DateTime SignedAt => Border.Time(Native.cpl_message_signed_at, handle);
        /// <summary>The CSV files with their rows.</summary>
        public IReadOnlyList<ReceivedFile> Files { get; }
        /// <summary>All findings.</summary>
        public IReadOnlyList<Finding> Findings { get; }
        /// <summary>What should be reported although the signature holds: <c>stamp_untrusted</c>, <c>crl_missing</c> …</summary>
        public IReadOnlyList<string> Notices { get; }
        /// <summary>The same in Japanese, for the user.</summary>
        public IReadOnlyList<string> NoticesJa { get; }
        /// <summary>The names of all files, attachments too.</summary>
        public IReadOnlyList<string> PartNames { get; }

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

        /// <summary>Disposes of all messages.</summary>
        public void Dispose()
        {
            foreach (var message in Messages)
            {
                message.Dispose();
            }
        }
    }

    /// <summary>A message of the sent list, with its state.</summary>
    public sealed class SentMessage
    {
        internal SentMessage(NativeHandle list, int index)
        {
            Id = Border.Text(Native.cpl_sent_list_id, list, index);
            ToOffice = Border.Text(Native.cpl_sent_list_to_office, list, index);
            State = Border.Text(Native.cpl_sent_list_state, list, index);
            StateJa = Border.Text(Native.cpl_sent_list_state_ja, list, index);
            AcceptedAt = Border.Time(Native.cpl_sent_list_accepted_at, list, index);
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
        /// <summary>Its state, as <c>imported</c>.</summary>
        public string State { get; }
        /// <summary>Its state in Japanese, for the user.</summary>
        public string StateJa { get; }
        /// <summary>When the relay accepted it (UTC).</summary>
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
