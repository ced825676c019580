//! A made version that drops, shortens, retypes, reorders and renames: the tables take it.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::spec::Spec;
use crate::place::root;

const MADE: &str = "209901";

fn edit(path: &Path, change: impl FnOnce(&mut Table)) {
    let mut table: Table = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    change(&mut table);
    fs::write(path, toml::to_string(&table).unwrap()).unwrap();
}

fn fields(layout: &mut Table) -> &mut Vec<Value> {
    layout["fields"].as_array_mut().unwrap()
}

fn field<'a>(layout: &'a mut Table, id: &str) -> &'a mut Table {
    fields(layout).iter_mut().map(|field| field.as_table_mut().unwrap()).find(|f| f["id"].as_str() == Some(id)).unwrap()
}

/// The tables of all versions with one more, in a folder of their own.
fn made() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let spec = root().join("core/src/spec");
    for name in ["202208", "202407", "."] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
        for entry in fs::read_dir(spec.join(name)).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.extension().is_some_and(|ending| ending == "toml") {
                fs::copy(&entry, folder.path().join(name).join(entry.file_name().unwrap())).unwrap();
            }
        }
    }
    let own = folder.path().join(MADE);
    fs::create_dir(&own).unwrap();
    // What it does not have is as in the version before.
    for name in ["UPSIKYU.toml", "units.toml"] {
        fs::copy(spec.join("202407").join(name), own.join(name)).unwrap();
    }
    edit(&folder.path().join("versions.toml"), |versions| {
        let mut version = versions["version"][1].as_table().unwrap().clone();
        version.insert("value".to_owned(), MADE.into());
        version.insert("applies_from".to_owned(), MADE.into());
        versions["version"].as_array_mut().unwrap().push(version.into());
    });
    // A kind that is no more, and so is its unit.
    edit(&own.join("units.toml"), |units| {
        units["unit"].as_array_mut().unwrap().retain(|unit| !unit["kinds"].to_string().contains("DLT1KYO"));
    });
    // A field that is gone, one that is shorter, one of another type, one of another name; all backwards.
    edit(&own.join("UPSIKYU.toml"), |layout| {
        fields(layout).retain(|field| field["id"].as_str() != Some("copay_full"));
        field(layout, "units").insert("length".to_owned(), 5.into());
        field(layout, "created_date").insert("type".to_owned(), "yyyymm".into());
        field(layout, "created_date").insert("length".to_owned(), 6.into());
        field(layout, "provider_name").insert("name_ja".to_owned(), "別の名".into());
        fields(layout)[1..].reverse();
        for (at, field) in fields(layout).iter_mut().enumerate() {
            field.as_table_mut().unwrap().insert("no".to_owned(), (at as i64 + 1).into());
        }
    });
    folder
}

fn tell(folder: &Path, changes: &[(&str, &str, &str)]) {
    let mut text = String::new();
    for (what, kind, field) in changes {
        let fields = if field.is_empty() { String::new() } else { format!("fields = [{field:?}]\n") };
        text += &format!(
            "[[change]]\nwhat = {what:?}\nkinds = [{kind:?}]\n{fields}reason_ja = \"作例\"\nreason_en = \"made\"\n\n"
        );
    }
    fs::write(folder.join(MADE).join("changes.toml"), text).unwrap();
}

const CHANGES: [(&str, &str, &str); 4] = [
    ("kind_removed", "DLT1KYO", ""),
    ("field_removed", "UPSIKYU", "copay_full"),
    ("field_narrowed", "UPSIKYU", "units"),
    ("field_retyped", "UPSIKYU", "created_date"),
];

#[test]
fn a_version_may_shrink_where_it_says_so() {
    let folder = made();
    for left_out in 0..CHANGES.len() {
        let mut changes = CHANGES.to_vec();
        let (what, kind, field) = changes.remove(left_out);
        tell(folder.path(), &changes);
        match Spec::read(folder.path()) {
            // What nobody takes away stays.
            Ok(spec) => assert!(what == "kind_removed" && spec.current.layout(kind).is_some(), "{what}"),
            Err(error) => assert!([what, kind, field].iter().all(|part| error.contains(part)), "{what}: {error}"),
        }
    }
    tell(folder.path(), &CHANGES);
    let spec = Spec::read(folder.path()).unwrap();
    assert_eq!(spec.current.version.value, MADE);
    // Old files of a kind that is gone are still named and read.
    assert!(spec.current.layout("DLT1KYO").is_none());
    assert_eq!(spec.newest.layout("DLT1KYO").unwrap().version, "202407");
    let typed = |kind: &str| spec.typed_versions(kind).map(|tables| tables.version.value.as_str()).collect::<Vec<_>>();
    assert_eq!(typed("DLT1KYO"), ["202208", "202407"]);
    // Rows that hold a field which is gone or of another type have no typed form; others have.
    assert_eq!(typed("UPSIKYU"), [MADE]);
    assert_eq!(typed("UPPLAN"), ["202208", "202407", MADE]);
}

#[test]
fn every_language_is_made_of_it() {
    let folder = made();
    tell(folder.path(), &CHANGES);
    let spec = Spec::read(folder.path()).unwrap();
    let layouts = super::layout::rust(&spec).unwrap();
    assert!(layouts.contains(&format!("    &LAYOUTS_202407[{}],", 0)), "the kind that is gone has its last layout");
    let names = super::layout::names(&spec).unwrap();
    assert!(names.contains("    Dlt1kyo,") && names.contains("Self::Dlt1kyo => 3,"));
    let retyped = super::typed::rust(&spec.newest).unwrap();
    let row = &retyped.iter().find(|(name, _)| name == "upsikyu.rs").unwrap().1;
    assert!(row.contains("created_date: Month,") && !row.contains("copay_full"));
    for source in [
        super::schema::json(&spec).unwrap(),
        super::numbers::c(&spec).unwrap(),
        super::csharp_rows::source(&spec).unwrap(),
        super::python::source(&spec).unwrap(),
        super::cpp_rows::source(&spec).unwrap(),
    ] {
        assert!(source.to_lowercase().contains("dlt1kyo"));
    }
    // What only the older version has keeps its number in C.
    assert!(super::numbers::c(&spec).unwrap().contains("#define CPL_UPSIKYU_202407_COPAY_FULL 29"));
}
