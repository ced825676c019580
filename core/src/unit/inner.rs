//! A standard name inside of what copying, saving, downloading and mailing have made of it.
//!
//! It is found only where nothing else can be meant: the name is there whole, once, and what stands around it
//! cannot belong to it. Around it may stand anything that people and programs add (`【訪問介護】`, ` (1)`,
//! ` - コピー`, a second ending), within it blanks and full-width forms.

use std::ops::Range;

use super::name::{FileName, NameKind, kind_of, strict};
use crate::file::is_invisible;
use crate::finding::Rule;

/// A longer name is nobody's; it also bounds the work.
const MAX_CHARS: usize = 400;
/// Endings that a program may have put behind `.CSV`, or in its place.
const TEXT_ENDINGS: [&str; 3] = ["csv", "txt", "text"];
const IMAGE_ENDINGS: [&str; 3] = ["jpg", "jpeg", "jfif"];

/// A standard name that was found in another.
#[derive(Debug)]
pub(super) struct Inner {
    /// The standard name.
    pub(super) name: FileName,
    /// The rules that the name as given breaks.
    pub(super) rules: Vec<Rule>,
    /// What must be taken off, each piece in 「」.
    pub(super) surplus: String,
}

/// A character in half width, and where it is in the name as given.
#[derive(Clone, Copy)]
struct Mark {
    narrow: char,
    at: usize,
    given: char,
    /// Whether a blank stands before it.
    apart: bool,
}

/// What stands where in the characters that are no blanks.
struct Place {
    /// From the kind to the serial, or the branch of an image.
    stem: Range<usize>,
    /// The dot and the ending; empty where there is none.
    ending: Range<usize>,
}

/// The parts of the standard name in `given`, with what must be changed; `None` where there is none, or more
/// than one thing could be meant.
pub(super) fn inner(given: &str) -> Option<Inner> {
    if given.chars().count() > MAX_CHARS {
        return None;
    }
    let marks = marks(given);
    let (place, name, mut rules) = find(&marks)?;
    let mut found = Surplus::default();
    let byte = |index: usize| marks.get(index).map_or(given.len(), |mark| mark.at);
    let end = |index: usize| index.checked_sub(1).map_or(0, |last| marks[last].at + marks[last].given.len_utf8());
    found.take(&given[..byte(place.stem.start)]);
    found.take(
        &given[end(place.stem.end)..if place.ending.is_empty() { given.len() } else { byte(place.ending.start) }],
    );
    if !place.ending.is_empty() {
        found.take(&given[end(place.ending.end)..]);
    }
    let own = [place.stem.clone(), place.ending.clone()];
    let has_blank =
        |range: &Range<usize>| !range.is_empty() && given[byte(range.start)..end(range.end)].chars().any(is_blank);
    let has_wide = |range: &Range<usize>| marks[range.clone()].iter().any(|mark| mark.narrow != mark.given);
    if own.iter().any(has_wide) {
        rules.push(Rule::NameWidth);
    }
    if own.iter().any(has_blank) || found.blank {
        rules.push(Rule::NameBlank);
    }
    let text = |range: &Range<usize>| marks[range.clone()].iter().map(|mark| mark.narrow).collect::<String>();
    if let NameKind::Csv(kind) = name.kind {
        let ending = text(&place.ending);
        if !ending.eq_ignore_ascii_case(".csv") {
            rules.push(Rule::NameEnding);
        } else if ending != ".CSV" || !text(&place.stem).starts_with(kind.name()) {
            rules.push(Rule::NameCase);
        }
    }
    if !found.pieces.is_empty() {
        rules.push(Rule::NameSurplus);
    }
    Some(Inner { name, rules, surplus: found.pieces.concat() })
}

/// Whether a CSV file's standard name without its ending stands in a name.
pub(super) fn holds_csv_name(given: &str) -> bool {
    let is_csv = |(_, name, _): (Range<usize>, FileName, Vec<Rule>)| matches!(name.kind, NameKind::Csv(_));
    given.chars().count() <= MAX_CHARS && next_stem(&marks(given), 0).is_some_and(is_csv)
}

/// The characters that are no blanks.
fn marks(given: &str) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(given.len());
    let mut apart = false;
    for (at, given) in given.char_indices() {
        if is_blank(given) {
            apart = true;
        } else {
            marks.push(Mark { narrow: narrow(given), at, given, apart: std::mem::take(&mut apart) });
        }
    }
    marks
}

