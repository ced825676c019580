//! What the headers of C++ must be like, whatever the description says.

use super::super::Api;
use super::files;
use crate::package::file::below;
use crate::place::root;

fn api() -> Api {
    Api::read(&root().join("ffi/api")).unwrap()
}

/// All generated text of C++.
fn generated(api: &Api) -> String {
    files(api).unwrap().into_iter().map(|(_, content)| content).collect()
}

/// Visual C++ reads a header in the code page of its machine: a byte of UTF-8 could swallow the one behind it.
#[test]
fn every_header_is_ascii() {
    for folder in ["ffi/include", "bindings/cpp/include"] {
        for name in below(&root().join(folder)).unwrap() {
            let bytes = std::fs::read(root().join(folder).join(&name)).unwrap();
            assert!(bytes.is_ascii(), "{folder}/{name} is not ASCII");
        }
    }
}

/// A header without a noun would stay behind when the noun goes.
#[test]
fn every_generated_header_is_one_of_the_description() {
    let made: Vec<_> = files(&api()).unwrap().into_iter().map(|(path, _)| path).collect();
    for name in below(&root().join("bindings/cpp/include")).unwrap() {
        let path = std::path::Path::new("bindings/cpp/include").join(&name);
        let text = std::fs::read_to_string(root().join(&path)).unwrap();
        let is_made = text.starts_with("// @generated") && name != "cplink/rows.hpp";
        assert_eq!(is_made, made.contains(&path), "{}", path.display());
    }
}

/// A value that is added to the description is in the structure, is read by the C function of its name, and is asked
/// for by the test of reach.
#[test]
fn a_new_value_appears() {
    let mut api = api();
    let list = api.nouns.iter_mut().find(|noun| noun.noun == "sent_list").unwrap();
    let receipt = list.records.iter_mut().find(|record| record.name == "receipt").unwrap();
    let new = "name = \"colour\"\ntype = \"text\"\nen = \"Its colour.\"\nja = \"色。\"\n";
    receipt.values.push(toml::from_str(new).unwrap());
    let all = generated(&api);
    assert!(all.contains("    /// Its colour.\n    std::string colour;\n"));
    assert!(all.contains("text(cpl_sent_list_receipt_colour, raw, index, receipt).str(),"));
    assert!(all.contains("using cplink::receipt::colour;"));
}

/// The same for a verb and a setting, which are asked for.
#[test]
fn a_new_verb_and_a_new_setting_are_asked_for() {
    let mut api = api();
    let options = api.nouns.iter_mut().find(|noun| noun.noun == "options").unwrap();
    let setting =
        "name = \"patience\"\ntype = \"milliseconds\"\ndefault = \"7\"\nen = \"How long.\"\nja = \"長さ。\"\n";
    options.settings.push(toml::from_str(setting).unwrap());
    let verb = "name = \"export\"\nen = \"Writes them.\"\nja = \"書き出す。\"\n";
    options.verbs.push(toml::from_str(verb).unwrap());
    let all = generated(&api);
    assert!(all.contains("Self &patience(std::uint32_t value) { return put(\"patience\", std::to_string(value)); }"));
    assert!(all.contains("using cplink::options::patience;"));
    // `export` is a word of C++.
    assert!(all.contains("using cplink::options::export_;"));
}
