//! The generated files say the same in every language: their fields are read back from the files as
//! committed, and compared.

use std::collections::BTreeMap;
use std::fs;

use super::field::by_number;
use super::name::camel;
use super::spec::Spec;
use super::tables::Tables;
use crate::place::root;

/// Kind → its number and its fields in order.
type Kinds = BTreeMap<String, (u16, Vec<String>)>;

fn file(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn spec() -> Spec {
    Spec::read(&root().join("core/src/spec")).unwrap()
}

fn tables() -> Tables {
    spec().newest
}

fn expected() -> Kinds {
    tables()
        .layouts
        .iter()
        .map(|layout| {
            let ids = layout.fields.iter().map(|field| field.id.clone()).collect();
            (layout.kind.clone(), (layout.number, ids))
        })
        .collect()
}

/// The text between two texts; the rest of the file where the second does not follow.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split_once(start).unwrap_or_else(|| panic!("no `{start}`")).1;
    rest.split_once(end).map_or(rest, |(part, _)| part)
}

fn quoted(text: &str) -> Vec<String> {
    text.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn committed_files_are_what_the_tables_give() {
    super::check().unwrap();
}

#[test]
fn there_are_17_kinds_with_the_document_s_fields() {
    let kinds = expected();
    assert_eq!(kinds.len(), 17);
    assert_eq!(kinds.values().map(|(_, ids)| ids.len()).sum::<usize>(), 398);
    let mut numbers: Vec<u16> = kinds.values().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=17).collect::<Vec<_>>());
}

/// Other languages have been compiled with these numbers: one more may join, none may change.
#[test]
fn the_numbers_of_kinds_stay() {
    let numbers: Vec<String> = by_number(&tables()).iter().map(|layout| layout.kind.clone()).collect();
    assert_eq!(
        numbers.join(" "),
        "UPHOSOKU UP1KYO DLT1KYO UP2KYO UP3KYO UPPLAN UPJSK DLTPLAN DLTJSK UPSIKYU UPKIHON DLTKIHON \
         UPKIHON_SUB1 UPKIHON_SUB2 UPYOBO DLTYOBO UPYOBO_SUB"
    );
}

#[test]
fn rust_has_the_same_fields() {
    let numbers = file("core/src/spec/generated_kinds.rs");
    let numbers = between(&numbers, "pub fn number(self)", "\n    }\n}");
    let mut found = Kinds::new();
    for kind in expected().keys() {
        let text = file(&format!("core/src/typed/generated/{}.rs", kind.to_lowercase()));
        let body = between(&text, &format!("    {} {{\n", camel(kind)), "\n    }\n");
        let fields = body.lines().filter(|line| !line.trim_start().starts_with("///"));
        let ids = fields.map(|line| line.trim().split_once(':').unwrap().0.to_owned()).collect();
        let number = between(numbers, &format!("Self::{} => ", camel(kind)), ",").parse().unwrap();
        found.insert(kind.clone(), (number, ids));
    }
    assert_eq!(found, expected());
}

#[test]
fn the_c_header_has_the_same_fields() {
    let text = file("ffi/include/cplink_fields.h");
    let defines: BTreeMap<&str, u16> = text
        .lines()
        .filter_map(|line| line.strip_prefix("#define CPL_")?.split_once(' '))
        .map(|(name, number)| (name, number.parse().unwrap()))
        .collect();
    let lines = text.lines().filter(|line| line.starts_with("#define CPL_")).count();
    assert_eq!(defines.len(), lines, "a name is there twice");
    let mut count = 0;
    for (kind, (number, ids)) in expected() {
        assert_eq!(defines[format!("KIND_{kind}").as_str()], number);
        assert_eq!(usize::from(defines[format!("{kind}_COLUMNS").as_str()]), ids.len());
        for (at, id) in ids.iter().enumerate() {
            let name = format!("{kind}_{}", id.to_uppercase());
            assert_eq!(usize::from(defines[name.as_str()]), at + 1, "{name}");
        }
        count += 2 + ids.len();
    }
    // Older versions whose numbers differ.
    let spec = spec();
    for older in &spec.older {
        for layout in older.layouts.iter().filter(|layout| spec.older_places(&layout.kind).next().is_some()) {
            let prefix = format!("{}_{}", layout.kind, older.version.value);
            assert_eq!(usize::from(defines[format!("{prefix}_COLUMNS").as_str()]), layout.fields.len());
            for field in &layout.fields {
                assert_eq!(defines[format!("{prefix}_{}", field.id.to_uppercase()).as_str()], field.no);
            }
            count += 1 + layout.fields.len();
        }
    }
    assert_eq!(defines.len(), count);
}

