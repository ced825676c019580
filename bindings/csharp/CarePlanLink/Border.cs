using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace CarePlanLink
{
    /// <summary>What every call of the native library needs: texts, bytes, errors, and the check at load.</summary>
    internal static class Border
    {
        internal delegate int TextOf(NativeHandle handle, out IntPtr text, out UIntPtr length, out IntPtr error);
        internal delegate int TextAt(NativeHandle handle, UIntPtr index, out IntPtr text, out UIntPtr length, out IntPtr error);
        internal delegate int TextAtAt(NativeHandle handle, UIntPtr index, UIntPtr second, out IntPtr text, out UIntPtr length, out IntPtr error);
        internal delegate int SizeOf(NativeHandle handle, out UIntPtr value, out IntPtr error);
        internal delegate int SizeAt(NativeHandle handle, UIntPtr index, out UIntPtr value, out IntPtr error);
        internal delegate int IntOf(NativeHandle handle, out int value, out IntPtr error);
        internal delegate int IntAt(NativeHandle handle, UIntPtr index, out int value, out IntPtr error);
        internal delegate int UIntAt(NativeHandle handle, UIntPtr index, out uint value, out IntPtr error);
        internal delegate int LongOf(NativeHandle handle, out long value, out IntPtr error);
        internal delegate int LongAt(NativeHandle handle, UIntPtr index, out long value, out IntPtr error);
        internal delegate int PointerOf(NativeHandle handle, out IntPtr value, out IntPtr error);
        internal delegate int PointerAtAt(NativeHandle handle, UIntPtr index, UIntPtr second, out IntPtr value, out IntPtr error);
        internal delegate int PointerAt(NativeHandle handle, UIntPtr index, out IntPtr value, out IntPtr error);

        private static readonly DateTime Epoch = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
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

        /// <summary>UTF-8 with the NUL that ends it; null stays null.</summary>
        internal static byte[] Utf8(string text)
        {
            if (text == null)
            {
                return null;
            }
            if (text.IndexOf('\0') >= 0)
            {
                throw new ArgumentException("a text holds a NUL character");
            }
            var bytes = Encoded(text);
            Array.Resize(ref bytes, bytes.Length + 1);
            return bytes;
        }

        internal static T Given<T>(T value, string name) where T : class => value ?? throw new ArgumentNullException(name);

        internal static UIntPtr Length(byte[] bytes) => (UIntPtr)(bytes == null ? 0 : bytes.Length);

        internal static string Text(IntPtr data, UIntPtr length)
        {
            var bytes = Bytes(data, length);
            return Encoding.UTF8.GetString(bytes, 0, bytes.Length);
        }

        internal static byte[] Bytes(IntPtr data, UIntPtr length)
        {
            var bytes = new byte[checked((int)length)];
            if (bytes.Length > 0)
            {
                Marshal.Copy(data, bytes, 0, bytes.Length);
            }
            return bytes;
        }

        internal static string Text(TextOf function, NativeHandle handle)
        {
            Check(function(handle, out var text, out var length, out var error), error);
            var copy = Text(text, length);
            GC.KeepAlive(handle);
            return copy;
        }

        internal static string Text(TextAt function, NativeHandle handle, int index)
        {
            Check(function(handle, (UIntPtr)index, out var text, out var length, out var error), error);
            var copy = Text(text, length);
            GC.KeepAlive(handle);
            return copy;
        }

        internal static string Text(TextAtAt function, NativeHandle handle, int index, int second)
        {
            Check(function(handle, (UIntPtr)index, (UIntPtr)second, out var text, out var length, out var error), error);
            var copy = Text(text, length);
            GC.KeepAlive(handle);
            return copy;
        }

        internal static byte[] Bytes(TextOf function, NativeHandle handle)
        {
            Check(function(handle, out var data, out var length, out var error), error);
            var copy = Bytes(data, length);
            GC.KeepAlive(handle);
            return copy;
        }

        internal static byte[] Bytes(TextAtAt function, NativeHandle handle, int index, int second)
        {
            Check(function(handle, (UIntPtr)index, (UIntPtr)second, out var data, out var length, out var error), error);
            var copy = Bytes(data, length);
            GC.KeepAlive(handle);
            return copy;
        }

        /// <summary>Copies bytes that were handed over, and frees them.</summary>
        internal static byte[] TakeBytes(IntPtr raw)
        {
            using (var handle = NativeHandle.Owned(raw, Native.cpl_bytes_free))
            {
                return Bytes(Native.cpl_bytes_data, handle);
            }
        }

        internal static string TakeText(IntPtr raw) => Encoding.UTF8.GetString(TakeBytes(raw));

        internal static int Size(SizeOf function, NativeHandle handle)
        {
            Check(function(handle, out var value, out var error), error);
            return checked((int)value);
        }

        internal static int Size(SizeAt function, NativeHandle handle, int index)
        {
            Check(function(handle, (UIntPtr)index, out var value, out var error), error);
            return checked((int)value);
        }

        internal static int Int(IntOf function, NativeHandle handle)
        {
            Check(function(handle, out var value, out var error), error);
            return value;
        }

        internal static int Int(IntAt function, NativeHandle handle, int index)
        {
            Check(function(handle, (UIntPtr)index, out var value, out var error), error);
            return value;
        }

        internal static long UInt(UIntAt function, NativeHandle handle, int index)
        {
            Check(function(handle, (UIntPtr)index, out var value, out var error), error);
            return value;
        }

        internal static DateTime Time(LongOf function, NativeHandle handle)
        {
            Check(function(handle, out var value, out var error), error);
            return Epoch.AddSeconds(value);
        }

        internal static DateTime Time(LongAt function, NativeHandle handle, int index)
        {
            Check(function(handle, (UIntPtr)index, out var value, out var error), error);
            return Epoch.AddSeconds(value);
        }

        internal static NativeHandle Lent(PointerOf function, NativeHandle owner)
        {
            Check(function(owner, out var value, out var error), error);
            return NativeHandle.Borrowed(value, owner);
        }

        internal static NativeHandle Lent(PointerAt function, NativeHandle owner, int index)
        {
            Check(function(owner, (UIntPtr)index, out var value, out var error), error);
            return NativeHandle.Borrowed(value, owner);
        }

        internal static NativeHandle Lent(PointerAtAt function, NativeHandle owner, int index, int second)
        {
            Check(function(owner, (UIntPtr)index, (UIntPtr)second, out var value, out var error), error);
            return NativeHandle.Borrowed(value, owner);
        }

        internal static IReadOnlyList<string> Texts(SizeOf size, TextAt text, NativeHandle handle)
        {
            var all = new string[Size(size, handle)];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = Text(text, handle, i);
            }
            return all;
        }
    }
}
