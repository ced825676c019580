//! What the names and texts of a description must be like.

/// What is true in C alone: the generator says it where C needs it, and the other languages read the same texts.
const OF_C: &[&str] = &["NULL", "*out", "0-based", "1-based", "1 if", "1 where", "0 if", "seconds since", "`CPL_RETRY"];

/// What Rust and Python keep for themselves, and what would hide something in C#; in C++ such a name gets a `_`.
const KEPT: &[&str] = &[
    "abstract", "and", "as", "assert", "async", "await", "become", "box", "break", "class", "const", "continue",
    "crate", "def", "del", "do", "dyn", "elif", "else", "enum", "except", "extern", "false", "final", "finally", "fn",
    "for", "from", "global", "if", "impl", "in", "is", "lambda", "let", "loop", "macro", "match", "mod", "move", "mut",
    "nonlocal", "not", "or", "override", "pass", "priv", "pub", "raise", "ref", "return", "self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "with",
    "yield",
];

/// Whether the name of a value, verb, setting or parameter does in every language.
pub(super) fn name(name: &str) -> Result<(), String> {
    let is_snake = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !is_snake {
        return Err(format!("{name}: names are in snake_case; every language gets its own form of it"));
    }
    if KEPT.contains(&name) {
        return Err(format!("{name}: Rust or Python keeps this word for itself: choose another name"));
    }
    Ok(())
}

/// Whether the texts of `name` are there in both languages and are true in all of them.
pub(super) fn texts(name: &str, en: &str, ja: &str) -> Result<(), String> {
    for (text, key, stop) in [(en, "en", '.'), (ja, "ja", '。')] {
        if text.trim().is_empty() || text == "?" {
            return Err(format!("{name}: the text `{key}` is missing"));
        }
        if let Some(word) = OF_C.iter().find(|word| text.contains(**word)) {
            return Err(format!("{name}: every language reads this text, but {word} is C"));
        }
        if text.matches('`').count() % 2 == 1 {
            return Err(format!("{name}: a backtick is missing in `{key}`"));
        }
        if text.matches('[').count() != text.matches(']').count() {
            return Err(format!("{name}: a bracket is missing in `{key}`"));
        }
        if !text.ends_with(stop) {
            return Err(format!("{name}: the text `{key}` does not end with {stop}"));
        }
    }
    if !en.is_ascii() {
        return Err(format!("{name}: the English text goes into the C header, which is ASCII"));
    }
    let is_japanese = |letter: char| ('\u{3040}'..='\u{9fff}').contains(&letter);
    if ja.chars().any(is_japanese) { Ok(()) } else { Err(format!("{name}: the text `ja` is not Japanese")) }
}

#[cfg(test)]
mod tests {
    use super::{name, texts};

    #[test]
    fn a_text_is_there_in_both_languages_and_is_true_in_all() {
        assert_eq!(texts("id", "Its id.", "メッセージID。"), Ok(()));
        for (en, ja, told) in [
            ("?", "ある。", "`en` is missing"),
            ("There.", " ", "`ja` is missing"),
            ("There.", "There。", "not Japanese"),
            ("表.", "表。", "ASCII"),
            ("It may be NULL.", "ない。", "NULL is C"),
            ("`*out` is the name.", "名前。", "*out is C"),
            ("Its 0-based index.", "番号。", "0-based is C"),
            ("The `name.", "名前。", "backtick is missing in `en`"),
            ("The [office.name.", "名前。", "bracket is missing in `en`"),
            ("The name", "名前。", "does not end with ."),
            ("The name.", "名前", "does not end with 。"),
        ] {
            let refused = texts("id", en, ja).unwrap_err();
            assert!(refused.contains(told), "{en}: {refused}");
        }
    }

    #[test]
    fn a_name_does_in_every_language() {
        assert_eq!(name("licence_until"), Ok(()));
        for (wrong, told) in [("phoneNumber", "snake_case"), ("7th", "snake_case"), ("class", "keeps this word")] {
            assert!(name(wrong).unwrap_err().contains(told), "{wrong}");
        }
    }
}
