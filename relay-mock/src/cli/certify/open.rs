//! What the commands are given: a pack and the known failures.

use std::path::Path;

use cplink::Code;
use cplink_cli::Fault;
use relay_mock::certify::pack::Pack;
use relay_mock::certify::scenario::{Known, written};

use super::fault::of_pack;

/// Opens a pack.
pub(super) fn open(pack: &str) -> Result<Pack, Fault> {
    Pack::open(pack).map_err(|error| of_pack(&error))
}

/// Reads the file of known failures, where one is given.
pub(super) fn known(path: Option<&Path>) -> Result<Option<Known>, Fault> {
    let Some(path) = path else { return Ok(None) };
    Known::read(&text(path)?, &path.display().to_string()).map(Some).map_err(|error| of_pack(&error))
}

/// The text of a file.
fn text(path: &Path) -> Result<String, Fault> {
    written(&read(path)?).ok_or_else(|| {
        Fault::new(
            Code::FileContent,
            ["このファイルは文字として読み取れません。", "The file is no text that can be read."],
            ["文字コードをUTF-8にして保存し直してください。", "Save it as UTF-8."],
        )
        .about(path.display())
    })
}

/// The bytes of a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|error| Fault::io(Code::FileRead, path.display(), error))
}
