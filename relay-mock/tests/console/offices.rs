//! 事業所: the directory and the certificates.

use relay_mock::directory;
use relay_mock::pki::{Algorithm, WriteAll, write_all};
use relay_mock::server::RelayOptions;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::visitor::{Visitor, with_console};
use crate::world::{RECEIVER, SENDER, World};

const NEW: &str = "9970000012";

fn world() -> (World, Visitor) {
    let world = World::with(|options, _| with_console(options));
    let visitor = Visitor::new(world.relay());
    (world, visitor)
}

fn register(visitor: &mut Visitor, number: &str, name: &str, types: &str) -> crate::visitor::Answer {
    let token = visitor.get("/offices").token();
    visitor.post("/offices", &[("csrf", token.as_str()), ("number", number), ("name", name), ("service_types", types)])
}

#[test]
fn an_office_is_registered_renewed_and_removed() {
    let (world, mut visitor) = world();
    let made = register(&mut visitor, "９９７００００012", "見本 <ケア> & プラン", "43、４６");
    assert_eq!((made.status, made.header("location")), (303, "/offices/9970000012"), "{}", made.text());
    let page = visitor.get("/offices/9970000012");
    for said in ["見本 &#60;ケア&#62; &#38; プラン", "居宅介護支援（43）", "介護予防支援（46）", "あと365日"]
    {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    let before = directory::find(world.relay().store(), NEW).unwrap().unwrap();
    let renewed = visitor.post(&format!("/offices/{NEW}/renew"), &[("csrf", &page.token())]);
    assert_eq!((renewed.status, renewed.header("location")), (303, "/offices/9970000012"));
    let after = directory::find(world.relay().store(), NEW).unwrap().unwrap();
    assert_eq!(after.licence_until, directory::licence_year(before.licence_until.next_day().unwrap()));
    let unsure = visitor.post(&format!("/offices/{NEW}/remove"), &[("csrf", &page.token())]);
    assert_eq!(unsure.status, 400);
    let removed = visitor.post(&format!("/offices/{NEW}/remove"), &[("csrf", &page.token()), ("sure", "yes")]);
    assert_eq!((removed.status, removed.header("location")), (303, "/offices"));
    assert_eq!(directory::find(world.relay().store(), NEW).unwrap(), None);
    assert_eq!(visitor.get(&format!("/offices/{NEW}")).status, 404);
    assert_eq!(visitor.post(&format!("/offices/{NEW}/renew"), &[("csrf", &page.token())]).status, 404);
}

#[test]
fn what_is_wrong_with_a_new_office_is_said_and_what_was_typed_stays() {
    let (world, mut visitor) = world();
    for (number, name, types, said) in [
        ("997", "見本", "43", "10桁"),
        (NEW, "", "43", "1～200文字"),
        (NEW, "\"><script>", "ZZ", "サービス種類コード"),
        (SENDER, "見本", "43", "すでに登録"),
    ] {
        let page = register(&mut visitor, number, name, types);
        assert_eq!(page.status, 400, "{said}");
        let alert = page.between("role=\"alert\">", "<");
        assert!(alert.contains(said), "{alert}");
        assert!(page.text().contains(&format!("value=\"{number}\"")) && !page.text().contains("<script>"), "{said}");
    }
    assert_eq!(directory::list(world.relay().store()).unwrap().len(), 2);
}

#[test]
fn a_licence_says_how_long_it_lasts() {
    let (world, mut visitor) = world();
    let day = |days: i64| directory::day_in_japan(*world.now.lock().unwrap()) + Duration::days(days);
    directory::set_licence(world.relay().store(), SENDER, day(-400), day(-1)).unwrap();
    directory::set_licence(world.relay().store(), RECEIVER, day(-300), day(2)).unwrap();
    let page = visitor.get("/offices");
    for said in ["期限切れ", "1日前まで", "まもなく期限", "あと3日"] {
        assert!(page.text().contains(said), "{said}");
    }
}

#[test]
fn an_office_leads_to_its_lists() {
    let (_world, mut visitor) = world();
    let page = visitor.get(&format!("/offices/{SENDER}"));
    for list in ["received", "sent"] {
        assert!(page.text().contains(&format!("href=\"/{list}?office={SENDER}\"")), "{list}");
        assert_eq!(visitor.get(&format!("/{list}?office={SENDER}")).status, 200);
    }
}

/// A relay on a folder of keys as the program makes it.
fn with_folder() -> (tempfile::TempDir, relay_mock::server::Running) {
    let dir = tempfile::tempdir().unwrap();
    let pki = dir.path().join("pki");
    let mut options = WriteAll::new(OffsetDateTime::now_utc());
    options.algorithm = Algorithm::EcdsaP256;
    write_all(&pki, &options).unwrap();
    std::fs::write(pki.join("broken.pem"), "-----BEGIN CERTIFICATE-----\nx").unwrap();
    let mut options = RelayOptions::of_folder(dir.path(), &pki).unwrap();
    with_console(&mut options);
    options.console.as_mut().unwrap().pki = Some(pki);
    let relay = relay_mock::server::Relay::start(options).unwrap();
    (dir, relay)
}

#[test]
fn certificates_of_the_folder_are_judged_by_the_relay() {
    let (_dir, relay) = with_folder();
    let mut visitor = Visitor::new(&relay);
    let page = visitor.get("/offices");
    let word = |file: &str| {
        let rows = page.text().split("<tr>").find(|row| row.contains(&format!(">{file}<"))).map(str::to_owned);
        let row = rows.unwrap_or_else(|| panic!("no {file}"));
        row.split("\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    for (file, expected) in [
        ("office-1370000011-care-insurance.pem", "有効"),
        ("bad/expired.pem", "期限切れ"),
        ("bad/not-yet-valid.pem", "開始前"),
        ("bad/revoked.pem", "失効"),
        ("bad/wrong-kind.pem", "使用できない種類"),
        ("bad/unknown-ca.pem", "発行元が不明"),
    ] {
        assert_eq!(word(file), expected, "{file}");
    }
    assert!(!page.text().contains("relay-seal.pem") && !page.text().contains("broken.pem"), "offices alone");
}

#[test]
fn a_licence_begins_by_the_relays_clock_and_no_folder_of_keys_is_said() {
    let (world, mut visitor) = world();
    assert!(visitor.get("/offices").text().contains("証明書のフォルダーが指定されていません"));
    *world.now.lock().unwrap() = datetime!(2000-01-01 00:00 UTC);
    assert!(visitor.get("/offices").text().contains("開始前"));
}
