//! Verdicts as files: JUnit read by a public parser, the page, and one line.

use std::fs;
use std::path::Path;
use std::process::Command;

use relay_mock::certify::judge::Word;
use serde_json::Value;

use crate::kit::{Ran, adapters, certify, product, run, sample};

/// What junitparser (PyPI) reads of a file.
fn junitparser(path: &Path) -> Value {
    let script = "import json, sys, junitparser as j\n\
        x = j.JUnitXml.fromfile(sys.argv[1])\n\
        of = lambda c: [[type(r).__name__, r.type, r.message] for r in c.result]\n\
        print(json.dumps({'totals': [x.tests, x.failures, x.errors, x.skipped], 'time': x.time, 'suites': [\n\
            {'name': s.name, 'tests': s.tests, 'properties': {p.name: p.value for p in s.properties()},\n\
             'cases': {c.name.split()[0]: {'result': of(c), 'out': c.system_out, 'err': c.system_err,\n\
                       'text': [r.text for r in c.result], 'time': c.time, 'class': c.classname} for c in s}} for s in x]}))";
    let python = std::env::var_os("CPLINK_TEST_PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(&python).args(["-c", script]).arg(path).output().unwrap();
    assert!(
        output.status.success(),
        "{python:?} with the package junitparser is needed (`cargo xtask test rust` installs it and names it in \
         CPLINK_TEST_PYTHON): {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn junit(ran: &Ran) -> Value {
    junitparser(&ran.out().join("junit.xml"))
}

fn case<'a>(junit: &'a Value, id: &str) -> &'a Value {
    junit["suites"].as_array().unwrap().iter().find_map(|suite| suite["cases"].get(id)).unwrap()
}

fn page(ran: &Ran) -> String {
    fs::read_to_string(ran.out().join("index.html")).unwrap()
}

/// Fails D3-01, hangs in D2-05, gives only words in D2-03, and is no support centre.
const MIXED: &str = "import time, adapter\n\
    right, whole = adapter.answer, adapter.profile()\n\
    adapter.profile = lambda: whole | {'roles': ['provider', 'care-manager']}\n\
    def answer(care, ask):\n    care.case = ask.get('case', getattr(care, 'case', ''))\n    if ask['do'] == 'reset' and care.case == 'D2-05':\n        sys.stderr.write('it hangs\\n'); sys.stderr.flush(); time.sleep(60)\n    return right(care, ask)\n\
    adapter.answer = answer\n\
    class Wrong(Care):\n    def time_of(self, text):\n        return '0000' if text == '9999' else text\n    def faults(self, files):\n        return ['第7表がありません'] if self.case == 'D2-03' else super().faults(files)\n\
    serve(Wrong())";

#[test]
fn junit_has_each_word_with_its_reason_and_is_read_by_a_public_parser() {
    let (_folder, product) = product(MIXED);
    let ran = run(&["--limit", "8"], &product);
    assert_eq!(ran.exit, Some(1), "{}{}", ran.said, ran.errors);
    let (verdict, junit) = (ran.verdict(), junit(&ran));
    let counts = verdict.counts;
    let totals = [verdict.cases.len(), counts.fail, counts.inconclusive + counts.not_run, counts.not_applicable];
    assert_eq!(junit["totals"], serde_json::json!(totals));
    assert!(counts.fail > 0 && counts.inconclusive > 0 && counts.not_applicable > 0 && counts.pass_with_notes > 0);

    let failed = case(&junit, "D3-01");
    assert_eq!(failed["result"][0][0], "Failure");
    assert!(failed["text"][0].as_str().unwrap().contains("changed:UPJSK:service_start_time"), "{failed}");
    let hung = case(&junit, "D2-05");
    assert_eq!((&hung["result"][0][0], &hung["result"][0][1]), (&"Error".into(), &"timed-out".into()));
    assert!(hung["err"].as_str().unwrap().contains("it hangs"), "{hung}");
    let noted = case(&junit, "D2-03");
    assert!(
        noted["result"].as_array().unwrap().is_empty() && noted["out"].as_str().unwrap().contains("reason-in-words")
    );
    let excluded = verdict.cases.iter().find(|case| case.word == Word::NotApplicable).unwrap();
    let excluded = case(&junit, &excluded.id);
    assert_eq!((&excluded["result"][0][0], &excluded["result"][0][1]), (&"Skipped".into(), &"not-applicable".into()));
    assert!(excluded["result"][0][2].as_str().unwrap().contains("support-centre"), "{excluded}");

    let suites: Vec<&str> =
        junit["suites"].as_array().unwrap().iter().map(|suite| suite["name"].as_str().unwrap()).collect();
    assert_eq!(suites.len(), verdict.patterns.len());
    assert!(suites.iter().any(|name| name.starts_with("D2 ")));
    for suite in junit["suites"].as_array().unwrap() {
        let properties = &suite["properties"];
        let right = [
            ("run", &verdict.run.run),
            ("pack", &verdict.pack.id),
            ("pack.version", &verdict.pack.version),
            ("pack.sha256", &verdict.pack.sha256),
            ("judge", &verdict.judge),
        ];
        for (name, value) in right {
            assert_eq!(properties[name], value.as_str(), "{name}");
        }
    }
}

