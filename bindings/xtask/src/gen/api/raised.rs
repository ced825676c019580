//! The error codes that the description names: each is in the table of codes.

use super::description::Api;
use super::reference;

/// Fails with the first code that is not among `ids`, which are those of the table.
pub(super) fn check(api: &Api, ids: &[&str]) -> Result<(), String> {
    let known: Vec<String> = ids.iter().map(|id| format!("CPL_E_{}", id.to_uppercase())).collect();
    for (file, error) in listed(api) {
        let is_hundred = matches!(error.as_bytes(), [b'1'..=b'9', b'x', b'x']);
        let is_kind =
            error.strip_suffix('\u{2026}').is_some_and(|begin| known.iter().any(|code| code.starts_with(begin)));
        if !is_hundred && !is_kind && !known.iter().any(|code| code == error) {
            return Err(unknown(file, error));
        }
    }
    for (file, words) in reference::texts(api) {
        let is_of_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        for (at, _) in words.match_indices("CPL_E_") {
            let rest = &words[at..];
            let code = &rest[..rest.find(|c| !is_of_code(c)).unwrap_or(rest.len())];
            if !known.iter().any(|known| known == code) {
                return Err(unknown(file, code));
            }
        }
    }
    Ok(())
}

fn unknown(file: &str, code: &str) -> String {
    format!("ffi/api/{file}.toml: {code} is not in core/src/error/codes.toml")
}

/// What `errors` lists, with the file it is in.
fn listed(api: &Api) -> impl Iterator<Item = (&str, &str)> {
    api.nouns.iter().flat_map(|noun| {
        let values = noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values));
        let errors = values.map(|value| &value.errors).chain(noun.verbs.iter().map(|verb| &verb.errors)).flatten();
        errors.map(move |error| (noun.noun.as_str(), error.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::Api;
    use crate::place::root;

    #[test]
    fn a_code_that_no_table_has_is_told() {
        let mut api = Api::read(&root().join("ffi/api")).unwrap();
        let catalogue = super::super::super::Catalogue::read(&root(), "Code").unwrap();
        let ids = catalogue.ids();
        assert_eq!(super::check(&api, &ids), Ok(()));
        let verb = api.nouns.iter_mut().flat_map(|noun| &mut noun.verbs).find(|verb| verb.name == "recall").unwrap();
        verb.errors.push("CPL_E_RELAY_STAET".to_owned());
        let told = super::check(&api, &ids).unwrap_err();
        assert_eq!(told, "ffi/api/client.toml: CPL_E_RELAY_STAET is not in core/src/error/codes.toml");
        let verb = api.nouns.iter_mut().flat_map(|noun| &mut noun.verbs).find(|verb| verb.name == "recall").unwrap();
        verb.errors.pop();
        verb.en = "`CPL_E_RELAY_STAET` where it was picked up.".to_owned();
        assert_eq!(super::check(&api, &ids).unwrap_err(), told);
    }
}
