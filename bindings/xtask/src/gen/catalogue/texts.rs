//! All texts for users, read as an editor would: nothing is empty, half a sentence, too long or odd.

use serde::Deserialize;

use super::Catalogue;
use super::entry::Entry;
use super::shape::ColumnKind;
use crate::package::file::below;
use crate::place::root;

/// A message has to fit into a line or two of a dialog box.
const MAX_JA: usize = 120;
const MAX_EN: usize = 160;

/// What a Japanese text begins with that goes on from an item's name.
const PARTICLES: [char; 6] = ['が', 'に', 'は', 'の', 'と', 'だ'];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Banned {
    ja: Vec<Word>,
    en: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    word: String,
    #[serde(rename = "use")]
    instead: String,
    /// Lower-case text around the word in which it is allowed.
    #[serde(default, rename = "except")]
    allowed: String,
}

impl Word {
    fn is_in(&self, text: &str) -> bool {
        text.replace(&self.allowed, "").contains(&self.word)
    }
}

impl Banned {
    fn read() -> Self {
        toml::from_str(include_str!("banned.toml")).unwrap()
    }

    /// The first banned word of a text, and what to write in its place.
    fn find<'a>(words: &'a [Word], text: &str) -> Option<(&'a str, &'a str)> {
        let text = text.to_lowercase();
        let found = words.iter().find(|word| word.is_in(&text));
        found.map(|word| (word.word.as_str(), word.instead.as_str()))
    }
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}')
}

/// Whatever is in braces.
fn placeholders(text: &str) -> Vec<String> {
    text.split('{').skip(1).map(|rest| format!("{{{}}}", rest.split('}').next().unwrap_or(rest))).collect()
}

/// What is wrong with a text in itself.
fn fault(banned: &Banned, key: &str, text: &str, is_sentence: bool) -> Option<String> {
    let ja = key.ends_with("ja");
    let (max, end, words) = if ja { (MAX_JA, '。', &banned.ja) } else { (MAX_EN, '.', &banned.en) };
    let begin = text.chars().next()?;
    if text.trim() != text || text.contains("  ") {
        Some("has blanks too many".to_owned())
    } else if ja && !text.chars().any(is_japanese) {
        Some("is not Japanese".to_owned())
    } else if !ja && !text.is_ascii() {
        Some("is not plain English".to_owned())
    } else if !ja && begin.is_lowercase() {
        Some("begins small".to_owned())
    } else if is_sentence != text.ends_with(end) {
        Some(format!("should {}end with `{end}`", if is_sentence { "" } else { "not " }))
    } else if text.chars().count() > max {
        Some(format!("is longer than {max} characters"))
    } else {
        Banned::find(words, text).map(|(word, instead)| format!("says `{word}`: write {instead}"))
    }
}

/// The texts of an entry by their keys. A text that an entry may lack is wanted all the same where the
/// entry has it in the other language.
fn texts<'a>(catalogue: &Catalogue, entry: &'a Entry) -> Vec<(&'static str, &'a str)> {
    let columns = catalogue.shape.columns.iter().filter(|column| TEXTS.contains(&column.key));
    let has_remedy = !entry.text("remedy_ja").is_empty() || !entry.text("remedy_en").is_empty();
    let wanted = columns.filter(|column| has_remedy || !matches!(column.kind, ColumnKind::OptionalText));
    wanted.map(|column| (column.key, entry.text(column.key))).collect()
}

const TEXTS: [&str; 4] = ["ja", "en", "remedy_ja", "remedy_en"];

