//! Fitting a text into a place: smaller, then in more lines, then with a mark that more of it is elsewhere.

use super::lines::Lines;

/// The smallest size of a text, in millimetres: 5 points.
pub const LEAST: f32 = 1.76;
/// What is tried from one size to the next smaller one.
const STEP: f32 = 0.12;
/// What is left free at each side of a place.
pub(super) const PAD: f32 = 0.4;
/// What is left free above a text that stands at the top of its place.
pub(super) const ABOVE: f32 = 0.6;
/// What does not begin a line.
const NOT_FIRST: &str = "、。，．・：；！？）］｝」』】〕〉》ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]}｡｣､ｰ";

/// The longest word that is kept in one piece where a smaller size does that: a telephone number, an office's, a date.
const LONGEST_WORD: usize = 13;

/// What goes first where a text is too long for one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It shrinks to the least size before it is broken: numbers, names.
    Line,
    /// It is broken before it shrinks: sentences.
    Block,
}

/// A place for text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) width: f32,
    pub(super) height: f32,
    /// The size of a text that fits.
    pub(super) size: f32,
    pub(super) flow: Flow,
}

/// A text in its place.
pub(super) struct Fitted {
    pub(super) size: f32,
    pub(super) lines: Vec<String>,
    /// Whether all of it is there.
    pub(super) is_whole: bool,
}

/// The width of a character in half ems: 1 for half width, else 2, also for what has no width of its own, so that a
/// heap of such characters is as long as it is.
pub(super) fn half_ems(character: char) -> u32 {
    match character {
        ' '..='~' | '\u{ff61}'..='\u{ff9f}' => 1,
        _ => 2,
    }
}

/// The width of a text in ems.
pub(super) fn ems(text: &str) -> f32 {
    text.chars().map(half_ems).fold(0, u32::saturating_add) as f32 / 2.0
}

/// The text as large as it can be; where it does not fit at all, its beginning.
pub(super) fn fit(text: &str, room: &Room) -> Fitted {
    let (width, height) = (room.width - 2.0 * PAD, room.height - PAD);
    let sizes = || std::iter::successors(Some(room.size), |size| Some(size - STEP)).take_while(|size| *size > LEAST);
    if room.flow == Flow::Line && !text.contains('\n') {
        let one_line = sizes().chain([LEAST]).find(|size| ems(text) * size <= width);
        if let Some(size) = one_line.filter(|size| size * Lines::LEADING <= height) {
            return Fitted { size, lines: vec![text.to_owned()], is_whole: true };
        }
    }
    let most = |size: f32| ((height / (size * Lines::LEADING)) as usize).max(1);
    let broken = |size: f32| (size, broken(text, width / size, most(size)));
    let found = match room.flow {
        Flow::Line => None,
        Flow::Block => {
            // A date or a number is whole before it is large.
            let longest = longest_word(text);
            let whole = |size: &f32| longest <= (width / size * 2.0) as u32;
            let fits = |(_, (_, is_whole)): &(f32, (Vec<String>, bool))| *is_whole;
            sizes().filter(whole).map(broken).find(fits).or_else(|| sizes().map(broken).find(fits))
        }
    };
    let (size, (lines, is_whole)) = found.unwrap_or_else(|| broken(LEAST));
    Fitted { size, lines, is_whole }
}

/// A text that is not whole, with a mark at its end.
pub(super) fn marked(mut fitted: Fitted, mark: &str, room: &Room) -> Fitted {
    let width = room.width - 2.0 * PAD;
    if let Some(last) = fitted.lines.last_mut() {
        while !last.is_empty() && (ems(last) + ems(mark)) * fitted.size > width {
            last.pop();
        }
        last.push_str(mark);
        if ems(last) * fitted.size > width {
            fitted.size = width / ems(last);
        }
    }
    fitted
}

/// Lines of at most so many ems, `most` of them, and whether the text is in them.
pub(super) fn broken(text: &str, width: f32, most: usize) -> (Vec<String>, bool) {
    let limit = (width * 2.0).max(2.0) as u32;
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for character in paragraph.chars() {
            let wide = half_ems(character);
            if used + wide > limit && !line.is_empty() {
                if lines.len() + 1 >= most {
                    lines.push(line);
                    return (lines, false);
                }
                let next = carried(&mut line, character);
                lines.push(std::mem::replace(&mut line, next));
                used = line.chars().map(half_ems).sum();
            }
            line.push(character);
            used += wide;
        }
        if lines.len() == most {
            return (lines, false);
        }
        lines.push(line);
    }
    (lines, true)
}

