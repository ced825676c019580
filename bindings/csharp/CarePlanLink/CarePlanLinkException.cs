using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>Whether and how a failed call may be repeated.</summary>
    public enum Retry
    {
        /// <summary>Repeating cannot help.</summary>
        Never = 0,
        /// <summary>Once the named cause is removed.</summary>
        AfterFix = 1,
        /// <summary>At any time; nothing is done twice.</summary>
        Safe = 2,
        /// <summary>After a new login.</summary>
        Login = 3,
    }

    /// <summary>The one exception. Its texts contain no value of a row and no secret.</summary>
    public sealed class CarePlanLinkException : Exception
    {
        private CarePlanLinkException(int code, string text) : base(text) => Code = (ErrorCode)code;

        /// <summary>The code; one of a newer library may have no name here.</summary>
        public ErrorCode Code { get; }
        /// <summary>Whether and how to repeat.</summary>
        public Retry Retry { get; private set; }
        /// <summary>Whether the other side may already have done the request: repeat the same call to find
        /// out.</summary>
        public bool InDoubt { get; private set; }
        /// <summary>What happened, in Japanese, for the user.</summary>
        public string MessageJa { get; private set; } = "";
        /// <summary>What to do, in Japanese, for the user.</summary>
        public string RemedyJa { get; private set; } = "";
        /// <summary>What happened, in English.</summary>
        public string MessageEn { get; private set; } = "";
        /// <summary>What to do, in English.</summary>
        public string RemedyEn { get; private set; } = "";
        /// <summary>What exactly was wrong, in English, for the engineer; may be empty.</summary>
        public string Detail { get; private set; } = "";
        /// <summary>The file or folder at fault, a path where it is the caller's own; may be empty.</summary>
        public string File { get; private set; } = "";
        /// <summary>Its 1-based row, or 0.</summary>
        public int Row { get; private set; }
        /// <summary>The layout's item number, or 0.</summary>
        public int ItemNumber { get; private set; }
        /// <summary>The relay's own code; may be empty.</summary>
        public string RelayCode { get; private set; } = "";
        /// <summary>The operating system's error number, or 0.</summary>
        public int OsCode { get; private set; }
        /// <summary>The findings that led to the refusal.</summary>
        public IReadOnlyList<Finding> Findings { get; private set; } = new Finding[0];

        private delegate int TextOfError(NativeHandle error, out IntPtr text, out UIntPtr length);

        /// <summary>Copies everything out of an error that was handed over, and frees it.</summary>
        internal static CarePlanLinkException Take(int code, IntPtr raw)
        {
            using (var error = NativeHandle.Owned(raw, Native.cpl_error_free))
            {
                return Copy(code, error);
            }
        }

        /// <summary>The exception of an error that is lent; null where there is none.</summary>
        internal static CarePlanLinkException Lent(NativeHandle error)
        {
            if (error.IsInvalid)
            {
                return null;
            }
            Native.cpl_error_code(error, out var code);
            return Copy(code, error);
        }

        /// <summary>Copies everything out of an error.</summary>
        private static CarePlanLinkException Copy(int code, NativeHandle error)
        {
            var made = new CarePlanLinkException(code, Text(Native.cpl_error_text, error));
            if (!error.IsInvalid)
            {
                Native.cpl_error_retry(error, out var retry);
                Native.cpl_error_in_doubt(error, out var inDoubt);
                Native.cpl_error_os_code(error, out var osCode);
                made.Retry = (Retry)retry;
                made.InDoubt = inDoubt != 0;
                made.OsCode = osCode;
                made.MessageJa = Text(Native.cpl_error_message_ja, error);
                made.RemedyJa = Text(Native.cpl_error_remedy_ja, error);
                made.MessageEn = Text(Native.cpl_error_message_en, error);
                made.RemedyEn = Text(Native.cpl_error_remedy_en, error);
                made.Detail = Text(Native.cpl_error_detail, error);
                made.RelayCode = Text(Native.cpl_error_relay_code, error);
                Native.cpl_error_row(error, out var row);
                Native.cpl_error_item_number(error, out var itemNumber);
                made.Row = (int)row;
                made.ItemNumber = (int)itemNumber;
                made.File = Text(Native.cpl_error_file, error);
                Native.cpl_error_findings(error, out var findings);
                made.Findings = Finding.Copy(NativeHandle.Borrowed(findings, error));
            }
            return made;
        }

        /// <summary>An error that the binding finds by itself, in the library's words.</summary>
        internal static CarePlanLinkException Of(ErrorCode code)
        {
            Border.Require();
            var messageEn = Text(Native.cpl_code_message_en, code);
            return new CarePlanLinkException((int)code, messageEn)
            {
                MessageJa = Text(Native.cpl_code_message_ja, code),
                RemedyJa = Text(Native.cpl_code_remedy_ja, code),
                MessageEn = messageEn,
                RemedyEn = Text(Native.cpl_code_remedy_en, code),
            };
        }

        private delegate int TextOfCode(int code, out IntPtr text, out UIntPtr length, out IntPtr error);

        private static string Text(TextOfCode function, ErrorCode code)
        {
            Border.Check(function((int)code, out var text, out var length, out var error), error);
            return Border.Text(text, length);
        }

        private static string Text(TextOfError function, NativeHandle error) =>
            function(error, out var text, out var length) == 0 ? Border.Text(text, length) : "CarePlanLink";
    }
}
