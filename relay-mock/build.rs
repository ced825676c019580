//! The packs are in the program: a file that was added to them must be in the next build. And what makes the pages of a
//! certification has a number, so that two builds of one version that make other pages are not taken for the same.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the pages of a bundle are made by: texts, templates, forms.
const PAGES: [&str; 5] =
    ["templates", "src/certify/report", "src/certify/bundle", "src/certify/judge", "../core/src/form"];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=packs");
    let mut files = Vec::new();
    for folder in PAGES {
        println!("cargo:rerun-if-changed={folder}");
        gather(Path::new(folder), &mut files)?;
    }
    files.sort();
    let mut sum = Sum::default();
    for file in files {
        sum.add(file.to_string_lossy().replace('\\', "/").as_bytes());
        sum.add(&fs::read(file)?);
    }
    println!("cargo:rustc-env=CERTIFY_PAGES={:016x}", sum.0);
    Ok(())
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // The font changes no page of HTML, and is large; the console's pages are in no bundle.
        if path.is_dir() && !path.ends_with("font") && !path.ends_with("console") {
            gather(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// FNV-1a: it tells builds apart, and proves nothing.
struct Sum(u64);

impl Default for Sum {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        for byte in (bytes.len() as u64).to_be_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