#[test]
fn every_text_is_a_plain_sentence() {
    let banned = Banned::read();
    let (mut faults, mut count) = (Vec::new(), 0);
    for catalogue in Catalogue::read_all(&root()).unwrap() {
        // Names of states and kinds are no sentences.
        let is_sentence = !catalogue.shape.columns.iter().any(|column| column.getter == "name_ja");
        for entry in &catalogue.entries {
            for (key, text) in texts(&catalogue, entry) {
                count += 1;
                let odd =
                    placeholders(text).into_iter().find(|held| !catalogue.shape.placeholders.contains(&held.as_str()));
                let odd = odd.map(|held| format!("holds `{held}`"));
                let empty = text.is_empty().then(|| "is empty".to_owned());
                let found = empty.or(odd).or_else(|| fault(&banned, key, text, is_sentence));
                faults.extend(found.map(|fault| format!("{} {key} {fault}: {text}", entry.id)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 1000, "only {count} texts were read");
}

/// A finding's text goes on from the item's name with a particle, or is a sentence of its own.
#[test]
fn a_text_that_goes_on_begins_with_a_known_particle() {
    let rules = Catalogue::read(&root(), "Rule").unwrap();
    for rule in &rules.entries {
        let begin = rule.text("ja").chars().next().unwrap();
        let is_hiragana = ('\u{3040}'..='\u{309F}').contains(&begin);
        let is_begin = ["この", "どの"].iter().any(|word| rule.text("ja").starts_with(word));
        assert!(!is_hiragana || is_begin || PARTICLES.contains(&begin), "{}", rule.id);
    }
}

/// What users and engineers read beside the texts.
const DOCUMENTS: &[&str] = &[
    "CONTRIBUTING.md",
    "README.ja.md",
    "README.md",
    "SECURITY.ja.md",
    "SECURITY.md",
    "bindings/cli/README.ja.md",
    "bindings/FOLDER.ja.md",
    "bindings/FOLDER.md",
    "bindings/cli/README.md",
    "bindings/cpp/FIRST-HOUR.ja.md",
    "bindings/cpp/FIRST-HOUR.md",
    "bindings/cpp/README.ja.md",
    "bindings/cpp/README.md",
    "bindings/csharp/FIRST-HOUR.ja.md",
    "bindings/csharp/FIRST-HOUR.md",
    "bindings/csharp/nuget/README.ja.md",
    "bindings/csharp/nuget/README.md",
    "bindings/python/FIRST-HOUR.ja.md",
    "bindings/python/FIRST-HOUR.md",
    "bindings/python/README.ja.md",
    "bindings/python/README.md",
    "bindings/windows.ja.md",
    "bindings/windows.md",
    "bindings/xtask/src/package/text/README.ja.md",
    "bindings/xtask/src/package/text/README.md",
    "bindings/xtask/src/package/text/relay/README.ja.md",
    "bindings/xtask/src/package/text/relay/README.md",
    "core/fuzz/README.md",
    "ffi/README.ja.md",
    "ffi/README.md",
    "ffi/api/README.md",
    "ffi/errors.md",
    "ffi/fields.ja.md",
    "ffi/fields.md",
    "ffi/include/cplink.h",
    "relay-mock/CERTIFY.ja.md",
    "relay-mock/CERTIFY.md",
    "relay-mock/CONSOLE.ja.md",
    "relay-mock/CONSOLE.md",
    "relay-mock/control.ja.md",
    "relay-mock/control.md",
    "relay-mock/faults/README.ja.md",
    "relay-mock/faults/README.md",
    "relay-mock/openapi.json",
    "spec-fixtures/README.md",
    "spec-fixtures/rules.md",
];

#[test]
fn documents_have_no_banned_word() {
    let banned = Banned::read();
    let mut faults = Vec::new();
    let headers = below(&root().join("bindings/cpp/include")).unwrap();
    let headers = headers.iter().map(|name| format!("bindings/cpp/include/{name}"));
    for document in DOCUMENTS.iter().map(|&document| document.to_owned()).chain(headers) {
        let text = std::fs::read_to_string(root().join(&document)).unwrap();
        for (at, line) in text.lines().enumerate() {
            let found = Banned::find(&banned.ja, line).or_else(|| Banned::find(&banned.en, line));
            faults.extend(found.map(|(word, instead)| format!("{document}:{}: `{word}`: write {instead}", at + 1)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The targets of a document's links that are files of the tree.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let files = targets.filter(|target| !target.contains(char::is_whitespace) && !target.contains("://"));
    files.map(|target| target.split_once('#').map_or(target, |(file, _)| file)).filter(|file| !file.is_empty())
}

/// Pages of an archive have links that lead somewhere there.
fn is_of_archive(document: &str) -> bool {
    document.starts_with("bindings/xtask/src/package/text")
}

#[test]
fn links_lead_somewhere_and_from_japanese_to_japanese() {
    let (mut faults, mut count) = (Vec::new(), 0);
    for document in DOCUMENTS.iter().filter(|name| name.ends_with(".md") && !is_of_archive(name)) {
        let path = root().join(document);
        let folder = path.parent().unwrap();
        for link in links(&std::fs::read_to_string(&path).unwrap()) {
            count += 1;
            if !folder.join(link).exists() {
                faults.push(format!("{document}: {link} is not there"));
            }
            let japanese =
                link.strip_suffix(".md").filter(|stem| !stem.ends_with(".ja")).map(|stem| format!("{stem}.ja.md"));
            // That is the link to the page in English.
            let is_of_itself = document
                .strip_suffix(".ja.md")
                .is_some_and(|stem| root().join(format!("{stem}.md")) == folder.join(link));
            if document.ends_with(".ja.md") && !is_of_itself && japanese.is_some_and(|name| folder.join(name).exists())
            {
                faults.push(format!("{document}: {link} is there in Japanese"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 80, "only {count} links were read");
}

#[test]
fn columns_of_texts_are_texts() {
    for catalogue in Catalogue::read_all(&root()).unwrap() {
        let columns = || catalogue.shape.columns.iter();
        for key in ["ja", "en"] {
            let is_text = |column: &super::shape::Column| column.key == key && matches!(column.kind, ColumnKind::Text);
            assert!(columns().any(is_text), "{}: no `{key}`", catalogue.shape.table);
        }
        let has = |key| columns().any(|column| column.key == key);
        assert_eq!(has("remedy_ja"), has("remedy_en"), "{}", catalogue.shape.table);
    }
}

#[test]
fn a_bad_text_is_found() {
    let banned = Banned::read();
    for (key, text, what) in [
        ("ja", "The file.", "Japanese"),
        ("ja", "ファイルがありません", "end"),
        ("ja", "中継サービスに断られました。", "拒否"),
        ("en", "The file 見本.", "plain"),
        ("en", "the file.", "small"),
        ("en", "The caller is told so.", "reported"),
        ("en", "The  file.", "blanks"),
    ] {
        let found = fault(&banned, key, text, true).unwrap_or_default();
        assert!(found.contains(what), "{text}: {found}");
    }
    let long = format!("{}。", "あ".repeat(MAX_JA));
    assert!(fault(&banned, "ja", &long, true).unwrap().contains("longer"));
    assert!(fault(&banned, "ja", "送信済。", false).is_some() && fault(&banned, "ja", "送信済", false).is_none());
    assert!(fault(&banned, "ja", "部品表です。", true).is_some());
    assert!(fault(&banned, "ja", "SBOM（部品表）です。", true).is_none());
    assert_eq!(placeholders("a {} b {position}"), ["{}", "{position}"]);
}
