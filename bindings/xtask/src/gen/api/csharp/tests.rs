//! What is described is in C#, and what the library exports is called.

use std::collections::BTreeSet;

use super::super::description::Api;
use super::super::model::{Language, Noun, Setting, Value, Verb};
use super::{files, names};
use crate::place::root;
use crate::toolchain::mono::sources;

fn api() -> Api {
    Api::read(&root().join("ffi/api")).unwrap()
}

/// All that is generated from this description, as one text.
fn generated(api: &Api) -> String {
    files(api).unwrap().into_iter().map(|(_, content)| content).collect()
}

fn noun<'a>(api: &'a mut Api, name: &str) -> &'a mut Noun {
    api.nouns.iter_mut().find(|noun| noun.noun == name).unwrap()
}

#[test]
fn a_value_a_verb_and_a_setting_that_are_added_appear() {
    let mut api = api();
    let value: Value =
        toml::from_str("name='shoe_size'\ntype='number'\noptional=true\nen='Its shoes.'\nja='靴。'").unwrap();
    noun(&mut api, "office").values.push(value);
    let verb: Verb = toml::from_str(
        "name='sing'\nwaits=true\ntakes=[{name='song', type='text'}]\ngives=[{name='out', type='text'}]\nen='Sings `song`.'\nja='歌う。'",
    )
    .unwrap();
    noun(&mut api, "client").verbs.push(verb);
    let setting: Setting = toml::from_str("name='loud'\ntype='flag'\ndefault='0'\nen='Loud.'\nja='大声。'").unwrap();
    noun(&mut api, "options").settings.push(setting);
    let text = generated(&api);
    for expected in [
        "public int? ShoeSize { get; }",
        "ShoeSize = Border.Maybe(Border.Read<uint>(Native.cpl_office_shoe_size, handle));",
        "<para>靴。</para>",
        "public string Sing(\n",
        "public Task<string> SingAsync(\n",
        "Sings <paramref name=\"song\"/>.",
        "public bool Loud\n",
        "\"Office.ShoeSize\",",
        "\"Client.SingAsync\",",
        "\"ClientOptions.Loud\",",
    ] {
        assert!(text.contains(expected), "no `{expected}`");
    }
}

#[test]
fn what_c_sharp_cannot_make_by_itself_needs_a_form() {
    let mut api = api();
    let signer = noun(&mut api, "signer");
    signer.verbs.iter_mut().for_each(|verb| verb.form.clear());
    assert!(files(&api).unwrap_err().contains("it needs a form in C#"));
    let mut api = self::api();
    let batch = noun(&mut api, "batch");
    batch.verbs[0].form.insert(Language::Csharp, "somehow, without a name".to_owned());
    assert!(files(&api).unwrap_err().contains("names no `Class.Member`"));
}

#[test]
fn names_are_those_of_dot_net() {
    assert_eq!(names::member("to_office"), "ToOffice");
    assert_eq!(names::member("len"), "Count");
    assert_eq!(names::member("fields_len"), "FieldsCount");
    assert_eq!(names::parameter("keep_folder"), "keepFolder");
    assert_eq!(names::parameter("object"), "@object");
}

/// The functions of C whose noun or verb C# does without, as the description says.
fn is_without(api: &Api, function: &str) -> bool {
    api.nouns.iter().any(|noun| {
        let is_own = function.strip_prefix(&format!("{}_", noun.c_name()));
        let without = |verb: &Verb| verb.hole.contains_key(&Language::Csharp);
        is_own.is_some_and(|name| {
            names::is_elsewhere(noun) || noun.verbs.iter().any(|verb| verb.name == name && without(verb))
        })
    })
}

#[test]
fn every_function_of_the_library_is_called() {
    let api = api();
    let mut called = BTreeSet::new();
    let mut known = BTreeSet::new();
    for path in sources().unwrap() {
        let text = std::fs::read_to_string(&path).unwrap();
        let names = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| word.starts_with("cpl_"));
        if path.ends_with("Native.cs") {
            known.extend(names.map(str::to_owned));
        } else {
            called.extend(names.map(str::to_owned));
        }
    }
    let missing: Vec<&String> = known.difference(&called).filter(|name| !is_without(&api, name)).collect();
    assert!(known.len() > 250, "{}", known.len());
    assert!(missing.is_empty(), "C# never calls {missing:?}");
}