#[test]
fn a_case_that_was_left_out_is_an_error_in_junit() {
    let ran = run(&["--case", "D2-01"], &sample());
    let junit = junit(&ran);
    assert!(case(&junit, "D2-01")["result"].as_array().unwrap().is_empty());
    assert_eq!(case(&junit, "D2-02")["result"][0][1], "not-run");
}

#[test]
fn a_known_failure_is_skipped_in_junit_and_an_unused_one_fails() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("expect.toml");
    let entry = |case: &str, field: &str| {
        format!(
            "[[expect]]\ncase = \"{case}\"\ncheck = \"meaning\"\nfinding = \"changed:UPJSK:{field}\"\nreason = \"fixed in 5.2\"\nuntil = \"2999-12-31\"\n\n"
        )
    };
    let all = entry("D3-01", "service_start_time") + &entry("D3-01", "service_end_time") + &entry("D2-01", "units");
    fs::write(&file, all).unwrap();
    let ran = run(&["--expect", file.to_str().unwrap()], &adapters().join("wrong/midnight.py"));
    let junit = junit(&ran);
    assert_eq!(case(&junit, "D3-01")["result"][0][1], "known-failure");
    let suites = junit["suites"].as_array().unwrap();
    let expect = suites.iter().find(|suite| suite["name"].as_str().unwrap().starts_with("expect")).unwrap();
    assert_eq!(expect["cases"]["D2-01"]["result"][0][1], "unused");
    assert!(page(&ran).contains("既知の不合格の指定の問題"));
}

#[test]
fn the_page_shows_both_forms_of_what_differs_and_says_what_it_does_not_prove() {
    let ran = run(&[], &adapters().join("wrong/midnight.py"));
    let page = page(&ran);
    for text in [
        "<html lang=\"ja\">",
        "default-src 'none'",
        "<th scope=\"col\">",
        "<th scope=\"row\">",
        "この判定が証明しないこと",
        "公的機関による認定や検査ではありません",
        "対象外",
        "→ この項目の取込み、計算、出力の処理を",
        "標準仕様4.1 第6表 実績",
        "居宅介護支援事業所、サービス提供事業所、地域包括支援センター",
        "サービス利用票（実績）を事業所9970000012あてに出力する",
        &ran.verdict().run.run,
        &ran.verdict().pack.sha256,
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("<script") && !page.contains("src=\"http") && !page.contains("url("));
    let part = &page[page.find("id=\"case-D3-01\"").unwrap()..];
    let part = &part[..part.find("</section>\n<section class=\"case\"").unwrap_or(part.len())];
    assert!(part.contains("正しい内容 第6表") && part.contains("製品の出力 第6表"));
    assert!(
        part.contains("class=\"l marked\"") || part.contains("marked\" title=\"正しい内容と違います\""),
        "nothing is marked"
    );
    assert!(part.contains("forms/D3-01.html"));
    // What passed has its forms in files of their own.
    let passed = &page[page.find("id=\"case-D2-01\"").unwrap()..];
    let passed = &passed[..passed.find("</section>").unwrap()];
    assert!(passed.contains("forms/D2-01.html") && !passed.contains("class=\"pair\""));
    let forms = fs::read_to_string(ran.out().join("forms/D2-01.html")).unwrap();
    assert!(forms.contains("製品の出力 第6表") && !forms.contains("<script"));
}

/// Rows, values, reasons and a name that would break a page or a build server's file.
const HOSTILE: &str = "import adapter\n\
    whole, right = adapter.profile(), adapter.answer\n\
    EVIL = '</td><script>alert(1)</script>]]>&\\x00\\x1b[2J\\u202eabc\\ufffe<img src=x onerror=1>'\n\
    NAME = '</td><script>alert(1)</script>]]>&<img src=x onerror=1>'\n\
    adapter.profile = lambda: whole | {'name': NAME, 'version': '<b>' * 33}\n\
    def answer(care, ask):\n    said = right(care, ask)\n    if 'facts' in said:\n        said['facts'] = {id: EVIL for id in said['facts']}\n    if 'reasons' in said:\n        said['reasons'] = [EVIL] * 100\n    return said\n\
    adapter.answer = answer\n\
    class Wrong(Care):\n    def make(self, *ask):\n        made = super().make(*ask)\n        return {name: data + data.splitlines(True)[-1].replace(b'\\x8d', b'<i>') * 10000 for name, data in made.items()}\n\
    serve(Wrong())";

