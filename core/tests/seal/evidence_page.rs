//! What the page of an export shows, and the forms beside it.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::Code;
use cplink::convert::{CsvStyle, write};
use cplink::evidence::{Evidence, INDEX, PAGE, Scope, verify};
use cplink::form::{FormKind, HtmlPainter, NameTable, Slip};
use cplink::progress::Job;
use cplink::record::Table;
use cplink::seal::{Draft, Limits, MessageHeader, MessageId, Part, ReceiptKind};
use cplink::spec::Kind;
use cplink_testkit::fixtures::{self, files, files_below, newest};
use cplink_testkit::receipts::{Chain, receipt};
use cplink_testkit::*;
use serde_json::{Value, from_str};

/// The page as a parser sees it that knows nothing of us: `rows` of all tables, each cell with its text and the texts
/// that are never broken; `links`, each with its text.
const SEEN: &str = r#"
import html.parser, json
class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows, self.links, self.cell, self.whole, self.link, self.ids = [], [], None, False, None, []
    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes: self.ids.append(attributes["id"])
        if tag == "tr": self.rows.append([])
        elif tag in ("th", "td"): self.cell = {"text": "", "whole": []}
        elif tag == "br" and self.cell: self.cell["text"] += "\n"
        if attributes.get("class") == "n": self.whole = True
        if tag == "a": self.link = [attributes["href"], ""]
    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self.rows[-1].append(self.cell)
            self.cell = None
        elif tag in ("span", "a"):
            self.whole = False
        if tag == "a":
            self.links.append(self.link)
            self.link = None
    def handle_data(self, data):
        if self.cell:
            self.cell["text"] += data
            if self.whole: self.cell["whole"].append(data)
        if self.link: self.link[1] += data
page = Page()
text = open("index.html", encoding="utf-8").read()
assert ".n{white-space:nowrap" in text
page.feed(text)
print(json.dumps({"rows": page.rows, "links": page.links, "ids": page.ids}))
"#;

fn seen(folder: &Path) -> Value {
    from_str(&must_run(folder, "python3", &["-c", SEEN])).unwrap()
}

/// The cells of the first row that begins with this text.
fn row(page: &Value, head: &str) -> Vec<String> {
    let texts = |row: &Value| -> Vec<String> {
        row.as_array().unwrap().iter().map(|cell| cell["text"].as_str().unwrap().to_owned()).collect()
    };
    let rows = page["rows"].as_array().unwrap().iter().map(texts);
    rows.into_iter().find(|row| row.first().is_some_and(|cell| cell == head)).unwrap_or_else(|| panic!("no {head}"))
}

/// A unit of the month, sealed by the world's sender under this kind.
fn keep(world: &World, folder: &Path, unit: &str, kind: &str, header: MessageHeader) -> (MessageId, PathBuf) {
    let part = |path: &PathBuf| {
        let media_type = match path.extension().unwrap().to_ascii_lowercase().to_str().unwrap() {
            "csv" => "text/csv",
            "jpg" => "image/jpeg",
            _ => "application/pdf",
        };
        Part::new(fixtures::name(path), media_type, fs::read(path).unwrap())
    };
    let parts = files(&newest().join("month").join(unit).join("files")).iter().map(part).collect();
    let header = MessageHeader { kind: kind.to_owned(), subject: unit.to_owned(), ..header };
    let draft = Draft::prepare(header, parts, &Limits::default(), &mut Job::new()).unwrap();
    let mut bytes = Vec::new();
    draft.seal(&world.sender, earlier(60), &mut bytes, &mut Job::new()).unwrap();
    let path = folder.join(format!("{}.asice", draft.id()));
    fs::write(&path, bytes).unwrap();
    (draft.id(), path)
}

fn with_serial(serial: &str) -> MessageHeader {
    MessageHeader { serial: serial.to_owned(), created: MessageHeader::created_at(serial).unwrap(), ..message() }
}

/// An export of a slip, a care plan and a withdrawal, with these receipts of the slip.
struct Export {
    world: World,
    _folder: tempfile::TempDir,
    out: PathBuf,
    ids: Vec<MessageId>,
}

