//! The one table of substitutions: what a text may hold that CP932 lacks, and how it is
//! customarily written in MS932. Each use is told to the caller.

/// Sorted by the first character.
const TABLE: &[(char, char)] = &[
    ('\u{00A2}', '￠'),
    ('\u{00A3}', '￡'),
    ('\u{00A5}', '￥'),
    ('\u{00AC}', '￢'),
    ('\u{2011}', '‐'),
    ('\u{2012}', '―'),
    ('\u{2013}', '―'),
    ('\u{2014}', '―'),
    ('\u{2016}', '∥'),
    ('\u{2022}', '・'),
    ('\u{203E}', '￣'),
    ('\u{2212}', '－'),
    ('\u{301C}', '～'),
    ('俠', '侠'),
    ('俱', '倶'),
    ('剝', '剥'),
    ('吞', '呑'),
    ('啞', '唖'),
    ('噓', '嘘'),
    ('嚙', '噛'),
    ('囊', '嚢'),
    ('塡', '填'),
    ('姸', '妍'),
    ('屛', '屏'),
    ('屢', '屡'),
    ('幷', '并'),
    ('搔', '掻'),
    ('摑', '掴'),
    ('攢', '攅'),
    ('杮', '柿'),
    ('沪', '濾'),
    ('潑', '溌'),
    ('瀆', '涜'),
    ('焰', '焔'),
    ('瘦', '痩'),
    ('禱', '祷'),
    ('簞', '箪'),
    ('繡', '繍'),
    ('繫', '繋'),
    ('萊', '莱'),
    ('蔣', '蒋'),
    ('蟬', '蝉'),
    ('蠟', '蝋'),
    ('軀', '躯'),
    ('醬', '醤'),
    ('醱', '醗'),
    ('頰', '頬'),
    ('顚', '顛'),
    ('驒', '騨'),
    ('鷗', '鴎'),
    ('鹼', '鹸'),
    ('麴', '麹'),
    ('𠮟', '叱'),
    ('𠮷', '吉'),
];

/// The customary MS932 form of a character that CP932 lacks.
pub fn substitute(character: char) -> Option<char> {
    TABLE.binary_search_by_key(&character, |(from, _)| *from).ok().map(|at| TABLE[at].1)
}

/// Ideographic and standardised variation selectors: they choose a glyph, CP932 has no place for it.
pub(super) fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Kana and its combining sound mark as one character (a decomposed text, as macOS file names are).
pub(super) fn compose(base: char, mark: char) -> Option<char> {
    let code = u32::from(base);
    let hiragana = if (0x30A1..=0x30F6).contains(&code) { code - 0x60 } else { code };
    let step = match (mark, hiragana) {
        ('\u{3099}', 0x304B..=0x3062) if hiragana % 2 == 1 => 1,
        ('\u{3099}', 0x3064 | 0x3066 | 0x3068) => 1,
        ('\u{3099}', 0x306F | 0x3072 | 0x3075 | 0x3078 | 0x307B) => 1,
        ('\u{309A}', 0x306F | 0x3072 | 0x3075 | 0x3078 | 0x307B) => 2,
        ('\u{3099}', 0x3046) if base == 'ウ' => return Some('ヴ'),
        _ => return None,
    };
    char::from_u32(code + step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::encode_char;

    #[test]
    fn the_table_is_sorted_and_leads_from_outside_cp932_into_it() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (from, to) in TABLE {
            assert!(encode_char(*from, &mut Vec::new()).is_none(), "{from} can be written");
            assert!(encode_char(*to, &mut Vec::new()).is_some(), "{to} cannot be written");
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
            ('な', '\u{3099}', '\0'),
            ('ち', '\u{3099}', 'ぢ'),
        ] {
            assert_eq!(compose(base, mark), (whole != '\0').then_some(whole), "{base}");
        }
    }
}
