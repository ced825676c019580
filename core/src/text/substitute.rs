//! What a text may hold that CP932 lacks, and how it is customarily written in MS932. Each use is
//! reported to the caller. The table is `substitutions.toml`.

use super::generated::{COMPOSED, FORMS, LEFT_OUT, WRITTEN};

/// The customary MS932 form of a character that CP932 lacks; empty where it is left out, `None` where
/// there is none.
pub fn substitute(character: char) -> Option<&'static str> {
    if LEFT_OUT.iter().any(|(first, last)| (*first..=*last).contains(&character)) {
        return Some("");
    }
    let (_, place, length) = FORMS[FORMS.binary_search_by_key(&character, |(from, ..)| *from).ok()?];
    WRITTEN.get(place.into()..usize::from(place) + usize::from(length))
}

/// Kana and its combining sound mark as one character (a decomposed text, as macOS file names are).
pub(super) fn compose(kana: char, mark: char) -> Option<char> {
    let at = COMPOSED.binary_search_by_key(&(kana, mark), |(kana, mark, _)| (*kana, *mark)).ok()?;
    Some(COMPOSED[at].2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::table::code;

    #[test]
    fn the_tables_are_sorted_and_lead_from_outside_cp932_into_it() {
        assert!(FORMS.len() > 1700 && FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (from, ..) in FORMS {
            let to = substitute(*from).unwrap();
            assert!(code(*from).is_none(), "{from} can be written");
            assert!(!to.is_empty() && to.chars().all(|to| code(to).is_some()), "{to} cannot be written");
        }
        assert!(LEFT_OUT.windows(2).all(|pair| pair[0].1 < pair[1].0));
        for (first, last) in LEFT_OUT {
            assert!(first <= last && (*first..=*last).all(|from| code(from).is_none()));
        }
        assert!(COMPOSED.windows(2).all(|pair| (pair[0].0, pair[0].1) < (pair[1].0, pair[1].1)));
        assert!(COMPOSED.iter().all(|(kana, mark, whole)| {
            code(*kana).is_some() && substitute(*mark).is_some() && code(*whole).is_some()
        }));
    }

    #[test]
    fn customary_forms() {
        for (from, to) in [
            ('〜', Some("～")),
            ('𠮷', Some("吉")),
            ('頰', Some("頬")),
            ('㋿', Some("令和")),
            ('㎖', Some("ml")),
            ('㉑', Some("(21)")),
            ('\u{2F00}', Some("一")),
            ('\u{FA30}', Some("侮")),
            ('\u{200B}', Some("")),
            ('\u{FE00}', Some("")),
            ('\u{E01EF}', Some("")),
            ('髙', None),
            ('½', None),
            ('é', None),
            ('😀', None),
        ] {
            assert_eq!(substitute(from), to, "{from}");
        }
    }

    #[test]
    fn decomposed_kana_compose() {
        for (base, mark, whole) in [
            ('か', '\u{3099}', 'が'),
            ('ド', '\u{3099}', '\0'),
            ('ト', '\u{3099}', 'ド'),
            ('ハ', '\u{309A}', 'パ'),
            ('ほ', '\u{3099}', 'ぼ'),
            ('ウ', '\u{3099}', 'ヴ'),
            ('う', '\u{3099}', 'ヴ'),
            ('ゝ', '\u{3099}', 'ゞ'),
            ('な', '\u{3099}', '\0'),
            ('ち', '\u{3099}', 'ぢ'),
        ] {
            assert_eq!(compose(base, mark), (whole != '\0').then_some(whole), "{base}");
        }
    }
}