fn export(receipts: &[ReceiptKind], prepare: impl FnOnce(&mut Evidence)) -> Export {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let units = [
        ("02-slip-home-help", "usage_slip"),
        ("01-care-plan", "care_plan"),
        ("06-withdrawal-day-care", "usage_slip_deletion"),
        ("09-attachments", "attachments"),
    ];
    let mut evidence = Evidence::new(world.trust.clone(), now());
    prepare(&mut evidence);
    let (mut ids, mut paths) = (Vec::new(), Vec::new());
    for (number, (unit, kind)) in units.into_iter().enumerate() {
        let (id, path) = keep(&world, folder.path(), unit, kind, with_serial(&format!("2026090109300{number}")));
        ids.push(id);
        paths.push(path);
    }
    let mut chain = Chain::default();
    for kind in receipts {
        let receipt = receipt(*kind, ids[0], earlier(30));
        let der = if kind.by_relay() {
            chain.next(&world, receipt)
        } else {
            receipt.sign(&world.receiver, receipt.at).unwrap()
        };
        evidence.add_receipt(&der).unwrap();
    }
    for path in &paths {
        evidence.add_container(path, &mut Job::new()).unwrap();
    }
    let out = folder.path().join("export");
    let exported = evidence.export(&out, Scope::All, &mut Job::new()).unwrap();
    assert_eq!((exported.messages.len(), exported.unlike.len()), (4, 0));
    let export = Export { world, _folder: folder, out, ids };
    assert_eq!(export.holds().unwrap(), Vec::<String>::new());
    export
}

impl Export {
    /// The files that could not be compared.
    fn holds(&self) -> cplink::Result<Vec<String>> {
        verify(&self.out, Some(&self.world.trust), now(), &mut Job::new()).map(|report| report.exported.unlike)
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let path = self.out.join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }

    /// As an export of a version that did not name itself and made no forms.
    fn age(&self) {
        let mut index: Value = fixtures::json(&self.out.join(INDEX));
        index.as_object_mut().unwrap().remove("maker");
        for message in index["messages"].as_array_mut().unwrap() {
            message.as_object_mut().unwrap().remove("forms");
        }
        fs::write(self.out.join(INDEX), format!("{index:#}\n")).unwrap();
        fs::write(self.out.join(PAGE), "<!DOCTYPE html><html lang=\"ja\"><title>x</title></html>").unwrap();
        fs::remove_dir_all(self.out.join("forms")).unwrap();
    }
}

