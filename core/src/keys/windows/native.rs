//! The calls of Windows: the one file of this crate with unsafe code.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::io;
use std::ptr::{null, null_mut};

use rustls::SignatureScheme;
use rustls::pki_types::CertificateDer;
use windows_sys::Win32::Security::Cryptography::*;
use windows_sys::core::PCWSTR;

use super::store::WindowsStore;
use crate::error::{Code, Error, Result};
use crate::keys::is_pkcs1;

/// The longest signature: RSA of 16384 bits.
const MAX_SIGNATURE: u32 = 2048;
/// The most certificates of a store that are looked at.
const MAX_CERTIFICATES: usize = 1024;

/// The errors of smart cards about a PIN (winerror.h, `SCARD_W_…`).
const WRONG_PIN: i32 = 0x8010_006B_u32.cast_signed();
const PIN_BLOCKED: i32 = 0x8010_006C_u32.cast_signed();

/// The certificates of a system store.
pub(super) fn certificates(store: WindowsStore, name: &str) -> Result<Vec<Context>> {
    let place = match store {
        WindowsStore::CurrentUser => CERT_SYSTEM_STORE_CURRENT_USER,
        WindowsStore::LocalMachine => CERT_SYSTEM_STORE_LOCAL_MACHINE,
    };
    let flags = place | CERT_STORE_OPEN_EXISTING_FLAG | CERT_STORE_READONLY_FLAG;
    let name = wide(name);
    // SAFETY: the name is NUL-ended UTF-16 that lives for the call, as this provider wants it.
    let opened = unsafe { CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, name.as_ptr().cast()) };
    if opened.is_null() {
        let error = io::Error::last_os_error();
        // A store into which nothing was put yet.
        return match error.kind() {
            io::ErrorKind::NotFound => Ok(Vec::new()),
            _ => Err(Error::io(Code::KeyStore, error)),
        };
    }
    let store = Store(opened);
    let (mut found, mut previous) = (Vec::new(), null_mut());
    while found.len() < MAX_CERTIFICATES {
        // SAFETY: the store is open; the call frees the previous context, which is NULL or came from it.
        previous = unsafe { CertEnumCertificatesInStore(store.0, previous) };
        if previous.is_null() {
            return Ok(found);
        }
        // SAFETY: a live context; the duplicate is ours to free.
        found.push(Context(unsafe { CertDuplicateCertificateContext(previous) }));
    }
    // SAFETY: the last context of the walk is still ours.
    unsafe { CertFreeCertificateContext(previous) };
    Ok(found)
}

struct Store(HCERTSTORE);

impl Drop for Store {
    fn drop(&mut self) {
        // SAFETY: opened by us, closed once; contexts that were duplicated keep what they need.
        unsafe { CertCloseStore(self.0, 0) };
    }
}

/// A certificate as the store holds it.
pub(super) struct Context(*mut CERT_CONTEXT);

// SAFETY: a certificate context is counted by atomics and never changed by us; crypt32 allows any thread.
unsafe impl Send for Context {}
// SAFETY: as above: all calls read.
unsafe impl Sync for Context {}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: our own share, given back once.
        unsafe { CertFreeCertificateContext(self.0) };
    }
}

impl Context {
    pub(super) fn der(&self) -> CertificateDer<'static> {
        // SAFETY: a live context; its encoded bytes live as long as it does and are copied here.
        let bytes = unsafe {
            let context = &*self.0;
            std::slice::from_raw_parts(context.pbCertEncoded, usize::try_from(context.cbCertEncoded).unwrap_or(0))
        };
        CertificateDer::from(bytes.to_vec())
    }

    /// Whether the store knows of a private key.
    pub(super) fn has_key(&self) -> bool {
        self.provider().is_some()
    }

    /// `CRYPT_KEY_PROV_INFO` with the texts it points to, in one block of its alignment.
    fn provider(&self) -> Option<Vec<u64>> {
        let mut size = 0;
        let id = CERT_KEY_PROV_INFO_PROP_ID;
        // SAFETY: a live context; NULL asks for the size.
        if unsafe { CertGetCertificateContextProperty(self.0, id, null_mut(), &raw mut size) } == 0 {
            return None;
        }
        let mut block = vec![0_u64; usize::try_from(size).ok()?.div_ceil(8)];
        // SAFETY: the block holds at least `size` bytes and is aligned for pointers.
        let got = unsafe { CertGetCertificateContextProperty(self.0, id, block.as_mut_ptr().cast(), &raw mut size) };
        (got != 0 && block.len() * 8 >= size_of::<CRYPT_KEY_PROV_INFO>()).then_some(block)
    }

    /// Opens the private key, of CNG where it can be had that way.
    pub(super) fn key(&self) -> Result<Key> {
        let (mut handle, mut kind, mut ours) = (0, 0, 0);
        let flags = CRYPT_ACQUIRE_PREFER_NCRYPT_KEY_FLAG;
        // SAFETY: a live context and three places of the types that the call wants.
        let got = unsafe {
            CryptAcquireCertificatePrivateKey(self.0, flags, null(), &raw mut handle, &raw mut kind, &raw mut ours)
        };
        if got == 0 {
            return Err(last(if self.has_key() { Code::KeyStore } else { Code::KeyMissing }));
        }
        let ours = ours != 0;
        if kind == CERT_NCRYPT_KEY_SPEC {
            return Ok(Key::Cng(CngKey { handle, ours }));
        }
        // Wine names both uses at once for a key that was imported; such a key is one for exchange.
        let kind = if kind == AT_KEYEXCHANGE | AT_SIGNATURE { AT_KEYEXCHANGE } else { kind };
        // That provider may know SHA-1 only; the one for AES opens the same container.
        let old = CapiKey { handle, kind, ours };
        self.reopened(kind).map(Key::Capi).or(Ok(Key::Capi(old)))
    }

    fn reopened(&self, kind: u32) -> Result<CapiKey> {
        let block = self.provider().ok_or_else(|| Error::new(Code::KeyMissing))?;
        // SAFETY: `provider` checked the size, and the block is aligned for it.
        let info = unsafe { &*block.as_ptr().cast::<CRYPT_KEY_PROV_INFO>() };
        let mut handle = 0;
        let flags = info.dwFlags & CRYPT_MACHINE_KEYSET;
        // SAFETY: the container's name points into the block, which lives for the call.
        let got = unsafe { CryptAcquireContextW(&raw mut handle, info.pwszContainerName, null(), PROV_RSA_AES, flags) };
        match got {
            0 => Err(last(Code::KeyStore)),
            _ => Ok(CapiKey { handle, kind, ours: true }),
        }
    }
}

