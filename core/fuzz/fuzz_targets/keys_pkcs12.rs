//! Any bytes as a key file, PKCS#12 or whatever they are, and as a file of authorities: an error or a signer, in bounded time, never a panic.
#![no_main]

use cplink::keys::{FileSigner, Signer, Trust};
use cplink::secret::Secret;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: assert!(open(include_bytes!("../seeds/keys_pkcs12/sound.p12"))), |bytes: &[u8]| {
    open(bytes);
});

fn open(bytes: &[u8]) -> bool {
    let _ = Trust::from_pem(bytes);
    let signer = FileSigner::from_pkcs12(bytes, &Secret::from("test"));
    if let Ok(signer) = &signer {
        assert!(!signer.chain().is_empty() && !signer.schemes().is_empty());
    }
    signer.is_ok()
}
