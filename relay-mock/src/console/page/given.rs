//! The files of a form.

use std::sync::Arc;

use super::super::door::PostedFile;

/// The files as shared bytes.
pub(super) fn given(files: Vec<PostedFile>) -> Vec<(String, Arc<[u8]>)> {
    files.into_iter().map(|file| (file.name, Arc::from(&*file.bytes))).collect()
}
