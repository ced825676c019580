//! Messages that were spoilt on their way.

use cplink::Result;
use cplink::keys::Signer;
use cplink::progress::Job;
use cplink::seal::zip;

use super::entries::{Entry, container, entries};
use super::parcel::Parcel;
use super::partner::seal;
use super::spoilt::Spoilt;
use super::stage::Stage;
use crate::certify::scenario::Tamper;

/// An office to which nobody sends anything.
pub(super) const OTHER: &str = "9999999999";

/// The message, spoilt: everything else about it is right, down to the checksums, so that it is refused for this alone.
pub(super) fn spoilt(tamper: Tamper, parcel: &Parcel, stage: &mut Stage) -> Result<Spoilt> {
    let mut header = parcel.header.clone();
    if tamper == Tamper::OtherReceiver {
        OTHER.clone_into(&mut header.to.office);
    }
    let from = header.from.office.clone();
    let sealed = |signer: &dyn Signer| seal(header.clone(), parcel.parts.clone(), signer, &mut Job::new());
    let (id, right) = match tamper {
        Tamper::UnknownIssuer | Tamper::Expired | Tamper::Revoked | Tamper::OtherSigner => {
            sealed(&stage.distrusted(tamper, &from)?)?
        }
        _ => sealed(&*stage.partner(&from)?.signer())?,
    };
    Ok(Spoilt { id, header, container: changed(tamper, right) })
}

/// What was done to the container after it was signed.
fn changed(tamper: Tamper, right: Vec<u8>) -> Vec<u8> {
    let mut all = entries(&right);
    let is_csv = |entry: &Entry| entry.name.to_ascii_uppercase().ends_with(".CSV");
    match tamper {
        Tamper::PartAltered => {
            let rows = |entry: &Entry| entry.data.iter().filter(|byte| **byte == b'\n').count();
            if let Some(csv) = all.iter_mut().filter(|entry| is_csv(entry)).max_by_key(|entry| rows(entry)) {
                let digit = day(&csv.data).or_else(|| csv.data.iter().rposition(u8::is_ascii_digit));
                flip(&mut csv.data, digit.unwrap_or_default());
            }
        }
        Tamper::PartAdded => {
            let place = all.iter().position(|entry| entry.name == zip::MANIFEST).unwrap_or(all.len());
            all.insert(place, Entry { name: "memo.txt".to_owned(), data: b"added on the way\r\n".to_vec() });
        }
        Tamper::PartRemoved => {
            if let Some(place) = all.iter().rposition(is_csv) {
                all.remove(place);
            }
        }
        Tamper::SignatureAltered => {
            // The signature's own bytes are the last of the structure that holds it.
            if let Some(signature) = all.iter_mut().find(|entry| entry.name == zip::SIGNATURE) {
                let last = signature.data.len().saturating_sub(1);
                flip(&mut signature.data, last);
            }
        }
        Tamper::CutOff => {
            // In the signature: all files are there, and nobody vouches for them.
            let files = all.iter().position(|entry| entry.name == zip::SIGNATURE).unwrap_or(all.len());
            let before: usize = all[..files].iter().map(Entry::size).sum();
            let mut cut = right;
            cut.truncate(before + all.get(files).map_or(0, Entry::size) / 2);
            return cut;
        }
        Tamper::UnknownIssuer | Tamper::Expired | Tamper::Revoked | Tamper::OtherSigner | Tamper::OtherReceiver => {
            return right;
        }
    }
    container(&all)
}

/// The last digit of the last date: a visit on another day breaks no rule, and nothing but the digest tells of it.
fn day(csv: &[u8]) -> Option<usize> {
    let is_date = |cell: &[u8]| match cell {
        [b',', date @ .., b','] => date.starts_with(b"20") && date.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    csv.windows(10).rposition(is_date).map(|place| place + 8)
}

fn flip(data: &mut [u8], place: usize) {
    if let Some(byte) = data.get_mut(place) {
        *byte ^= 1;
    }
}
