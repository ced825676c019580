//! A month in both directions: the slip to the provider, the results back.

use std::fs;

use cplink::client::Outcome;
use cplink::keys::Notice;
use cplink::progress::Job;
use cplink::relay::State;
use cplink::spec::UnitKind;

use crate::kit::{MANAGER, PROVIDER, RESULTS, SLIP, Town, files, opened, unit, uploaded, zip_of};

#[test]
fn a_slip_and_its_results_are_carried_by_hand() {
    let town = Town::new();
    let (mut manager, mut provider) = (town.office(MANAGER), town.office(PROVIDER));
    let job = &mut Job::new();

    // The manager's program lays the slip ready.
    let sent = manager.send(&unit(SLIP)).unwrap();
    assert!(sent.receipt.is_none() && sent.accepted.is_none(), "nobody has signed anything");
    let prepared = sent.prepared.clone().expect("files to upload");
    assert_eq!(
        prepared.strip_prefix(&manager.options.out).unwrap().to_str().unwrap().replace('\\', "/"),
        "送信待ち/9970000111_訪問介護_202510_提供票_20250925130001"
    );
    assert_eq!(uploaded(&prepared), files(SLIP), "exactly the files that were sent, under their right names");
    assert!(fs::read_to_string(prepared.join("forms/帳票.html")).unwrap().contains("<!DOCTYPE html>"));
    let state = |office: &mut crate::kit::Office| office.client.sent("", &mut Job::new()).unwrap().messages[0].state;
    assert_eq!((state(&mut manager), state(&mut manager).name_ja()), (State::Prepared, "アップロード待ち"));

    // A person uploads them and says so; the other one downloads them, each for the second time that day.
    for (name, bytes) in uploaded(&prepared) {
        provider.download(&name.replace(".CSV", " (1).CSV"), &bytes);
    }
    manager.client.confirm_uploaded(&sent.id, job).unwrap();
    let list = manager.client.sent("", job).unwrap().messages;
    assert_eq!((list.len(), list[0].state, list[0].is_signed), (1, State::Uploaded, false));
    assert!(!prepared.exists() && manager.options.out.join("送信済").join(prepared.file_name().unwrap()).is_dir());

    // The provider's program has the message, of which nothing says who sent it but the files' names.
    let mut incoming = provider.receive_one();
    let received = opened(&mut incoming);
    assert!(received.signer.is_none() && !received.is_signed());
    assert_eq!(received.notices(), [Notice::Unsigned]);
    assert!(received.notices()[0].message_ja().starts_with("署名なし：国の端末"));
    let header = &received.message;
    assert_eq!((&*header.from.office, &*header.from.service_type), (MANAGER, "43"));
    assert_eq!((&*header.to.office, &*header.to.service_type), (PROVIDER, "11"));
    assert_eq!((&*header.serial, &*header.kind), ("20250925130001", "usage_slip"));
    let checked = received.read(job).unwrap();
    assert_eq!(checked.report.unit_kind, Some(UnitKind::UsageSlip));
    assert!(!checked.report.has_error());
    for (name, bytes) in files(SLIP) {
        assert_eq!(received.bytes(&name, job).unwrap(), bytes, "{name}");
    }
    provider.acknowledge(&incoming, &Outcome::Imported);
    let place = "取込済/9970000012_居宅介護支援_202510_提供票_20250925130001/";
    assert!(provider.lies().iter().all(|path| path.starts_with(place)), "{:?}", provider.lies());
    assert_eq!(provider.lies().len(), 3);

    // The results go back the same way, as a ZIP.
    let sent = provider.send(&unit(RESULTS)).unwrap();
    manager.download("ダウンロード_20251104.zip", &zip_of(&uploaded(&sent.prepared.unwrap())));
    let mut incoming = manager.receive_one();
    assert_eq!(opened(&mut incoming).read(job).unwrap().report.unit_kind, Some(UnitKind::Results));
    manager.acknowledge(&incoming, &Outcome::Imported);
    assert_eq!(manager.lies(), ["取込済/9970000111_訪問介護_202510_実績_20251104090512/ダウンロード_20251104.zip"]);
}

#[test]
fn a_message_is_handed_over_until_it_is_acknowledged_and_has_the_same_id_always() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    let job = &mut Job::new();
    provider.download_all(&files(SLIP));
    let first = provider.receive("");
    let id = first.messages[0].reference.id;
    assert!(provider.receive(&first.next).messages.is_empty(), "nothing is new behind the cursor");
    // The program ends before it has imported.
    provider.restart();
    let again = provider.receive("");
    assert_eq!(again.messages[0].reference.id, id);
    provider.acknowledge(&again.messages[0], &Outcome::Imported);
    let stands =
        provider.client.acknowledge(&again.messages[0].reference, &Outcome::Refused("違う".to_owned()), job).unwrap();
    assert_eq!((stands.state, stands.is_repeat), (State::Imported, true), "the first outcome remains");

    // Who has lost the cursor gets it again, from where its files were put.
    provider.restart();
    let mut lost = provider.receive("");
    assert_eq!((lost.messages.len(), lost.messages[0].reference.id), (1, id));
    assert_eq!(opened(&mut lost.messages[0]).parts().count(), 3);

    // Downloaded once more under whatever name, it is not new: its files join the others.
    for (name, bytes) in files(SLIP) {
        provider.download(&name.replace(".CSV", " - コピー.CSV"), &bytes);
    }
    let batch = provider.receive(&lost.next);
    assert!(batch.messages.is_empty() && batch.obstacles.is_empty(), "{batch:?}");
    assert!(provider.lies().iter().all(|path| path.starts_with("取込済/")), "{:?}", provider.lies());
    assert_eq!(provider.lies().len(), 6);
}

#[test]
fn a_kept_container_opens_again_as_what_it_was() {
    let town = Town::new();
    let mut provider = town.office(PROVIDER);
    provider.download_all(&files(SLIP));
    let mut incoming = provider.receive_one();
    let (id, container) = (incoming.reference.id, opened(&mut incoming).container.clone());
    let again = provider.client.open_received(&id, &container, &mut Job::new()).unwrap();
    assert!(!again.is_signed());
}
