//! Any bytes as a receipt. What is accepted must be a sound one.
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

fuzz_target!(|bytes: &[u8]| {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let outcomes = [Receipt::verify(bytes, &TRUST, now), Receipt::verify_as_of_signing(bytes, &TRUST, now)];
    if outcomes.iter().any(Result::is_ok) {
        assert!(SOUND.contains(&bytes));
    }
    if let Ok(text) = str::from_utf8(bytes)
        && let Ok(head) = text.parse::<ChainHead>()
    {
        assert_eq!(head.to_string(), text);
    }
});
