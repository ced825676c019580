//! 第1表 says what the rows say.

use cplink::form::Slip;
use cplink::spec::Kind;
use serde_json::Value;

use crate::kit::{at, beside, cells, html, in_words, of_form, pages, plan, seen, sound, text};
use crate::pages::fits;

const HEAD: &str = "利用者と計画";
const BODY: &str = "計画の内容";
const KINDS: &str = "計画書の区分";

/// A text without line ends, which a cell may have more of.
fn flat(text: &str) -> String {
    text.replace(['\r', '\n'], "")
}

#[test]
fn every_plan_has_its_page_with_all_that_its_row_says() {
    let mut count = 0;
    for unit in sound(&[Kind::Up1kyo]) {
        let pages = unit.seen();
        let forms = of_form(&pages, "第1表");
        let rows = unit.rows(Kind::Up1kyo);
        assert_eq!(forms.len(), rows.len());
        for (page, row) in forms.into_iter().zip(rows) {
            let said = |field: &str| row[field].as_str().unwrap_or_default();
            let (head, body, kinds) = (cells(page, HEAD), cells(page, BODY), cells(page, KINDS));
            let supplements = unit.rows(Kind::Uphosoku);
            let supplement = supplements
                .iter()
                .find(|other| other["insured_person_number"] == row["insured_person_number"])
                .unwrap();
            assert_eq!(text(beside(head, "利用者名")), format!("{}　殿", supplement["user_name"].as_str().unwrap()));
            assert_eq!(text(beside(head, "被保険者番号")), said("insured_person_number"));
            assert_eq!(text(beside(head, "保険者番号")), said("insurer_number"));
            assert_eq!(text(beside(head, "居宅サービス計画作成者氏名")), said("plan_author_name"));
            let address = [said("user_address_1"), said("user_address_2")].join("　");
            let postal = said("user_postal_code");
            assert_eq!(flat(text(beside(head, "住所"))), format!("〒{postal}　{address}"));
            let office = flat(text(beside(head, "居宅介護支援事業者・事業所名及び所在地")));
            for part in ["name", "number", "postal_code", "address_1", "address_2"] {
                assert!(office.contains(said(&format!("care_manager_office_{part}"))), "{part} {office}");
            }
            for (place, field) in [
                ("居宅サービス計画作成（変更）日", "care_plan_date"),
                ("初回居宅サービス計画作成日", "initial_care_plan_date"),
                ("認定日", "certification_date"),
            ] {
                assert_eq!(text(beside(head, place)), in_words(&row[field]), "{place}");
            }
            let [start, end] =
                ["certification_start_date", "certification_end_date"].map(|field| in_words(&row[field]));
            assert_eq!(text(beside(head, "認定の有効期間")), format!("{start}～{end}"));
            assert_eq!(text(beside(kinds, "作成年月日")), in_words(&row["created_date"]));
            for (place, field) in [
                ("利用者及び家族の生活に対する意向を踏まえた課題分析の結果", "needs_analysis_result"),
                ("介護認定審査会の意見及びサービスの種類の指定", "review_board_opinion"),
                ("総合的な援助の方針", "overall_support_policy"),
            ] {
                assert_eq!(text(beside(body, place)), said(field).replace("\r\n", "\n"), "{place}");
            }
            count += 1;
        }
    }
    assert!(count >= 4, "{count}");
}

/// What has a circle in the cell of a head, with this code in a field.
fn circled(caption: &str, place: (u64, u64), field: &str, code: &str) -> (String, Vec<String>) {
    let table = plan(Kind::Up1kyo, &[&[(field, code)]]);
    let pages = seen(&html(&Slip::of_unit([&table])));
    let cell = at(cells(&pages[0], caption), place.0, place.1);
    let circled = cell["circled"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned());
    (text(cell).to_owned(), circled.collect())
}

