using System;
using System.Collections;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>How a certificate's subject is read: keys and values as <c>cpl_profile_set</c> has them.</summary>
    public sealed class Profile : IDisposable
    {
        internal NativeHandle Handle { get; }

        /// <summary>The form of relay-mock's test certificates.</summary>
        public Profile()
        {
            Border.Require();
            Border.Check(Native.cpl_profile_new(out var made, out var error), error);
            Handle = NativeHandle.Owned(made, Native.cpl_profile_free);
        }

        /// <summary>Sets a property, as <c>office_number</c> or <c>kind_name</c>.</summary>
        public void Set(string key, string value) =>
            Border.Check(Native.cpl_profile_set(Handle, Border.Utf8(key), Border.Utf8(value), out var error), error);

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }

    /// <summary>A PKCS#11 module, and which token and key of it. The module stays loaded until the process ends.</summary>
    public sealed class Token : IDisposable
    {
        internal NativeHandle Handle { get; }

        /// <summary>Loads the maker's module.</summary>
        public Token(string module)
        {
            Border.Require();
            Border.Check(Native.cpl_token_new(Border.Utf8(module), out var made, out var error), error);
            Handle = NativeHandle.Owned(made, Native.cpl_token_free);
        }

        /// <summary>Sets what is asked for, as <c>label</c> or <c>key_id</c>: see <c>cpl_token_set</c>.</summary>
        public void Set(string key, string value) =>
            Border.Check(Native.cpl_token_set(Handle, Border.Utf8(key), Border.Utf8(value), out var error), error);

        /// <inheritdoc/>
        public void Dispose() => Handle.Dispose();
    }

    /// <summary>A certificate that could be used.</summary>
    public sealed class Candidate
    {
        internal Candidate(NativeHandle list, int index)
        {
            Subject = Border.Text(Native.cpl_candidates_subject, list, index);
            OfficeNumber = Border.Text(Native.cpl_candidates_office_number, list, index);
            Organization = Border.Text(Native.cpl_candidates_organization, list, index);
            Kind = Border.Text(Native.cpl_candidates_kind, list, index);
            KindJa = Border.Text(Native.cpl_candidates_kind_ja, list, index);
            KeyState = Border.Text(Native.cpl_candidates_key_state, list, index);
            Place = Border.Text(Native.cpl_candidates_place, list, index);
            PlaceName = Border.Text(Native.cpl_candidates_place_name, list, index);
            Notice = Border.Text(Native.cpl_candidates_notice, list, index);
            NoticeJa = Border.Text(Native.cpl_candidates_notice_ja, list, index);
            NotBefore = Border.Time(Native.cpl_candidates_not_before, list, index);
            NotAfter = Border.Time(Native.cpl_candidates_not_after, list, index);
            Problem = (ErrorCode)Border.Int(Native.cpl_candidates_problem, list, index);
        }

        /// <summary>The subject; empty where a password hides it.</summary>
        public string Subject { get; }
        /// <summary>The office number; empty if it cannot be read.</summary>
        public string OfficeNumber { get; }
        /// <summary>The office's name; empty where there is none.</summary>
        public string Organization { get; }
        /// <summary>The kind, as <c>care_insurance</c>; empty where it cannot be read.</summary>
        public string Kind { get; }
        /// <summary>The kind's Japanese name.</summary>
        public string KindJa { get; }
        /// <summary><c>usable</c>, <c>locked</c> or <c>missing</c>.</summary>
        public string KeyState { get; }
        /// <summary><c>file</c>, <c>token</c> or <c>windows_store</c>.</summary>
        public string Place { get; }
        /// <summary>The file's path, the token's label, or the store.</summary>
        public string PlaceName { get; }
        /// <summary><c>expires_90</c>, <c>expires_30</c>, <c>expires_7</c>, <c>expired</c>, or empty.</summary>
        public string Notice { get; }
        /// <summary>The same in Japanese.</summary>
        public string NoticeJa { get; }
        /// <summary>Valid from (UTC); 1970 where it cannot be read.</summary>
        public DateTime NotBefore { get; }
        /// <summary>Valid to (UTC); 1970 where it cannot be read.</summary>
        public DateTime NotAfter { get; }
        /// <summary>Why it cannot be used; <see cref="ErrorCode.None"/> where it can.</summary>
        public ErrorCode Problem { get; }
    }

    /// <summary>The certificates of a folder or of tokens, and the choice among them.</summary>
    public sealed class Candidates : IReadOnlyList<Candidate>, IDisposable
    {
        private readonly NativeHandle handle;
        private readonly Candidate[] all;

        private Candidates(IntPtr made)
        {
            handle = NativeHandle.Owned(made, Native.cpl_candidates_free);
            all = new Candidate[Border.Size(Native.cpl_candidates_len, handle)];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = new Candidate(handle, i);
            }
        }

        /// <summary>The certificates in the key files of a folder; the password is tried on each file. A file that
        /// cannot be read is listed with the reason as its problem.</summary>
        public static Candidates InFolder(string folder, Secret password = null, Profile profile = null)
        {
            Border.Require();
            Border.Check(
                Native.cpl_candidates_in_folder(Border.Utf8(folder), password?.Handle ?? NativeHandle.None,
                    profile?.Handle ?? NativeHandle.None, out var made, out var error), error);
            return new Candidates(made);
        }

        /// <summary>The certificates on the tokens that <paramref name="token"/> asks for.</summary>
        public static Candidates InToken(Token token, Secret pin = null, Profile profile = null)
        {
            Border.Given(token, nameof(token));
            Border.Check(
                Native.cpl_candidates_in_token(token.Handle, pin?.Handle ?? NativeHandle.None,
                    profile?.Handle ?? NativeHandle.None, out var made, out var error), error);
            return new Candidates(made);
        }

        /// <summary>The personal certificates of the Windows certificate store: <c>current_user</c> or
        /// <c>local_machine</c>.</summary>
        public static Candidates InWindowsStore(string store, Profile profile = null)
        {
            Border.Require();
            Border.Check(
                Native.cpl_candidates_in_windows_store(Border.Utf8(store), profile?.Handle ?? NativeHandle.None, out var made, out var error),
                error);
            return new Candidates(made);
        }

        /// <summary>The index of the one to use; null asks for any. Agents' and disability support certificates are
        /// refused by name.</summary>
        public int Choose(string officeNumber = null, string kind = null)
        {
            Border.Check(
                Native.cpl_candidates_choose(handle, officeNumber == null ? null : Border.Utf8(officeNumber),
                    kind == null ? null : Border.Utf8(kind), out var index, out var error), error);
            return (int)index;
        }

        /// <summary>Opens the key with its password or PIN.</summary>
        public Signer Open(int index, Secret secret = null)
        {
            Border.Check(
                Native.cpl_candidates_open(handle, (UIntPtr)index, secret?.Handle ?? NativeHandle.None, out var made, out var error), error);
            return Signer.Opened(made);
        }

        /// <inheritdoc/>
        public int Count => all.Length;
        /// <inheritdoc/>
        public Candidate this[int index] => all[index];
        /// <inheritdoc/>
        public IEnumerator<Candidate> GetEnumerator() => ((IEnumerable<Candidate>)all).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => all.GetEnumerator();
        /// <inheritdoc/>
        public void Dispose() => handle.Dispose();
    }
}
