//! What of a text is shown.

use std::borrow::Cow;

/// What stands for a character that cannot be shown, in print since the days of lead.
const GETA: char = '〓';

/// The text as it is shown: line ends of one kind, and 〓 for every character that would do something instead of being
/// seen (control characters, those that turn the direction of text, those without a width).
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let shown = |character| match character {
        '\n' | '\r' => '\n',
        '\t' => ' ',
        other if is_unseen(other) => GETA,
        other => other,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || matches!(character as u32 & 0xfffe, 0xfffe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_act_is_seen_and_the_rest_stays() {
        assert_eq!(clean("a\r\nb\rc\td\0e\u{202e}f\u{200b}g\u{7f}"), "a\nb\nc d〓e〓f〓g〓");
        assert!(matches!(clean("<b>髙﨑①</b> &amp; \u{e000}"), Cow::Borrowed(_)));
    }
}
