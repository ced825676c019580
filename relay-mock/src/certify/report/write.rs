//! The verdict in the folder of its run.

use std::io;
use std::path::PathBuf;

use super::junit::junit;
use super::page::{PageInput, forms, page};
use crate::certify::transcript::{FolderError, RunFolder};
use crate::private;

/// Writes the verdict into the folder of its run: as JSON, as JUnit XML and as a page, with the forms that it names.
/// Where the page is.
///
/// # Errors
/// Something cannot be written.
pub fn write(input: &PageInput<'_>, folder: &RunFolder) -> Result<PathBuf, FolderError> {
    let at = |name: &str| folder.path().join(name);
    folder.write_json(&at("result.json"), input.verdict)?;
    folder.write(&at("junit.xml"), junit(input.verdict, input.transcript).as_bytes())?;
    private::folder(&at("forms")).map_err(|error: io::Error| FolderError::Io(at("forms"), error))?;
    for case in &input.pack.cases {
        if let Some(forms) = forms(input, case) {
            folder.write(&at("forms").join(format!("{}.html", case.id)), forms.as_bytes())?;
        }
    }
    let page = page(input, |case| Some(format!("forms/{case}.html")));
    folder.write(&at("index.html"), page.as_bytes())?;
    Ok(at("index.html"))
}
