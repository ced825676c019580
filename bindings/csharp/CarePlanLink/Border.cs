using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CarePlanLink
{
    /// <summary>What every call of the native library needs: the check at load, errors, and what goes in.</summary>
    internal static partial class Border
    {
        private static volatile bool isChecked;

        /// <summary>Throws a readable exception where the library is missing, of the wrong bitness or too old.</summary>
        internal static void Require()
        {
            if (isChecked)
            {
                return;
            }
            var bits = IntPtr.Size == 8 ? "64-bit" : "32-bit";
            NativeFolder.Load();
            try
            {
                var code = Native.cpl_abi_check(Native.AbiMajor, Native.AbiMinor, out var error);
                Check(code, error);
                isChecked = true;
            }
            catch (DllNotFoundException cause)
            {
                throw new DllNotFoundException(
                    $"CarePlanLink: the native library {Native.Library} for this {bits} process was not found; put it beside the program. "
                    + $"ネイティブライブラリ {Native.Library} が見つかりません。", cause);
            }
            catch (BadImageFormatException cause)
            {
                throw new BadImageFormatException(
                    $"CarePlanLink: the native library {Native.Library} is not for a {bits} process. "
                    + $"ネイティブライブラリ {Native.Library} の種類（32/64ビット）がプログラムと合いません。", cause);
            }
            catch (EntryPointNotFoundException cause)
            {
                throw new EntryPointNotFoundException($"CarePlanLink: {Native.Library} is another library.", cause);
            }
        }

        internal static void Check(int code, IntPtr error)
        {
            if (code != 0)
            {
                throw CarePlanLinkException.Take(code, error);
            }
        }

        private static readonly UTF8Encoding Strict = new UTF8Encoding(false, true);

        /// <summary>UTF-8. Half a surrogate pair is refused (<see cref="ErrorCode.NotUtf8"/>), not changed into another character.</summary>
        internal static byte[] Encoded(string text)
        {
            try
            {
                return Strict.GetBytes(text);
            }
            catch (EncoderFallbackException)
            {
                throw CarePlanLinkException.Of(ErrorCode.NotUtf8);
            }
        }

        /// <summary>UTF-8 with the NUL that ends it.</summary>
        internal static byte[] Utf8(string text, string name)
        {
            if (Given(text, name).IndexOf('\0') >= 0)
            {
                throw new ArgumentException("a text holds a NUL character", name);
            }
            var bytes = Encoded(text);
            Array.Resize(ref bytes, bytes.Length + 1);
            return bytes;
        }

        /// <summary>The same of a text that may be left out.</summary>
        internal static byte[] MaybeUtf8(string text, string name) => text == null ? null : Utf8(text, name);

        internal static T Given<T>(T value, string name) where T : class => value ?? throw new ArgumentNullException(name);

        internal static UIntPtr Length(byte[] bytes) => (UIntPtr)bytes.Length;

        internal static uint ToNumber(int value, string name) =>
            value >= 0 ? (uint)value : throw new ArgumentOutOfRangeException(name);

        /// <summary>Cases of a closed set as numbers; none where they are left out.</summary>
        internal static int[] Numbers<T>(IEnumerable<T> cases, Func<T, int> number) =>
            cases == null ? new int[0] : cases.Select(number).ToArray();

        internal static UIntPtr ToCount(int value, string name) => (UIntPtr)ToNumber(value, name);

        /// <summary>A number as the text of a setting.</summary>
        internal static string Digits(int value, string name) => ToNumber(value, name).ToString(CultureInfo.InvariantCulture);
    }
}
