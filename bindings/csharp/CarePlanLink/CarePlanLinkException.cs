using System;

namespace CarePlanLink
{
    // How an error of the library becomes an exception.
    public sealed partial class CarePlanLinkException : Exception
    {
        private CarePlanLinkException(NativeHandle error) : base(TextOf(Native.cpl_error_text, error)) => Fill(error);

        private CarePlanLinkException(ErrorCode code, string text) : base(text)
        {
            Code = code;
            Text = text;
        }

        /// <summary>Copies everything out of an error that was handed over, and frees it.</summary>
        internal static CarePlanLinkException Take(int code, IntPtr raw) =>
            Border.Take(raw, Native.cpl_error_free, error => new CarePlanLinkException(error))
                ?? new CarePlanLinkException((ErrorCode)code, "CarePlanLink");

        /// <summary>The exception of an error that is lent; null where there is none.</summary>
        internal static CarePlanLinkException Lent(NativeHandle lent) =>
            lent.IsInvalid ? null : Border.Copy(lent, error => new CarePlanLinkException(error));

        /// <summary>An error that the binding finds by itself, in the library's words.</summary>
        internal static CarePlanLinkException Of(ErrorCode code) => new CarePlanLinkException(code, code.MessageEn())
        {
            Name = code.Name(),
            MessageJa = code.MessageJa(),
            RemedyJa = code.RemedyJa(),
            MessageEn = code.MessageEn(),
            RemedyEn = code.RemedyEn(),
        };

        // The functions of an error report no error of their own.
        private delegate int ValueOf<T>(NativeHandle error, out T value);
        private delegate int PieceOf(NativeHandle error, out IntPtr text, out UIntPtr length);

        private static T Read<T>(ValueOf<T> function, NativeHandle error)
        {
            function(error, out var value);
            return value;
        }

        private static string TextOf(PieceOf function, NativeHandle error) =>
            function(error, out var text, out var length) == 0 ? Border.Text(text, length) : "";

        private static string MaybeTextOf(PieceOf function, NativeHandle error)
        {
            var text = TextOf(function, error);
            return text.Length == 0 ? null : text;
        }
    }
}