/// What goes to the next line together with a character: the number or word that it is in, or the character before
/// one that does not begin a line.
fn carried(line: &mut String, next: char) -> String {
    if is_word(next) && line.ends_with(is_word) {
        // A word as long as a line is broken all the same.
        return line.rfind(|c| !is_word(c)).map_or_else(String::new, |at| {
            let behind = line[at..].chars().next().map_or(0, char::len_utf8);
            line.split_off(at + behind)
        });
    }
    let mut last = line.chars().rev();
    let (Some(end), Some(before)) = (last.next(), last.next()) else { return String::new() };
    if !NOT_FIRST.contains(next) || NOT_FIRST.contains(end) || NOT_FIRST.contains(before) {
        return String::new();
    }
    line.truncate(line.len() - end.len_utf8());
    end.to_string()
}

/// The width in half ems of the longest number or word that is to stay in one piece.
fn longest_word(text: &str) -> u32 {
    let words = text.split(|c| !is_word(c)).map(str::len).filter(|length| *length <= LONGEST_WORD);
    words.max().map_or(0, |length| length as u32)
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | ':' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(flow: Flow) -> Room {
        Room { width: 20.8, height: 9.0, size: 3.0, flow }
    }

    #[test]
    fn a_line_shrinks_before_it_breaks_and_a_block_breaks_first() {
        let text = "あいうえおかきくけこ";
        let line = fit(text, &room(Flow::Line));
        assert!(line.size < 2.1 && line.size > LEAST && line.lines == [text] && line.is_whole);
        let block = fit(text, &room(Flow::Block));
        assert!(block.size == 3.0 && block.lines == ["あいうえおか", "きくけこ"] && block.is_whole);
        assert_eq!(fit("0000000101", &room(Flow::Line)).size, 3.0);
    }

    #[test]
    fn what_does_not_fit_says_so_and_its_mark_fits() {
        let text = "長".repeat(10_000);
        let room = room(Flow::Block);
        let fitted = marked(fit(&text, &room), "…※12", &room);
        assert!(!fitted.is_whole && fitted.lines.last().unwrap().ends_with("長…※12"));
        for line in &fitted.lines {
            assert!(ems(line) * fitted.size <= 20.0, "{line}");
        }
        assert!(fitted.lines.len() as f32 * fitted.size * Lines::LEADING <= 9.0);
        let narrow = Room { width: 3.0, ..room };
        let fitted = marked(fit(&text, &narrow), "…※1234", &narrow);
        assert!(ems(fitted.lines.last().unwrap()) * fitted.size <= 2.21);
    }

    #[test]
    fn numbers_stay_in_one_piece() {
        assert_eq!(broken("介護予防 631501 ", 6.0, 9).0, ["介護予防 ", "631501 "]);
        assert_eq!(broken("9970000012", 3.0, 9).0, ["997000", "0012"]);
        assert_eq!(broken("22:00～07:00", 5.0, 9).0, ["22:00～", "07:00"]);
        assert_eq!(broken("2025/10/01～2026/03/31", 6.5, 9).0, ["2025/10/01～", "2026/03/31"]);
    }

    #[test]
    fn a_date_is_smaller_before_it_is_broken() {
        let narrow = Room { width: 12.0, height: 20.0, size: 2.6, flow: Flow::Block };
        let fitted = fit("2025/10/01～2026/03/31", &narrow);
        assert_eq!(fitted.lines, ["2025/10/01", "～", "2026/03/31"]);
        assert!(fitted.size < 2.3 && fitted.is_whole);
        // What is longer than any number is broken, and where a number cannot be whole it is broken, too.
        let long = fit(&"x".repeat(40), &narrow);
        assert!(long.size == 2.6 && long.is_whole);
        let tiny = fit("2025/10/01", &Room { width: 6.0, ..narrow });
        assert!(tiny.size == 2.6 && tiny.is_whole && tiny.lines.len() == 3);
    }

    #[test]
    fn every_character_is_in_the_lines_whatever_the_width() {
        let text = "「あ、い。」（う）\nABC ｱｲｳ、、、、、\n\nー";
        for halves in 1..20 {
            let (lines, is_whole) = broken(text, halves as f32 / 2.0, 1000);
            assert!(is_whole);
            assert_eq!(lines.concat(), text.replace('\n', ""), "{halves}");
        }
    }
}
