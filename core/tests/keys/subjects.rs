//! Subjects in every type of string: the office number is read, and the rest shown as well as it can be.

use std::fs;
use std::path::Path;

use cplink::Code;
use cplink::keys::{
    CertificateDer, CertificateKind, FileSigner, Moment, SubjectProfile, Trust, Usage, identify, in_folder,
};
use cplink_testkit::*;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/keys/vectors/certificate_strings.py");
const KIND: &str = "介護保険証明書";
const NAME: &str = "みどり";

/// An authority and an office's key, made by openssl.
struct Issuer {
    folder: tempfile::TempDir,
}

impl Issuer {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let p256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8", "-days", "30"];
        let root = ["req", "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Root"];
        must_run(path, "openssl", &[&root[..], &p256].concat());
        Self { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// An office's certificate with these attributes changed: text, tag, new bytes.
    fn issue(&self, subject: &str, changes: &[(&str, &str, Vec<u8>)]) -> Vec<u8> {
        let new = ["req", "-new", "-utf8", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        let further = ["-keyout", "o.key", "-out", "o.csr", "-subj", subject];
        must_run(self.path(), "openssl", &[&new[..], &further].concat());
        let sign = ["x509", "-req", "-in", "o.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "30"];
        fs::write(self.path().join("ext"), "keyUsage=digitalSignature\nbasicConstraints=CA:FALSE\n").unwrap();
        let out = ["-extfile", "ext", "-outform", "DER", "-out", "o.der"];
        must_run(self.path(), "openssl", &[&sign[..], &out].concat());
        let mut arguments = vec![SCRIPT.to_owned(), "o.der".into(), "ca.key".into(), "new.der".into()];
        for (text, tag, bytes) in changes {
            let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            arguments.extend([(*text).to_owned(), (*tag).to_owned(), hex]);
        }
        must_run(self.path(), "python3", &arguments.iter().map(String::as_str).collect::<Vec<_>>());
        fs::read(self.path().join("new.der")).unwrap()
    }

    fn trust(&self) -> Trust {
        Trust::from_pem(&fs::read(self.path().join("ca.pem")).unwrap()).unwrap()
    }
}

fn bmp(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn universal(text: &str) -> Vec<u8> {
    text.chars().flat_map(|character| u32::from(character).to_be_bytes()).collect()
}

#[test]
fn a_certificate_is_usable_where_its_number_can_be_read() {
    let issuer = Issuer::new();
    let subject = format!("/C=JP/O={NAME}/OU={KIND}/CN={SENDER}");
    let latin = |text: &str| text.chars().map(|character| character as u8).collect::<Vec<_>>();
    for (name, changes, organization) in [
        ("T61String of UTF-8", vec![(NAME, "14", NAME.as_bytes().to_vec())], NAME),
        ("T61String of Latin-1", vec![(NAME, "14", latin("Zürich"))], "Zürich"),
        ("PrintableString with more", vec![(NAME, "13", b"Midori & Co_*@".to_vec())], "Midori & Co_*@"),
        ("number as T61String", vec![(SENDER, "14", SENDER.as_bytes().to_vec())], NAME),
        ("number as PrintableString", vec![(SENDER, "13", SENDER.as_bytes().to_vec())], NAME),
        ("number as BMPString", vec![(SENDER, "1e", bmp(SENDER))], NAME),
        ("number as UniversalString", vec![(SENDER, "1c", universal(SENDER))], NAME),
        ("number as NumericString", vec![(SENDER, "12", SENDER.as_bytes().to_vec())], NAME),
        ("all as BMPString", vec![(NAME, "1e", bmp(NAME)), (KIND, "1e", bmp(KIND)), (SENDER, "1e", bmp(SENDER))], NAME),
        ("name as UniversalString", vec![(NAME, "1c", universal("𠮷野"))], "𠮷野"),
    ] {
        let der = issuer.issue(&subject, &changes);
        let identity = identify(&der, &SubjectProfile::default()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(
            (identity.office_number.as_str(), identity.kind),
            (SENDER, CertificateKind::CareInsurance),
            "{name}"
        );
        assert_eq!(identity.organization.as_deref(), Some(organization), "{name}");
        // The signature is over the bytes as they are.
        let leaf = CertificateDer::from(der.clone());
        let verified = issuer.trust().verify(&leaf, &[], Usage::Signature, Moment::Now(now()));
        assert!(verified.is_ok(), "{name}: {:?}", verified.err());
        // A message signed with it is opened.
        must_run(issuer.path(), "openssl", &["x509", "-inform", "DER", "-in", "new.der", "-out", "new.txt"]);
        let file = [fs::read(issuer.path().join("new.txt")).unwrap(), fs::read(issuer.path().join("o.key")).unwrap()];
        let signer = FileSigner::from_pem(&file.concat(), None).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert!(open_bytes(&seal(&signer), &issuer.trust()).is_ok(), "{name}");
        fs::write(issuer.path().join("office.pem"), file.concat()).unwrap();
        let list = in_folder(issuer.path(), None, &SubjectProfile::default(), now()).unwrap();
        let shown = list.iter().find(|one| one.place.name().ends_with("office.pem")).unwrap();
        assert!(
            shown.problem.is_none() && shown.subject.contains(&format!("CN={SENDER}")),
            "{name}: {}",
            shown.subject
        );
        assert!(shown.subject.contains(&format!("O={organization}")), "{name}: {}", shown.subject);
    }
}

#[test]
fn a_number_that_could_be_read_in_two_ways_is_refused() {
    let issuer = Issuer::new();
    let subject = format!("/O={NAME}/OU={KIND}/CN={SENDER}");
    let mut odd = bmp(SENDER);
    odd.push(0);
    for (tag, bytes) in [("1e", odd), ("0c", [SENDER.as_bytes(), b"\xff"].concat()), ("0c", "１３７００００011".into())]
    {
        let der = issuer.issue(&subject, &[(SENDER, tag, bytes)]);
        assert_eq!(code(identify(&der, &SubjectProfile::default())), Code::CertSubject);
    }
    // What cannot be read at all is shown as well as it can be, and is no fault of the number.
    let der = issuer.issue(&subject, &[(NAME, "0c", b"\xff\xfeab".to_vec())]);
    let identity = identify(&der, &SubjectProfile::default()).unwrap();
    assert_eq!(identity.organization.as_deref(), Some("\u{fffd}\u{fffd}ab"));
    // Two names or units beside are no fault of the number; two kinds are one of the kind.
    let read = |subject: &str| identify(&issuer.issue(subject, &[]), &SubjectProfile::default());
    let two_units = format!("/O={NAME}/O=other/OU=Care/OU={KIND}/CN={SENDER}");
    assert_eq!(read(&two_units).unwrap().office_number, SENDER);
    assert_eq!(code(read(&format!("/OU=代理人証明書/OU={KIND}/CN={SENDER}"))), Code::CertKind);
    assert_eq!(code(read(&format!("/OU={KIND}/CN={SENDER}/CN={RECEIVER}"))), Code::CertSubject);
}

/// Names that would look like others where they are shown.
#[test]
fn a_subject_is_shown_without_tricks() {
    let issuer = Issuer::new();
    let subject = format!("/O={NAME}/OU={KIND}/CN={SENDER}");
    let der = issuer.issue(&subject, &[(NAME, "0c", "a\u{202e}b\n,CN=1".into())]);
    fs::write(issuer.path().join("a.cer"), &der).unwrap();
    let list = in_folder(issuer.path(), None, &SubjectProfile::default(), now()).unwrap();
    let shown = &list.iter().find(|one| one.place.name().ends_with("a.cer")).unwrap().subject;
    assert!(shown.ends_with("O=a\\e2\\80\\aeb\\0a\\,CN=1"), "{shown}");
}
