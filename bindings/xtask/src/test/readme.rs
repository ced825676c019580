//! The programs in the READMEs, for the suites to compile.

use std::path::{Path, PathBuf};

use crate::place::root;

/// The part of a program that is between its marks.
#[cfg(test)]
fn cut(program: &str) -> Option<&str> {
    let (_, begun) = program.split_once("README: begin\n")?;
    let (part, _) = begun.split_once("README: end\n")?;
    // The mark's own comment sign.
    Some(&part[..=part.rfind('\n')?])
}

/// Writes the README's and README.ja's program of a language below `folder`, as files of this ending.
pub(super) fn programs(language: &str, ending: &str, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut written = Vec::new();
    for name in ["README.md", "README.ja.md"] {
        let text = std::fs::read_to_string(root().join(name)).map_err(|error| format!("{name}: {error}"))?;
        let program = text
            .split_once(&format!("```{language}\n"))
            .and_then(|(_, rest)| rest.split_once("```\n"))
            .ok_or_else(|| format!("{name} has no program in {language}"))?
            .0;
        let path = folder.join(format!("{}.{ending}", name.replace('.', "_")));
        std::fs::write(&path, program).map_err(|error| format!("{}: {error}", path.display()))?;
        written.push(path);
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_of_the_readmes_are_cut_from_programs_that_are_run() {
        for (language, source) in [
            ("cpp", "bindings/cpp/examples/first_hour.cpp"),
            ("csharp", "bindings/csharp/examples/FirstHour.cs"),
            ("python", "bindings/python/examples/first_hour.py"),
        ] {
            let source = std::fs::read_to_string(root().join(source)).unwrap();
            let cut = cut(&source).unwrap();
            let folder = tempfile::tempdir().unwrap();
            for path in programs(language, "txt", folder.path()).unwrap() {
                assert_eq!(std::fs::read_to_string(&path).unwrap(), cut, "{}", path.display());
            }
        }
    }
}