#[test]
fn the_forms_of_a_message_are_those_of_its_csv_files_and_say_that_they_are_no_original() {
    let export = export(&[], |_| {});
    let name = format!("forms/{}.html", export.ids[0]);
    let contents = fixtures::contents(&newest().join("month/02-slip-home-help/files"));
    let slip = Slip::of_unit(contents.files.iter().filter_map(|file| file.table.as_ref()));
    let mut painter = HtmlPainter::begin(Vec::new()).unwrap();
    slip.pages(FormKind::ALL, &NameTable::default()).for_each(|page| painter.page(&page).unwrap());
    fs::write(export.out.join("own.html"), painter.end().unwrap()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/form/cells.py");
    let said: Value = from_str(&must_run(&export.out, "python3", &[script, "own.html", &name])).unwrap();
    let (own, linked) = (said[0].as_array().unwrap(), said[1].as_array().unwrap());
    assert!(own.len() == linked.len() && own.len() >= 6, "{}", linked.len());
    let note =
        format!("メッセージ {} のCSVファイルから作成した表示です（署名された原本ではありません）", export.ids[0]);
    for (own, linked) in own.iter().zip(linked) {
        assert_eq!(own["tables"], linked["tables"]);
        assert_eq!(linked["texts"][0], note.as_str());
    }
    let page = seen(&export.out);
    let links: Vec<&str> = page["links"].as_array().unwrap().iter().map(|link| link[0].as_str().unwrap()).collect();
    assert_eq!(links.iter().filter(|link| **link == name).count(), 2);
    // Every link leads somewhere.
    for link in links {
        let is_there = match link.strip_prefix('#') {
            Some(id) => page["ids"].as_array().unwrap().iter().any(|other| other == id),
            None => export.out.join(link).is_file(),
        };
        assert!(is_there, "{link}");
    }
    let index = fixtures::json(&export.out.join(INDEX));
    assert_eq!(index["messages"][0]["forms"], name.as_str());
    assert_eq!(index["messages"][3]["forms"], Value::Null);
}

#[test]
fn a_form_can_be_neither_changed_nor_taken_away_nor_added() {
    let export = export(&[], |_| {});
    let name = format!("forms/{}.html", export.ids[0]);
    let form = export.out.join(&name);
    let sound = fs::read(&form).unwrap();
    let wrong = || {
        let error = export.holds().unwrap_err();
        assert_eq!(error.code(), Code::EvidenceFormat);
        error.at().file.clone().unwrap()
    };
    for at in [0, 300, sound.len() / 2, sound.len() - 1] {
        let mut changed = sound.clone();
        changed[at] ^= 1;
        fs::write(&form, changed).unwrap();
        assert_eq!(wrong(), name, "byte {at}");
    }
    for changed in [[&sound[..], b"\n"].concat(), sound[..sound.len() - 1].to_vec(), Vec::new()] {
        fs::write(&form, changed).unwrap();
        assert_eq!(wrong(), name);
    }
    fs::remove_file(&form).unwrap();
    assert_eq!(wrong(), name);
    fs::write(&form, &sound).unwrap();
    let other = format!("forms/{}.html", export.ids[3]);
    fs::write(export.out.join(&other), &sound).unwrap();
    assert_eq!(wrong(), other);
    fs::remove_file(export.out.join(&other)).unwrap();
    assert!(export.holds().unwrap().is_empty());
}

#[test]
fn a_message_says_in_japanese_what_it_is_about() {
    let export = export(&[], |_| {});
    let page = seen(&export.out);
    for (unit, about) in [
        ("02-slip-home-help", "サービス利用票（予定） 令和7年10月分"),
        ("01-care-plan", "居宅サービス計画 （対象年月なし）"),
        ("06-withdrawal-day-care", "サービス利用票（予定）の取下げ 令和7年10月分"),
        ("09-attachments", "添付ファイルのみ"),
    ] {
        assert_eq!(row(&page, unit)[1].trim_end(), about);
    }
    assert_eq!(row(&page, "対象")[1], "加えられたすべてのメッセージ");
}

#[test]
fn offices_have_their_names_and_what_those_are_known_by() {
    let given = |evidence: &mut Evidence| {
        evidence.set_office_name(RECEIVER, "<b>ひまわり</b>").unwrap();
        // The sender's certificate has a name, which counts.
        evidence.set_office_name(SENDER, "別の名").unwrap();
        assert_eq!(evidence.set_office_name("12", "x").unwrap_err().code(), Code::OfficeNumber);
        assert_eq!(evidence.set_office_name(SENDER, "a\nb").unwrap_err().code(), Code::InvalidArgument);
    };
    let named = export(&[], given);
    let page = seen(&named.out);
    assert_eq!(row(&page, SENDER)[1..], ["みどり", "その事業所の電子証明書"]);
    assert_eq!(
        row(&page, RECEIVER)[1..],
        ["<b>ひまわり</b>", "書き出した人の指定（署名されたファイルにはありません）"]
    );
    let slip = &page["rows"].as_array().unwrap().iter().find(|row| row[0]["text"] == "02-slip-home-help").unwrap();
    assert_eq!(slip[2]["text"], format!("{SENDER}\nみどり"));
    assert_eq!(slip[3]["text"], format!("{RECEIVER}\n<b>ひまわり</b>"));
    // Numbers and times are never broken.
    assert_eq!(slip[3]["whole"], Value::from(vec![RECEIVER]));
    let lengths: Vec<usize> = (0..2).map(|at| slip[4]["whole"][at].as_str().unwrap().len()).collect();
    assert_eq!(lengths, ["2026-09-01".len(), "09:30:00".len()]);
    assert_eq!(slip[1]["whole"], Value::from(vec!["令和7年10月分"]));
    assert_eq!(row(&page, "送信元")[1], format!("{SENDER} みどり（サービス種類 43）"));
    assert_eq!(row(&page, "送信先")[1], format!("{RECEIVER} <b>ひまわり</b>（サービス種類 11 訪問介護）"));
    // The names given are part of what is compared.
    named.change(INDEX, "ひまわり", "あさがお");
    assert_eq!(named.holds().unwrap_err().at().file.as_deref(), Some(PAGE));

    let page = seen(&export(&[], |_| {}).out);
    assert_eq!(row(&page, RECEIVER)[1..], ["—", "署名されたファイルに名称がありません"]);
    // Its own receipt has its certificate.
    let page = seen(&export(&[ReceiptKind::Imported], |_| {}).out);
    assert_eq!(row(&page, RECEIVER)[1..], ["みどり", "その事業所の電子証明書"]);
}

#[test]
fn an_office_that_only_a_csv_file_names_is_shown_with_that() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let mut header = message();
    header.to.office = "9970000111".to_owned();
    let (_, path) = keep(&world, folder.path(), "02-slip-home-help", "usage_slip", header);
    let mut evidence = Evidence::new(world.trust.clone(), now());
    evidence.set_office_name("9970000111", "別の名").unwrap();
    evidence.add_container(&path, &mut Job::new()).unwrap();
    let out = folder.path().join("export");
    evidence.export(&out, Scope::All, &mut Job::new()).unwrap();
    let named = row(&seen(&out), "9970000111");
    assert_eq!(named[1..], ["ヘルパーステーション架空の森", "送信元が署名したCSVファイルの記載"]);
    assert!(!fs::read_to_string(out.join(INDEX)).unwrap().contains("別の名"));
    verify(&out, None, now(), &mut Job::new()).unwrap();
}

