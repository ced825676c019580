//! The settings file: TOML, flat, with a table `profile` for how subjects of certificates are read.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use cplink::Code;
use cplink_cli::Fault;
use toml::Value as Toml;

use super::Settings;
use super::keys::{Form, find};
use super::value::{Value, wrong};

/// Larger than any settings file.
const MAX_BYTES: u64 = 1 << 20;

/// Reads a settings file. Nothing of its values is ever repeated in a fault.
pub(super) fn read(path: &Path) -> Result<Settings, Fault> {
    let unreadable = |error| Fault::io(Code::FileRead, path.display(), error);
    if fs::metadata(path).map_err(unreadable)?.len() > MAX_BYTES {
        return Err(Fault::from(cplink::Error::new(Code::TooLarge)).about(path.display()));
    }
    let text = fs::read_to_string(path).map_err(|error| {
        if error.kind() == ErrorKind::InvalidData { no_text().about(path.display()) } else { unreadable(error) }
    })?;
    let table: toml::Table =
        text.trim_start_matches('\u{feff}').parse().map_err(|error| malformed(path, &text, &error))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut settings = Settings::default();
    for (name, value) in table {
        let about = format!("{}: {name}", path.display());
        if let ("profile", Toml::Table(profile)) = (name.as_str(), &value) {
            settings.profile = profile_of(profile).ok_or_else(|| wrong(Form::Text, &about))?;
            continue;
        }
        let key = find(&name).ok_or_else(|| unknown(&name).about(&about))?;
        let value = of_toml(key.form, value, folder).ok_or_else(|| wrong(key.form, &about))?;
        settings.values.insert(key.name, value);
    }
    Ok(settings)
}

/// TOML's own words, without the line that they quote: it might hold what nobody should read.
fn malformed(path: &Path, text: &str, error: &toml::de::Error) -> Fault {
    let line = error.span().map(|span| text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1);
    let about = line.map_or(path.display().to_string(), |line| format!("{}:{line}", path.display()));
    Fault::new(
        Code::Setting,
        ["設定ファイルをTOMLとして読み取れません。", "The settings file is not valid TOML."],
        ["この行の書き方を確認してください。", "Check this line."],
    )
    .about(about)
}

/// Editors on Japanese Windows may save MS932.
fn no_text() -> Fault {
    Fault::new(
        Code::Setting,
        ["設定ファイルの文字コードがUTF-8ではありません。", "The settings file is not UTF-8."],
        ["設定ファイルをUTF-8で保存し直してください。", "Save the settings file as UTF-8."],
    )
}

fn unknown(name: &str) -> Fault {
    if name.contains("password") || name.contains("secret") {
        return Fault::new(
            Code::Setting,
            ["パスワードは設定ファイルに書けません。", "A password must not be in the settings file."],
            [
                "環境変数、key_password_file などのファイル、または標準入力を使ってください。",
                "Use a variable, a file such as that of key_password_file, or standard input.",
            ],
        );
    }
    Fault::new(
        Code::Setting,
        ["この設定項目はありません。", "There is no such setting."],
        ["cplink --help の設定項目を確認してください。", "See the settings in cplink --help."],
    )
}

fn of_toml(form: Form, value: Toml, folder: &Path) -> Option<Value> {
    // A path is the file's neighbour wherever the command is called; an empty one stays empty.
    let path = |text: &str| if text.is_empty() { PathBuf::new() } else { folder.join(text) };
    Some(match (form, value) {
        (Form::Text, Toml::String(text)) => Value::Text(text),
        (Form::Path, Toml::String(text)) => Value::Path(path(&text)),
        (Form::Paths, Toml::String(text)) if text.is_empty() => Value::Paths(Vec::new()),
        (Form::Paths, Toml::String(text)) => Value::Paths(vec![path(&text)]),
        (Form::Paths, Toml::Array(texts)) => {
            let named = |text: &Toml| text.as_str().filter(|text| !text.is_empty()).map(path);
            Value::Paths(texts.iter().map(named).collect::<Option<_>>()?)
        }
        (Form::Number, Toml::Integer(number)) => {
            Value::Number(u64::try_from(number).ok().filter(|number| *number > 0)?)
        }
        (Form::Flag, Toml::Boolean(flag)) => Value::Flag(flag),
        _ => return None,
    })
}

/// Property and value, a property with a list once for each of its values.
fn profile_of(table: &toml::Table) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for (name, value) in table {
        let values = if let Toml::Array(values) = value { values.as_slice() } else { std::slice::from_ref(value) };
        for value in values {
            pairs.push((name.clone(), value.as_str()?.to_owned()));
        }
    }
    Some(pairs)
}
