//! Which certificates there are, which of them is taken, and why the others are not.

use std::fs;
use std::path::Path;

use cplink::Code;
use cplink::keys::{
    Candidate, CertificateKind, KeyState, Notice, NumberPart, Place, SubjectField, SubjectProfile, choose, identify,
    in_folder,
};
use cplink::secret::Secret;
use cplink_testkit::key_file::{certificates_pem, key_pem};
use cplink_testkit::*;
use relay_mock::pki::{Algorithm, OfficeCert, Pki};
use time::{Duration, OffsetDateTime};

struct Folder {
    folder: tempfile::TempDir,
    pki: Pki,
    present: OffsetDateTime,
}

impl Folder {
    fn new() -> Self {
        let present = OffsetDateTime::now_utc();
        Self { folder: tempfile::tempdir().unwrap(), pki: Pki::new(present).unwrap(), present }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path().join(name), bytes).unwrap();
    }

    fn pem(&self, name: &str, office: &OfficeCert) {
        self.write(name, self.pki.office(office).unwrap().pem());
    }

    fn list(&self, password: Option<&str>) -> Vec<Candidate> {
        let password = password.map(Secret::from);
        in_folder(self.path(), password.as_ref(), &SubjectProfile::default(), now()).unwrap()
    }
}

fn office(number: &str) -> OfficeCert {
    cplink_testkit::office(number, Algorithm::EcdsaP256)
}

