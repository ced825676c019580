//! XML documentation, in English and then in Japanese.

use std::fmt::Write as _;

use super::super::super::name::camel;
use super::super::description::Api;
use super::super::model::{Language, Verb};
use super::super::text;
use super::names;

/// Writes the summary of a type or a member. `parameters` are the names, as the description has them, that the text may
/// refer to.
pub(super) fn summary(out: &mut String, indent: usize, api: &Api, words: [&str; 2], parameters: &[&str]) {
    let [en, ja] = words.map(|words| xml(api, words, parameters));
    block(out, indent, &format!("<summary>{en}\n<para>{ja}</para></summary>"));
}

/// Writes the summary of a verb, what its success means, and what it throws.
pub(super) fn verb(out: &mut String, indent: usize, api: &Api, verb: &Verb) {
    let parameters: Vec<&str> = verb.takes.iter().chain(&verb.gives).map(|parameter| parameter.name.as_str()).collect();
    summary(out, indent, api, [&verb.en, &verb.ja], &parameters);
    if let Some(success) = &verb.success {
        let [en, ja] = [&success.en, &success.ja].map(|words| xml(api, words, &parameters));
        block(out, indent, &format!("<returns>{en}\n<para>{ja}</para></returns>"));
    }
    if !verb.errors.is_empty() {
        let codes: Vec<String> = verb.errors.iter().map(|code| code_of(code)).collect();
        block(out, indent, &format!("<exception cref=\"CarePlanLinkException\">{}</exception>", codes.join(", ")));
    }
    if verb.waits {
        let words =
            "It was cancelled by <paramref name=\"token\"/>.\n<para><paramref name=\"token\"/> で中止された。</para>";
        block(out, indent, &format!("<exception cref=\"OperationCanceledException\">{words}</exception>"));
    }
}

/// Writes lines of documentation.
pub(super) fn block(out: &mut String, indent: usize, words: &str) {
    for line in text::wrapped(words, 112 - indent) {
        let _ = writeln!(out, "{:indent$}/// {line}", "");
    }
}

/// A text of the description as XML.
fn xml(api: &Api, words: &str, parameters: &[&str]) -> String {
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let linked = text::linked(&escaped, |noun, member| link(api, noun, member));
    let mut out = String::new();
    for (at, part) in linked.split('`').enumerate() {
        if at % 2 == 0 {
            out.push_str(part);
        } else if parameters.contains(&part) && part != "out" {
            let _ = write!(out, "<paramref name=\"{}\"/>", names::parameter(part).trim_start_matches('@'));
        } else {
            out.push_str(&code_of(part));
        }
    }
    out
}

/// An error code by its name in C#; anything else as code.
fn code_of(word: &str) -> String {
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    match word.strip_prefix("CPL_E_") {
        Some(name) if is_name(name) => format!("<see cref=\"ErrorCode.{}\"/>", camel(name)),
        // Codes of a kind: `CPL_E_CERT_…`.
        Some(names) => format!("<c>ErrorCode.{}…</c>", camel(names.trim_end_matches(['_', '…']))),
        _ => format!("<c>{word}</c>"),
    }
}

/// Another noun or member. What C# does not have by that name is named as the description names it.
fn link(api: &Api, noun: &str, member: Option<&str>) -> String {
    let plain = || match member {
        Some(member) => format!("<c>{}</c>", names::member(member)),
        None => format!("<c>{}</c>", camel(noun)),
    };
    let Ok(of) = api.noun(noun) else { return plain() };
    let has_class = matches!(
        names::form(of),
        names::Form::Copy | names::Form::Holder | names::Form::Static | names::Form::Exception
    );
    if names::is_elsewhere(of) || !has_class {
        return plain();
    }
    let class = names::class(of);
    let Some(member) = member else { return format!("<see cref=\"{class}\"/>") };
    let is_value = of.values.iter().any(|value| value.name == member && !names::is_own_list(value));
    let verb = of.verbs.iter().find(|verb| verb.name == member);
    let own_form = verb.is_some_and(|verb| verb.form.contains_key(&Language::Csharp) || names::is_constructor(verb));
    match (is_value, verb) {
        (true, _) => format!("<see cref=\"{class}.{}\"/>", names::member(member)),
        (_, Some(_)) if !own_form => format!("<see cref=\"{class}.{}\"/>", names::member(member)),
        _ => plain(),
    }
}
