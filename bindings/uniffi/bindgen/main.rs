//! Writes `_native.py` for a built library: `cplink-bindgen LIBRARY FOLDER`.

use std::process::ExitCode;

use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [library, folder] = arguments.as_slice() else {
        eprintln!("usage: cplink-bindgen LIBRARY FOLDER");
        return ExitCode::from(2);
    };
    let options = GenerateOptions {
        languages: vec![TargetLanguage::Python],
        source: library.into(),
        out_dir: folder.into(),
        ..GenerateOptions::default()
    };
    match generate(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cplink-bindgen: {error:?}");
            ExitCode::FAILURE
        }
    }
}
