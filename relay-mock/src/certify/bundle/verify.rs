//! Checking a bundle, without a network.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use cplink::keys::{Trust, UnixTime};
use cplink::progress::Job;
use cplink::seal::{Opened, open, read_unverified, unix_time};
use cplink::{Code, Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::again::{judged, made_anew};
use super::checked::{Checked, Mark};
use super::contents::{AUTHORITIES, KNOWN, RECORD, RESULT, TRANSCRIPT};
use super::make::LIMITS;
use super::receipts::receipts;
use super::record::{BundleRecord, FORMAT, KeyOrigin};
use crate::certify::judge::Verdict;
use crate::certify::pack::Pack;
use crate::certify::transcript::{CaseRecord, PackName, RunRecord, Transcript};

/// The longest part that is read as a whole.
const MAX_PART: u64 = 256 << 20;

type Bundle<'a> = Opened<Cursor<&'a [u8]>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    run: RunRecord,
    cases: Vec<CaseRecord>,
}

/// Checks signature and digests, that all is there and nothing else, that the verdict follows from the transcript and
/// the pages from both. `pack` gives the pack of a name where it is at hand. Without `trust` the authorities in the
/// bundle itself are taken: then the signature shows that nothing was changed, and not who signed.
///
/// # Errors
/// Those of [`open()`]; [`Code::NotAContainer`] where the container is no bundle.
pub fn verify(
    bytes: &[u8],
    trust: Option<&Trust>,
    pack: impl FnOnce(&PackName) -> Option<Pack>,
    now: UnixTime,
) -> Result<Checked> {
    let own = match trust {
        Some(_) => None,
        None => Some(Trust::from_pem(&peek(bytes, AUTHORITIES)?)?),
    };
    let authorities = trust.or(own.as_ref()).ok_or(Code::TrustFile)?;
    let (mut opened, expired) = opened(bytes, authorities, now)?;
    let record: BundleRecord = read(&mut opened, RECORD)?;
    if record.format != FORMAT {
        return Err(no_bundle("another form of bundle"));
    }
    let verdict: Verdict = read(&mut opened, RESULT)?;
    let Run { run, cases } = read(&mut opened, TRANSCRIPT)?;
    let cases = cases.into_iter().map(|case| (case.id.clone(), case)).collect();
    let mut checked = Checked { record, verdict, told: Vec::new() };
    signature(&mut checked, &opened, trust.is_some(), expired);
    let mut transcript = Transcript { run, cases };
    files(&mut checked, &mut opened, &mut transcript)?;
    receipts(&mut checked, &transcript, now);
    let known = text(&mut opened, KNOWN)?;
    let authorities = text(&mut opened, AUTHORITIES)?.unwrap_or_default();
    match pack(&checked.record.pack).filter(|pack| pack.sha256 == checked.verdict.pack.sha256) {
        Some(pack) => {
            judged(&mut checked, &pack, &transcript, known.as_deref());
            made_anew(&mut checked, &pack, &transcript, known.as_deref(), &authorities, opened.parts());
        }
        None => {
            let (id, version) = (checked.verdict.pack.id.clone(), checked.verdict.pack.version.clone());
            checked.tell(
                Mark::Unsure,
                format!("試験パック（{id} {version}）が手元にないため、判定とページの内容は確かめていません。同じ版の relay-mock を使うか、--pack でパックのフォルダーを指定してください。"),
                format!("The pack ({id} {version}) is not at hand: verdict and pages were not checked. Use the same version of relay-mock, or name the pack's folder with --pack."),
            );
        }
    }
    Ok(checked)
}

/// A part before anybody vouches for it.
fn peek(bytes: &[u8], name: &str) -> Result<Vec<u8>> {
    read_unverified(Cursor::new(bytes), name, MAX_PART, &LIMITS, &mut Job::new())
        .map_err(|error| if error.code() == Code::InvalidArgument { no_bundle("a part is missing") } else { error })
}

/// Opens it as of now, or, where the certificate has ended since, as of when it says that it was made.
fn opened<'a>(bytes: &'a [u8], trust: &Trust, now: UnixTime) -> Result<(Bundle<'a>, bool)> {
    let at = |time| open(Cursor::new(bytes), &LIMITS, trust, time, &mut Job::new());
    match at(now) {
        Err(error) if matches!(error.code(), Code::CertExpired | Code::CertIssuerExpired) => {
            let record: BundleRecord =
                serde_json::from_slice(&peek(bytes, RECORD)?).map_err(|_| no_bundle("bundle.json"))?;
            Ok((at(unix_time(&record.made)?)?, true))
        }
        opened => Ok((opened?, false)),
    }
}

