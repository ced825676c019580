//! The certificates of the folder of keys: whose they are, for how long, and whether this relay would take them.

use std::fs;
use std::path::Path;

use cplink::Code;
use cplink::keys::{Trust, UnixTime, Usage, certificates_of_pem, identify};
use time::OffsetDateTime;

use super::receipt::time_of;
use super::words;
use crate::server::sealing::unix;

/// Of a folder with more, the others are not read.
const MOST: usize = 500;
/// A larger file holds something else.
const MOST_BYTES: u64 = 64 * 1024;
/// The folder of those that must be refused, below the others.
const BAD: &str = "bad";

/// A certificate of an office.
pub(super) struct Shown {
    /// Its file, below the folder.
    pub(super) file: String,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) until: String,
    pub(super) days_left: i64,
    /// What the relay says of it.
    pub(super) word: &'static str,
    /// The style of that.
    pub(super) tone: &'static str,
}

/// Those of the folder, by the names of their files. It reads and calculates: not on an async worker.
pub(super) fn all(folder: &Path, trust: &Trust, now: OffsetDateTime) -> Vec<Shown> {
    let mut files = names(folder, "");
    files.extend(names(&folder.join(BAD), "bad/"));
    files.truncate(MOST);
    files.into_iter().filter_map(|file| shown(folder, file, trust, unix(now))).collect()
}

/// The names of the PEM files, in order.
fn names(folder: &Path, before: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().take(MOST * 4);
    let names = entries.filter_map(|entry| {
        let is_small = entry.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MOST_BYTES);
        let name = entry.file_name().into_string().ok()?;
        (is_small && name.ends_with(".pem")).then(|| format!("{before}{name}"))
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// `None` where the file is of no office.
fn shown(folder: &Path, file: String, trust: &Trust, now: UnixTime) -> Option<Shown> {
    let certificates = certificates_of_pem(&fs::read(folder.join(&file)).ok()?).ok()?;
    let (leaf, others) = certificates.split_first()?;
    let identity = identify(leaf, trust.profile()).ok()?;
    let (word, tone) = match trust.verify_office(leaf, others, now, Usage::TlsClient) {
        Ok(_) => ("有効", "good"),
        Err(error) => (refused(error.code()), "bad"),
    };
    let is_office = cplink::keys::is_office_number(&identity.office_number);
    is_office.then(|| Shown {
        file,
        number: identity.office_number.clone(),
        name: identity.organization.clone().unwrap_or_default(),
        kind: identity.kind.name_ja(),
        until: words::moment(time_of(identity.not_after)),
        days_left: identity.days_left(now),
        word,
        tone,
    })
}

/// Why the relay does not take it, in a word.
fn refused(code: Code) -> &'static str {
    match code {
        Code::CertExpired => "期限切れ",
        Code::CertNotYetValid => "開始前",
        Code::CertRevoked => "失効",
        Code::CertUnknownIssuer => "発行元が不明",
        Code::CertKind | Code::CertKindAgent | Code::CertKindDisability => "使用できない種類",
        _ => "使用できません",
    }
}
