//! The description's texts, as each language writes them.
//!
//! `[noun.member]` names another value or verb, `[noun]` another noun; what is in backticks is code.

/// Writes `text` with every `[noun.member]` as `link` writes it.
pub(super) fn linked(text: &str, link: impl Fn(&str, Option<&str>) -> String) -> String {
    let parts = text.split('`').enumerate();
    // Every second part is code, in which brackets are brackets.
    let parts = parts.map(|(at, part)| if at % 2 == 0 { links(part, &link) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

fn links(text: &str, link: &impl Fn(&str, Option<&str>) -> String) -> String {
    let mut out = String::new();
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
    out
}

/// With the signs of ASCII in place of those of typography.
pub(super) fn ascii(text: &str) -> String {
    text.replace('…', "...").replace(['–', '—'], "-").replace(['“', '”'], "\"").replace('’', "'")
}

/// The lines of paragraphs, with an empty one between two; the items of a list, which begin with `- `, stay together.
pub(super) fn lines(paragraphs: &[String], width: usize) -> Vec<String> {
    let is_item = |text: &String| text.starts_with("- ");
    let mut lines = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if at > 0 && !(is_item(paragraph) && is_item(&paragraphs[at - 1])) {
            lines.push(String::new());
        }
        let indent = if is_item(paragraph) { "  " } else { "" };
        let own = wrapped(paragraph, width - indent.len()).into_iter().enumerate();
        lines.extend(own.map(|(at, line)| if at == 0 { line } else { format!("{indent}{line}") }));
    }
    lines
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