/// An open private key.
pub(super) enum Key {
    Cng(CngKey),
    Capi(CapiKey),
}

impl Key {
    pub(super) fn is_cng(&self) -> bool {
        matches!(self, Self::Cng(_))
    }

    /// Signs a digest. May show a dialog for a PIN and block until it is closed.
    pub(super) fn sign(&self, scheme: SignatureScheme, digest: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Cng(key) => key.sign(scheme, digest),
            Self::Capi(key) => key.sign(digest),
        }
    }
}

pub(super) struct CngKey {
    handle: NCRYPT_KEY_HANDLE,
    ours: bool,
}

impl Drop for CngKey {
    fn drop(&mut self) {
        if self.ours {
            // SAFETY: handed to us to free, once.
            unsafe { NCryptFreeObject(self.handle) };
        }
    }
}

impl CngKey {
    fn sign(&self, scheme: SignatureScheme, digest: &[u8]) -> Result<Vec<u8>> {
        let name = hash_name(digest);
        let length = u32::try_from(digest.len()).unwrap_or(0);
        let pkcs1 = BCRYPT_PKCS1_PADDING_INFO { pszAlgId: name };
        let pss = BCRYPT_PSS_PADDING_INFO { pszAlgId: name, cbSalt: length };
        let (padding, flags): (*const c_void, _) = match scheme {
            _ if is_pkcs1(scheme) => ((&raw const pkcs1).cast(), NCRYPT_PAD_PKCS1_FLAG),
            SignatureScheme::ECDSA_NISTP256_SHA256 | SignatureScheme::ECDSA_NISTP384_SHA384 => (null(), 0),
            _ => ((&raw const pss).cast(), NCRYPT_PAD_PSS_FLAG),
        };
        let mut signature = vec![0; MAX_SIGNATURE as usize];
        let mut written = 0;
        let out = signature.as_mut_ptr();
        // SAFETY: an open key; digest, padding and signature live for the call and have the given sizes.
        let status = unsafe {
            NCryptSignHash(self.handle, padding, digest.as_ptr(), length, out, MAX_SIGNATURE, &raw mut written, flags)
        };
        if status != 0 {
            return Err(refused(status));
        }
        signature.truncate(usize::try_from(written).unwrap_or(0));
        Ok(signature)
    }
}

pub(super) struct CapiKey {
    handle: usize,
    kind: u32,
    ours: bool,
}

impl Drop for CapiKey {
    fn drop(&mut self) {
        if self.ours {
            // SAFETY: handed to us to release, once.
            unsafe { CryptReleaseContext(self.handle, 0) };
        }
    }
}

/// A hash object of CAPI.
struct Hash(usize);

impl Drop for Hash {
    fn drop(&mut self) {
        // SAFETY: made by us, destroyed once.
        unsafe { CryptDestroyHash(self.0) };
    }
}

