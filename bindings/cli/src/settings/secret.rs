//! Passwords: from a variable, a file of their own or standard input, never from an argument.

use std::env;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use cplink::secret::Secret;
use cplink::{Code, Error};
use cplink_cli::Fault;
use zeroize::Zeroizing;

use super::{Settings, variable};

/// Longer than any password.
const MAX_BYTES: u64 = 4096;

/// The key file's password, where one is given.
pub(crate) fn of_key(settings: &Settings, from_stdin: bool) -> Result<Option<Secret>, Fault> {
    if from_stdin {
        return read(io::stdin().lock()).map(Some).map_err(|error| error.about("--password-stdin"));
    }
    given(settings, "key_password")
}

/// The fault where a key file has a password and nobody has given it.
pub(crate) fn missing() -> Fault {
    Fault::new(
        Code::KeyPassword,
        ["電子証明書のパスワードが指定されていません。", "The key file's password is not given."],
        [
            "環境変数 CPLINK_KEY_PASSWORD、設定 key_password_file、または --password-stdin で渡してください。",
            "Give it in the variable CPLINK_KEY_PASSWORD, in the file of the setting key_password_file, or with \
             --password-stdin.",
        ],
    )
}

/// The secret of this name: its variable, else the file that the settings name.
pub(crate) fn given(settings: &Settings, name: &str) -> Result<Option<Secret>, Fault> {
    let variable = variable(name);
    // As with all settings, an empty variable is as good as none.
    if let Some(value) = env::var_os(&variable).filter(|value| !value.is_empty()) {
        let text = value.into_string().map_err(|_| Fault::from(Error::new(Code::NotUtf8)).about(variable))?;
        return Ok(Some(Secret::new(text.into_bytes())));
    }
    settings.path(&format!("{name}_file")).map(of_file).transpose()
}

fn of_file(path: &Path) -> Result<Secret, Fault> {
    let file = File::open(path).map_err(|error| Fault::io(Code::FileRead, path.display(), error))?;
    read(file).map_err(|error| error.about(path.display()))
}

/// The first line, without its end.
fn read(from: impl Read) -> Result<Secret, Fault> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BYTES as usize + 1));
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| Error::io(Code::FileRead, error))?;
    // Notepad writes a mark of its own in front.
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    if line.len() as u64 > MAX_BYTES { Err(too_long()) } else { Ok(Secret::new(line.to_vec())) }
}

fn too_long() -> Fault {
    Fault::new(
        Code::KeyPassword,
        ["パスワードとしては長すぎます。", "It is too long for a password."],
        ["パスワードだけを1行で渡してください。", "Give the password alone, on one line."],
    )
}
