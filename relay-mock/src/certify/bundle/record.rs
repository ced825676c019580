//! `bundle.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::certify::judge::Word;
use crate::certify::transcript::{CaseRecord, PackName, Profile, Transcript};

/// The form of a bundle.
pub const FORMAT: &str = "CPX-certify-bundle/1";

/// Whose key signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyOrigin {
    /// A key that the tester gave.
    Given,
    /// A test key that was made for this bundle and thrown away: it says nothing of who signed.
    Test,
}

/// What a bundle says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleRecord {
    /// The form: [`FORMAT`].
    pub format: String,
    /// The run's id.
    pub run: String,
    /// When the bundle was made (RFC 3339, UTC), by the tester's clock.
    pub made: String,
    /// By which version of this program.
    pub by: String,
    /// Who tested, where it was said.
    pub tester: Option<String>,
    /// Whose key signed.
    pub key: KeyOrigin,
    /// The product, as it says of itself.
    pub product: Profile,
    /// The pack by which it was judged.
    pub pack: PackName,
    /// The verdict.
    pub word: Word,
    /// The files that were given and taken, and the receipts.
    pub files: Vec<BundledFile>,
}

/// A file that was given or taken, or a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundledFile {
    /// The case.
    pub case: String,
    /// The step, from 0.
    pub step: usize,
    /// Its name.
    pub name: String,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Its name in the bundle.
    pub part: String,
}

/// The files of a run, each with its name in the bundle.
pub(super) fn files(transcript: &Transcript) -> Vec<BundledFile> {
    let of_case = |case: &CaseRecord| {
        let mut numbers = BTreeMap::<usize, usize>::new();
        let files = case.files().map(|(step, file)| {
            let number = numbers.entry(step).or_default();
            *number += 1;
            BundledFile {
                case: case.id.clone(),
                step,
                name: file.name.clone(),
                sha256: file.sha256.clone(),
                part: part_name(&case.id, step, *number - 1, &file.name),
            }
        });
        files.collect::<Vec<_>>()
    };
    transcript.cases.values().flat_map(of_case).collect()
}

/// A name that no shell and no file system takes for anything else; the file's own where it is such a one.
fn part_name(case: &str, step: usize, number: usize, name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let own = if name.len() <= 150 && name.bytes().all(is_plain) && !name.ends_with('.') { name } else { "file.bin" };
    format!("{case}.{step}.{number}.{own}")
}
