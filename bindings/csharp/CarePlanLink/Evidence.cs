using System;
using System.Collections.Generic;
using System.Threading;

namespace CarePlanLink
{
    /// <summary>What is missing in the chain of an office's receipts.</summary>
    public sealed class ReceiptGap
    {
        internal ReceiptGap(NativeHandle handle, int index)
        {
            Office = Border.Text(Native.cpl_exported_gap_office, handle, index);
            MessageJa = Border.Text(Native.cpl_exported_gap_ja, handle, index);
            MessageEn = Border.Text(Native.cpl_exported_gap_en, handle, index);
        }

        /// <summary>The sending office whose chain it is.</summary>
        public string Office { get; }
        /// <summary>What is missing, in Japanese.</summary>
        public string MessageJa { get; }
        /// <summary>What is missing, in English.</summary>
        public string MessageEn { get; }
    }

    /// <summary>What an export of evidence holds.</summary>
    public sealed class Exported
    {
        internal Exported(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_exported_free))
            {
                var messages = new string[Border.Size(Native.cpl_exported_len, handle)];
                for (var i = 0; i < messages.Length; i++)
                {
                    messages[i] = Border.Text(Native.cpl_exported_id, handle, i);
                }
                Messages = messages;
                ReceiptCount = Border.Size(Native.cpl_exported_receipts, handle);
                var gaps = new ReceiptGap[Border.Size(Native.cpl_exported_gaps, handle)];
                for (var i = 0; i < gaps.Length; i++)
                {
                    gaps[i] = new ReceiptGap(handle, i);
                }
                Gaps = gaps;
            }
        }

        /// <summary>The message ids in the order of the serials.</summary>
        public IReadOnlyList<string> Messages { get; }
        /// <summary>How many receipts there are.</summary>
        public int ReceiptCount { get; }
        /// <summary>Empty where no receipt is missing.</summary>
        public IReadOnlyList<ReceiptGap> Gaps { get; }
    }

    /// <summary>Verified messages and receipts, to be exported into a folder for an inspector.</summary>
    public sealed class Evidence : IDisposable
    {
        private readonly NativeHandle handle;

        /// <summary>The authorities and revocation lists go into the export.</summary>
        public Evidence(Trust trust)
        {
            Border.Check(Native.cpl_evidence_new(trust.Handle, out var made, out var error), error);
            handle = NativeHandle.Owned(made, Native.cpl_evidence_free);
        }

        /// <summary>Adds a receipt (CMS: DER, PEM or base64). Add all of the sent list first: they show that none is missing.
        /// One whose certificate was revoked since counts as of when the relay recorded it; without that receipt nothing can be exported.</summary>
        public void AddReceipt(byte[] receipt) =>
            Border.Check(Native.cpl_evidence_add_receipt(handle, Border.Given(receipt, nameof(receipt)), Border.Length(receipt),
                out var error), error);

        /// <summary>Adds a kept container, after its receipts.</summary>
        public void AddContainer(string path, CancellationToken token = default(CancellationToken))
        {
            using (var running = new Running(null, token))
            {
                running.Check(Native.cpl_evidence_add_container(handle, Border.Utf8(path), running.Job, out var error), error);
            }
        }

        /// <summary>Writes containers, receipts, certificates and a page in Japanese into a new folder.
        /// <paramref name="scope"/> is <c>all</c>, a month as <c>2026-09</c> or a message id.</summary>
        public Exported Export(string folder, string scope = "all", IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken))
        {
            using (var running = new Running(progress, token))
            {
                running.Check(Native.cpl_evidence_export(handle, Border.Utf8(folder), Border.Utf8(scope), running.Job,
                    out var made, out var error), error);
                return new Exported(made);
            }
        }

        /// <summary>Verifies an export offline: against authorities of your own, or where there is no
        /// <paramref name="trust"/>, against those that it contains.</summary>
        public static Exported Verify(string folder, Trust trust = null, IProgress<Progress> progress = null,
            CancellationToken token = default(CancellationToken))
        {
            Border.Require();
            using (var running = new Running(progress, token))
            {
                running.Check(Native.cpl_evidence_verify(Border.Utf8(folder), trust?.Handle ?? NativeHandle.None, running.Job,
                    out var made, out var error), error);
                return new Exported(made);
            }
        }

        /// <inheritdoc/>
        public void Dispose() => handle.Dispose();
    }
}
