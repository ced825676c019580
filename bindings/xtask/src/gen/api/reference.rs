//! The references in the description's texts: each leads somewhere.

use std::cell::RefCell;

use super::description::Api;
use super::{abi, text};

/// Fails with the first reference to what is not described.
pub(super) fn check(api: &Api) -> Result<(), String> {
    for (file, words) in texts(api) {
        let missing = RefCell::new(None);
        let _ = text::linked(words, |owner, member| {
            if abi::named(api, owner, member).is_none() {
                let member = member.map(|member| format!(".{member}")).unwrap_or_default();
                *missing.borrow_mut() = Some(format!("[{owner}{member}]"));
            }
            String::new()
        });
        if let Some(reference) = missing.into_inner() {
            return Err(format!("ffi/api/{file}.toml: {reference} is not described"));
        }
    }
    Ok(())
}

/// Every text with the file it is in.
pub(super) fn texts(api: &Api) -> Vec<(&str, &str)> {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for choice in &api.choices {
        let cases = choice.cases.iter().flat_map(|case| [&case.en, &case.ja]);
        all.extend([&choice.en, &choice.ja].into_iter().chain(cases).map(|words| ("choices", words.as_str())));
    }
    for noun in &api.nouns {
        let mut own = vec![&noun.en, &noun.ja];
        own.extend(noun.freeing.iter().flat_map(|texts| [&texts.en, &texts.ja]));
        own.extend(noun.records.iter().flat_map(|record| [&record.en, &record.ja]));
        let values = noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values));
        own.extend(values.flat_map(|value| [&value.en, &value.ja]));
        own.extend(noun.settings.iter().flat_map(|setting| [&setting.en, &setting.ja]));
        own.extend(noun.verbs.iter().flat_map(|verb| [&verb.en, &verb.ja]));
        let successes = noun.verbs.iter().filter_map(|verb| verb.success.as_ref());
        own.extend(successes.flat_map(|texts| [&texts.en, &texts.ja]));
        all.extend(own.into_iter().map(|words| (noun.noun.as_str(), words.as_str())));
    }
    all
}
