//! Whether a difference is one that the case tolerates.

use cplink::spec::{Field, FieldType, Kind};
use cplink::unit::{FileName, NameKind};
use unicode_normalization::UnicodeNormalization as _;

use crate::certify::scenario::Tolerance;

/// The tolerance by which the two values are as good as each other.
pub(super) fn tolerated(
    tolerate: &[Tolerance],
    kind: Kind,
    field: &Field,
    expected: &str,
    got: &str,
) -> Option<Tolerance> {
    let one = tolerate.iter().copied().find(|tolerance| alone(*tolerance, kind, field, expected, got));
    one.or_else(|| {
        // Several ways of writing may meet in one text.
        let plain = |text: &str| tolerate.iter().fold(text.to_owned(), |text, tolerance| written(*tolerance, &text));
        let is_text = field.kind == FieldType::FreeText;
        let of_text = |tolerance: &&Tolerance| written(**tolerance, "ｱ \n") != "ｱ \n";
        tolerate.iter().find(of_text).copied().filter(|_| is_text && plain(expected) == plain(got))
    })
}

/// Amounts of table 7 that belong to a type of service as a whole.
const MONEY: [&str; 6] =
    ["unit_price", "total_cost_insured", "benefit_rate", "insurance_claim_amount", "copay_insured", "copay_full"];
/// Units of which only what stands at more rows than expected is tolerated: what is missing is missing.
const LIMIT: [&str; 2] = ["category_limit_excess_units", "category_limit_within_units"];

fn alone(tolerance: Tolerance, kind: Kind, field: &Field, expected: &str, got: &str) -> bool {
    match tolerance {
        Tolerance::KanaWidth | Tolerance::Spaces | Tolerance::LineBreaks => {
            field.kind == FieldType::FreeText && written(tolerance, expected) == written(tolerance, got)
        }
        Tolerance::UnitsZero => {
            kind == Kind::Upjsk && field.id == "units" && got.trim().bytes().all(|digit| digit == b'0')
        }
        Tolerance::ImageName => field.id == "family_image_filename" && is_image(expected) && is_image(got),
        Tolerance::NameBlank => field.id.ends_with("_name") && got.trim().is_empty(),
        Tolerance::ManagementUnitsBlank => {
            kind == Kind::Upsikyu && field.id == "benefit_management_units" && got.trim().is_empty()
        }
        Tolerance::NinesPlace => {
            let is_place = ["office_code", "input_person_code"].contains(&field.id);
            kind == Kind::Upsikyu && is_place && ["", "9999999999"].contains(&got.trim())
        }
        Tolerance::MoneyPlace => {
            let is_blank = |text: &str| matches!(text.trim(), "" | "0");
            let is_place = MONEY.contains(&field.id) && (is_blank(expected) || is_blank(got))
                || LIMIT.contains(&field.id) && expected.trim().is_empty();
            kind == Kind::Upsikyu && is_place
        }
        Tolerance::UpdaterBlank => field.id == "updater_provider_number" && got.trim().is_empty(),
    }
}

/// A text in one of the ways in which it may be written.
fn written(tolerance: Tolerance, text: &str) -> String {
    match tolerance {
        Tolerance::KanaWidth => wide_kana(text),
        Tolerance::Spaces => text.chars().filter(|sign| !sign.is_whitespace() || matches!(sign, '\r' | '\n')).collect(),
        Tolerance::LineBreaks => text.replace(['\r', '\n'], ""),
        _ => text.to_owned(),
    }
}

/// Half-width kana as full-width ones, with their marks; everything else as it is.
fn wide_kana(text: &str) -> String {
    let is_half = |sign: char| ('\u{ff61}'..='\u{ff9f}').contains(&sign);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(begin) = rest.find(is_half) {
        let (before, kana) = rest.split_at(begin);
        let (kana, behind) = kana.split_at(kana.find(|sign| !is_half(sign)).unwrap_or(kana.len()));
        out.push_str(before);
        out.extend(kana.nfkc());
        rest = behind;
    }
    out + rest
}

fn is_image(name: &str) -> bool {
    FileName::parse(name).name.is_some_and(|name| matches!(name.kind, NameKind::Image(_)))
}

#[cfg(test)]
mod tests {
    use cplink::spec::layout;

    use super::*;

    #[test]
    fn ways_of_writing_are_tolerated_where_the_case_says_so() {
        let field = |kind, id| layout(kind).field(id).unwrap();
        let by =
            |tolerate: &[Tolerance], kind, id, expected, got| tolerated(tolerate, kind, field(kind, id), expected, got);
        let (kana, spaces, lines) = (Tolerance::KanaWidth, Tolerance::Spaces, Tolerance::LineBreaks);
        let text =
            |tolerate: &[Tolerance], expected, got| by(tolerate, Kind::Up1kyo, "needs_analysis_result", expected, got);
        assert_eq!(text(&[kana], "ﾍﾞｯﾄﾞ①", "ベッド①"), Some(kana));
        assert_eq!(text(&[kana], "ベット", "ベッド"), None);
        assert_eq!(text(&[kana], "①", "1"), None, "only kana have two widths");
        assert_eq!(text(&[spaces], "例示　次郎", "例示次郎"), Some(spaces));
        assert_eq!(text(&[spaces], "一\n二", "一二"), None);
        assert_eq!(text(&[lines], "一\r\n二", "一二"), Some(lines));
        assert_eq!(text(&[lines, kana], "ｱ\n二", "ア二"), Some(lines));
        assert_eq!(text(&[], "ｱ", "ア"), None);
        let zero = [Tolerance::UnitsZero];
        assert_eq!(by(&zero, Kind::Upjsk, "units", "387", "0"), Some(Tolerance::UnitsZero));
        assert_eq!(by(&zero, Kind::Upjsk, "units", "387", "388"), None);
        assert_eq!(by(&zero, Kind::Upplan, "units", "387", "0"), None, "a plan has its units");
        assert_eq!(
            by(&[Tolerance::NameBlank], Kind::Upplan, "provider_name", "架空の森", ""),
            Some(Tolerance::NameBlank)
        );
        assert_eq!(by(&[Tolerance::NameBlank], Kind::Upplan, "provider_name", "架空の森", "別"), None);
        let money = |field, expected, got| by(&[Tolerance::MoneyPlace], Kind::Upsikyu, field, expected, got);
        assert_eq!(money("copay_insured", "1200", ""), Some(Tolerance::MoneyPlace));
        assert_eq!(money("copay_insured", "", "1200"), Some(Tolerance::MoneyPlace));
        assert_eq!(money("copay_insured", "1200", "1201"), None, "another amount is another amount");
        assert_eq!(money("category_limit_within_units", "", "244"), Some(Tolerance::MoneyPlace));
        assert_eq!(money("category_limit_excess_units", "2641", "0"), None);
        let updater = |got| by(&[Tolerance::UpdaterBlank], Kind::Upjsk, "updater_provider_number", "9970000111", got);
        assert_eq!((updater(""), updater("9970000012")), (Some(Tolerance::UpdaterBlank), None));
    }
}
