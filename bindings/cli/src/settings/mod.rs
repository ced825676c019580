//! The settings of one call: arguments win over environment variables, these over the settings file.

pub(crate) mod file;
pub(crate) mod keys;
pub(crate) mod secret;

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use cplink_cli::Fault;

use self::keys::{Form, KEYS};

/// The variable that names the settings file where `--settings` does not.
pub(crate) const FILE: &str = "CPLINK_SETTINGS";

/// The settings that are arguments, too.
const ARGUMENTS: [&str; 6] = ["url", "key", "trust", "crl", "keep", "proxy"];

/// The arguments of all verbs that reach the relay.
#[derive(Args, Debug, Default)]
pub(crate) struct Given {
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

/// A value and its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Path(PathBuf),
    Paths(Vec<PathBuf>),
    Number(u64),
    Flag(bool),
}

/// All settings of a call.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    values: BTreeMap<&'static str, Value>,
    /// How subjects of certificates are read: property and value, from the file's table `profile`.
    pub(crate) profile: Vec<(String, String)>,
}

impl Settings {
    /// The file, then the environment, then the arguments.
    pub(crate) fn gather(given: &Given) -> Result<Self, Fault> {
        let named =
            given.settings.clone().or_else(|| env::var_os(FILE).filter(|path| !path.is_empty()).map(PathBuf::from));
        let mut settings = named.map_or(Ok(Self::default()), |path| file::read(&path))?;
        for key in KEYS {
            let variable = variable(key.name);
            // An empty variable is as good as none.
            if let Some(value) = env::var_os(&variable).filter(|value| !value.is_empty()) {
                settings
                    .values
                    .insert(key.name, of_variable(key.form, &value).ok_or_else(|| wrong(key.form, &variable))?);
            }
        }
        let texts = [("url", &given.url), ("proxy", &given.proxy)];
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, Value::Text(text.clone()?))));
        let paths = [("key", &given.key), ("keep", &given.keep)];
        let paths = paths.into_iter().filter_map(|(name, path)| Some((name, Value::Path(path.clone()?))));
        let lists = [("trust", &given.trust), ("crl", &given.crl)];
        let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
        let lists = lists.map(|(name, list)| (name, Value::Paths(list.clone())));
        settings.values.extend(texts.chain(paths).chain(lists));
        Ok(settings)
    }

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
        let variable = variable(name);
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
        Fault::argument(
            [&format!("設定がありません: {}。", what[0]), &format!("It is not set: {}.", what[1])],
            [&how[0], &how[1]],
        )
        .about(name)
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

fn of_variable(form: Form, value: &std::ffi::OsStr) -> Option<Value> {
    Some(match form {
        Form::Text => Value::Text(value.to_str()?.to_owned()),
        Form::Path => Value::Path(value.into()),
        Form::Paths => Value::Paths(env::split_paths(value).filter(|path| !path.as_os_str().is_empty()).collect()),
        Form::Number => Value::Number(value.to_str()?.parse().ok().filter(|number| *number > 0)?),
        Form::Flag => Value::Flag(match value.to_str()? {
            "1" | "true" => true,
            "0" | "false" => false,
            _ => return None,
        }),
    })
}

/// The fault of a value that is not of its form.
pub(super) fn wrong(form: Form, about: &str) -> Fault {
    let [ja, en] = match form {
        Form::Text => ["文字列で指定してください。", "It takes a text."],
        Form::Path => ["ファイルまたはフォルダーの名前で指定してください。", "It takes a path."],
        Form::Paths => ["ファイルの名前（いくつでも）で指定してください。", "It takes one path or several."],
        Form::Number => ["1以上の整数で指定してください。", "It takes a whole number above 0."],
        Form::Flag => ["true または false で指定してください。", "It takes true or false."],
    };
    Fault::argument(["設定の値が正しくありません。", "The setting's value is not usable."], [ja, en]).about(about)
}