#[test]
fn csharp_has_the_same_fields() {
    let text = file("bindings/csharp/CarePlanLink/Rows.g.cs");
    let numbers = between(&text, "class KindNumber", "\n    }\n");
    let mut found = Kinds::new();
    for (kind, (_, ids)) in expected() {
        let class = between(&text, &format!("public sealed class {} : PlanRow", camel(&kind)), "\n    }\n");
        let listed = quoted(between(class, "string[] ids =", "};"));
        let constants: Vec<&str> = between(class, "class Field", "\n        }\n")
            .lines()
            .filter_map(|line| line.trim().strip_prefix("public const int "))
            .collect();
        let wanted: Vec<String> =
            ids.iter().enumerate().map(|(at, id)| format!("{} = {};", camel(id), at + 1)).collect();
        assert_eq!(constants, wanted);
        for id in &ids {
            assert!(class.contains(&format!(" {}\n        {{\n            get", camel(id))), "no property {id}");
        }
        let number = between(numbers, &format!("int {} = ", camel(&kind)), ";").parse().unwrap();
        found.insert(kind, (number, listed));
    }
    assert_eq!(found, expected());
}

#[test]
fn python_has_the_same_fields() {
    let text = file("bindings/python/cplink/rows.py");
    let mut found = Kinds::new();
    for (kind, (_, ids)) in expected() {
        let class = between(&text, &format!("class {}(Row):", camel(&kind)), "\n\n\n");
        assert!(class.contains(&format!("KIND: ClassVar[str] = \"{kind}\"")));
        let number = between(class, "NUMBER: ClassVar[int] = ", "\n").parse().unwrap();
        let listed = quoted(between(class, "FIELDS: ClassVar[tuple[str, ...]] = (", "\n    )"));
        let attributes: Vec<&str> = between(class, "_TYPES", "    _cells:")
            .lines()
            .filter_map(|line| line.strip_prefix("    ")?.split_once(": "))
            .map(|(name, _)| name)
            .filter(|name| ids.iter().any(|id| id == name))
            .collect();
        assert_eq!(attributes, ids);
        found.insert(kind, (number, listed));
    }
    assert_eq!(found, expected());
}

#[test]
fn code_lists_have_the_same_codes() {
    let (rust, csharp, python) = (
        file("core/src/typed/generated/codes.rs"),
        file("bindings/csharp/CarePlanLink/Rows.g.cs"),
        file("bindings/python/cplink/rows.py"),
    );
    for list in tables().lists {
        let name = camel(&list.id);
        let rust = between(&rust, &format!("\n    {name} {{"), "\n    }");
        let csharp = between(&csharp, &format!("static string ToCode(this {name} value)"), "default:");
        let python = between(&python, &format!("class {name}(str, Enum):"), "\n\n\n");
        for code in &list.codes {
            assert!(rust.contains(&format!(" {} = {:?}", camel(&code.id), code.code)), "{name}");
            assert!(csharp.contains(&format!("case {name}.{}: return {:?};", camel(&code.id), code.code)), "{name}");
            assert!(python.contains(&format!("{} = {:?}", code.id.to_uppercase(), code.code)), "{name}");
        }
        assert_eq!(rust.matches(" = \"").count(), list.codes.len());
        assert_eq!(csharp.matches("case ").count(), list.codes.len());
        assert_eq!(python.matches(" = \"").count(), list.codes.len());
    }
}
