//! Any bytes as a container, and as the message header inside. What opens must say what the sound one says.
#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;
use std::time::Duration;

use cplink::keys::{Trust, UnixTime};
use cplink::progress::Job;
use cplink::seal::{Limits, MessageHeader, open};
use libfuzzer_sys::fuzz_target;

static TRUST: LazyLock<Trust> =
    LazyLock::new(|| Trust::from_pem(include_bytes!("../seeds/root.pem")).expect("the seed"));
const SOUND: &[u8] = include_bytes!("../seeds/seal_container/sound.asice");
/// A moment at which the seeds' certificates hold.
const NOW: u64 = include!("../seeds/now");

static SAID: LazyLock<String> = LazyLock::new(|| said(SOUND).expect("the seed opens"));

fuzz_target!(init: assert!(!SAID.is_empty()), |bytes: &[u8]| {
    if let Some(said) = said(bytes) {
        assert_eq!(said, *SAID);
    }
    if let Ok(message) = MessageHeader::from_bytes(bytes) {
        assert_eq!(message.to_bytes().expect("what was read can be written"), bytes);
    }
});

/// Who says what, where the container opens.
fn said(bytes: &[u8]) -> Option<String> {
    let limits = Limits { parts: 8, part_bytes: 1 << 16, total_bytes: 1 << 18, ..Limits::default() };
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let opened = open(Cursor::new(bytes), &limits, &TRUST, now, &mut Job::new()).ok()?;
    let signer = opened.signer();
    let by = (&signer.identity, &signer.certificate, signer.signing_time, &signer.time_stamp);
    Some(format!("{by:?} {:?} {:?} {:?}", opened.id(), opened.message(), opened.parts()))
}