#[test]
fn what_applies_has_a_circle_and_nothing_else() {
    for (place, caption, field, cases) in [
        (
            (0, 2),
            KINDS,
            "plan_category",
            &[
                ("11", &["初回"][..]),
                ("12", &["紹介"]),
                ("21", &["継続"]),
                ("51", &["初回", "紹介"]),
                ("52", &["初回", "継続"]),
                ("53", &["紹介", "継続"]),
                ("54", &["初回", "紹介", "継続"]),
                ("", &[]),
            ][..],
        ),
        ((0, 3), KINDS, "certification_status", &[("1", &["申請中"][..]), ("2", &["認定済"]), ("", &[])]),
        (
            (0, 1),
            BODY,
            "care_level",
            &[
                ("21", &["要介護１"][..]),
                ("22", &["要介護２"]),
                ("23", &["要介護３"]),
                ("24", &["要介護４"]),
                ("25", &["要介護５"]),
                ("", &[]),
            ],
        ),
        (
            (4, 1),
            BODY,
            "home_help_reason",
            &[("1", &["１ 一人暮らし"][..]), ("2", &["２ 家族等が障害、疾病等"]), ("3", &["３ その他"]), ("", &[])],
        ),
    ] {
        for (code, wanted) in cases {
            let (said, found) = circled(caption, place, field, code);
            assert_eq!(found, *wanted, "{field} {code} {said}");
        }
    }
    // What is not among the choices is told behind them.
    let level = circled(BODY, (0, 1), "care_level", "13");
    assert_eq!(level, ("要介護１・要介護２・要介護３・要介護４・要介護５（要支援２）".to_owned(), vec![]));
    assert_eq!(circled(KINDS, (0, 2), "plan_category", "99").0, "初回・紹介・継続（99）");
}

#[test]
fn the_reason_for_home_help_has_its_own_words_in_brackets() {
    let words = |reason: &str| {
        let table = plan(Kind::Up1kyo, &[&[("home_help_reason", "3"), ("home_help_other_reason", reason)]]);
        let pages = seen(&html(&Slip::of_unit([&table])));
        text(at(cells(&pages[0], BODY), 4, 2)).to_owned()
    };
    assert_eq!(words("家族が遠方"), "（家族が遠方）");
    assert_eq!(words("").replace('　', ""), "（）");
}

#[test]
fn a_large_box_shrinks_before_it_goes_to_a_sheet_behind() {
    let page = |length: usize| {
        let said = "文".repeat(length);
        pages(&[&plan(Kind::Up1kyo, &[&[("overall_support_policy", &said)]])])
    };
    let size = |length: usize| {
        let pages = page(length);
        pages.iter().for_each(fits);
        let grid = pages[0].grids().last().unwrap();
        (pages.len(), grid.cell(3, 1).unwrap().lines.size)
    };
    assert_eq!(size(500), (1, 3.0));
    let (count, smaller) = size(2500);
    assert!(count == 1 && smaller < 2.5, "{count} {smaller}");
    assert!(size(5000).0 > 1);
}

#[test]
fn without_a_supplement_there_is_no_name_and_its_address_serves_where_the_plan_has_none() {
    let row = plan(Kind::Up1kyo, &[&[]]);
    let head = |tables: &[&cplink::record::Table]| -> Vec<Value> {
        let pages = seen(&html(&Slip::of_unit(tables.iter().copied())));
        cells(&pages[0], HEAD).to_vec()
    };
    let alone = head(&[&row]);
    assert_eq!([text(beside(&alone, "利用者名")), text(beside(&alone, "住所"))], ["", ""]);
    let user = plan(
        Kind::Uphosoku,
        &[&[
            ("user_name", "架空"),
            ("user_birth_date", "19110203"),
            ("user_address_1", "乙町"),
            ("target_month", "000000"),
        ]],
    );
    let both = head(&[&row, &user]);
    assert_eq!([text(beside(&both, "利用者名")), text(beside(&both, "住所"))], ["架空　殿", "乙町"]);
    let birth = beside(&both, "生年月日");
    assert_eq!((text(birth), &birth["circled"][0]), ("明・大・昭・平・令 44年2月3日", &"明".into()));
    let own = head(&[&plan(Kind::Up1kyo, &[&[("user_address_1", "甲町")]]), &user]);
    assert_eq!(text(beside(&own, "住所")), "甲町");
}