/// Where the only standard name is.
fn find(marks: &[Mark]) -> Option<(Place, FileName, Vec<Rule>)> {
    let mut found = None;
    let mut from = 0;
    while let Some((stem, name, rules)) = next_stem(marks, from) {
        if found.is_some() {
            return None; // Two names: nobody knows which one is meant.
        }
        from = stem.end;
        found = Some((stem, name, rules));
    }
    let (stem, name, rules) = found?;
    let ending = ending(&marks[stem.end..], &name)?;
    let ending = if ending.is_empty() { 0..0 } else { stem.end + ending.start..stem.end + ending.end };
    Some((Place { stem, ending }, name, rules))
}

/// The first standard name without its ending from here on.
fn next_stem(marks: &[Mark], from: usize) -> Option<(Range<usize>, FileName, Vec<Rule>)> {
    for start in from..marks.len() {
        let begins = start == 0 || marks[start].apart || !marks[start - 1].narrow.is_ascii_alphanumeric();
        if !begins || !marks[start].narrow.is_ascii_alphabetic() {
            continue;
        }
        let run = marks[start..].iter().take_while(|mark| mark.narrow.is_ascii_alphanumeric() || mark.narrow == '_');
        let run: String = run.map(|mark| mark.narrow).collect();
        if kind_of(&run, false).is_none() && kind_of(&run, true).is_none() {
            continue;
        }
        for length in ends(&marks[start..], run.len()).rev() {
            for image in [true, false] {
                let mut rules = Vec::new();
                if let Ok(name) = strict(&run[..length], image, &mut rules) {
                    return Some((start..start + length, name, rules));
                }
            }
        }
    }
    None
}

/// Where a name may end within the first `most` characters: behind digits that go no further.
fn ends(marks: &[Mark], most: usize) -> impl DoubleEndedIterator<Item = usize> {
    let digit = |at: usize| marks[at].narrow.is_ascii_digit();
    (1..=most).filter(move |at| digit(at - 1) && (*at == marks.len() || marks[*at].apart || !digit(*at)))
}

