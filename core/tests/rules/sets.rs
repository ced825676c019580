//! Which files make a unit, and what is said where they make none.

use cplink::finding::Severity;
use cplink::progress::Job;
use cplink::rules;
use cplink::unit::{Attachment, AttachmentContents, FileContents, FileName, UnitContents, UnitId};

const ENDS: &str = "9970000012_43_9970000111_11_20251104090512";
const OLD: &str = "9970000012_9970000111_20230223094512";

/// `UPPLAN_202510` as a name between the two offices.
fn name(kind: &str) -> String {
    format!("{kind}_{ENDS}.CSV")
}

/// The errors of a unit of these names whose rule begins with `unit.`, with file and parameter.
fn told(names: &[String]) -> Vec<(&'static str, String)> {
    let mut contents = UnitContents::default();
    for name in names {
        if name.ends_with(".jpg") {
            let source = b"\xFF\xD8\xFF".to_vec().into();
            let attachment = Attachment { name: name.clone(), source };
            contents.attachments.push(AttachmentContents::read(&attachment).unwrap());
        } else {
            contents.files.push(FileContents::of_name(name));
        }
    }
    let report = rules::check(&contents, &mut Job::new()).unwrap();
    let findings = report.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    findings
        .map(|finding| {
            let about = finding.file().or(finding.parameter()).unwrap_or_default();
            (finding.rule().id(), about.to_owned())
        })
        .collect()
}

#[test]
fn what_is_missing_has_the_name_that_it_would_have() {
    for (there, missing) in [
        (&["UPPLAN_202510", "UPSIKYU_202510"][..], &["UPHOSOKU_202510"][..]),
        (&["UPSIKYU_202510", "UPHOSOKU_202510"], &["UPPLAN_202510"]),
        (&["UPPLAN_202510"], &["UPSIKYU_202510", "UPHOSOKU_202510"]),
        // The month tells the supplement of a plan from that of a slip.
        (&["UPHOSOKU_202510"], &["UPPLAN_202510", "UPSIKYU_202510"]),
        (&["UPHOSOKU_000000"], &["UP1KYO", "UP2KYO", "UP3KYO"]),
        (&["UP1KYO", "UP2KYO", "UP3KYO"], &["UPHOSOKU_000000"]),
        (&["UPKIHON_SUB1"], &["UPKIHON"]),
        (&["UPYOBO_SUB"], &["UPYOBO"]),
    ] {
        let names: Vec<String> = there.iter().map(|kind| name(kind)).collect();
        let expected: Vec<String> = missing.iter().map(|kind| name(kind)).collect();
        assert_eq!(told(&names), [("unit.file_missing", expected.join(", "))], "{there:?}");
    }
    let old = told(&[format!("UPPLAN_202302_{OLD}.CSV"), format!("UPSIKYU_202302_{OLD}.CSV")]);
    assert_eq!(old, [("unit.file_missing", format!("UPHOSOKU_202302_{OLD}.CSV"))]);
}

#[test]
fn what_is_surplus_is_named() {
    let slip = ["UPPLAN_202510", "UPSIKYU_202510", "UPHOSOKU_202510"].map(name);
    let image = format!("UPKIHON_IMAGE_{ENDS}_0001.jpg");
    for stray in [name("UPJSK_202510"), name("DLTPLAN_202510"), name("UPPLAN_202511"), image] {
        let names = [&slip[..], std::slice::from_ref(&stray)].concat();
        let surplus: Vec<_> = told(&names).into_iter().filter(|(rule, _)| *rule == "unit.file_surplus").collect();
        assert_eq!(surplus, [("unit.file_surplus", stray)]);
    }
    // Of another unit: that is said, and not once more that it is surplus.
    let other = name("UPPLAN_202510").replace("20251104090512", "20251104090513");
    let said = told(&[&slip[..], std::slice::from_ref(&other)].concat());
    assert_eq!(said, [("unit.serial_mixed", other)]);
}

#[test]
fn where_two_sets_are_as_near_none_is_guessed() {
    let said = told(&[name("DLT1KYO"), name("DLTPLAN_202510")]);
    assert_eq!(said, [("unit.set_unknown", "DLT1KYO+DLTPLAN".to_owned())]);
    // A file whose kind nobody knows has its own error; what the others lack is seen once it has its name.
    assert_eq!(told(&[name("UPPLAN_202510"), "list.CSV".to_owned()]), []);
}

/// What is said of attachments of these names.
fn of_attachments(names: &[&str]) -> Vec<(&'static str, String)> {
    let jpeg = || b"\xFF\xD8\xFF".to_vec().into();
    let attachments = names.iter().map(|name| Attachment { name: (*name).to_owned(), source: jpeg() });
    let attachments = attachments.map(|attachment| AttachmentContents::read(&attachment).unwrap()).collect();
    let report = rules::check(&UnitContents { attachments, ..UnitContents::default() }, &mut Job::new()).unwrap();
    report.findings.iter().map(|finding| (finding.rule().id(), finding.file().unwrap_or_default().to_owned())).collect()
}

#[test]
fn an_images_copy_is_the_image_and_two_are_one_too_many() {
    let (image, copy) = (format!("UPKIHON_IMAGE_{ENDS}_0001.jpg"), format!("UPKIHON_IMAGE_{ENDS}_0001 (1).jpg"));
    assert_eq!(of_attachments(&[&image]), []);
    assert_eq!(of_attachments(&[&copy]), [("name.surplus", copy.clone())]);
    let mut both = of_attachments(&[&image, &copy]);
    both.sort();
    assert_eq!(both, [("name.surplus", copy.clone()), ("unit.duplicate_name", copy)]);
    assert_eq!(of_attachments(&["ホ\u{309a}スター.jpg"]), [("unit.name_composed", "ホ\u{309a}スター.jpg".to_owned())]);
}

/// A relay takes what a reader mends under its standard name only.
#[test]
fn what_travels_has_its_standard_name() {
    let good = name("UPJSK_202510");
    let parsed = FileName::parse(&good).name.unwrap();
    let id = UnitId { from: parsed.from, to: parsed.to, serial: parsed.serial };
    for (given, refused) in [
        (good.clone(), false),
        (good.to_lowercase(), false),
        (good.replace(".CSV", " (1).CSV"), true),
        (format!("{good}.txt"), true),
    ] {
        let report = rules::names(&UnitContents::of_names([given.as_str()], id.clone()));
        assert_eq!(report.has_error(), refused, "{given}");
        assert_eq!(report.all_findings().any(|finding| finding.rule().id() == "name.grammar"), refused, "{given}");
    }
}
