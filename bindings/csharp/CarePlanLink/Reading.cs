using System;
using System.Runtime.InteropServices;
using System.Text;

namespace CarePlanLink
{
    // What comes out of the library.
    internal static partial class Border
    {
        internal delegate int Of<T>(NativeHandle handle, out T value, out IntPtr error);
        internal delegate int At<T>(NativeHandle handle, UIntPtr index, out T value, out IntPtr error);
        internal delegate int AtAt<T>(NativeHandle handle, UIntPtr index, UIntPtr second, out T value, out IntPtr error);
        internal delegate int PieceOf(NativeHandle handle, out IntPtr data, out UIntPtr length, out IntPtr error);
        internal delegate int PieceAt(NativeHandle handle, UIntPtr index, out IntPtr data, out UIntPtr length, out IntPtr error);
        internal delegate int PieceAtAt(
            NativeHandle handle, UIntPtr index, UIntPtr second, out IntPtr data, out UIntPtr length, out IntPtr error);

        private static readonly DateTime Epoch = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        internal static T Read<T>(Of<T> function, NativeHandle handle)
        {
            Check(function(handle, out var value, out var error), error);
            return value;
        }

        internal static T Read<T>(At<T> function, NativeHandle handle, int index)
        {
            Check(function(handle, (UIntPtr)index, out var value, out var error), error);
            return value;
        }

        internal static T Read<T>(AtAt<T> function, NativeHandle handle, int index, int second)
        {
            Check(function(handle, (UIntPtr)index, (UIntPtr)second, out var value, out var error), error);
            return value;
        }

        internal static byte[] Bytes(PieceOf function, NativeHandle handle)
        {
            Check(function(handle, out var data, out var length, out var error), error);
            var copy = Bytes(data, length);
            GC.KeepAlive(handle);
            return copy;
        }

        internal static byte[] Bytes(PieceAt function, NativeHandle handle, int index)
        {
            Check(function(handle, (UIntPtr)index, out var data, out var length, out var error), error);
            var copy = Bytes(data, length);
            GC.KeepAlive(handle);
            return copy;
        }

        internal static byte[] Bytes(PieceAtAt function, NativeHandle handle, int index, int second)
        {
            Check(function(handle, (UIntPtr)index, (UIntPtr)second, out var data, out var length, out var error), error);
            var copy = Bytes(data, length);
            GC.KeepAlive(handle);
            return copy;
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

        internal static byte[] MaybeBytes(PieceOf function, NativeHandle handle) => OrNull(Bytes(function, handle));

        internal static byte[] MaybeBytes(PieceAt function, NativeHandle handle, int index) => OrNull(Bytes(function, handle, index));

        private static byte[] OrNull(byte[] bytes) => bytes.Length == 0 ? null : bytes;

        internal static string Text(IntPtr data, UIntPtr length) => Text(Bytes(data, length));

        private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes, 0, bytes.Length);

        internal static string Text(PieceOf function, NativeHandle handle) => Text(Bytes(function, handle));

        internal static string Text(PieceAt function, NativeHandle handle, int index) => Text(Bytes(function, handle, index));

        internal static string Text(PieceAtAt function, NativeHandle handle, int index, int second) =>
            Text(Bytes(function, handle, index, second));

        internal static string MaybeText(PieceOf function, NativeHandle handle) => OrNull(Text(function, handle));

        internal static string MaybeText(PieceAt function, NativeHandle handle, int index) => OrNull(Text(function, handle, index));

        internal static string MaybeText(PieceAtAt function, NativeHandle handle, int index, int second) =>
            OrNull(Text(function, handle, index, second));

        private static string OrNull(string text) => text.Length == 0 ? null : text;

        internal static int[] Numbers(PieceOf function, NativeHandle handle)
        {
            Check(function(handle, out var data, out var count, out var error), error);
            var copy = Numbers(data, Count(count));
            GC.KeepAlive(handle);
            return copy;
        }

        internal static int[] Numbers(PieceAt function, NativeHandle handle, int index)
        {
            Check(function(handle, (UIntPtr)index, out var data, out var count, out var error), error);
            var copy = Numbers(data, Count(count));
            GC.KeepAlive(handle);
            return copy;
        }

        internal static int[] Numbers(IntPtr data, int count)
        {
            var numbers = new int[count];
            if (count > 0)
            {
                Marshal.Copy(data, numbers, 0, count);
            }
            return numbers;
        }

        internal static int Count(UIntPtr value) => checked((int)value);

        internal static int Number(uint value) => checked((int)value);

        internal static long Size(ulong value) => checked((long)value);

        internal static int? Maybe(uint value) => value == 0 ? (int?)null : Number(value);

        internal static long? Maybe(long value, long none = 0) => value == none ? (long?)null : value;

        internal static ErrorCode? MaybeCode(int value) => value == 0 ? (ErrorCode?)null : (ErrorCode)value;

        internal static DateTime Time(long seconds) => Epoch.AddSeconds(seconds);

        /// <summary>Seconds since 1970; a moment without a zone is in UTC.</summary>
        internal static long ToSeconds(DateTime moment) =>
            (moment.Kind == DateTimeKind.Local ? moment.ToUniversalTime() : moment).Subtract(Epoch).Ticks / TimeSpan.TicksPerSecond;

        internal static DateTime? MaybeTime(long seconds) => seconds == 0 ? (DateTime?)null : Time(seconds);

        internal static T[] List<T>(int count, Func<int, T> item)
        {
            var all = new T[count];
            for (var i = 0; i < count; i++)
            {
                all[i] = item(i);
            }
            return all;
        }

        /// <summary>What the owner lends: it ends with the owner.</summary>
        internal static NativeHandle Lent(IntPtr lent, NativeHandle owner) => NativeHandle.Borrowed(lent, owner);

        /// <summary>Copies values out of what is lent.</summary>
        internal static T Copy<T>(NativeHandle lent, Func<NativeHandle, T> copy)
        {
            using (lent)
            {
                return copy(lent);
            }
        }

        /// <summary>Copies values out of what was handed over, and frees it; null where there is none.</summary>
        internal static T Take<T>(IntPtr made, Action<IntPtr> free, Func<NativeHandle, T> copy) where T : class
        {
            if (made == IntPtr.Zero)
            {
                return null;
            }
            using (var handle = NativeHandle.Owned(made, free))
            {
                return copy(handle);
            }
        }

        internal static byte[] TakeBytes(IntPtr made) =>
            Take(made, Native.cpl_bytes_free, handle => Bytes(Native.cpl_bytes_data, handle));

        internal static string TakeText(IntPtr made) => Text(TakeBytes(made));
    }
}
