use super::super::model::Value;
use super::super::{Api, uniffi};
use super::hint::Module;
use super::{files, reach};
use crate::place::root;

fn described() -> Api {
    Api::read(&root().join("ffi/api")).unwrap()
}

/// The description with one more value of a sent message.
fn with_a_value() -> Api {
    let mut api = described();
    let text = "name = \"weight\"\ntype = \"number\"\noptional = true\nen = \"How heavy.\"\nja = \"重さ。\"";
    let value: Value = toml::from_str(text).unwrap();
    let list = api.nouns.iter_mut().find(|noun| noun.noun == "sent_list").unwrap();
    list.records.iter_mut().find(|record| record.name == "sent_message").unwrap().values.push(value);
    api
}

fn written(api: &Api, name: &str) -> String {
    files(api).unwrap().into_iter().find(|(path, _)| path.ends_with(name)).unwrap().1
}

#[test]
fn a_value_that_is_described_is_in_python_and_in_its_native_half() {
    let api = with_a_value();
    let values = written(&api, "values.py");
    assert!(values.contains("    weight: int | None\n    \"\"\"How heavy.\n\n    重さ。\n    \"\"\"\n"));
    assert!(values.contains("            native.weight,\n"));
    assert!(reach::table(&api).unwrap().contains("\"sent_message.weight\": \"SentMessage.weight\""));
    let native = uniffi::rust(&api).unwrap();
    assert!(native.contains("    pub weight: Option<i64>,\n"));
    assert!(native.contains("            weight: value.weight.map(signed),\n"));
}

#[test]
fn what_is_private_is_not_shown() {
    let values = written(&described(), "values.py");
    let candidate = values.split("class Candidate:").nth(1).unwrap().split("@classmethod").next().unwrap();
    assert!(candidate.contains("    office_number: str | None = dataclasses.field(repr=False)\n"));
    assert!(candidate.contains("    key_state: str\n"));
}

#[test]
fn no_number_of_the_native_half_is_unsigned() {
    let native = uniffi::rust(&described()).unwrap();
    let unsigned: Vec<&str> = native.lines().filter(|line| line.contains(": u") || line.contains("<u")).collect();
    assert!(unsigned.iter().all(|line| line.contains("Vec<u8>")), "{unsigned:?}");
}

#[test]
fn a_module_takes_from_those_before_it() {
    let order = [Module::Finding, Module::Error, Module::Values, Module::Reports].map(Module::name);
    for (at, name) in order.iter().enumerate() {
        let text = written(&described(), &format!("{name}.py"));
        for later in &order[at..] {
            assert!(!text.contains(&format!("from .{later} import")), "{name} takes from {later}");
        }
    }
}
