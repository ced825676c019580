//! The settings of one call: arguments win over environment variables, these over the settings file.

mod file;
mod given;
pub(crate) mod keys;
pub(crate) mod secret;
mod value;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cplink::{Code, Error};
use cplink_cli::Fault;

pub(crate) use self::given::Given;
use self::value::Value;

/// The settings that are arguments, too.
const ARGUMENTS: [&str; 6] = ["url", "key", "trust", "crl", "keep", "proxy"];

/// All settings of a call.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    values: BTreeMap<&'static str, Value>,
    /// How subjects of certificates are read: property and value, from the file's table `profile`.
    pub(crate) profile: Vec<(String, String)>,
}

impl Settings {
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.values.get(name) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    pub(crate) fn path(&self, name: &str) -> Option<&Path> {
        match self.values.get(name) {
            Some(Value::Path(path)) if !path.as_os_str().is_empty() => Some(path),
            _ => None,
        }
    }

    pub(crate) fn paths(&self, name: &str) -> &[PathBuf] {
        match self.values.get(name) {
            Some(Value::Paths(paths)) => paths,
            _ => &[],
        }
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        match self.values.get(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn seconds(&self, name: &str) -> Option<Duration> {
        self.number(name).map(Duration::from_secs)
    }

    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.values.get(name) == Some(&Value::Flag(true))
    }

    /// The fault of a setting that a verb needs and nobody has given.
    pub(crate) fn missing(name: &str) -> Fault {
        let what = keys::find(name).map_or([name, name], |key| [key.ja, key.en]);
        // Of a file with a password, the variable that holds the password itself is nearer.
        let variable = variable(name.strip_suffix("_file").unwrap_or(name));
        let how = if ARGUMENTS.contains(&name) {
            [
                format!("--{name}、環境変数 {variable}、または設定ファイルの {name} で指定してください。"),
                format!("Give it with --{name}, the variable {variable} or {name} in the settings file."),
            ]
        } else {
            [
                format!("環境変数 {variable}、または設定ファイルの {name} で指定してください。"),
                format!("Give it in the variable {variable} or as {name} in the settings file."),
            ]
        };
        Fault::new(
            Code::Setting,
            [&format!("設定がありません: {}。", what[0]), &format!("It is not set: {}.", what[1])],
            [&how[0], &how[1]],
        )
        .about(name)
    }

    /// The fault of a setting whose value the library does not take.
    pub(crate) fn unusable(name: &str, error: Error) -> Fault {
        let is_value = matches!(error.code(), Code::Setting | Code::Url);
        let Some(key) = keys::find(name).filter(|_| is_value) else {
            return Fault::from(error).about(name);
        };
        let remedy = [format!("{}を指定してください。", key.ja), format!("It takes {}.", key.en)];
        value::unusable(error.code(), [&remedy[0], &remedy[1]]).about(name).detail_of(&error)
    }

    /// The folder that keeps messages: an empty name would mean whatever folder the caller is in.
    pub(crate) fn keep(&self) -> Result<&Path, Fault> {
        self.path("keep").ok_or_else(|| Self::missing("keep"))
    }
}

/// The environment variable of a setting.
pub(crate) fn variable(name: &str) -> String {
    format!("CPLINK_{}", name.to_uppercase())
}