#[test]
fn the_receiving_side_tells_the_times_that_it_can_prove() {
    let at = cplink::seal::japan_time(earlier(30)).unwrap();
    let times =
        |receipts: &[ReceiptKind]| row(&seen(&export(receipts, |_| {}).out), "02-slip-home-help")[4..7].to_vec();
    // The clock goes on meanwhile: minutes are compared.
    let is = |said: &str, note: &str| {
        let (time, rest) = said.split_once('\n').unwrap_or((said, ""));
        assert!(time.len() == at.len() && time[..10] == at[..10] && rest == note, "{said}");
    };
    let all = times(&[ReceiptKind::Accepted, ReceiptKind::PickedUp, ReceiptKind::Imported]);
    is(&all[0], "");
    is(&all[1], "");
    is(&all[2], "取込済");
    let own = times(&[ReceiptKind::Imported]);
    is(&own[0], "（署名の日時）");
    is(&own[1], "（この日時まで）");
    is(&own[2], "取込済");
    let none = times(&[]);
    is(&none[0], "（署名の日時）");
    assert_eq!(none[1..], ["—", "—"]);
}

#[test]
fn an_export_of_another_version_holds_and_tells_what_it_could_not_compare() {
    let aged = export(&[ReceiptKind::Accepted], |_| {});
    aged.age();
    assert_eq!(aged.holds().unwrap(), [INDEX, PAGE]);
    // What it says must still be what the signed files say.
    aged.change(INDEX, "\"subject\": \"02", "\"subject\": \"03");
    assert_eq!(aged.holds().unwrap_err().at().file.as_deref(), Some(INDEX));
    aged.change(INDEX, "\"subject\": \"03", "\"subject\": \"02");
    fs::remove_file(aged.out.join(format!("messages/{}.asice", aged.ids[3]))).unwrap();
    aged.holds().unwrap_err();

    let later = export(&[], |_| {});
    let own = concat!("cplink ", env!("CARGO_PKG_VERSION"));
    later.change(INDEX, own, "cplink 99.0");
    // Page and index name one maker.
    assert_eq!(later.holds().unwrap_err().at().file.as_deref(), Some(PAGE));
    later.change(PAGE, own, "cplink 99.0");
    assert!(later.holds().unwrap().is_empty());
    later.change(PAGE, "<h1>", "<h1>新しい");
    let form = format!("forms/{}.html", later.ids[0]);
    later.change(&form, "<body>", "<body> ");
    fs::write(later.out.join(format!("forms/{}.html", later.ids[3])), "drawn").unwrap();
    let unlike = later.holds().unwrap();
    assert!(unlike.len() == 3 && unlike.contains(&form) && unlike.contains(&PAGE.to_owned()), "{unlike:?}");
    fs::write(later.out.join("forms/x.html"), "x").unwrap();
    assert_eq!(later.holds().unwrap_err().at().file.as_deref(), Some("forms/x.html"));
}

#[test]
fn the_pages_of_an_export_hold_no_more_than_their_files() {
    let export = export(&[], |_| {});
    let forms: Vec<PathBuf> = files_below(&export.out.join("forms"));
    assert!(!forms.is_empty());
    for file in forms {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("<script") && !text.contains("href=") && !text.contains("src="));
    }
}

