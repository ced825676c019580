using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace CarePlanLink
{
    /// <summary>Gets progress; returns 0 to continue.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int ProgressFunction(IntPtr user, int step, ulong done, ulong total);

    /// <summary>Signs with a key of the host's own; returns 0 where it signed.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    internal delegate int SignFunction(
        IntPtr user, uint scheme, IntPtr message, UIntPtr messageLength, IntPtr signature, UIntPtr capacity, IntPtr written);

    /// <summary>A handle of the library: freed once, and never while a call uses it. It is shared, not copied: a
    /// copy of an object that holds it (MemberwiseClone) is disposed of with the object.</summary>
    internal sealed class NativeHandle : SafeHandle
    {
        private readonly Action<IntPtr> free;
        // What this one is borrowed from, which is not freed before.
        private readonly NativeHandle owner;
        // What is borrowed from this one: it ends with it.
        private List<WeakReference<NativeHandle>> lent;

        /// <summary>What the library calls or reads through this handle, which must not be collected before.</summary>
        internal object Keeps { get; set; }

        private NativeHandle(IntPtr raw, Action<IntPtr> free) : base(IntPtr.Zero, true)
        {
            this.free = free;
            SetHandle(raw);
        }

        private NativeHandle(IntPtr raw, NativeHandle owner) : base(IntPtr.Zero, true)
        {
            if (raw == IntPtr.Zero)
            {
                return;
            }
            var taken = false;
            owner.DangerousAddRef(ref taken);
            this.owner = owner;
            SetHandle(raw);
            owner.Lend(this);
        }

        /// <summary>Stands for NULL if an argument may be left out.</summary>
        internal static readonly NativeHandle None = new NativeHandle(IntPtr.Zero, (Action<IntPtr>)null);

        internal static NativeHandle Owned(IntPtr raw, Action<IntPtr> free) => new NativeHandle(raw, free);

        internal static NativeHandle Borrowed(IntPtr raw, NativeHandle owner) => new NativeHandle(raw, owner);

        public override bool IsInvalid => handle == IntPtr.Zero;

        private void Lend(NativeHandle borrowed)
        {
            var all = new List<WeakReference<NativeHandle>>();
            all = Interlocked.CompareExchange(ref lent, all, null) ?? all;
            lock (all)
            {
                all.RemoveAll(each => !each.TryGetTarget(out var other) || other.IsClosed);
                all.Add(new WeakReference<NativeHandle>(borrowed));
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && lent != null)
            {
                lock (lent)
                {
                    foreach (var each in lent)
                    {
                        if (each.TryGetTarget(out var borrowed))
                        {
                            borrowed.Dispose();
                        }
                    }
                    lent.Clear();
                }
            }
            base.Dispose(disposing);
        }

        protected override bool ReleaseHandle()
        {
            if (owner != null)
            {
                owner.DangerousRelease();
            }
            else
            {
                free(handle);
            }
            return true;
        }
    }
}
