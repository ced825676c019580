//! The value of a setting.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;

use cplink::Code;
use cplink_cli::Fault;

use super::keys::Form;

/// A value and its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Path(PathBuf),
    Paths(Vec<PathBuf>),
    Number(u64),
    Flag(bool),
}

impl Value {
    /// What a variable holds; `None` where it is not of the form.
    pub(super) fn of_variable(form: Form, value: &OsStr) -> Option<Self> {
        Some(match form {
            Form::Text => Self::Text(value.to_str()?.to_owned()),
            Form::Path => Self::Path(value.into()),
            Form::Paths => Self::Paths(env::split_paths(value).filter(|path| !path.as_os_str().is_empty()).collect()),
            Form::Number => Self::Number(value.to_str()?.parse().ok().filter(|number| *number > 0)?),
            Form::Flag => Self::Flag(match value.to_str()? {
                "1" | "true" => true,
                "0" | "false" => false,
                _ => return None,
            }),
        })
    }
}

/// The fault of a value that is not of its form.
pub(super) fn wrong(form: Form, about: &str) -> Fault {
    let [ja, en] = match form {
        Form::Text => ["文字列で指定してください。", "Give a text."],
        Form::Path => ["ファイルまたはフォルダーの名前で指定してください。", "Give a path."],
        Form::Paths => ["ファイルの名前（いくつでも）で指定してください。", "Give one or more paths."],
        Form::Number => ["1以上の整数で指定してください。", "Give a whole number above 0."],
        Form::Flag => ["true または false で指定してください。", "Give true or false."],
    };
    unusable(Code::Setting, [ja, en]).about(about)
}

/// The fault of a value, with what it should be.
pub(super) fn unusable(code: Code, remedy: [&str; 2]) -> Fault {
    Fault::new(code, ["設定の値が正しくありません。", "The setting's value is not valid."], remedy)
}