fn file(candidate: &Candidate) -> String {
    match &candidate.place {
        Place::File(path) => path.file_name().unwrap().to_str().unwrap().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_form_of_key_file_is_listed() {
    let folder = Folder::new();
    let identity = folder.pki.office(&office(SENDER)).unwrap();
    let (certificates, key) = (certificates_pem(&identity), key_pem(&identity));
    folder.write("a.p12", identity.pkcs12("ぱす").unwrap());
    folder.write("b.pem", identity.pem());
    folder.write("c.crt", certificates);
    folder.write("c.key", key);
    folder.write("d.cer", &identity.chain[0]);
    folder.write("e.PEM", certificates);
    folder.write("f.pem", folder.pki.issuing_pem());
    folder.write("g.p12", "not a key file");
    folder.write("h.txt", identity.pem());
    must_run(folder.path(), "openssl", &["pkcs8", "-topk8", "-in", "b.pem", "-out", "i.key", "-passout", "pass:ぱす"]);
    folder.write("i.pem", certificates);
    let seen = |password| {
        let all = folder.list(password);
        all.iter().map(|one| (file(one), one.key, one.identity.is_some())).collect::<Vec<_>>()
    };
    let row = |name: &str, key, read| (name.to_owned(), key, read);
    use KeyState::{Locked, Missing, Usable};
    let mut expected = vec![
        row("a.p12", Locked, false),
        row("b.pem", Usable, true),
        row("c.crt", Usable, true),
        row("d.cer", Missing, true),
        row("e.PEM", Missing, true),
        row("g.p12", Missing, false),
        row("i.pem", Locked, true),
    ];
    assert_eq!(seen(None), expected);
    assert_eq!(seen(Some("違う")), expected);
    expected[0] = row("a.p12", Usable, true);
    expected[6] = row("i.pem", Usable, true);
    assert_eq!(seen(Some("ぱす")), expected);

    let all = folder.list(None);
    let password = Secret::from("ぱす");
    assert_eq!((all[5].problem, code(all[5].open(None))), (Some(Code::KeyFile), Code::KeyFile));
    for candidate in all.iter().filter(|one| one.key != Missing) {
        let secret = (candidate.key == Locked).then_some(&password);
        assert_eq!(candidate.open(secret).unwrap().chain(), identity.chain);
    }
    assert_eq!(code(all[0].open(None)), Code::KeyPassword);
    assert_eq!(code(all[3].open(None)), Code::KeyMissing);
    assert_eq!(all[1].subject, "CN=1370000011,OU=介護保険証明書,O=みどり,C=JP");
    assert_eq!(all[1].fingerprint, all[2].fingerprint);
    assert_eq!(code(in_folder(&folder.path().join("none"), None, &SubjectProfile::default(), now())), Code::FileRead);
}

#[test]
fn the_choice_by_office_and_kind() {
    let folder = Folder::new();
    let (present, day) = (folder.present, Duration::DAY);
    folder.pem("a-old.pem", &office(SENDER).validity(present - day * 900, present + day * 20));
    folder.pem("b-new.pem", &office(SENDER));
    folder.pem("c-dx.pem", &office(SENDER).kind(CertificateKind::CareDx));
    folder.pem("d-agent.pem", &office(SENDER).kind(CertificateKind::Agent));
    folder.pem("e-expired.pem", &office(RECEIVER).validity(present - day * 900, present - day));
    folder.pem("f-disability.pem", &office("1370000037").kind(CertificateKind::DisabilitySupport));
    folder.pem("g-early.pem", &office("1370000045").validity(present + day, present + day * 9));
    let all = folder.list(None);
    let found = |office, kind| choose(&all, office, kind).map(file);
    assert_eq!(found(Some(SENDER), None).unwrap(), "b-new.pem");
    assert_eq!(found(None, None).unwrap(), "b-new.pem");
    assert_eq!(found(Some(SENDER), Some(CertificateKind::CareDx)).unwrap(), "c-dx.pem");
    assert_eq!(code(found(Some(SENDER), Some(CertificateKind::Agent))), Code::CertKindAgent);
    assert_eq!(code(found(Some(RECEIVER), None)), Code::CertExpired);
    assert_eq!(code(found(Some("1370000037"), None)), Code::CertKindDisability);
    assert_eq!(code(found(Some("1370000045"), None)), Code::CertNotYetValid);
    assert_eq!(code(found(Some("1370000052"), None)), Code::KeyNotFound);
    assert_eq!(code(found(Some(SENDER), Some(CertificateKind::CarePlan))), Code::KeyNotFound);
    assert_eq!(all[0].notice, Some(Notice::Expires30));
    assert_eq!(all[3].problem.unwrap().message_ja(), "代理人証明書は使用できません。");
    folder.pem("h-other.pem", &office(RECEIVER));
    assert_eq!(code(choose(&folder.list(None), None, None).map(drop)), Code::KeyNotFound);
    assert_eq!(code(choose(&[], None, None).map(drop)), Code::KeyNotFound);
}

#[test]
fn subjects_of_other_forms_are_read_as_set() {
    let pki = pki();
    let read = |name: &str, unit: &str, profile: &SubjectProfile| {
        let identity = pki.office(&OfficeCert::new(name, unit).algorithm(Algorithm::EcdsaP256)).unwrap();
        identify(&identity.chain[0], profile).map(|identity| (identity.office_number, identity.kind))
    };
    let mut profile = SubjectProfile::default();
    for (key, value) in
        [("office_prefix", "事業所"), ("office_part", "first"), ("kind", "O"), ("kind_name", "KAIGO=1=care_dx")]
    {
        profile.set(key, value).unwrap();
    }
    assert_eq!((profile.kind, profile.office_part), (SubjectField::Organization, NumberPart::First));
    let known = read("事業所1370000011みどり", "KAIGO=1", &profile).unwrap();
    assert_eq!(known, (SENDER.to_owned(), CertificateKind::CareDx));
    assert_eq!(code(read("1370000011", "KAIGO=1", &profile)), Code::CertSubject);
    assert_eq!(code(read("事業所137", "KAIGO=1", &profile)), Code::CertSubject);
    assert_eq!(code(read("事業所1370000011", "KAIGO", &profile)), Code::CertKind);
    profile.set("office_part", "last").unwrap();
    assert_eq!(read("事業所みどり 1370000011", "KAIGO=1", &profile).unwrap().0, SENDER);
    // Ten characters from the end, not ten bytes in the middle of one.
    assert_eq!(code(read("事業所みどり事業所", "KAIGO=1", &profile)), Code::CertSubject);
    for (key, value) in [
        ("office_number", "cn"),
        ("office_part", "middle"),
        ("kind_name", "KAIGO"),
        ("kind_name", "KAIGO=none"),
        ("kind_policy", ""),
    ] {
        assert_eq!(code(profile.set(key, value)), Code::Setting, "{key}");
    }
    assert_eq!(code(profile.set("colour", "red")), Code::InvalidArgument);
}
