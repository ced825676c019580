using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace CarePlanLink
{
    /// <summary>Texts that stay where they are while the library reads them.</summary>
    internal sealed class TextArray : IDisposable
    {
        private readonly GCHandle[] texts;

        internal TextArray(IEnumerable<string> texts, string name)
        {
            // All are encoded before the first is pinned.
            var bytes = Border.Given(texts, name).Select(text => Border.Utf8(text, name)).ToArray();
            this.texts = bytes.Select(each => GCHandle.Alloc(each, GCHandleType.Pinned)).ToArray();
            Pointers = this.texts.Select(text => text.AddrOfPinnedObject()).ToArray();
        }

        internal IntPtr[] Pointers { get; }

        internal UIntPtr Count => (UIntPtr)Pointers.Length;

        public void Dispose()
        {
            foreach (var text in texts)
            {
                text.Free();
            }
        }
    }
}
