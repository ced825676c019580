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
            var bytes = Border.Encoded(text);
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
        public static Signer FromCallback(byte[] chainPem, ushort[] schemes, Func<int, byte[], byte[]> sign) =>
            OfHost(Native.cpl_signer_from_callback, chainPem, schemes, sign);

        /// <summary>The same, but <paramref name="sign"/> gets the digest of the message (SHA-256, SHA-384 or
        /// SHA-512, as the scheme says): for HSMs and services. ECDSA may come back as .NET gives it.</summary>
        public static Signer FromDigestCallback(byte[] chainPem, ushort[] schemes, Func<int, byte[], byte[]> sign) =>
            OfHost(Native.cpl_signer_from_digest_callback, chainPem, schemes, sign);

        /// <summary>The one key that the token asks for; no PIN where it is entered on the device.</summary>
        public static Signer FromToken(Token token, Secret pin = null)
        {
            Border.Given(token, nameof(token));
            Border.Check(Native.cpl_signer_from_token(token.Handle, pin?.Handle ?? NativeHandle.None, out var made, out var error), error);
            return new Signer(made, null);
        }

        /// <summary>Checks the certificate before anything is sent: that it holds and, where a number is given,
        /// that it is this office's.</summary>
        public void Check(Trust trust, string officeNumber = null)
        {
            Border.Given(trust, nameof(trust));
            var number = officeNumber == null ? null : Border.Utf8(officeNumber);
            Border.Check(Native.cpl_signer_check(Handle, trust.Handle, number, out var error), error);
        }

        internal static Signer Opened(IntPtr made) => new Signer(made, null);

        private delegate int Host(IntPtr user, SignFunction sign, byte[] chain, UIntPtr chainLength, ushort[] schemes,
            UIntPtr schemesLength, out IntPtr made, out IntPtr error);

        private static Signer OfHost(Host make, byte[] chainPem, ushort[] schemes, Func<int, byte[], byte[]> sign)
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
                    // No exception may reach the library.
                    return -1;
                }
            };
            Border.Check(
                make(IntPtr.Zero, forward, chainPem, Border.Length(chainPem), schemes,
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

        /// <summary>Trusts the certificates of a file, PEM or DER; its revocation lists count too.</summary>
        public Trust(byte[] pem)
        {
            Border.Require();
            Border.Given(pem, nameof(pem));
            Border.Check(Native.cpl_trust_from_pem(pem, Border.Length(pem), out var made, out var error), error);
            Handle = NativeHandle.Owned(made, Native.cpl_trust_free);
        }

        /// <summary>Adds the revocation lists of a folder: its files *.crl, PEM or DER. One that cannot be used is set aside.</summary>
        public void AddCrlFolder(string folder) =>
            Border.Check(Native.cpl_trust_add_crl_folder(Handle, Border.Utf8(folder), out var error), error);

        /// <summary>Sets how strict to be: <c>lists_required</c>, <c>policies</c>, <c>grace_days</c>, <c>relay</c>, as
        /// <c>cpl_trust_set</c> has them.</summary>
        public void Set(string key, string value) =>
            Border.Check(Native.cpl_trust_set(Handle, Border.Utf8(key), Border.Utf8(value), out var error), error);

        /// <summary>Sets how office number and kind are read from a certificate.</summary>
        public void SetProfile(Profile profile) =>
            Border.Check(Native.cpl_trust_set_profile(Handle, Border.Given(profile, nameof(profile)).Handle, out var error), error);

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

        /// <summary>Sets an option: <c>connect_timeout_ms</c>, <c>call_timeout_ms</c>, <c>body_timeout_ms</c>,
        /// <c>stall_timeout_ms</c>, <c>proxy_url</c>, <c>proxy_user</c>, <c>tls_ca_pem</c>, <c>relay_pin</c> (<c>sha256:…</c> or a name,
        /// <c>;</c> between several), <c>allow_tls12</c>, <c>time_stamp_url</c>, <c>message_memory_mib</c>,
        /// <c>transport</c>. <c>cplink.h</c> describes each at <c>cpl_options_set</c>.</summary>
        public void Set(string key, string value) =>
            Border.Check(Native.cpl_options_set(Handle, Border.Utf8(key), Border.Utf8(value), out var error), error);

        /// <summary>Sets a secret option: <c>proxy_password</c>.</summary>
        public void Set(string key, Secret value) =>
            Border.Check(Native.cpl_options_set_secret(Handle, Border.Utf8(key), value.Handle, out var error), error);

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }
}
