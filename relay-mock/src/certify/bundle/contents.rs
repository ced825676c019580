//! The parts of a bundle.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use serde::Serialize;

use super::record::{BundleRecord, KeyOrigin};
use crate::certify::judge::Verdict;
use crate::certify::pack::Pack;
use crate::certify::report::{PageInput, forms, junit, not_proven, page};
use crate::certify::transcript::{CaseRecord, RunRecord, Transcript};

/// What a bundle is made of.
pub struct BundleInput<'a> {
    /// The pack by which it was judged.
    pub pack: &'a Pack,
    /// The run, with the bytes of its files.
    pub transcript: &'a Transcript,
    /// The verdict.
    pub verdict: &'a Verdict,
    /// The known failures, as their file has them.
    pub known: Option<&'a str>,
    /// What it says of itself.
    pub record: &'a BundleRecord,
    /// The authorities of the signature, PEM.
    pub authorities: &'a str,
}

/// A part.
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// The names of the parts that are always there and are read again.
pub(super) const RECORD: &str = "bundle.json";
pub(super) const RESULT: &str = "result.json";
pub(super) const TRANSCRIPT: &str = "transcript.json";
pub(super) const KNOWN: &str = "expect.toml";
pub(super) const AUTHORITIES: &str = "authorities.pem";

#[derive(Serialize)]
struct Run<'a> {
    run: &'a RunRecord,
    cases: Vec<&'a CaseRecord>,
}

#[derive(Template)]
#[template(path = "bundle.html")]
struct Readme<'a> {
    record: &'a BundleRecord,
    at: u64,
}

#[derive(Template)]
#[template(path = "not-proven.html")]
struct NotProven {
    texts: Vec<String>,
}

/// All parts, in their order.
pub fn parts(input: &BundleInput<'_>) -> Vec<Part> {
    let BundleInput { pack, transcript, verdict, known, record, authorities } = input;
    let is_test_key = Some(record.key == KeyOrigin::Test);
    let tester = record.tester.as_deref();
    let view = PageInput { pack, transcript, verdict, tester, is_test_key };
    let at = cplink::seal::unix_time(&record.made).map_or(0, |at| at.as_secs());
    let texts = not_proven(verdict, is_test_key);
    // Writing to a text cannot fail.
    let readme = Readme { record, at }.render().unwrap_or_default();
    let not_proven = NotProven { texts }.render().unwrap_or_default();
    let run = Run { run: &transcript.run, cases: transcript.cases.values().collect() };
    let mut parts = vec![
        html("README.html", readme),
        html("not-proven.html", not_proven),
        html("index.html", page(&view, |case| Some(format!("forms-{case}.html")))),
        json(RECORD, record),
        json(RESULT, verdict),
        Part { name: "junit.xml".to_owned(), media_type: "text/xml", bytes: bytes(junit(verdict, transcript)) },
        json(TRANSCRIPT, &run),
    ];
    let text = |name: &str, text: &str| Part {
        name: name.to_owned(),
        media_type: "text/plain",
        bytes: bytes(text.to_owned()),
    };
    parts.extend(known.map(|known| text(KNOWN, known)));
    parts.push(text(AUTHORITIES, authorities));
    for case in &pack.cases {
        parts.extend(forms(&view, case).map(|forms| html(&format!("forms-{}.html", case.id), forms)));
    }
    let kept = transcript.cases.values().flat_map(CaseRecord::files);
    let kept: BTreeMap<&str, &Arc<[u8]>> = kept.map(|(_, file)| (file.sha256.as_str(), &file.bytes)).collect();
    parts.extend(record.files.iter().filter_map(|file| {
        let bytes = Arc::clone(kept.get(file.sha256.as_str())?);
        Some(Part { name: file.part.clone(), media_type: "application/octet-stream", bytes })
    }));
    parts
}

fn html(name: &str, text: String) -> Part {
    Part { name: name.to_owned(), media_type: "text/html", bytes: bytes(text) }
}

fn json(name: &str, value: &impl Serialize) -> Part {
    // What is written here has only texts as keys.
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    Part { name: name.to_owned(), media_type: "application/json", bytes: Arc::from(text) }
}

fn bytes(text: String) -> Arc<[u8]> {
    Arc::from(text.into_bytes())
}
