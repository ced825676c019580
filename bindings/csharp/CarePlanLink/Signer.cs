using System;
using System.Runtime.InteropServices;

namespace CarePlanLink
{
    public sealed partial class Signer
    {
        /// <summary>A key of the host's own: scheme (number of the TLS registry) and message come in, the signature goes back.
        /// What it throws becomes <see cref="ErrorCode.KeySign"/>.
        /// <para>ホスト側の鍵。署名方式（TLSの登録番号）とメッセージを受け取り、署名を返す。例外は
        /// <see cref="ErrorCode.KeySign"/> になる。</para></summary>
        public static Signer FromCallback(byte[] chain, ushort[] schemes, Func<int, byte[], byte[]> sign) =>
            OfHost(Native.cpl_signer_from_callback, chain, schemes, sign);

        /// <summary>The same, but <paramref name="sign"/> gets the digest of the message (SHA-256, SHA-384 or SHA-512, as the
        /// scheme says): for HSMs and services. ECDSA may come back as .NET gives it.
        /// <para>同じだが、<paramref name="sign"/> にはメッセージのダイジェストを渡す（HSMや署名サービス向け）。</para></summary>
        public static Signer FromDigestCallback(byte[] chain, ushort[] schemes, Func<int, byte[], byte[]> sign) =>
            OfHost(Native.cpl_signer_from_digest_callback, chain, schemes, sign);

        private delegate int Host(IntPtr user, SignFunction sign, byte[] chain, UIntPtr chainLength, ushort[] schemes,
            UIntPtr schemesLength, out IntPtr made, out IntPtr error);

        private static Signer OfHost(Host make, byte[] chain, ushort[] schemes, Func<int, byte[], byte[]> sign)
        {
            Border.Require();
            Border.Given(chain, nameof(chain));
            Border.Given(schemes, nameof(schemes));
            Border.Given(sign, nameof(sign));
            SignFunction forward = (user, scheme, message, messageLength, signature, capacity, written) =>
            {
                try
                {
                    var made = sign((int)scheme, Border.Bytes(message, messageLength));
                    if (made == null || made.Length == 0 || (ulong)made.Length > (ulong)capacity)
                    {
                        return -1;
                    }
                    Marshal.Copy(made, 0, signature, made.Length);
                    Marshal.WriteIntPtr(written, (IntPtr)made.Length);
                    return 0;
                }
                catch (Exception)
                {
                    // No exception may reach the library.
                    return -1;
                }
            };
            Border.Check(
                make(IntPtr.Zero, forward, chain, Border.Length(chain), schemes, (UIntPtr)schemes.Length, out var handle, out var error),
                error);
            var signer = Take(handle);
            // The library calls it as long as a client signs with it.
            signer.Handle.Keeps = forward;
            return signer;
        }
    }
}