/// Where the ending is in what follows the stem; empty where there is none but the name is still that of a CSV
/// file; `None` where the file is something else.
fn ending(rest: &[Mark], name: &FileName) -> Option<Range<usize>> {
    let text: String = rest.iter().map(|mark| mark.narrow.to_ascii_lowercase()).collect();
    let chars: Vec<char> = text.chars().collect();
    // Each ending: its dot, and where its letters and digits stop.
    let endings: Vec<Range<usize>> = (0..chars.len())
        .filter(|at| chars[*at] == '.')
        .map(|dot| {
            let length = chars[dot + 1..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
            dot..dot + 1 + length
        })
        .collect();
    let letters = |range: &Range<usize>| chars[range.start + 1..range.end].iter().collect::<String>();
    let known: &[&str] = if matches!(name.kind, NameKind::Image(_)) { &IMAGE_ENDINGS } else { &TEXT_ENDINGS };
    let all_known = endings.iter().all(|range| {
        let letters = letters(range);
        known.contains(&letters.as_str()) || letters.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !all_known {
        return None;
    }
    let best = endings.iter().find(|range| letters(range) == known[0]);
    let best = best.or_else(|| endings.iter().find(|range| known.contains(&letters(range).as_str())));
    match (best, name.kind) {
        (Some(range), _) => Some(range.clone()),
        (None, NameKind::Csv(_)) => Some(0..0),
        (None, NameKind::Image(_)) => None,
    }
}

/// What is to be taken off, in the quotes in which it is shown.
#[derive(Default)]
struct Surplus {
    pieces: Vec<String>,
    /// Whether there are blanks that belong to no piece.
    blank: bool,
}

impl Surplus {
    fn take(&mut self, piece: &str) {
        if piece.chars().all(is_blank) {
            self.blank |= !piece.is_empty();
        } else {
            let shown: String = piece.chars().filter(|c| !is_invisible(*c)).collect();
            self.pieces.push(format!("「{shown}」"));
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Letters, digits and signs of ASCII in half width; all others as they are.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEM: &str = "UPJSK_202510_9970000111_11_9970000012_43_20251104090512";

    fn of(pattern: &str) -> Option<Inner> {
        inner(&pattern.replace("*", STEM))
    }

    #[test]
    fn copies_prefixes_and_second_endings_are_named() {
        for (pattern, surplus) in [
            ("* (1).CSV", "「 (1)」"),
            ("*(2).CSV", "「(2)」"),
            ("*（１）.CSV", "「（１）」"),
            ("* - コピー.CSV", "「 - コピー」"),
            ("* - コピー (2).CSV", "「 - コピー (2)」"),
            ("* のコピー.CSV", "「 のコピー」"),
            ("* のコピー 2.CSV", "「 のコピー 2」"),
            ("* copy.CSV", "「 copy」"),
            ("* 2.CSV", "「 2」"),
            ("コピー ～ *.CSV", "「コピー ～ 」"),
            ("Copy of *.CSV", "「Copy of 」"),
            ("【訪問介護】*.CSV", "「【訪問介護】」"),
            ("10月分_*.CSV", "「10月分_」"),
            ("*_1.CSV", "「_1」"),
            ("*_修正版.CSV", "「_修正版」"),
            ("*.CSV.txt", "「.txt」"),
            ("*.CSV.csv", "「.csv」"),
            ("*.txt.CSV", "「.txt」"),
            ("*.CSV のコピー", "「 のコピー」"),
            ("*.CSV.1", "「.1」"),
            ("【A】* (1).CSV.txt", "「【A】」「 (1)」「.txt」"),
        ] {
            let parsed = of(pattern).unwrap_or_else(|| panic!("{pattern}"));
            assert_eq!(parsed.surplus, surplus, "{pattern}");
            assert_eq!(parsed.rules, [Rule::NameSurplus], "{pattern}");
            assert_eq!(parsed.name.to_string(), format!("{STEM}.CSV"), "{pattern}");
        }
    }

    #[test]
    fn blanks_full_width_and_wrong_endings_are_told() {
        for (given, rules) in [
            (" *.CSV".replace('*', STEM), vec![Rule::NameBlank]),
            ("*\u{3000}.CSV".replace('*', STEM), vec![Rule::NameBlank]),
            (format!("{}.CSV", STEM.replace("_11_", "_ 11_")), vec![Rule::NameBlank]),
            (format!("\u{feff}{STEM}.CSV\u{200b}"), vec![Rule::NameBlank]),
            (format!("{}.CSV", STEM.replace("202510", "２０２５１０")), vec![Rule::NameWidth]),
            (format!("{STEM}．ＣＳＶ"), vec![Rule::NameWidth]),
            (format!("{STEM}.txt"), vec![Rule::NameEnding]),
            (STEM.to_owned(), vec![Rule::NameEnding]),
            (format!("{STEM} (1)"), vec![Rule::NameEnding, Rule::NameSurplus]),
            (format!("{} (1).csv", STEM.to_lowercase()), vec![Rule::NameCase, Rule::NameSurplus]),
        ] {
            let parsed = inner(&given).unwrap_or_else(|| panic!("{given}"));
            assert_eq!(parsed.rules, rules, "{given}");
            assert_eq!(parsed.name.to_string(), format!("{STEM}.CSV"), "{given}");
        }
        let image = inner("UPKIHON_IMAGE_0300000100_43_0300000005_11_20191025200201_0001 (1).jpg").unwrap();
        assert_eq!(image.name.to_string(), "UPKIHON_IMAGE_0300000100_43_0300000005_11_20191025200201_0001.jpg");
        assert_eq!(image.surplus, "「 (1)」");
    }

    #[test]
    fn what_could_mean_something_else_is_left_alone() {
        for pattern in [
            "*1.CSV", // A serial of 15 digits.
            "X*.CSV", // A kind of the sender's own.
            "*.zip",  // Another format.
            "*.CSV.zip",
            "*.CSV.p7s",
            "*.CSV.crdownload", // Not all of it is there.
            "*.xlsx",
            "*.pdf",
            "* *.CSV", // Two names.
            "(1).CSV",
        ] {
            assert!(of(pattern).is_none(), "{pattern}");
        }
        assert!(inner(&format!("{}{STEM}.CSV", "a ".repeat(MAX_CHARS))).is_none());
    }
}
