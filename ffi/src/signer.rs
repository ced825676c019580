//! The office's key.

use crate::boundary::enter_callback;
use crate::generated::handles::{cpl_secret, cpl_token, cpl_trust};
use crate::layout::wrong;
use cplink::keys::{CertificateDer, FileSigner, HostSigner, SignatureScheme, Signer, UnixTime, certificates_of_pem};
use cplink::{Code, Error, Result};
use std::ffi::c_void;
use std::sync::Arc;

/// The longest signature: RSA of 16384 bits.
const MAX_SIGNATURE: usize = 2048;

/// A key with its certificate. Never changes: any number of clients may share it.
pub struct cpl_signer(pub(crate) Arc<dyn Signer>);

/// Signs `message` (`message_len` bytes; not its digest) with the scheme (a number of the TLS
/// registry: 0x0804 RSA-PSS SHA-256, 0x0401 RSA PKCS#1 SHA-256, 0x0403 ECDSA P-256 SHA-256 …): writes
/// at most `capacity` bytes to `signature` (ECDSA as DER) and their number to `*signature_len`.
/// Returns 0, or any other number for `CPL_E_KEY_SIGN` with that number as OS code. Called on the
/// thread of the running verb. Must not throw and must not use the running client.
pub type cpl_sign_fn = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        scheme: u32,
        message: *const u8,
        message_len: usize,
        signature: *mut u8,
        capacity: usize,
        signature_len: *mut usize,
    ) -> i32,
>;

/// The same, given.
type SignFn = unsafe extern "C" fn(*mut c_void, u32, *const u8, usize, *mut u8, usize, *mut usize) -> i32;

/// The host's function with what it wants back.
struct HostKey {
    sign: SignFn,
    user: *mut c_void,
}

// SAFETY: we never look at `user`; the host promises that its callback may be called on any thread
// on which it runs a verb.
unsafe impl Send for HostKey {}
// SAFETY: the same promise; two clients that share a signer may sign at once.
unsafe impl Sync for HostKey {}

impl HostKey {
    fn sign(&self, scheme: SignatureScheme, bytes: &[u8]) -> Result<Vec<u8>> {
        let mut signature = vec![0; MAX_SIGNATURE];
        let mut len = 0;
        let (from, to) = (bytes.as_ptr(), signature.as_mut_ptr());
        let callback = enter_callback();
        // SAFETY: the host's function by its documented contract; all pointers live for the call.
        let code = unsafe {
            (self.sign)(self.user, u16::from(scheme).into(), from, bytes.len(), to, MAX_SIGNATURE, &raw mut len)
        };
        drop(callback);
        if code != 0 {
            return Err(Error::io(Code::KeySign, std::io::Error::from_raw_os_error(code)));
        }
        if len == 0 || len > MAX_SIGNATURE {
            return Err(Error::new(Code::KeySign).with_detail("the host's signature has an impossible length"));
        }
        signature.truncate(len);
        Ok(signature)
    }
}

/// The parts of a signer of the host; an empty chain or no scheme is a misuse.
fn host_parts(chain: &[u8], schemes: &[u16]) -> Result<(Vec<CertificateDer<'static>>, Vec<SignatureScheme>)> {
    let chain = certificates_of_pem(chain)?;
    if chain.is_empty() || schemes.is_empty() {
        return Err(wrong("a signer needs a certificate and a scheme"));
    }
    Ok((chain, schemes.iter().copied().map(SignatureScheme::from).collect()))
}

pub(crate) fn from_pkcs12(file: &[u8], password: &cpl_secret) -> Result<cpl_signer> {
    Ok(cpl_signer(Arc::new(FileSigner::from_pkcs12(file, &password.0)?)))
}

pub(crate) fn from_pem(file: &[u8], password: Option<&cpl_secret>) -> Result<cpl_signer> {
    let signer = FileSigner::from_pem(file, password.map(|password| &password.0))?;
    Ok(cpl_signer(Arc::new(signer)))
}

pub(crate) fn from_callback(user: *mut c_void, sign: SignFn, chain: &[u8], schemes: &[u16]) -> Result<cpl_signer> {
    let (chain, schemes) = host_parts(chain, schemes)?;
    let key = HostKey { sign, user };
    let signer = HostSigner::of_messages(chain, &schemes, move |scheme, message| key.sign(scheme, message))?;
    Ok(cpl_signer(Arc::new(signer)))
}

pub(crate) fn from_digest_callback(
    user: *mut c_void,
    sign: SignFn,
    chain: &[u8],
    schemes: &[u16],
) -> Result<cpl_signer> {
    let (chain, schemes) = host_parts(chain, schemes)?;
    let key = HostKey { sign, user };
    let signer = HostSigner::of_digests(chain, &schemes, move |scheme, digest| key.sign(scheme, digest))?;
    Ok(cpl_signer(Arc::new(signer)))
}

pub(crate) fn check(signer: &cpl_signer, trust: &cpl_trust, office_number: Option<&str>) -> Result<()> {
    trust.0.read()?.check(&*signer.0, office_number, UnixTime::now())?;
    Ok(())
}

pub(crate) fn from_token(token: &cpl_token, pin: Option<&cpl_secret>) -> Result<cpl_signer> {
    Ok(cpl_signer(token.0.read()?.open(pin.map(|pin| &pin.0))?))
}
