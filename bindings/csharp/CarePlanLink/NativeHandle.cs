using System;
using System.Runtime.InteropServices;

namespace CarePlanLink
{
    /// <summary>Gets progress; returns 0 to continue.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int ProgressFunction(IntPtr user, int step, ulong done, ulong total);

    /// <summary>Signs with a key of the host's own; returns 0 where it signed.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int SignFunction(
        IntPtr user, uint scheme, IntPtr message, UIntPtr messageLength, IntPtr signature, UIntPtr capacity, IntPtr written);

    /// <summary>A handle of the library: freed once, and never while a call uses it.</summary>
    internal sealed class NativeHandle : SafeHandle
    {
        private readonly Action<IntPtr> free;

        // What a borrowed handle belongs to, so that the owner lives as long.
        internal object Owner { get; }

        private NativeHandle(IntPtr raw, Action<IntPtr> free, object owner) : base(IntPtr.Zero, free != null)
        {
            this.free = free;
            Owner = owner;
            SetHandle(raw);
        }

        /// <summary>Stands for NULL if an argument may be left out.</summary>
        internal static readonly NativeHandle None = new NativeHandle(IntPtr.Zero, null, null);

        internal static NativeHandle Owned(IntPtr raw, Action<IntPtr> free) => new NativeHandle(raw, free, null);

        internal static NativeHandle Borrowed(IntPtr raw, object owner) => new NativeHandle(raw, null, owner);

        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle()
        {
            free(handle);
            return true;
        }
    }
}
