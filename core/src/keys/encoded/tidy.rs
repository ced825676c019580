//! PEM as mail programs and word processors leave it: other dashes around BEGIN and END, quotation marks in front of
//! lines, blanks that nobody sees.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};
use zeroize::Zeroizing;

/// The text with its lines as they were; `None` where nothing was to be mended.
pub(super) fn tidied(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = text_of(bytes)?;
    // Reserved at once: growing would leave unwiped copies behind. A lone dash becomes five.
    let mut tidy = Zeroizing::new(Vec::with_capacity(text.len() * 2 + 16));
    let mut is_mended = false;
    for line in text.split_inclusive(['\n', '\r']) {
        let bare = line.trim_matches(is_blank);
        let unquoted = bare.trim_start_matches(|character| is_blank(character) || is_quotation(character));
        let is_unseen = |character: char| is_blank(character) && !character.is_ascii();
        is_mended |= unquoted.len() < bare.len() || line.contains(is_unseen);
        match boundary(unquoted) {
            Some((word, label)) => {
                is_mended |= !unquoted.is_ascii();
                tidy.extend([b"-----".as_slice(), word.as_bytes(), b" "].concat());
                tidy.extend(label.chars().map(|character| if is_blank(character) { b' ' } else { character as u8 }));
                tidy.extend(b"-----");
            }
            None => {
                let seen = unquoted.chars().filter(|character| character.is_ascii() || !is_blank(*character));
                // What is not ASCII is no part of a section.
                tidy.extend(seen.map(|character| if character.is_ascii() { character as u8 } else { b'?' }));
            }
        }
        tidy.push(b'\n');
    }
    is_mended.then_some(tidy)
}

fn text_of(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => SHIFT_JIS,
    };
    let (text, ..) = encoding.decode(bytes);
    let text = Zeroizing::new(text.into_owned());
    (text.contains("BEGIN") && text.contains("END")).then_some(text)
}

/// BEGIN or END and the label, where the line is one with dashes around them of which one is none of ASCII, or that is
/// sound.
fn boundary(line: &str) -> Option<(&'static str, &str)> {
    let rest = line.trim_start_matches(is_dash);
    let inner = rest.trim_end_matches(is_dash);
    let (before, behind) = (&line[..line.len() - rest.len()], &rest[inner.len()..]);
    let is_sound = before == "-----" && behind == "-----";
    if before.is_empty() || behind.is_empty() || !is_sound && before.is_ascii() && behind.is_ascii() {
        return None;
    }
    let inner = inner.trim_matches(is_blank);
    let word = ["BEGIN", "END"].into_iter().find(|word| inner.starts_with(word))?;
    let label = inner[word.len()..].trim_start_matches(is_blank);
    let of_label = |character: char| {
        character.is_ascii_uppercase() || character.is_ascii_digit() || character == '#' || is_blank(character)
    };
    let is_apart = label.len() + word.len() < inner.len();
    (is_apart && !label.is_empty() && label.chars().all(of_label)).then_some((word, label))
}

fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{ad}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{30fc}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{ff70}'
    )
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\0' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_quotation(character: char) -> bool {
    matches!(character, '>' | '\u{ff1e}' | '|')
}
