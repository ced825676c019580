use std::fs;

use super::page::{Block, Page};
use super::play::fits;
use super::{CPP, CSHARP, PYTHON};
use crate::package::release::VERSION;
use crate::place::root;

/// A page with the files of the tree that it shows parts of.
const PAGES: [(&str, &[&str]); 3] = [
    (CPP, &["bindings/cpp/examples/first_hour.cpp"]),
    (CSHARP, &["bindings/csharp/examples/FirstHour.cs", "bindings/csharp/examples/FirstHour.csproj"]),
    (PYTHON, &["bindings/python/examples/first_hour.py"]),
];

fn both(page: &str) -> [Page; 2] {
    [page.to_owned(), page.replace(".ja.md", ".md")].map(|name| Page::read(&name).unwrap())
}

fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

#[test]
fn both_languages_of_a_page_have_the_same_blocks() {
    for (page, _) in PAGES {
        let [japanese, english] = both(page);
        assert!(japanese.blocks.len() > 15, "{page}");
        assert_eq!(japanese.blocks, english.blocks);
    }
}

#[test]
fn what_a_page_shows_of_a_program_is_in_the_program() {
    for (page, files) in PAGES {
        let files: Vec<String> = files.iter().map(|file| text(file)).collect();
        let is_code = |block: &&Block| !matches!(&*block.language, "sh" | "bat" | "text");
        let mut shown = 0;
        for block in both(page).iter().flat_map(|page| &page.blocks).filter(is_code) {
            shown += 1;
            let part = block.lines.join("\n");
            assert!(files.iter().any(|file| file.contains(&part)), "{page}: {part}");
        }
        assert!(shown >= 4, "{page}");
    }
}

/// A command that names a file of another version would fail for every reader.
#[test]
fn pages_name_this_version_and_this_rust() {
    for page in PAGES.iter().flat_map(|(page, _)| [page.to_string(), page.replace(".ja.md", ".md")]) {
        let text = text(&page);
        for name in ["cplink-", "relay-mock-", "CarePlanLink.", "Version=\""] {
            let versions =
                text.split(name).skip(1).filter(|rest| rest.starts_with(|begin: char| begin.is_ascii_digit()));
            for rest in versions {
                assert!(rest.starts_with(VERSION), "{page}: {name}{rest:.20}");
            }
        }
        assert!(text.contains(&format!("Rust {}", env!("CARGO_PKG_RUST_VERSION"))), "{page}");
    }
}

#[test]
fn a_shown_line_fits_what_a_program_says() {
    assert!(fits("送信済: …", "送信済: 12ab"));
    assert!(fits("取込不可 … 理由。", "取込不可 12ab 理由。"));
    assert!(fits("同じ", "同じ "));
    for (shown, said) in
        [("送信済: …", "取込済 12ab"), ("送信", "送信済"), ("取込不可 … 理由。", "取込不可 12ab 理由。と続き")]
    {
        assert!(!fits(shown, said), "{shown}: {said}");
    }
}
