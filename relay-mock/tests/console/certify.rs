//! 認証: a run by clicks.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

use relay_mock::certify::pack::Pack;
use serde_json::Value;

use crate::product::{Product, Said};
use crate::visitor::{Answer, Visitor, until, with_console};
use crate::world::World;

/// A case of every kind of step: typed in, imported, exported, shown, refused.
const CASES: [&str; 5] = ["D1-22", "D2-01", "D2-02", "D2-03", "D5-01"];

fn world() -> World {
    World::with(|options, _| with_console(options))
}

/// What is ticked where every role and ability is, and these cases.
fn ticked(browser: &mut Visitor, cases: &[&str]) -> Vec<String> {
    let page = browser.read("/certify/new?pack=v4");
    let named = |start: &str| -> Vec<String> {
        let before = format!("name=\"{start}");
        let parts = page.split(&before).skip(1);
        parts.map(|part| format!("{start}{}", part.split('"').next().unwrap())).collect()
    };
    let (roles, abilities) = (named("role:"), named("can:"));
    assert!(roles.len() >= 2 && abilities.len() > 10 && named("case:").len() > 50, "{page}");
    roles.into_iter().chain(abilities).chain(cases.iter().map(|case| format!("case:{case}"))).collect()
}

/// Begins a run of these cases, with every role and ability.
fn begin(browser: &mut Visitor, cases: &[&str]) -> String {
    let ticked = ticked(browser, cases);
    let mut fields = vec![("pack", "v4"), ("name", "見本<b>ソフト</b>"), ("version", "1.0")];
    fields.extend(ticked.iter().map(|name| (name.as_str(), "on")));
    browser.post("/certify/new", &fields).location().to_owned()
}

/// `product` of a run's record.
fn product_of(run: &Path) -> Value {
    let record: Value = serde_json::from_slice(&fs::read(run.join("run.json")).unwrap()).unwrap();
    record["product"].clone()
}

/// The folders of the console's runs.
fn runs(world: &World) -> Vec<std::path::PathBuf> {
    let runs = fs::read_dir(world.dir.path().join("console/runs")).into_iter().flatten();
    runs.map(|entry| entry.unwrap().path()).collect()
}

/// The case and the step of the page.
fn now(page: &str) -> Option<(String, usize)> {
    let field = |name: &str| {
        let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        Some(rest.split('"').next()?.to_owned())
    };
    Some((field("case")?, field("step")?.parse().ok()?))
}

/// The step that the page of a run asks for, once it does.
fn step(browser: &mut Visitor, run: &str) -> (String, usize) {
    until("a step is laid out", || now(&browser.read(run)).is_some());
    now(&browser.read(run)).unwrap()
}

/// What the page gives for the step.
fn given(browser: &mut Visitor, run: &str, page: &str, case: &str, number: usize) -> Vec<(String, Vec<u8>)> {
    let path = format!("{run}/steps/{case}/{number}/files/");
    let before = format!("href=\"{path}");
    let links = page.split(&before).skip(1);
    let file = |rest: &str| {
        let (place, rest) = rest.split_once('"').unwrap();
        let name = rest.split_once('>').unwrap().1.split_once('<').unwrap().0.to_owned();
        let answer = browser.get(&format!("{path}{place}"));
        assert!(answer.status == 200 && answer.header("content-disposition").starts_with("attachment"));
        (name, answer.bytes)
    };
    links.map(file).collect()
}

fn answer(browser: &mut Visitor, run: &str, case: &str, number: usize, said: &Said) -> Answer {
    let result = said.answer["result"].as_str().unwrap();
    let mut fields = vec![("case".to_owned(), case.to_owned()), ("step".to_owned(), number.to_string())];
    fields.push(("result".to_owned(), result.to_owned()));
    if result == "refused" {
        let reasons = said.answer["reasons"].as_array().unwrap().iter().map(|reason| reason.as_str().unwrap());
        fields.push(("reason".to_owned(), reasons.collect::<Vec<_>>().join(" ")));
    }
    for (id, value) in said.answer["facts"].as_object().into_iter().flatten() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        fields.push(if value.is_empty() {
            (format!("blank:{id}"), "on".to_owned())
        } else {
            (format!("fact:{id}"), value)
        });
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let files: Vec<_> = said.files.iter().map(|(name, bytes)| ("files", name.as_str(), bytes.as_slice())).collect();
    browser.post_files(&format!("{run}/answer"), &fields, &files)
}

