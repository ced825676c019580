//! Any bytes as a receipt. What is accepted must say what a sound one says.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use cplink::keys::{Trust, UnixTime};
use cplink::seal::{ChainHead, Receipt};
use libfuzzer_sys::fuzz_target;

static TRUST: LazyLock<Trust> =
    LazyLock::new(|| Trust::from_pem(include_bytes!("../seeds/root.pem")).expect("the seed"));
const SOUND: &[&[u8]] =
    &[include_bytes!("../seeds/seal_receipt/accepted.p7s"), include_bytes!("../seeds/seal_receipt/imported.p7s")];
/// A moment at which the seeds' certificates hold.
const NOW: u64 = include!("../seeds/now");

static SAID: LazyLock<Vec<String>> =
    LazyLock::new(|| SOUND.iter().map(|sound| said(sound).expect("the seed verifies")).collect());

fuzz_target!(init: assert!(!SAID.is_empty()), |bytes: &[u8]| {
    if let Some(said) = said(bytes) {
        assert!(SAID.contains(&said), "{said}");
    }
    if let Ok(text) = str::from_utf8(bytes)
        && let Ok(head) = text.parse::<ChainHead>()
    {
        assert_eq!(head.to_string(), text);
    }
});

/// Who says what, where the receipt verifies.
fn said(bytes: &[u8]) -> Option<String> {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let later = Receipt::verify_as_of_signing(bytes, &TRUST, now);
    let verified = Receipt::verify(bytes, &TRUST, now).or(later).ok()?;
    let signer = &verified.signer;
    let by = (&signer.identity, &signer.certificate, signer.signing_time, &signer.time_stamp);
    Some(format!("{by:?} {:?}", verified.receipt))
}