#[test]
fn a_kind_twice_is_not_drawn_and_a_file_that_cannot_be_read_is_told_of() {
    let world = World::new();
    let slip = files(&newest().join("month/02-slip-home-help/files"));
    let name = |path: &PathBuf| fixtures::name(path).to_owned();
    let plan = slip.iter().find(|path| name(path).starts_with("UPPLAN")).unwrap();
    let annex = slip.iter().find(|path| name(path).starts_with("UPSIKYU")).unwrap();
    for (second, bytes, said, has_form) in [
        (name(plan).replace("_2025", "_2024"), fs::read(plan).unwrap(), "同じ種類のCSVファイルが複数あるため", false),
        (name(annex), b"<!DOCTYPE html><html></html>".to_vec(), "読み取れないCSVファイルがあるため", true),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let parts = vec![
            Part::new(name(plan), "text/csv", fs::read(plan).unwrap()),
            Part::new(second.clone(), "text/csv", bytes),
        ];
        assert_ne!(second, name(plan));
        let draft = Draft::prepare(message(), parts, &Limits::default(), &mut Job::new()).unwrap();
        let mut sealed = Vec::new();
        draft.seal(&world.sender, earlier(60), &mut sealed, &mut Job::new()).unwrap();
        let path = folder.path().join("message.asice");
        fs::write(&path, sealed).unwrap();
        let mut evidence = Evidence::new(world.trust.clone(), now());
        let id = evidence.add_container(&path, &mut Job::new()).unwrap();
        let out = folder.path().join("export");
        evidence.export(&out, Scope::All, &mut Job::new()).unwrap();
        assert!(fs::read_to_string(out.join(PAGE)).unwrap().contains(said), "{said}");
        assert_eq!(out.join(format!("forms/{id}.html")).exists(), has_form, "{said}");
        verify(&out, None, now(), &mut Job::new()).unwrap();
    }
}

#[test]
fn the_family_picture_is_on_its_form() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let (id, path) = keep(&world, folder.path(), "07-prevention-plan", "prevention_plan", message());
    let mut evidence = Evidence::new(world.trust.clone(), now());
    evidence.add_container(&path, &mut Job::new()).unwrap();
    let out = folder.path().join("export");
    evidence.export(&out, Scope::All, &mut Job::new()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/form/cells.py");
    let said: Value = from_str(&must_run(&out, "python3", &[script, &format!("forms/{id}.html")])).unwrap();
    let wanted = &fixtures::json(&newest().join("month/07-prevention-plan/rows.json"))["attachments"][0];
    let pages = said[0].as_array().unwrap();
    let shown: Vec<&Value> = pages.iter().flat_map(|page| page["pictures"].as_array().unwrap()).collect();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0]["sha256"], wanted["sha256"]);
}

/// The page of an export of one CSV file under this name, and whether its forms are there.
fn page_of_file(world: &World, name: &str, bytes: Vec<u8>) -> (String, bool) {
    let folder = tempfile::tempdir().unwrap();
    let parts = vec![Part::new(name, "text/csv", bytes)];
    let draft = Draft::prepare(message(), parts, &Limits::default(), &mut Job::new()).unwrap();
    let mut sealed = Vec::new();
    draft.seal(&world.sender, earlier(60), &mut sealed, &mut Job::new()).unwrap();
    let path = folder.path().join("message.asice");
    fs::write(&path, sealed).unwrap();
    let mut evidence = Evidence::new(world.trust.clone(), now());
    let id = evidence.add_container(&path, &mut Job::new()).unwrap();
    let out = folder.path().join("export");
    evidence.export(&out, Scope::All, &mut Job::new()).unwrap();
    (fs::read_to_string(out.join(PAGE)).unwrap(), out.join(format!("forms/{id}.html")).exists())
}

#[test]
fn more_than_any_office_sends_is_not_drawn_and_the_page_says_so() {
    let world = World::new();
    let plan = files(&newest().join("month/01-care-plan/files"));
    let plan = plan.iter().find(|path| fixtures::name(path).starts_with("UP1KYO")).unwrap();
    let name = fixtures::name(plan);
    let sound = fs::read(plan).unwrap();
    let (page, is_drawn) = page_of_file(&world, name, sound.clone());
    assert!(is_drawn && !page.contains("帳票は作成していません"));
    let large = sound.repeat((8 << 20) / sound.len() + 1);
    let (page, is_drawn) = page_of_file(&world, name, large);
    assert!(!is_drawn && page.contains("CSVファイルが大きいため、帳票は作成していません。"));
    // Of each of so many users there is a page.
    let mut users = Table::new(Kind::Up1kyo);
    for user in 0..5001 {
        let row = users.push();
        users.set(row, "insured_person_number", format!("{user:010}")).unwrap();
    }
    let (many, _) = write(&users, CsvStyle::Canonical).unwrap();
    let (page, is_drawn) = page_of_file(&world, name, many);
    assert!(!is_drawn && page.contains("ページ数が多いため、帳票は作成していません。"));
}
