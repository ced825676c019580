//! The files of a form.

use std::sync::Arc;

use super::super::door::PostedFile;
use super::super::slip::Given;

/// The files as shared bytes.
pub(super) fn given(files: Vec<PostedFile>) -> Vec<Given> {
    files.into_iter().map(|file| (file.name, Arc::from(&*file.bytes))).collect()
}
