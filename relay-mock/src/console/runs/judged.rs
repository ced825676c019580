//! A run with its verdict, and what is downloaded of it.

use std::io::{Cursor, Write as _};
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use cplink::keys::UnixTime;
use time::OffsetDateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::wrong::{Wrong, of_bundle, of_folder, of_io};
use super::{Runs, Seen};
use crate::certify::bundle::{BundleInput, BundleRecord, KeyOrigin, make, test_key};
use crate::certify::judge::{Verdict, judge};
use crate::certify::pack::Pack;
use crate::certify::report::{PageInput, forms, junit, page};
use crate::certify::transcript::{RunFolder, Transcript};

/// The signed bundle in a run's folder.
const BUNDLE: &str = "bundle.asice";

/// A run with its verdict.
pub(in super::super) struct Judged {
    pub(in super::super) pack: Arc<Pack>,
    pub(in super::super) transcript: Transcript,
    pub(in super::super) verdict: Verdict,
    folder: RunFolder,
}

impl Runs {
    /// Judges a run as it lies there.
    pub(in super::super) fn judged(&self, seen: &Seen) -> Result<Judged, Wrong> {
        let (folder, transcript) = RunFolder::open(&seen.path).map_err(of_folder)?;
        let pack = self.pack(&transcript.run.pack.id).ok_or_else(|| {
            Wrong::new(
                StatusCode::CONFLICT,
                "この試験の試験パックが手元にないため、判定できません。",
                "relay-mock certify judge に --pack を付けて実行してください。",
            )
        })?;
        let verdict = judge(&pack, &transcript);
        Ok(Judged { pack, transcript, verdict, folder })
    }

    /// The verdict that was written when the run ended.
    pub(in super::super) fn written(&self, seen: &Seen) -> Option<Verdict> {
        serde_json::from_slice(&std::fs::read(seen.path.join("result.json")).ok()?).ok()
    }

    /// The cases of which forms were written beside the verdict.
    pub(in super::super) fn cases_with_forms(&self, seen: &Seen, pack: &Pack) -> Vec<String> {
        let forms = seen.path.join("forms");
        let ids = pack.cases.iter().map(|case| &case.id);
        ids.filter(|id| forms.join(format!("{id}.html")).is_file()).cloned().collect()
    }

    /// The bundle, if one was made.
    pub(in super::super) fn bundle(&self, seen: &Seen) -> Option<Vec<u8>> {
        std::fs::read(seen.path.join(BUNDLE)).ok()
    }
}

impl Judged {
    fn input(&self) -> PageInput<'_> {
        let Self { pack, transcript, verdict, .. } = self;
        PageInput { pack, transcript, verdict, tester: None, is_test_key: None }
    }

    /// The page, which leads nowhere.
    pub(in super::super) fn page(&self) -> String {
        page(&self.input(), |_| None)
    }

    /// The forms of a case side by side, where it has some.
    pub(in super::super) fn forms(&self, case: &str) -> Option<String> {
        forms(&self.input(), self.pack.case(case)?)
    }

    pub(in super::super) fn junit(&self) -> String {
        junit(&self.verdict, &self.transcript)
    }

    /// The page with all forms, in one file.
    pub(in super::super) fn archive(&self) -> Result<Vec<u8>, Wrong> {
        let mut files = vec![("index.html".to_owned(), page(&self.input(), |case| Some(format!("forms/{case}.html"))))];
        for case in &self.pack.cases {
            files.extend(self.forms(&case.id).map(|forms| (format!("forms/{}.html", case.id), forms)));
        }
        zip(files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
    }

    /// Makes the bundle, signed by a test key, and keeps it in the run's folder.
    pub(in super::super) fn make_bundle(&self) -> Result<(), Wrong> {
        let now = OffsetDateTime::now_utc();
        let (signer, authorities) = test_key(now).map_err(of_bundle)?;
        let seconds = u64::try_from(now.unix_timestamp()).unwrap_or_default();
        let made = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let Self { pack, transcript, verdict, folder } = self;
        let record = BundleRecord::new(transcript, verdict, None, KeyOrigin::Test, made).map_err(of_bundle)?;
        let input = BundleInput { pack, transcript, verdict, known: None, record: &record, authorities: &authorities };
        let made = make(&input, &signer).map_err(of_bundle)?;
        folder.write(&folder.path().join(BUNDLE), &made.bytes).map_err(of_folder)
    }
}

/// Files in one file.
pub(in super::super) fn zip<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, Wrong> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(name, how).map_err(|error| of_io(error.into()))?;
        zip.write_all(bytes).map_err(of_io)?;
    }
    Ok(zip.finish().map_err(|error| of_io(error.into()))?.into_inner())
}
