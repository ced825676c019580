using System;
using System.Runtime.InteropServices;
using System.Text;

namespace CarePlanLink
{
    /// <summary>A password; the library's copy is wiped when it is disposed of.</summary>
    public sealed class Secret : IDisposable
    {
        internal NativeHandle Handle { get; }

        /// <summary>Copies a password.</summary>
        public Secret(string text)
        {
            Border.Require();
            var bytes = Encoding.UTF8.GetBytes(text);
            var code = Native.cpl_secret_new(bytes, Border.Length(bytes), out var made, out var error);
            Array.Clear(bytes, 0, bytes.Length);
            Border.Check(code, error);
            Handle = NativeHandle.Owned(made, Native.cpl_secret_free);
        }

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }

    /// <summary>The office's key with its certificate.</summary>
    public sealed class Signer : IDisposable
    {
        // The library calls it as long as a client signs with it.
        private readonly SignFunction sign;

        internal NativeHandle Handle { get; }

        private Signer(IntPtr made, SignFunction sign)
        {
            Handle = NativeHandle.Owned(made, Native.cpl_signer_free);
            this.sign = sign;
        }

        /// <summary>A key from the bytes of a PKCS#12 file (.p12, .pfx).</summary>
        public static Signer FromPkcs12(byte[] file, Secret password)
        {
            Border.Require();
            Border.Given(file, nameof(file));
            Border.Check(Native.cpl_signer_from_pkcs12(file, Border.Length(file), password.Handle, out var made, out var error), error);
            return new Signer(made, null);
        }

        /// <summary>A key from the bytes of a PEM file; the password is for an encrypted key.</summary>
        public static Signer FromPem(byte[] file, Secret password = null)
        {
            Border.Require();
            Border.Given(file, nameof(file));
            Border.Check(Native.cpl_signer_from_pem(file, Border.Length(file), password?.Handle ?? NativeHandle.None, out var made, out var error), error);
            return new Signer(made, null);
        }

        /// <summary>A key of the host's own: scheme (number of the TLS registry) and message come in, the
        /// signature goes back. What it throws becomes <see cref="ErrorCode.KeySign"/>.</summary>
        public static Signer FromCallback(byte[] chainPem, ushort[] schemes, Func<int, byte[], byte[]> sign)
        {
            Border.Require();
            Border.Given(chainPem, nameof(chainPem));
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
                    // No exception may cross the border.
                    return -1;
                }
            };
            Border.Check(
                Native.cpl_signer_from_callback(IntPtr.Zero, forward, chainPem, Border.Length(chainPem), schemes,
                    (UIntPtr)schemes.Length, out var handle, out var error), error);
            return new Signer(handle, forward);
        }

        internal void KeepAlive() => GC.KeepAlive(sign);

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }

    /// <summary>Authorities and revocation lists.</summary>
    public sealed class Trust : IDisposable
    {
        internal NativeHandle Handle { get; }

        /// <summary>Trusts the certificates of a PEM text.</summary>
        public Trust(byte[] pem)
        {
            Border.Require();
            Border.Given(pem, nameof(pem));
            Border.Check(Native.cpl_trust_from_pem(pem, Border.Length(pem), out var made, out var error), error);
            Handle = NativeHandle.Owned(made, Native.cpl_trust_free);
        }

        /// <summary>Adds certificates and revocation lists.</summary>
        public void AddPem(byte[] pem) =>
            Border.Check(Native.cpl_trust_add_pem(Handle, Border.Given(pem, nameof(pem)), Border.Length(pem), out var error), error);

        /// <summary>Sets the authorities whose time stamps count.</summary>
        public void SetStampAuthorities(byte[] pem) =>
            Border.Check(Native.cpl_trust_set_stamp_authorities(Handle, Border.Given(pem, nameof(pem)), Border.Length(pem), out var error), error);

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }

    /// <summary>How to reach a relay: keys and values as <c>cpl_options_set</c> has them.</summary>
    public sealed class ClientOptions : IDisposable
    {
        internal NativeHandle Handle { get; }

        /// <summary>The relay at <c>https://host[:port][/prefix]</c>.</summary>
        public ClientOptions(string baseUrl)
        {
            Border.Require();
            Border.Check(Native.cpl_options_new(out var made, out var error), error);
            Handle = NativeHandle.Owned(made, Native.cpl_options_free);
            Set("base_url", baseUrl);
        }

        /// <summary>Sets an option, as <c>connect_timeout_ms</c> or <c>proxy_url</c>.</summary>
        public void Set(string key, string value) =>
            Border.Check(Native.cpl_options_set(Handle, Border.Utf8(key), Border.Utf8(value), out var error), error);

        /// <summary>Sets a secret option: <c>proxy_password</c>.</summary>
        public void Set(string key, Secret value) =>
            Border.Check(Native.cpl_options_set_secret(Handle, Border.Utf8(key), value.Handle, out var error), error);

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }
}
