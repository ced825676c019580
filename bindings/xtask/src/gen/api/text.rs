//! The description's texts, as each language writes them.
//!
//! `[noun.member]` names another value or verb, `[noun]` another noun; what is in backticks is code.

/// Writes `text` with every `[noun.member]` as `link` writes it. What is in backticks stays as it is.
pub(super) fn linked(text: &str, mut link: impl FnMut(&str, Option<&str>) -> String) -> String {
    let mut out = String::new();
    for (at, piece) in text.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        let is_code = at % 2 == 1;
        if is_code {
            out.push_str(piece);
        } else {
            plain(piece, &mut out, &mut link);
        }
    }
    out
}

/// A piece of text without code in it.
fn plain(text: &str, out: &mut String, link: &mut impl FnMut(&str, Option<&str>) -> String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once(']') else {
            out.push('[');
            rest = after;
            continue;
        };
        match name.split_once('.') {
            Some((noun, member)) => out.push_str(&link(noun, Some(member))),
            None => out.push_str(&link(name, None)),
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// As C and Rust name it.
pub(super) fn c(text: &str) -> String {
    linked(text, |noun, member| match member {
        Some(member) => format!("`cpl_{noun}_{member}`"),
        None => format!("`cpl_{noun}`"),
    })
}

/// The lines of a text, each at most `width` wide.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::c;

    #[test]
    fn references_are_written_and_code_is_left_alone() {
        assert_eq!(c("See [batch.error] of a [batch]."), "See `cpl_batch_error` of a `cpl_batch`.");
        assert_eq!(c("`text[offsets[i]]`, then [row.texts]"), "`text[offsets[i]]`, then `cpl_row_texts`");
        assert_eq!(c("`https://host[:port][/prefix]`"), "`https://host[:port][/prefix]`");
    }
}
