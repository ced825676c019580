//! The signed bundle: made, opened by other programs, checked, and found out where it was changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;

use cplink::Code;
use cplink::file::Source;
use cplink::keys::{FileSigner, UnixTime};
use cplink::progress::Job;
use cplink::seal::{self, Draft, MessageHeader, Party};
use cplink_testkit::program::must_run;
use relay_mock::certify::bundle::{
    BundleInput, BundleRecord, Checked, KeyOrigin, LIMITS, Mark, Part, is_alteration, make, parts, test_key, verify,
};
use relay_mock::certify::judge::{Verdict, Word, judge};
use relay_mock::certify::pack::Pack;
use relay_mock::certify::transcript::{PackName, RunFolder, Transcript};
use relay_mock::pki::{Algorithm, OfficeCert, Pki};
use time::OffsetDateTime;

use crate::kit::{Ran, adapters, certify, product, run, sample};

fn embedded(name: &PackName) -> Option<Pack> {
    Pack::open(&name.id).ok()
}

/// `certify report --bundle` with these further arguments, on a run of one case.
fn report(ran: &Ran, arguments: &[&str]) -> (PathBuf, Output) {
    let bundle = ran.out().join("bundle.asice");
    let out = ran.out();
    let mut all = vec!["report", out.to_str().unwrap(), "--bundle", bundle.to_str().unwrap()];
    all.extend(arguments);
    let output = certify(&all);
    (bundle, output)
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn check(bundle: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut all = vec!["verify", bundle.to_str().unwrap()];
    all.extend(arguments);
    let output = certify(&all);
    (output.status.code(), said(&output))
}

#[test]
fn a_bundle_has_all_and_is_checked_by_unzip_and_openssl_alone() {
    let ran = run(&["--case", "D2-01", "--case", "D2-03"], &sample());
    let (bundle, output) = report(&ran, &["--tester", "試験太郎"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let (exit, told) = check(&bundle, &[]);
    assert_eq!(exit, Some(0), "{told}");
    assert!(
        told.contains("test key") && told.contains("the verdict is the same") && told.contains("\nValid\n"),
        "{told}"
    );
    // The digest of the line is the file's.
    let folder = bundle.parent().unwrap();
    let digest = must_run(folder, "openssl", &["dgst", "-sha256", "-r", "bundle.asice"]);
    assert!(said(&output).contains(&format!("SHA-256 {}", &digest[..64])), "{}", said(&output));
    // As its own page says.
    must_run(folder, "unzip", &["-q", "-o", "bundle.asice", "README.html"]);
    let readme = fs::read_to_string(folder.join("README.html")).unwrap();
    let commands: Vec<String> = readme
        .split("<pre class=\"command\">")
        .skip(1)
        .map(|rest| {
            rest.split("</pre>").next().unwrap().replace("&gt;", ">").replace("&lt;", "<").replace("&quot;", "\"")
        })
        .collect();
    assert_eq!(commands.len(), 5);
    let printed: Vec<String> = commands.iter().map(|command| must_run(folder, "sh", &["-c", command])).collect();
    assert_eq!(printed[4], "");
    let inside = |name: &str| fs::read_to_string(folder.join("check").join(name)).unwrap();
    assert!(inside("bundle.json").contains("試験太郎") && inside("index.html").contains("試験太郎"));
    assert!(inside("not-proven.html").contains("試験用の鍵によるものです"));
    assert!(inside("transcript.json").contains("\"D2-03\"") && inside("junit.xml").contains("<testsuites"));
    assert!(
        inside("forms-D2-01.html").contains("製品の出力 第6表")
            && inside("index.html").contains("href=\"forms-D2-01.html\"")
    );
    let record: BundleRecord = serde_json::from_str(&inside("bundle.json")).unwrap();
    assert!(record.files.len() > 3 && record.files.iter().all(|file| folder.join("check").join(&file.part).is_file()));
    // A changed file is found by the same commands.
    fs::write(folder.join("check").join(&record.files[0].part), "x").unwrap();
    must_run(folder, "sh", &["-c", &format!("{}; ! {}", commands[2], commands[4])]);
    // What is there is not overwritten.
    assert_eq!(report(&ran, &[]).1.status.code(), Some(3));
}

#[test]
fn a_key_that_is_given_signs_and_its_authority_is_checked() {
    let ran = run(&["--case", "D2-01"], &sample());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let pki = Pki::new(OffsetDateTime::now_utc()).unwrap();
    let key = pki.office(&OfficeCert::new("9970000012", "見本システム").algorithm(Algorithm::EcdsaP256)).unwrap();
    fs::write(at("key.p12"), key.pkcs12("open sesame").unwrap()).unwrap();
    fs::write(at("password"), "open sesame\n").unwrap();
    fs::write(at("root.pem"), pki.ca_pem()).unwrap();
    fs::write(at("other.pem"), Pki::named(OffsetDateTime::now_utc(), "Other").unwrap().ca_pem()).unwrap();
    let text = |name: &str| at(name).to_str().unwrap().to_owned();
    let (key, password, root) = (text("key.p12"), text("password"), text("root.pem"));
    let (_, output) = report(&ran, &["--key", &key]);
    assert_eq!(output.status.code(), Some(3), "without its password: {}", said(&output));
    let (bundle, output) = report(&ran, &["--key", &key, "--key-password-file", &password, "--trust", &root]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let (exit, told) = check(&bundle, &["--trust", &root]);
    assert!(exit == Some(0) && told.contains("9970000012") && !told.contains("was not checked"), "{told}");
    let (exit, told) = check(&bundle, &[]);
    assert!(exit == Some(0) && told.contains("authority was not checked"), "{told}");
    let (exit, told) = check(&bundle, &["--trust", &text("other.pem")]);
    assert!(exit == Some(1) && told.contains("Not valid"), "{told}");
    let mut bytes = fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(at("changed.asice"), bytes).unwrap();
    let (exit, told) = check(&at("changed.asice"), &["--trust", &root]);
    assert!(exit == Some(1) && told.contains("The bundle was changed since it was signed"), "{told}");
    // The key file's own authority serves where none is named.
    fs::remove_file(&bundle).unwrap();
    let (bundle, output) = report(&ran, &["--key", &key, "--key-password-file", &password]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(check(&bundle, &[]).0, Some(0));
}

#[test]
fn known_failures_are_in_the_bundle_and_count_when_it_is_judged_again() {
    let (_folder, product) = product(crate::known::MIDNIGHT);
    let ran = run(&[], &product);
    let file = ran.out().join("known.toml");
    let entry = |field: &str| {
        format!(
            "[[expect]]\ncase = \"D3-01\"\ncheck = \"meaning\"\nfinding = \"changed:UPJSK:{field}\"\nreason = \"fixed in 5.2\"\nuntil = \"2999-12-31\"\n\n"
        )
    };
    fs::write(&file, entry("service_start_time") + &entry("service_end_time")).unwrap();
    let (bundle, output) = report(&ran, &["--expect", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let (exit, told) = check(&bundle, &[]);
    assert_eq!(exit, Some(0), "{told}");
}

#[test]
fn without_the_pack_the_verdict_is_not_judged_again_and_this_is_said() {
    let pack = crate::packs::copied();
    let file = pack.path().join("cases/D2-02/facts.json");
    fs::write(&file, fs::read_to_string(&file).unwrap().replacen("\"value\": \"3\"", "\"value\": \"4\"", 1)).unwrap();
    let pack = pack.path().to_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let output =
        crate::kit::command(&["--case", "D2-02"], &folder.path().join("run"), &sample(), pack).output().unwrap();
    let ran = Ran::of(folder, output);
    let (bundle, output) = report(&ran, &["--pack", pack]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let (exit, told) = check(&bundle, &[]);
    assert!(exit == Some(2) && told.contains("pack (v4"), "{told}");
    let (exit, told) = check(&bundle, &["--pack", pack]);
    assert_eq!(exit, Some(0), "{told}");
}

#[test]
fn what_is_no_bundle_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bundle.asice");
    assert_eq!(check(&file, &[]).0, Some(3));
    fs::write(&file, "no bundle").unwrap();
    let (exit, told) = check(&file, &[]);
    assert!(exit == Some(3) && told.contains("no bundle"), "{told}");
    // A container of another sort.
    let (signer, authorities) = test_key(OffsetDateTime::now_utc()).unwrap();
    let bytes = sealed(vec![("authorities.pem", Arc::from(authorities.as_bytes()))], &signer);
    fs::write(&file, bytes).unwrap();
    assert_eq!(check(&file, &[]).0, Some(3));
}

/// A run of one case, judged.
struct Judged {
    pack: Pack,
    transcript: Transcript,
    verdict: Verdict,
    signer: FileSigner,
    authorities: String,
    _ran: Ran,
}

fn judged(product: &Path, case: &str) -> Judged {
    let ran = run(&["--case", case], product);
    let (_, transcript) = RunFolder::open(&ran.out()).unwrap();
    let pack = Pack::open("v4").unwrap();
    let verdict = judge(&pack, &transcript);
    let (signer, authorities) = test_key(OffsetDateTime::now_utc()).unwrap();
    Judged { pack, transcript, verdict, signer, authorities, _ran: ran }
}

impl Judged {
    fn record(&self) -> BundleRecord {
        BundleRecord::new(&self.transcript, &self.verdict, None, KeyOrigin::Test, UnixTime::now()).unwrap()
    }

    fn input<'a>(&'a self, record: &'a BundleRecord) -> BundleInput<'a> {
        BundleInput {
            pack: &self.pack,
            transcript: &self.transcript,
            verdict: &self.verdict,
            known: None,
            record,
            authorities: &self.authorities,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        make(&self.input(&self.record()), &self.signer).unwrap().bytes
    }

    /// The bundle with other parts, signed as it should be.
    fn with(&self, change: impl FnOnce(&mut Vec<Part>)) -> Checked {
        let mut parts = parts(&self.input(&self.record()));
        change(&mut parts);
        let parts = parts.into_iter().map(|part| (part.name, part.bytes));
        let parts: Vec<(String, Arc<[u8]>)> = parts.collect();
        checked(&sealed(parts.iter().map(|(name, bytes)| (name.as_str(), Arc::clone(bytes))).collect(), &self.signer))
    }
}

fn sealed(parts: Vec<(&str, Arc<[u8]>)>, signer: &FileSigner) -> Vec<u8> {
    let office = Party { office: "9999999990".to_owned(), service_type: "00".to_owned() };
    let message = MessageHeader {
        from: office.clone(),
        to: office,
        serial: "20261129120000".to_owned(),
        csv_version: None,
        kind: "certification".to_owned(),
        subject: String::new(),
        created: MessageHeader::created_at("20261129120000").unwrap(),
        supersedes: None,
        override_reason: None,
    };
    let parts = parts.into_iter().map(|(name, bytes)| seal::Part::new(name, "text/plain", Source::Bytes(bytes)));
    let draft = Draft::prepare(message, parts.collect(), &LIMITS, &mut Job::new()).unwrap();
    let mut bytes = Vec::new();
    draft.seal(signer, UnixTime::now(), &mut bytes, &mut Job::new()).unwrap();
    bytes
}

fn checked(bytes: &[u8]) -> Checked {
    verify(bytes, None, embedded, UnixTime::now()).unwrap()
}

fn wrong(checked: &Checked) -> String {
    let wrong = checked.told.iter().filter(|told| told.mark == Mark::Wrong);
    wrong.map(|told| told.en.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_byte_that_was_changed_is_found() {
    let bytes = judged(&sample(), "D2-03").bytes();
    assert_eq!(checked(&bytes).worst(), Mark::Note, "{:?}", checked(&bytes).told);
    // Every byte of headers, directory, manifest and signature, and of the rest one in each block.
    let ends = 6_000;
    let places = (0..bytes.len()).filter(|at| *at < 400 || *at >= bytes.len() - ends || at % 701 == 0);
    let mut count = 0;
    for at in places {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let found = verify(&changed, None, embedded, UnixTime::now());
        assert!(found.is_err(), "byte {at} of {}", bytes.len());
        count += 1;
    }
    assert!(count > ends);
    for length in [0, 1, 100, bytes.len() / 2, bytes.len() - 1] {
        assert!(verify(&bytes[..length], None, embedded, UnixTime::now()).is_err());
    }
    for code in [Code::ContainerDigest, Code::ContainerManifest, Code::SignatureInvalid, Code::CertUnknownIssuer] {
        assert!(is_alteration(code));
    }
    for code in [Code::NotAContainer, Code::FileRead, Code::TrustFile, Code::ClockAhead] {
        assert!(!is_alteration(code));
    }
}

#[test]
fn a_verdict_that_does_not_follow_from_the_transcript_is_found() {
    let mut judged = judged(&adapters().join("wrong/midnight.py"), "D3-01");
    assert_eq!(judged.verdict.word, Word::Fail);
    assert_eq!(checked(&judged.bytes()).worst(), Mark::Note);
    judged.verdict.word = Word::Pass;
    for case in &mut judged.verdict.cases {
        case.checks.iter_mut().for_each(|check| check.findings.clear());
    }
    let told = wrong(&checked(&judged.bytes()));
    assert!(told.contains("does not follow from the transcript: judged again it is fail, not pass"), "{told}");
}

#[test]
fn a_page_or_file_that_is_other_missing_or_surplus_is_found_though_it_is_signed() {
    let judged = judged(&adapters().join("wrong/midnight.py"), "D3-01");
    let told = wrong(&judged.with(|parts| {
        let page = parts.iter_mut().find(|part| part.name == "index.html").unwrap();
        let text = String::from_utf8(page.bytes.to_vec()).unwrap().replace("不合格", "合格");
        page.bytes = Arc::from(text.into_bytes());
    }));
    assert!(told.contains("index.html is not what follows"), "{told}");
    let told = wrong(&judged.with(|parts| parts.retain(|part| !part.name.starts_with("not-proven"))));
    assert!(told.contains("not-proven.html is missing"), "{told}");
    let told = wrong(&judged.with(|parts| {
        parts.push(Part { name: "award.html".to_owned(), media_type: "text/html", bytes: Arc::from(*b"x") });
    }));
    assert!(told.contains("award.html should not be there"), "{told}");
    let told = wrong(&judged.with(|parts| parts.retain(|part| !part.name.starts_with("D3-01.0.0."))));
    assert!(told.contains("files of the transcript are missing") && told.contains("is missing"), "{told}");
    let told = wrong(&judged.with(|parts| {
        let record = parts.iter_mut().find(|part| part.name == "bundle.json").unwrap();
        let text = String::from_utf8(record.bytes.to_vec()).unwrap().replace("sample adapter", "other product");
        record.bytes = Arc::from(text.into_bytes());
    }));
    assert!(told.contains("bundle.json is not what follows"), "{told}");
}

#[test]
fn a_bundle_of_another_version_says_what_was_not_checked() {
    let mut judged = judged(&sample(), "D2-03");
    let mut record = judged.record();
    // A version, and what its pages are made of: another build of the same version may make others.
    let (version, pages) = record.by.split_once(" (").unwrap();
    assert_eq!((version, pages.len()), (concat!("relay-mock ", env!("CARGO_PKG_VERSION")), 17));
    for by in ["relay-mock 9.9.9".to_owned(), format!("{version} (0000000000000000)")] {
        record.by = by;
        let bytes = make(&judged.input(&record), &judged.signer).unwrap().bytes;
        let found = checked(&bytes);
        assert_eq!(found.worst(), Mark::Unsure);
        assert!(found.told.iter().any(|told| told.en.contains(&record.by)), "{:?}", found.told);
    }
    // The same verdict by another judge is as good.
    judged.verdict.judge = "relay-mock 9.9.9".to_owned();
    assert_eq!(checked(&judged.bytes()).worst(), Mark::Note);
    judged.verdict.word = Word::Fail;
    let found = checked(&judged.bytes());
    assert_eq!(found.worst(), Mark::Unsure, "{:?}", found.told);
}

#[test]
fn a_bundle_whose_certificate_has_ended_since_is_checked_as_of_when_it_was_made() {
    let judged = judged(&sample(), "D2-03");
    let later =
        UnixTime::since_unix_epoch(std::time::Duration::from_secs(UnixTime::now().as_secs() + 4 * 365 * 86_400));
    let found = verify(&judged.bytes(), None, embedded, later).unwrap();
    assert_eq!(found.worst(), Mark::Note);
    assert!(found.told.iter().any(|told| told.en.contains("has ended")), "{:?}", found.told);
}
