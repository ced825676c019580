//! What belongs to which unit, and what to none.

use std::time::Duration;

use cplink::Code;
use cplink::client::Outcome;
use cplink::progress::Job;

use crate::kit::{MANAGER, PROVIDER, SLIP, Town, files, opened, zip_of, zipped};

const PDF: &[u8] = b"%PDF-1.7 letter";

#[test]
fn several_units_in_one_folder_and_one_zip_come_in_the_order_of_their_serials() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let (first, second, third) =
        (files("10-results-home-help"), files("12-results-rental"), files("13-results-prevention-nursing"));
    let mut packed = third.clone();
    packed.extend(first.clone());
    manager.download("受信.zip", &zip_of(&packed));
    manager.download_all(&second);
    let batch = manager.receive("");
    let serials: Vec<String> =
        batch.messages.iter().map(|incoming| incoming.content.as_ref().unwrap().serial.to_string()).collect();
    assert_eq!(serials, ["20251104090512", "20251104110045", "20251104140733"]);
    assert!(batch.obstacles.is_empty(), "{:?}", batch.obstacles);
    // The ZIP stays until both of its units were taken.
    manager.acknowledge(&batch.messages[0], &Outcome::Imported);
    assert!(manager.options.inward.join("受信.zip").exists());
    manager.acknowledge(&batch.messages[2], &Outcome::Imported);
    assert!(!manager.options.inward.join("受信.zip").exists());
}

#[test]
fn copies_of_a_file_are_one_file_and_other_contents_are_told() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    let all = files(SLIP);
    provider.download_all(&all);
    let (name, bytes) = all.iter().next().unwrap();
    let copy = name.replace(".CSV", " - コピー (2).CSV");
    provider.download(&copy, bytes);
    provider.download("もう一度.zip", &zip_of(&all));
    assert_eq!(opened(&mut provider.receive_one()).parts().count(), 3);

    let mut other = bytes.clone();
    other.extend_from_slice(bytes);
    let copy = name.replace(".CSV", " (3).CSV");
    let path = provider.download(&copy, &other);
    let codes: Vec<Code> = provider.obstacles().into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Code::UnitAmbiguous]);
    std::fs::remove_file(path).unwrap();
    provider.receive_one();
}

#[test]
fn a_unit_that_was_handed_over_is_not_handed_over_with_another_content_unless_it_was_refused() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    let mut all = files(SLIP);
    provider.download_all(&all);
    let first = provider.receive_one();
    provider.acknowledge(&first, &Outcome::Imported);
    let bytes = all.values_mut().next().unwrap();
    let row: Vec<u8> = bytes.clone();
    bytes.extend(row);
    provider.download_all(&all);
    let batch = provider.receive("");
    assert_eq!(batch.messages.iter().map(|one| one.reference.id).collect::<Vec<_>>(), [first.reference.id]);
    assert_eq!(batch.obstacles.iter().map(cplink::Error::code).collect::<Vec<_>>(), [Code::UnitAmbiguous]);

    // Refused, because the download was damaged: the right one is another message.
    let mut other = town.office(PROVIDER);
    other.download_all(&all);
    let damaged = other.receive_one();
    other.acknowledge(&damaged, &Outcome::Refused("壊れている".to_owned()));
    assert!(other.lies().iter().all(|path| path.starts_with("取込不可/")), "{:?}", other.lies());
    other.download_all(&files(SLIP));
    let cursor = other.receive("");
    let good = cursor.messages.iter().find(|one| one.reference.id != damaged.reference.id);
    assert_eq!(good.expect("the right one").reference.id, first.reference.id);
}

#[test]
fn attachments_belong_to_the_unit_that_they_lie_with() {
    let town = Town::new();
    for place in ["zip", "folder"] {
        let mut provider = town.office(PROVIDER);
        let mut all = files(SLIP);
        all.insert("連絡票 10月.pdf".to_owned(), PDF.to_vec());
        if place == "zip" {
            provider.download("20250925.zip", &zip_of(&all));
        } else {
            for (name, bytes) in &all {
                provider.download(&format!("展開したもの/{name}"), bytes);
            }
        }
        let mut incoming = provider.receive_one();
        assert_eq!(opened(&mut incoming).bytes("連絡票 10月.pdf", &mut Job::new()).unwrap(), PDF);
        provider.acknowledge(&incoming, &Outcome::Imported);
        assert!(provider.lies().iter().all(|path| path.starts_with("取込済/")), "{:?}", provider.lies());
        assert!(!provider.options.inward.join("展開したもの").exists(), "an empty folder is tidied up");
        let mut again = provider.receive_one();
        assert_eq!(opened(&mut again).parts().count(), 4, "from where it was put it is the same message");
    }
}

