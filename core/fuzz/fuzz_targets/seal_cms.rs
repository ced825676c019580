//! Any bytes as the signature of a sound container. It can be written in several ways, as other programs do:
//! what opens must say what the sound one says.
#![no_main]

use std::io::Cursor;
use std::sync::LazyLock;
use std::time::Duration;

use cplink::keys::{Trust, UnixTime};
use cplink::progress::Job;
use cplink::seal::{Limits, open, zip};
use libfuzzer_sys::fuzz_target;

static TRUST: LazyLock<Trust> =
    LazyLock::new(|| Trust::from_pem(include_bytes!("../seeds/root.pem")).expect("the seed"));
const CONTAINER: &[u8] = include_bytes!("../seeds/seal_container/sound.asice");
const SOUND: &[u8] = include_bytes!("../seeds/seal_cms/sound.p7s");
/// A moment at which the seeds' certificates hold.
const NOW: u64 = include!("../seeds/now");

static SAID: LazyLock<String> = LazyLock::new(|| said(SOUND).expect("the seed opens"));

fuzz_target!(init: assert!(!SAID.is_empty()), |signature: &[u8]| {
    if let Some(said) = said(signature) {
        assert_eq!(said, *SAID);
    }
});

/// Who says what, where the container opens with this signature.
fn said(signature: &[u8]) -> Option<String> {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let container = Cursor::new(with_signature(signature));
    let opened = open(container, &Limits::default(), &TRUST, now, &mut Job::new()).ok()?;
    let signer = opened.signer();
    let by = (&signer.identity, &signer.certificate, signer.signing_time, &signer.time_stamp);
    Some(format!("{by:?} {:?} {:?} {:?}", opened.id(), opened.message(), opened.parts()))
}

fn last(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes.windows(wanted.len()).rposition(|found| found == wanted).expect("the seed")
}

/// The sound container with another signature, its checksum and sizes set right.
fn with_signature(signature: &[u8]) -> Vec<u8> {
    let name = zip::SIGNATURE.as_bytes();
    // The last one is in the directory, the one before in the entry's own header.
    let data = last(&CONTAINER[..last(CONTAINER, name)], name) + name.len();
    let header = data - name.len() - 30;
    let directory = header + 30 + name.len() + SOUND.len();
    let mut bytes = CONTAINER[..data].to_vec();
    let size = (signature.len() as u32).to_le_bytes();
    let sums = [crc32fast::hash(signature).to_le_bytes(), size, size].concat();
    bytes[header + 14..header + 26].copy_from_slice(&sums);
    bytes.extend(signature);
    let (start, mut tail) = (bytes.len() as u32, CONTAINER[directory..].to_vec());
    let entry = last(&tail, name) - 46;
    tail[entry + 16..entry + 28].copy_from_slice(&sums);
    let end = tail.len() - 22;
    tail[end + 16..end + 20].copy_from_slice(&start.to_le_bytes());
    bytes.extend(tail);
    bytes
}
