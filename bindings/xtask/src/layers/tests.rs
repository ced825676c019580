//! The finder finds what it must, and nothing else; and the tree has no fault.

use std::collections::BTreeSet;
use std::path::Path;

use super::circles;
use super::resolve::uses;

/// The circles of a made crate, each as its files in alphabetical order; and how many pairs of files were seen.
fn of_crate(files: &[(&str, &str)]) -> (Vec<String>, usize) {
    let folder =
        std::env::temp_dir().join(format!("cplink-layers-{}-{:?}", std::process::id(), std::thread::current().id()));
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let found = read_crate(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    found
}

fn read_crate(src: &Path) -> (Vec<String>, usize) {
    let source = super::read::source(src, &src.join("lib.rs")).unwrap();
    let uses = uses(&source);
    let names = |circle: &super::circle::Circle| {
        let mut names: Vec<&str> = circle.0.iter().map(|one| one.from.as_str()).collect();
        names.sort_unstable();
        names.join(" ")
    };
    let pairs: BTreeSet<(&str, &str)> = uses.iter().map(|one| (one.from.as_str(), one.to.as_str())).collect();
    (circles(&source, &uses).iter().map(names).collect(), pairs.len())
}

/// Two files, of which the second takes from the first: is there a circle where the first has this text?
fn first_takes(text: &str) -> bool {
    let first = format!("pub struct First;\n{text}");
    let files = [
        ("lib.rs", "pub mod first;\npub mod second;\npub use second::Again;\n"),
        ("first.rs", first.as_str()),
        (
            "second.rs",
            "use crate::first::First;\npub struct Second(First);\npub struct Again;\npub fn second() {}\n\
             macro_rules! make { () => {} }\npub(crate) use make;\n",
        ),
    ];
    let (circles, seen) = of_crate(&files);
    assert!(seen > 0, "what the second takes was not seen");
    assert!(circles.is_empty() || circles == ["first.rs second.rs"], "{circles:?}");
    !circles.is_empty()
}

#[test]
fn a_circle_of_two_files_is_found_however_it_is_written() {
    for text in [
        "use crate::second::Second;",
        "use super::second::Second;",
        "use super::{second::{Second}};",
        "use crate::second::{self, Again};",
        "use crate::second as other; fn f() { other::second() }",
        "use super::second; fn f() { second::second() }",
        "fn f() { crate::second::second() }",
        "fn f() { let _ = super::second::Second::new(); }",
        "fn f(x: crate::second::Second) {}",
        "impl From<crate::second::Second> for First {}",
        "use crate::Again;",
        "use super::*; fn f(again: Again) {}",
        "use crate::second::*; fn f() { second() }",
        "fn f() { println!(\"{}\", crate::second::second()); }",
        "fn f() { vec![super::second::second()]; }",
        "pub use crate::second::second; fn f() { second() }",
        "#[serde(with = \"crate::second::Second\")] struct S;",
        "fn f() { crate::second::make!() }",
        "use crate::second::make;",
        "mod inner { use super::super::second::Second; }",
        "macro_rules! own { () => { $crate::second::second() } }",
        "#[cfg(not(test))] use crate::second::Second;",
    ] {
        assert!(first_takes(text), "not found: {text}");
    }
}

#[test]
fn what_takes_nothing_is_no_circle() {
    for text in [
        "",
        "// use crate::second::Second;",
        "/// [`crate::second::Second`]\nstruct S;",
        "#[cfg(test)] use crate::second::Second;",
        "#[cfg(test)] mod tests { use crate::second::Second; }",
        "#[cfg(all(test, unix))] fn f() { crate::second::second() }",
        "#[test] fn f() { crate::second::second() }",
        "pub use crate::second::second;",
        "pub use crate::second::second; fn f(second: u8) -> u8 { second }",
        "use ::second::Second;",
        "fn f(x: First) { x.second() }",
        "fn f() { format!(\"{second}\", second = 1); }",
        "const TEXT: &str = \"crate::second::Second\";",
    ] {
        assert!(!first_takes(text), "found: {text}");
    }
}

#[test]
fn a_parent_that_only_gathers_may_be_used_by_its_children() {
    let child = ("part/child.rs", "use super::Shared;\npub struct Child(Shared);\n");
    let gathers = "mod child;\npub use child::Child;\npub struct Shared;\n";
    let lib = ("lib.rs", "mod part;\npub use part::Child;\n");
    let (found, seen) = of_crate(&[lib, ("part/mod.rs", gathers), child]);
    assert_eq!((found.len(), seen), (0, 1));
    let uses_it = format!("{gathers}pub fn make() -> Child {{ todo!() }}\n");
    let (found, _) = of_crate(&[lib, ("part/mod.rs", &uses_it), child]);
    assert_eq!(found, ["part/child.rs part/mod.rs"]);
}

#[test]
fn a_longer_circle_is_found_and_told_once() {
    let (found, _) = of_crate(&[
        ("lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\n"),
        ("a.rs", "use crate::b::B;\npub struct A(B);\n"),
        ("b.rs", "use crate::c::C;\npub struct B(C);\n"),
        ("c.rs", "use crate::a::A;\npub struct C(A);\n"),
        ("d.rs", "use crate::a::A;\npub struct D(A);\n"),
    ]);
    assert_eq!(found, ["a.rs b.rs c.rs"]);
}

#[test]
fn a_table_and_its_type_may_need_each_other() {
    let table = "use crate::line::Line;\npub static LINES: &[Line] = &[];\n";
    let line = ("line.rs", "use crate::table::LINES;\npub struct Line;\npub fn count() -> usize { LINES.len() }\n");
    let lib = ("lib.rs", "mod line;\nmod table;\n");
    let (found, _) = of_crate(&[lib, line, ("table.rs", table)]);
    assert_eq!(found, ["line.rs table.rs"]);
    let generated = format!("// @generated\n{table}");
    let (found, seen) = of_crate(&[lib, line, ("table.rs", &generated)]);
    assert_eq!((found.len(), seen), (0, 2));
}

#[test]
fn modules_are_found_where_the_compiler_finds_them() {
    let (found, seen) = of_crate(&[
        ("lib.rs", "mod a { pub mod b; }\n#[path = \"elsewhere.rs\"]\nmod c;\nmod d;\n"),
        ("a/b.rs", "use crate::c::C;\npub struct B(C);\n"),
        ("elsewhere.rs", "use crate::d::e::E;\npub struct C(E);\n"),
        ("d.rs", "pub mod e;\n"),
        ("d/e.rs", "use crate::a::b::B;\npub struct E(B);\n"),
    ]);
    assert_eq!((found.as_slice(), seen), (&["a/b.rs d/e.rs elsewhere.rs".to_owned()][..], 3));
}

#[test]
fn the_tree_has_no_circle_and_no_layer_takes_from_below() {
    let faults = super::faults().unwrap();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
