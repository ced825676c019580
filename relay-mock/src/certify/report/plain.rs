//! What a product wrote, on one line and harmless: it must not steer a terminal, break a file or turn its reader round.

use crate::certify::transcript::is_unseen;

/// The text on one line of at most `most` characters. What is not seen (controls, marks that change the direction of
/// writing, characters that XML does not have) is replaced by a sign that is.
pub fn plain(value: &str, most: usize) -> String {
    let mut signs = value.chars().peekable();
    let mut line = String::new();
    let mut count = 0;
    while let Some(sign) = signs.next() {
        if count == most {
            line.push('…');
            break;
        }
        count += 1;
        match sign {
            '\r' if signs.peek() == Some(&'\n') => count -= 1,
            sign if sign.is_control() => line.push('⏎'),
            sign if is_unseen(sign) => line.push('\u{fffd}'),
            sign => line.push(sign),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_is_not_seen_is_replaced_and_what_is_long_is_cut() {
        assert_eq!(plain("a\r\nb\u{1b}[2J", 99), "a⏎b⏎[2J");
        assert_eq!(plain("x\u{202e}y\u{ffff}\u{1fffe}", 99), "x\u{fffd}y\u{fffd}\u{fffd}");
        assert_eq!(plain("あいうえ", 3), "あいう…");
        assert_eq!(plain("あいう", 3), "あいう");
    }
}