/// Does the run to its end; `change` is what is wrong with the product.
fn finish(browser: &mut Visitor, run: &str, mut change: impl FnMut(&str, &mut Said)) {
    let (pack, mut product) = (Pack::open("v4").unwrap(), Product::start());
    loop {
        until("the run goes on", || {
            let page = browser.read(run);
            now(&page).is_some() || page.contains("<h2>判定</h2>")
        });
        let page = browser.read(run);
        let Some((case, number)) = now(&page) else { return };
        let given = given(browser, run, &page, &case, number);
        let mut said = product.does(&pack, pack.case(&case).unwrap(), number, &given);
        change(&case, &mut said);
        assert_eq!(answer(browser, run, &case, number, &said).location(), run);
    }
}

#[test]
fn a_run_by_clicks_with_right_answers_passes() {
    let mut world = world();
    let mut browser = Visitor::new(world.relay());
    assert!(browser.read("/certify").contains("試験はまだありません"));
    let run = begin(&mut browser, &CASES);
    let first = step(&mut browser, &run);
    assert_eq!(first, ("D1-22".to_owned(), 0));
    let page = browser.read(&run);
    assert!(page.contains("見本&#60;b&#62;ソフト") && !page.contains("<b>ソフト"), "{page}");
    assert!(page.contains("進行中") && page.contains("実施中") && page.contains("下の帳票のとおりに"), "{page}");
    let form = browser.get(&format!("{run}/steps/D1-22/0/form"));
    assert!(form.header("content-security-policy").contains("sandbox") && form.text().contains("<html"));
    assert!(browser.get(&format!("{run}/steps/D1-22/0/form.pdf")).bytes.starts_with(b"%PDF"));
    // The program is started anew: the run is listed, and goes on.
    world.restart();
    let mut browser = Visitor::new(world.relay());
    assert!(browser.read("/certify").contains("中断中"));
    assert!(browser.read(&run).contains("試験は中断しています"));
    assert_eq!(browser.post(&format!("{run}/go-on"), &[]).location(), run);
    let mut live = browser.listen();
    step(&mut browser, &run);
    live.hears("event: change");
    finish(&mut browser, &run, |_, _| {});
    let page = browser.read(&run);
    assert!(page.contains("合格 5、") && page.contains("5／5ケース"), "{page}");
    assert!(browser.read("/certify").contains("5／5"));
    // The product is named wherever the run is, and its name is no markup.
    let named = "見本&#60;b&#62;ソフト&#60;/b&#62;";
    assert!(page.contains(&format!("<h1>試験：{named} 1.0</h1>")), "{page}");
    assert!(browser.read("/certify").contains(&format!("<bdi>{named}</bdi> <bdi>1.0</bdi>")));
    let report = browser.get(&format!("{run}/report"));
    assert!(report.header("content-security-policy").contains("sandbox"));
    assert!(report.text().contains(named) && !report.text().contains("<b>ソフト"), "{:.2000}", report.text());
    assert!(report.text().contains("ケアプランデータの試験の判定") && !report.text().contains("href=\"forms"));
    assert!(browser.read(&format!("{run}/forms/D2-01")).contains("帳票の比較"));
    let junit = browser.read(&format!("{run}/download/junit.xml"));
    assert!(junit.contains("<testsuites") && junit.contains("failures=\"0\""));
    assert!(junit.contains("見本") && junit.contains("product.version") && !junit.contains("<b>ソフト"), "{junit}");
    let result: Value = serde_json::from_slice(&browser.get(&format!("{run}/download/result.json")).bytes).unwrap();
    assert_eq!(
        (&result["run"]["product"]["name"], &result["run"]["product"]["version"]),
        (&"見本<b>ソフト</b>".into(), &"1.0".into())
    );
    let mut archive =
        zip::ZipArchive::new(Cursor::new(browser.get(&format!("{run}/download/report.zip")).bytes)).unwrap();
    assert!(archive.by_name("index.html").is_ok() && archive.by_name("forms/D2-01.html").is_ok());
    // The bundle is signed, said to be by a test key, and can be checked.
    assert_eq!(browser.get(&format!("{run}/download/bundle.asice")).status, 404);
    assert!(browser.post(&format!("{run}/bundle"), &[]).location().starts_with(&run));
    assert!(browser.read(&run).contains("SHA-256 "));
    let bundle = browser.get(&format!("{run}/download/bundle.asice")).bytes;
    let mut opened = zip::ZipArchive::new(Cursor::new(bundle.as_slice())).unwrap();
    let record: Value = serde_json::from_reader(opened.by_name("bundle.json").unwrap()).unwrap();
    assert_eq!(record["product"], result["run"]["product"]);
    let verified = browser.post_files("/certify/verify", &[], &[("bundle", "b.asice", &bundle)]).text().to_owned();
    assert!(verified.contains(named), "{verified}");
    assert!(verified.contains("確認できました。") && verified.contains("試験用の鍵による署名です"), "{verified}");
    let mut spoilt = bundle.clone();
    let middle = spoilt.len() / 2;
    spoilt[middle] ^= 1;
    let verified = browser.post_files("/certify/verify", &[], &[("bundle", "b.asice", &spoilt)]).text().to_owned();
    assert!(verified.contains("確認できません") && verified.contains("署名のあとで変更されているか"), "{verified}");
    let verified = browser.post_files("/certify/verify", &[], &[("bundle", "b.asice", b"no bundle")]).text().to_owned();
    assert!(verified.contains("署名付き試験結果ではありません"), "{verified}");
    assert_eq!(browser.post_files("/certify/verify", &[], &[]).status, 400);
}