#[test]
fn an_attachment_that_lies_alone_is_told_and_never_guessed() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    provider.download_aged("古い資料.pdf", PDF, Duration::from_secs(86_400));
    assert!(provider.obstacles().is_empty(), "what was there before is none of our business");
    provider.download_all(&files(SLIP));
    provider.download("連絡票.pdf", PDF);
    let batch = provider.receive("");
    assert_eq!(batch.messages.len(), 1);
    assert_eq!(
        batch.obstacles.iter().map(crate::kit::told).collect::<Vec<_>>(),
        [(Code::FileUnplaced, "連絡票.pdf".to_owned())]
    );
}

#[test]
fn what_is_for_somebody_else_or_only_looks_like_a_file_of_the_standard_is_told() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    // Of others.
    manager.download("UPJSK_202510_9970000210_15_9970000319_17_20251104090512.CSV", b"202407");
    // Ours, which we have sent.
    manager.download("UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV", b"202407");
    // Nearly.
    manager.download("UPJSK_202510_9970000111_11_99700000_43_20251104090512.CSV", b"202407");
    manager.download("UPJSK_202510_9970000111_11_9970000012_43_20251104090512.xlsx", b"PK");
    manager.download("UPJSK_~1.CSV", b"202407");
    // Of no one.
    manager.download("写真.jpg", b"\xFF\xD8\xFF");
    manager.download("名簿.csv", b"a,b");
    manager.download("setup.exe", b"MZ");
    manager.download("desktop.ini", b"");
    manager.download("写真.zip", &zipped([("a.jpg", &b"\xFF\xD8\xFF"[..])]));
    let mut told = manager.obstacles();
    told.sort_by(|one, other| one.1.cmp(&other.1));
    let expected = [
        (Code::FileName, "UPJSK_202510_9970000111_11_9970000012_43_20251104090512.xlsx"),
        (Code::FileName, "UPJSK_202510_9970000111_11_99700000_43_20251104090512.CSV"),
        (Code::FileNotOurs, "UPJSK_202510_9970000210_15_9970000319_17_20251104090512.CSV"),
        (Code::FileName, "UPJSK_~1.CSV"),
    ];
    assert_eq!(told, expected.map(|(code, file)| (code, file.to_owned())));
}

#[test]
fn a_file_that_errs_is_handed_over_with_its_findings() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let name = "UPJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV";
    manager.download(name, b"202407,990010,x\r\n");
    let mut incoming = manager.receive_one();
    let checked = opened(&mut incoming).read(&mut Job::new()).unwrap();
    let finding = checked.report.all_findings().next().unwrap();
    assert_eq!((finding.file(), checked.report.has_error()), (Some(name), true));
}

#[test]
fn names_without_service_types_say_that_they_are_missing() {
    let town = Town::new();
    let mut manager = town.office(MANAGER);
    let name = "UPJSK_202209_9970000111_9970000012_20221004090512.CSV";
    manager.download(name, b"202208,990010\r\n");
    assert_eq!(manager.obstacles(), [(Code::ServiceType, name.to_owned())]);
}

#[test]
fn files_stay_where_they_are_when_they_are_to_be_left() {
    let town = Town::new();
    let mut provider = town.office_with(PROVIDER, |options| options.leave = true);
    provider.download_all(&files(SLIP));
    let before = provider.lies();
    let incoming = provider.receive_one();
    provider.acknowledge(&incoming, &Outcome::Imported);
    let batch = provider.receive("");
    assert_eq!(provider.lies(), before);
    assert_eq!(batch.messages.len(), 1, "the cursor is the host's business");
    assert!(provider.receive(&batch.next).messages.is_empty());
}
