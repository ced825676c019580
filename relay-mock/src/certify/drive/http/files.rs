//! Files as they travel in JSON: a name, and the bytes in Base64. A path means nothing on another machine.

use std::collections::BTreeSet;

use base64ct::{Base64, Encoding as _};
use cplink::file::{MAX_NAME, check_name};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::certify::drive::desk::broken;
use crate::certify::drive::exchange::{MAX_FILES, MAX_TOTAL};
use crate::certify::scenario::File;
use crate::certify::transcript::{Answer, Broken, KeptFile};

#[derive(Deserialize)]
struct Sent {
    name: String,
    base64: String,
}

/// The files that are given.
pub(super) fn given(files: &[File]) -> Value {
    files.iter().map(|file| json!({ "name": file.name, "base64": Base64::encode_string(&file.bytes) })).collect()
}

/// The files of an answer, by name.
pub(super) fn taken(answer: &Value) -> Result<Vec<KeptFile>, Answer> {
    let garbled = |detail: &str| broken(Broken::Garbled, detail);
    let sent = Vec::<Sent>::deserialize(&answer["files"]).map_err(|_| garbled("exported without the list of files"))?;
    let (mut files, mut names, mut total) = (Vec::new(), BTreeSet::new(), 0);
    for Sent { name, base64 } in sent {
        if check_name(&name, MAX_NAME).is_err() || !names.insert(name.to_lowercase()) {
            return Err(garbled("a file has no name that can be used, or one that another has"));
        }
        let bytes = Base64::decode_vec(&base64).map_err(|_| garbled("a file is not in Base64"))?;
        total += bytes.len() as u64;
        files.push(KeptFile::new(name, bytes));
    }
    if files.len() > MAX_FILES || total > MAX_TOTAL {
        return Err(broken(Broken::TooLarge, format!("more than {MAX_FILES} files or {} MiB", MAX_TOTAL >> 20)));
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}
