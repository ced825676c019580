//! What the description says can be set, can be set.

use crate::generated::handles::{cpl_options, cpl_profile, cpl_trust};
use crate::secret;
use cplink::keys::Trust;
use cplink::{Code, Result};
use std::path::Path;

/// A setting of the description: its name, its type, and the value that holds if it is not set.
struct Setting {
    name: String,
    kind: String,
    default: Option<String>,
}

/// The settings of a noun in `ffi/api`.
fn described(noun: &str) -> Vec<Setting> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("api").join(noun).with_extension("toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let settings = table["setting"].as_array().unwrap();
    let text = |setting: &toml::Value, key: &str| setting.get(key).map(|value| value.as_str().unwrap().to_owned());
    let read = |setting: &toml::Value| Setting {
        name: text(setting, "name").unwrap(),
        kind: text(setting, "type").unwrap(),
        default: text(setting, "default"),
    };
    settings.iter().map(read).collect()
}

/// A value for what has none by itself. One that is not listed here fails the test.
fn example(name: &str) -> &'static str {
    match name {
        "base_url" => "https://relay.example",
        "proxy_url" => "http://proxy.example:8080",
        "proxy_user" | "label" | "serial" | "key_label" | "office_prefix" => "name",
        "relay_pin" | "relay" => "relay.example",
        "folder_out" | "folder_in" => "folder",
        "time_stamp_url" => "http://stamps.example",
        "policies" => "1.2.392.1 1.2.392.2",
        "slot" => "3",
        "key_id" => "0a0B",
        "kind_name" => "CARE=care_insurance",
        "kind_policy" => "1.2.3.4=care_dx",
        "tls_ca_pem" | "chain_pem" => include_str!("../../core/fuzz/seeds/root.pem"),
        other => panic!("the description has a setting {other} of which this test has no value"),
    }
}

fn each_is_accepted(noun: &str, set: impl Fn(&str, &str) -> Result<()>) {
    for setting in described(noun).iter().filter(|setting| setting.kind != "secret") {
        let name = &setting.name;
        let value = setting.default.as_deref().unwrap_or_else(|| example(name));
        set(name, value).unwrap_or_else(|error| panic!("{noun}: {name} = {value}: {error:?}"));
        if setting.kind == "flag" {
            set(name, "1").unwrap();
        }
        if ["flag", "number", "milliseconds"].contains(&&*setting.kind) {
            assert_eq!(set(name, "x").unwrap_err().code(), Code::Setting, "{noun}: {name} = x");
        }
    }
    assert_eq!(set("no_such_setting", "1").unwrap_err().code(), Code::InvalidArgument);
}

#[test]
fn every_described_option_can_be_set() {
    let options: cpl_options = crate::options::new().unwrap();
    each_is_accepted("options", |key, value| crate::options::set(&options, key, value));
    let secrets: Vec<Setting> = described("options").into_iter().filter(|setting| setting.kind == "secret").collect();
    assert!(!secrets.is_empty());
    for setting in secrets {
        let value = secret::new(b"secret").unwrap();
        crate::options::set_secret(&options, &setting.name, &value).unwrap();
        let open = crate::options::set(&options, &setting.name, "secret");
        assert_eq!(open.unwrap_err().code(), Code::InvalidArgument, "a secret comes in as a secret alone");
    }
}

#[test]
fn every_described_property_of_trust_and_profile_can_be_set() {
    let trust = cpl_trust(crate::boundary::Handle::new(Trust::from_der([]).unwrap()));
    each_is_accepted("trust", |key, value| crate::trust::set(&trust, key, value));
    let profile: cpl_profile = crate::profile::new().unwrap();
    each_is_accepted("profile", |key, value| crate::profile::set(&profile, key, value));
}

#[cfg(all(feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
#[test]
fn every_described_property_of_a_token_can_be_set() {
    use cplink::keys::Pkcs11Query;
    each_is_accepted("token", |key, value| crate::token::pkcs11::narrowed(Pkcs11Query::new(), key, value).map(drop));
}