#[test]
fn what_a_hostile_product_writes_breaks_neither_page_nor_junit() {
    let (_folder, product) = product(HOSTILE);
    let ran = run(&["--case", "D2-01", "--case", "D2-02", "--case", "D2-03"], &product);
    assert_eq!(ran.exit, Some(1), "{}{}", ran.said, ran.errors);
    // A name like this is not taken; a record could have it all the same.
    let file = ran.out().join("run.json");
    let mut record: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    record["product"]["name"] =
        format!("\0\u{1b}[2J\u{202e}abc\u{fffe}{}", record["product"]["name"].as_str().unwrap()).into();
    fs::write(&file, record.to_string()).unwrap();
    let judged = String::from_utf8(certify(&["judge", ran.out().to_str().unwrap()]).stdout).unwrap();
    assert!(judged.contains("abc") && !judged.contains(['\0', '\u{1b}', '\u{202e}', '\u{fffe}']), "{judged:?}");
    let case_of = ran.case("D2-01");
    assert!(case_of.checks.iter().map(|check| check.findings.len() + check.more).sum::<usize>() > 10_000);
    let junit = junit(&ran);
    assert_eq!(case(&junit, "D2-01")["result"][0][0], "Failure");
    let page = page(&ran);
    assert!(page.len() < 4 << 20, "{} bytes", page.len());
    for text in ["<script", "<img", "<b>", "<i>", "\u{202e}", "\0", "\u{1b}", "\u{fffe}"] {
        assert!(!page.contains(text), "{text:?}");
        assert!(!ran.said.contains(text) || text.starts_with('<'), "{text:?}");
    }
    assert!(page.contains("&#60;script&#62;") || page.contains("&lt;script&gt;"));
    assert!(page.contains("件の指摘があります。result.json"));
}

#[test]
fn a_name_that_nobody_could_read_is_no_answer_to_hello() {
    for (name, why) in [
        ("''", "There is nothing in it."),
        ("'x' * 101", "It has more than 100 characters."),
        ("'\\u202eabc'", "It has characters that are not seen."),
    ] {
        let body = format!(
            "import adapter\nwhole = adapter.profile()\nadapter.profile = lambda: whole | {{'name': {name}}}\nserve(Care())"
        );
        let (_folder, product) = product(&body);
        let ran = run(&["--case", "D2-01"], &product);
        assert_eq!(ran.exit, Some(3), "{name}: {}{}", ran.said, ran.errors);
        assert!(ran.errors.contains(&format!("\"name\": {why}")), "{}", ran.errors);
    }
}

#[test]
fn judging_again_tells_that_pack_or_program_are_others() {
    let ran = run(&["--case", "D2-01"], &sample());
    let file = ran.out().join("run.json");
    let text = fs::read_to_string(&file).unwrap();
    let by = ran.verdict().run.by;
    assert!(!page(&ran).contains("別の版のプログラムで判定しました") && !ran.said.contains("another version"));
    fs::write(
        &file,
        text.replace(&by, "relay-mock 0.0.9")
            .replace("\"version\": \"2026.11\"", "\"version\": \"2026.10\"")
            .replace(&ran.verdict().pack.sha256, &"0".repeat(64)),
    )
    .unwrap();
    let said = certify(&["judge", ran.out().to_str().unwrap()]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains(&format!("then relay-mock 0.0.9, now {by}")), "{said}");
    assert!(said.contains("then version 2026.10, now 2026.11"), "{said}");
    let page = page(&ran);
    assert!(page.contains("別の版のプログラムで判定しました") && page.contains("別の内容のパックで判定しました"));
    let junit = junit(&ran);
    assert_eq!(junit["suites"][0]["properties"]["run.by"], "relay-mock 0.0.9");
}

#[test]
fn one_line_says_all_that_a_vendors_page_needs() {
    let ran = run(&["--case", "D2-01"], &sample());
    let out = ran.out();
    let out = out.to_str().unwrap();
    let line = |lang: &str| {
        let program = env!("CARGO_BIN_EXE_relay-mock");
        let output =
            Command::new(program).args(["--lang", lang, "certify", "report", out, "--badge"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let (ja, en) = (line("ja"), line("en"));
    assert!(
        ja.starts_with("sample adapter 1｜試験パック v4 ") && ja.contains("合格1・") && ja.contains("署名なし"),
        "{ja}"
    );
    assert!(
        en.starts_with("sample adapter 1 | pack v4 ") && en.contains("1 pass") && en.contains("not signed"),
        "{en}"
    );
    assert!(ja.lines().count() == 1 && en.lines().count() == 1);
    assert!(ran.said.contains("sample adapter 1 | pack v4 "), "{}", ran.said);
}