impl CapiKey {
    /// PKCS#1 v1.5; CAPI gives its numbers with the last byte first.
    fn sign(&self, digest: &[u8]) -> Result<Vec<u8>> {
        let algorithm = match digest.len() {
            48 => CALG_SHA_384,
            64 => CALG_SHA_512,
            _ => CALG_SHA_256,
        };
        let mut hash = 0;
        // SAFETY: an open provider and a place for the hash.
        if unsafe { CryptCreateHash(self.handle, algorithm, 0, 0, &raw mut hash) } == 0 {
            return Err(last_signing());
        }
        let hash = Hash(hash);
        // SAFETY: the digest has the length of the algorithm chosen for it.
        if unsafe { CryptSetHashParam(hash.0, HP_HASHVAL, digest.as_ptr(), 0) } == 0 {
            return Err(last_signing());
        }
        let mut signature = vec![0; MAX_SIGNATURE as usize];
        let mut written = MAX_SIGNATURE;
        let out = signature.as_mut_ptr();
        // SAFETY: a hash that was set, and a buffer of the given size.
        if unsafe { CryptSignHashW(hash.0, self.kind, null(), 0, out, &raw mut written) } == 0 {
            return Err(last_signing());
        }
        signature.truncate(usize::try_from(written).unwrap_or(0));
        signature.reverse();
        Ok(signature)
    }
}

fn hash_name(digest: &[u8]) -> PCWSTR {
    match digest.len() {
        48 => BCRYPT_SHA384_ALGORITHM,
        64 => BCRYPT_SHA512_ALGORITHM,
        _ => BCRYPT_SHA256_ALGORITHM,
    }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

fn last(code: Code) -> Error {
    Error::io(code, io::Error::last_os_error())
}

fn last_signing() -> Error {
    refused(io::Error::last_os_error().raw_os_error().unwrap_or(0))
}

/// A signature that was refused: by the key, or by who was asked for a PIN.
fn refused(status: i32) -> Error {
    let code = match status {
        WRONG_PIN => Code::KeyPin,
        PIN_BLOCKED => Code::KeyPinLocked,
        _ => Code::KeySign,
    };
    Error::io(code, io::Error::from_raw_os_error(status))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::keys::external;

    /// A number of an RSA key, as long as its field.
    fn field(number: der::asn1::UintRef<'_>, length: usize) -> Vec<u8> {
        let bytes = number.as_bytes();
        [vec![0; length - bytes.len()], bytes.to_vec()].concat()
    }

    /// `BCRYPT_RSAFULLPRIVATE_BLOB` of a PKCS#8 key.
    fn blob(pkcs8: &[u8]) -> Vec<u8> {
        use der::asn1::UintRef;
        use der::{Decode, Reader, SliceReader};
        // Version, algorithm, then the key in an octet string.
        let mut outer = SliceReader::new(pkcs8).unwrap();
        let key = outer
            .sequence(|reader| {
                let _version = u8::decode(reader)?;
                let _algorithm = der::AnyRef::decode(reader)?;
                let key = der::asn1::OctetStringRef::decode(reader)?;
                Ok(key.as_bytes())
            })
            .unwrap();
        let mut reader = SliceReader::new(key).unwrap();
        let [_, n, e, d, p, q, dp, dq, qi] = reader
            .sequence(|reader| {
                let mut all = [UintRef::new(&[0])?; 9];
                for one in &mut all {
                    *one = UintRef::decode(reader)?;
                }
                Ok(all)
            })
            .unwrap();
        let (modulus, half, exponent) = (n.as_bytes().len(), n.as_bytes().len() / 2, e.as_bytes().len());
        let mut out = Vec::new();
        for word in [0x3341_5352, modulus * 8, exponent, modulus, half, half] {
            out.extend(u32::try_from(word).unwrap().to_le_bytes());
        }
        let lengths = [exponent, modulus, half, half, half, half, half, modulus];
        for (number, length) in [e, n, p, q, dp, dq, qi, d].into_iter().zip(lengths) {
            out.extend(field(number, length));
        }
        out
    }

    /// CNG signs in all schemes of RSA with a key that was imported into it. From a certificate to such
    /// a key leads `Context::key`, which Wine cannot show. Wine's keys keep the padding of their first
    /// signature, so that each scheme has its own here.
    #[test]
    fn cng_signs_with_an_imported_key() {
        let pki = relay_mock::pki::Pki::new(time::OffsetDateTime::now_utc()).unwrap();
        let identity = pki.office(&relay_mock::pki::OfficeCert::new("1370000011", "みどり")).unwrap();
        let (leaf, blob) = (&identity.chain[0], blob(&identity.key_pkcs8));
        let mut provider = 0;
        // SAFETY: a place for the handle.
        assert_eq!(unsafe { NCryptOpenStorageProvider(&raw mut provider, MS_KEY_STORAGE_PROVIDER, 0) }, 0);
        let length = u32::try_from(blob.len()).unwrap();
        for scheme in external::schemes_of(leaf).unwrap() {
            let mut handle = 0;
            let kind = BCRYPT_RSAFULLPRIVATE_BLOB;
            // SAFETY: an open provider, a place for the handle, and a blob of the given length.
            let status =
                unsafe { NCryptImportKey(provider, 0, kind, null(), &raw mut handle, blob.as_ptr(), length, 0) };
            assert_eq!(status, 0);
            let key = CngKey { handle, ours: true };
            let digest = external::digest(*scheme, b"message").unwrap();
            let signature = key.sign(*scheme, digest.as_ref()).unwrap();
            external::checked(leaf, *scheme, b"message", signature).unwrap();
        }
        // SAFETY: opened above.
        unsafe { NCryptFreeObject(provider) };
    }
}