#[test]
fn a_wrong_export_fails_with_the_finding_and_a_reason_is_kept() {
    let world = world();
    let mut browser = Visitor::new(world.relay());
    let run = begin(&mut browser, &["D2-01", "D2-03"]);
    finish(&mut browser, &run, |case, said| {
        if case == "D2-01" {
            // The product has lost the last row.
            for (_, bytes) in &mut said.files {
                let end = bytes.len() - 2;
                let start = bytes[..end].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
                bytes.truncate(start);
            }
        } else if said.answer["result"] == "refused" {
            said.answer["reasons"] = serde_json::json!(["第7表のファイルがありません。"]);
        }
    });
    let page = browser.read(&run);
    assert!(page.contains("不合格 1、"), "{page}");
    let report = browser.read(&format!("{run}/report"));
    assert!(report.contains("lost:") && report.contains("第7表のファイルがありません。"), "{report}");
    assert!(browser.read(&format!("{run}/forms/D2-01")).contains("class=\"form\""));
    let json: serde_json::Value =
        serde_json::from_slice(&browser.get(&format!("{run}/download/result.json")).bytes).unwrap();
    assert_eq!(json["word"], "fail");
}

#[test]
fn two_browsers_answer_one_step_and_the_first_counts() {
    let world = world();
    let (mut one, mut other) = (Visitor::new(world.relay()), Visitor::new(world.relay()));
    let run = begin(&mut one, &["D2-02"]);
    let (case, number) = step(&mut one, &run);
    let fields = [("case", case.as_str()), ("step", "0"), ("result", "imported")];
    assert_eq!(number, 0);
    // The Enter key in the field of the reason must not say that it was imported.
    let page = one.read(&run);
    let reason = page.split("<form").find(|form| form.contains("name=\"reason\"")).unwrap();
    assert!(reason.contains("value=\"refused\"") && !reason.contains("value=\"imported\""), "{reason}");
    assert_eq!(one.post_files(&format!("{run}/answer"), &fields, &[]).location(), run);
    let late = other.post_files(&format!("{run}/answer"), &fields, &[]);
    assert!(late.status == 409 && late.text().contains("もう答えが出ている"), "{}", late.text());
    // It was not taken for the answer to the step behind it either.
    assert_eq!(step(&mut other, &run), ("D2-02".to_owned(), 1));
    let page = other.read(&run);
    assert!(page.contains("画面は空欄") && page.contains("手順 2／"), "{page}");
}