fn signature(checked: &mut Checked, opened: &Bundle<'_>, is_trusted: bool, expired: bool) {
    let identity = &opened.signer().identity;
    let name = identity.organization.clone().unwrap_or_default();
    let number = &identity.office_number;
    checked.tell(
        Mark::Good,
        format!("署名のあとの変更はありません（署名者 {number} {name}、{}個のファイル）。", opened.parts().len()),
        format!("Nothing was changed since it was signed (by {number} {name}; {} files).", opened.parts().len()),
    );
    if checked.record.key == KeyOrigin::Test {
        checked.tell(
            Mark::Note,
            "試験用の鍵による署名です。だれが作成したかは証明しません。",
            "Signed with a test key: it does not prove who made it.",
        );
    } else if !is_trusted {
        checked.tell(
            Mark::Note,
            "署名者の認証局は確かめていません。確かめるには、認証局の証明書を --trust で指定してください。",
            "The signer's authority was not checked. To check it, name its certificate with --trust.",
        );
    }
    if expired {
        checked.tell(
            Mark::Note,
            "署名者の証明書は期限が切れています。作成日時（署名者の時計）の時点では有効でした。",
            "The signer's certificate has ended. It was valid when the bundle says that it was made.",
        );
    }
}

/// Gives the files of the transcript their bytes.
fn files(checked: &mut Checked, opened: &mut Bundle<'_>, transcript: &mut Transcript) -> Result<()> {
    let hex = |sha256: &[u8; 32]| base16ct::lower::encode_string(sha256);
    let places: BTreeMap<String, usize> =
        opened.parts().iter().enumerate().map(|(place, part)| (hex(&part.sha256), place)).collect();
    let mut bytes: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    let (mut count, mut missing) = (0, Vec::new());
    for case in transcript.cases.values_mut() {
        let id = case.id.clone();
        for file in case.files_mut() {
            count += 1;
            if let Some(bytes) = bytes.get(&file.sha256) {
                file.bytes = Arc::clone(bytes);
            } else if let Some(place) = places.get(&file.sha256) {
                let mut read = Vec::new();
                opened.copy_part(*place, &mut read, &mut Job::new())?;
                let read: Arc<[u8]> = Arc::from(read);
                bytes.insert(file.sha256.clone(), Arc::clone(&read));
                file.bytes = read;
            } else {
                missing.push(format!("{id} {}", file.name));
            }
        }
    }
    match missing.first() {
        None => checked.tell(
            Mark::Good,
            format!("製品に渡したファイル、製品から受け取ったファイル、受領証（{count}個）がすべてあります。"),
            format!("All {count} files that were given and taken, and receipts, are there."),
        ),
        Some(first) => checked.tell(
            Mark::Wrong,
            format!("記録にあるファイルが{}個ありません（{first} など）。", missing.len()),
            format!("{} files of the transcript are missing (as {first}).", missing.len()),
        ),
    }
    Ok(())
}

fn read<T: DeserializeOwned>(opened: &mut Bundle<'_>, name: &str) -> Result<T> {
    let bytes = part(opened, name)?.ok_or_else(|| no_bundle("a part is missing"))?;
    // What the parser says could quote the file.
    serde_json::from_slice(&bytes)
        .map_err(|_| no_bundle("a part is not of the form"))
        .map_err(|error| error.in_file(name))
}

fn text(opened: &mut Bundle<'_>, name: &str) -> Result<Option<String>> {
    part(opened, name)?.map(|bytes| String::from_utf8(bytes).map_err(|_| no_bundle("a part is no text"))).transpose()
}

fn part(opened: &mut Bundle<'_>, name: &str) -> Result<Option<Vec<u8>>> {
    if opened.parts().iter().any(|part| part.name == name) {
        opened.read_part(name, MAX_PART).map(Some)
    } else {
        Ok(None)
    }
}

fn no_bundle(detail: &'static str) -> Error {
    Error::new(Code::NotAContainer).with_detail(detail)
}
