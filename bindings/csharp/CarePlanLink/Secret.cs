using System;

namespace CarePlanLink
{
    public sealed partial class Secret
    {
        /// <summary>Copies a password. The string itself stays in memory until it is collected: bytes can be wiped.
        /// <para>パスワードをコピーする。文字列自体はメモリーに残る（バイト列なら消去できる）。</para></summary>
        public Secret(string text) : this(New(text))
        {
        }

        private static NativeHandle New(string text)
        {
            Border.Require();
            var bytes = Border.Encoded(Border.Given(text, nameof(text)));
            try
            {
                return New(bytes);
            }
            finally
            {
                Array.Clear(bytes, 0, bytes.Length);
            }
        }
    }
}