#[test]
fn hostile_answers_change_nothing() {
    let world = world();
    let mut browser = Visitor::new(world.relay());
    let run = begin(&mut browser, &["D2-01"]);
    let answer = format!("{run}/answer");
    // Up to the export.
    let (pack, mut product) = (Pack::open("v4").unwrap(), Product::start());
    let case = pack.case("D2-01").unwrap();
    let export =
        case.steps.iter().position(|step| matches!(step, relay_mock::certify::scenario::Step::Take { .. })).unwrap();
    for number in 0..export {
        assert_eq!(step(&mut browser, &run), ("D2-01".to_owned(), number));
        let page = browser.read(&run);
        let said = product.does(&pack, case, number, &given(&mut browser, &run, &page, "D2-01", number));
        assert_eq!(self::answer(&mut browser, &run, "D2-01", number, &said).location(), run);
    }
    let at = step(&mut browser, &run);
    let number = export.to_string();
    let fields = [("case", "D2-01"), ("step", number.as_str()), ("result", "exported")];
    for name in ["../../evil.CSV", "..\\evil.CSV", "/etc/evil.CSV", "C:\\evil.CSV", "a\u{0}b.CSV", "CON", ".."] {
        let refused = browser.post_files(&answer, &fields, &[("files", name, b"x")]);
        assert_eq!(refused.status, 400, "{name}");
    }
    let twice = browser.post_files(&answer, &fields, &[("files", "a.CSV", b"x"), ("files", "A.csv", b"y")]);
    assert!(twice.status == 400 && twice.text().contains("同じ名前のファイル"));
    assert_eq!(browser.post_files(&answer, &fields, &[]).status, 400);
    let large = vec![b'x'; 17 << 20];
    assert_eq!(browser.post_files(&answer, &fields, &[("files", "a.CSV", &large)]).status, 413);
    for case in ["../../../etc", "D2-01/../D2-02", "", "D9-99"] {
        let fields = [("case", case), ("step", number.as_str()), ("result", "unsupported")];
        assert_eq!(browser.post(&answer, &fields).status, 409, "{case}");
    }
    let unfit = [("case", "D2-01"), ("step", number.as_str()), ("result", "imported")];
    assert_eq!(browser.post(&answer, &unfit).location(), run);
    assert_eq!(step(&mut browser, &run), at, "an answer that does not fit is asked for again");
    assert!(browser.read(&run).contains("前の回答は使えませんでした"));
    for path in [
        "/certify/runs/../../console.json",
        "/certify/runs/%2e%2e%2f%2e%2e",
        "/certify/runs/0000000000000000",
        &format!("{run}/download/..%2frun.json"),
        &format!("{run}/download/run.json"),
        &format!("{run}/forms/..%2f..%2frun"),
        &format!("{run}/steps/..%2f../0/files/0"),
        &format!("{run}/steps/D2-01/99/form"),
        &format!("{run}/steps/D2-01/0/files/99"),
        "/certify/new?pack=..%2f..",
    ] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    assert_eq!(browser.post("/certify/new", &[("pack", "../v4"), ("name", "x"), ("version", "1")]).status, 404);
    assert_eq!(browser.post("/certify/new", &[("pack", "v4"), ("name", "x"), ("version", "1")]).status, 400);
    let inside: Vec<_> =
        fs::read_dir(world.dir.path().join("console")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(inside, ["runs"]);
    let mut text = String::new();
    assert!(fs::File::open("/etc/evil.CSV").map(|mut file| file.read_to_string(&mut text)).is_err());
}

#[test]
fn a_product_without_a_name_is_refused_beside_the_field_and_what_was_filled_in_stays() {
    let world = world();
    let mut browser = Visitor::new(world.relay());
    let mut ticked = ticked(&mut browser, &["D2-01"]);
    // What was taken off stays off.
    ticked.retain(|name| name != "can:import:UPPLAN");
    let mut begun = |name: &str, version: &str| {
        let mut fields = vec![("pack", "v4"), ("name", name), ("version", version)];
        fields.extend(ticked.iter().map(|name| (name.as_str(), "on")));
        browser.post_files("/certify/new", &fields, &[])
    };
    let (long, most) = ("長".repeat(101), "名".repeat(100));
    for (name, what) in [
        ("", "何も書かれていません。1～100文字で書いてください。"),
        ("　", "何も書かれていません。1～100文字で書いてください。"),
        (&long, "100文字を超えています。1～100文字で書いてください。"),
        ("a\u{202e}b", "目に見えない文字が入っています。"),
        ("a\u{0}b", "目に見えない文字が入っています。"),
    ] {
        let refused = begun(name, "<i>2</i>");
        assert_eq!(refused.status, 400, "{name:?}");
        let beside = refused.between("<p id=\"name-wrong\" class=\"wrong\">", "</p>");
        assert!(beside.starts_with(what), "{beside}");
        let field = refused.between("<input id=\"name\"", ">");
        assert!(field.contains("aria-invalid=\"true\" aria-describedby=\"name-wrong\""), "{field}");
        assert!(refused.between("role=\"alert\">", "</div>").contains(&format!("<a href=\"#name\">名前</a>：{what}")));
        refused.says("value=\"&#60;i&#62;2&#60;/i&#62;\"").says("name=\"case:D2-01\" value=\"on\" checked");
        refused
            .says("name=\"can:import:UPPLAN\" value=\"on\">")
            .says("name=\"can:import:UPSIKYU\" value=\"on\" checked>");
        assert!(!refused.text().contains("<i>2") && !refused.text().contains("version-wrong"));
    }
    // Both are said at once.
    let refused = begun("", &long);
    refused.says("id=\"name-wrong\"").says("id=\"version-wrong\" class=\"wrong\">100文字を超えています。");
    assert_eq!(runs(&world), Vec::<std::path::PathBuf>::new(), "no run was begun");
    let run = begun(&most, "2").location().to_owned();
    assert!(browser.read(&run).contains(&most));
}

#[test]
fn no_case_that_the_product_can_do_is_said_at_the_cases() {
    let world = world();
    let mut browser = Visitor::new(world.relay());
    let fields = [("pack", "v4"), ("name", "x"), ("version", "1"), ("case:D2-01", "on")];
    let refused = browser.post_files("/certify/new", &fields, &[]);
    assert_eq!(refused.status, 400);
    refused.says("<p id=\"cases-wrong\" class=\"wrong\">製品の役割と機能で試せるケースがありません。");
    let text = b"name = \"x\"\nversion = \"1\"\nroles = []\nsupports = []\n";
    let refused = browser.post_files("/certify/new", &[("pack", "v4")], &[("product", "product.toml", text)]);
    refused.says("id=\"cases-wrong\"");
    assert!(refused.status == 400 && runs(&world).is_empty());
}

#[test]
fn a_form_may_name_more_cases_than_a_pack_has_today() {
    let world = world();
    let mut browser = Visitor::new(world.relay());
    let mut ticked = ticked(&mut browser, &["D2-01"]);
    ticked.extend((0..500).map(|number| format!("case:D9-{number}")));
    let mut fields = vec![("pack", "v4"), ("name", "x"), ("version", "1")];
    fields.extend(ticked.iter().map(|name| (name.as_str(), "on")));
    let run = browser.post_files("/certify/new", &fields, &[]).location().to_owned();
    assert_eq!(step(&mut browser, &run), ("D2-01".to_owned(), 0));
    let many: Vec<String> = (0..1100).map(|number| format!("case:D9-{number}")).collect();
    let fields: Vec<_> = many.iter().map(|name| (name.as_str(), "on")).collect();
    assert_eq!(browser.post_files("/certify/new", &fields, &[]).status, 413);
}

/// What the command says of a `product.toml`, and the run that it has begun where there is one.
fn by_command(bytes: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let product = folder.path().join("product.toml");
    fs::write(&product, bytes).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay-mock"));
    command.args([
        "--lang",
        "ja",
        "certify",
        "run",
        "--drive",
        "folder",
        "--case",
        "D2-01",
        "--limit",
        "1",
        "--product",
    ]);
    let ran = command.arg(&product).arg("--out").arg(folder.path().join("run")).stdin(Stdio::null()).output().unwrap();
    (folder, String::from_utf8(ran.stderr).unwrap())
}

#[test]
fn a_product_toml_is_judged_as_the_command_judges_it() {
    let world = world();
    let mut browser = Visitor::new(world.relay());
    let begun = |browser: &mut Visitor, bytes: &[u8]| {
        // What is filled in beside it does not count.
        let fields = [("pack", "v4"), ("name", "別の製品"), ("version", ""), ("case:D2-01", "on")];
        browser.post_files("/certify/new", &fields, &[("product", "<b>.toml", bytes)])
    };
    let whole = "name = \"みどり介護 <b>\"\nversion = \"5.2\"\nroles = [\"care-manager\"]\nsupports = [\"import:*\", \"export:*\", \"enter:*\", \"attach\", \"show\"]\n";
    let with = |from: &str, to: &str| {
        assert!(whole.contains(from));
        whole.replace(from, to).into_bytes()
    };
    let large = with("version", &format!("# {}\nversion", "x".repeat(64 << 10)));
    for (bytes, message, remedy) in [
        (with("name = \"みどり介護 <b>\"\n", ""), "「name」：この項目がありません。", "この項目を書いてください。"),
        (with("みどり介護 <b>", " "), "1行目、「name」：何も書かれていません。", "1～100文字で書いてください。"),
        (with("5.2", &"5".repeat(101)), "2行目、「version」：100文字を超えています。", "1～100文字で書いてください。"),
        (with("5.2", "5\\u202e2"), "2行目、「version」：目に見えない文字が入っています。", "改行や文字の向き"),
        (with("\"5.2\"", "5.2"), "2行目、「version」：文字列ではありません。", "\" で囲んで書いてください。"),
        (
            with("[\"care-manager\"]", "\"care-manager\""),
            "3行目、「roles」：文字列の一覧ではありません。",
            "[\"show\"] のように",
        ),
        (
            with("\"care-manager\"", "\"care-manger\""),
            "3行目、「roles」：「care-manger」という役割はありません。",
            "care-manager、provider",
        ),
        (
            with("\"show\"", "\"import:XX\""),
            "4行目、「supports」：「import:XX」という機能はありません。",
            "import:種別",
        ),
        (with("\"show\"", "\"fly:*\""), "4行目、「supports」：「fly:*」という機能はありません。", "import:種別"),
        (
            with("version", "vendor = \"みどり\"\nversion"),
            "2行目、「vendor」：この名前の項目はありません。",
            "name、version、roles",
        ),
        (with("5.2\"", "5.2"), "2行目：TOMLの形式ではありません", "CERTIFY.ja.md"),
        (b"\xff\xfe\x80\xa0".to_vec(), "文字として読み取れません。", "文字コードをUTF-8にして"),
        (large, "ファイルが大きすぎます。", "64 KBまで"),
    ] {
        let refused = begun(&mut browser, &bytes);
        assert_eq!(refused.status, 400, "{message}");
        let beside = refused.between("<p id=\"product-wrong\" class=\"wrong\">", "</p>").replace("&#34;", "\"");
        assert!(beside.starts_with(message) && beside.contains(remedy), "{message}: {beside}");
        let (_folder, said) = by_command(&bytes);
        assert!(said.contains(message) && said.contains(remedy), "{message}: {said}");
    }
    assert_eq!(runs(&world), Vec::<std::path::PathBuf>::new(), "no run was begun");
    // UTF-8 with a mark, and CP932, as an editor on Windows saves it.
    let mut in_cp932 = Vec::new();
    cplink::text::encode(whole, &mut in_cp932, |_| {}).unwrap();
    for bytes in [[b"\xef\xbb\xbf", whole.as_bytes()].concat(), in_cp932] {
        let before = runs(&world);
        let run = begun(&mut browser, &bytes).location().to_owned();
        let made = runs(&world).into_iter().find(|run| !before.contains(run)).unwrap();
        let (folder, said) = by_command(&bytes);
        let product = product_of(&folder.path().join("run"));
        assert_eq!(product_of(&made), product, "{said}");
        assert!(product["name"] == "みどり介護 <b>" && product["supports"].as_array().unwrap().len() > 50, "{product}");
        let page = browser.read(&run);
        assert!(page.contains("<h1>試験：みどり介護 &#60;b&#62; 5.2</h1>"), "{page}");
    }
    let two = [("product", "a.toml", whole.as_bytes()), ("product", "b.toml", whole.as_bytes())];
    let refused = browser.post_files("/certify/new", &[("pack", "v4")], &two);
    assert_eq!(refused.status, 400);
    refused.says("ファイルが2つ以上あります。1つだけ選んでください。");
}

#[test]
fn a_run_rests_and_one_of_a_command_is_only_read() {
    let world = world();
    let mut browser = Visitor::new(world.relay());
    let run = begin(&mut browser, &["D2-01"]);
    step(&mut browser, &run);
    assert_eq!(browser.post(&format!("{run}/rest"), &[]).location(), run);
    let page = browser.read(&run);
    assert!(page.contains("試験は中断しています") && now(&page).is_none(), "{page}");
    // It goes on with its product.
    let product = product_of(&runs(&world)[0]);
    assert_eq!(browser.post(&format!("{run}/go-on"), &[]).location(), run);
    step(&mut browser, &run);
    assert_eq!(product_of(&runs(&world)[0]), product);
    assert_eq!(product["name"], "見本<b>ソフト</b>");
    assert_eq!(browser.post(&format!("{run}/rest"), &[]).location(), run);
    let fields = [("case", "D2-01"), ("step", "0"), ("result", "imported")];
    assert_eq!(browser.post(&format!("{run}/answer"), &fields).status, 409);
    // As a command leaves it.
    let runs = world.dir.path().join("console/runs");
    let own = fs::read_dir(&runs).unwrap().next().unwrap().unwrap().path();
    let foreign = runs.join("コマンド #1");
    fs::create_dir(&foreign).unwrap();
    fs::copy(own.join("run.json"), foreign.join("run.json")).unwrap();
    let list = browser.read("/certify");
    assert!(list.contains("コマンド（表示だけ）"), "{list}");
    let line = list.split("<tr>").find(|line| line.contains("コマンド（表示だけ）")).unwrap();
    let key = line.split("/certify/runs/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/certify/runs/{key}");
    let page = browser.read(&path);
    assert!(page.contains("ここでは見るだけです") && page.contains("コマンド #1"), "{page}");
    assert_eq!(browser.post(&format!("{path}/go-on"), &[]).status, 409);
    assert_eq!(browser.post(&format!("{path}/bundle"), &[]).status, 409);
    assert_eq!(fs::read_dir(&foreign).unwrap().count(), 1, "nothing was written");
}
