//! Any bytes as a PKCS#12 file: an error or a signer, in bounded time, never a panic.
#![no_main]

use cplink::keys::{FileSigner, Signer};
use cplink::secret::Secret;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(signer) = FileSigner::from_pkcs12(bytes, &Secret::from("test")) {
        assert!(!signer.chain().is_empty() && !signer.schemes().is_empty());
    }
});
