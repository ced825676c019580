//! A Python with junitparser, the public reader that the verdicts' JUnit XML is tried with: a package of PyPI, pinned by
//! what it is. For tests only.

use std::path::PathBuf;

use super::command::must;
use super::venv::{pip, venv};
use crate::place::debug_folder;

const PACKAGE: &str = "junitparser==5.0.3 \
                       --hash=sha256:553535b8cd1672a9c8bd2c7326ae1ae69279267fbc562106b5aa44d3c5f769af\n";

/// The Python program.
pub(crate) fn python_with_junitparser() -> Result<PathBuf, String> {
    let folder = venv(&debug_folder().join("junitparser"))?;
    if !folder.join("bin/junitparser").exists() {
        println!("installing with pip: junitparser");
        let requirements = folder.join("requirements.txt");
        std::fs::write(&requirements, PACKAGE).map_err(|error| format!("{}: {error}", requirements.display()))?;
        let mut install = pip(&folder, "install", &["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r"]);
        must(install.arg(&requirements))?;
    }
    Ok(folder.join("bin/python"))
}
