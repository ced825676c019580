//! curl, with all containers in one process.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::slips::COUNT;

/// Containers, and how curl puts them.
pub(crate) struct Put {
    config: PathBuf,
    /// The containers lie in it.
    _folder: tempfile::TempDir,
}

impl Put {
    pub(crate) fn new(
        folder: tempfile::TempDir,
        url: &str,
        key: &Path,
        authority: &Path,
        containers: impl IntoIterator<Item = (String, PathBuf)>,
    ) -> Self {
        let mut config = String::from("silent\nshow-error\nfail\nhttp1.1\nheader = \"Expect:\"\n");
        config += "write-out = \"%{http_code} %{num_connects}\\n\"\n";
        writeln!(config, "cert = {key:?}\nkey = {key:?}\ncacert = {authority:?}").unwrap();
        for (id, path) in containers {
            writeln!(config, "upload-file = {path:?}\nurl = \"{url}/v1/messages/{id}\"\noutput = \"/dev/null\"")
                .unwrap();
        }
        let path = folder.path().join("curl.config");
        fs::write(&path, config).unwrap();
        Self { config: path, _folder: folder }
    }

    /// Puts them, all over the first connection.
    pub(crate) fn put(&self) {
        let output = Command::new("curl").arg("--config").arg(&self.config).stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        let first = std::iter::once("201 1");
        assert!(said.lines().eq(first.chain(std::iter::repeat_n("201 0", COUNT - 1))), "{said}");
    }
}
