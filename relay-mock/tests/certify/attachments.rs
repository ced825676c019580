//! Units with attachments: they are the same when their bytes are, whatever their names.

use std::fs;
use std::path::Path;

use relay_mock::certify::judge::Word;

use crate::kit::{Ran, command, fails_by, product, sample};
use crate::packs::{copied, copy};

const CASE: &str = r#"
id = "D4-99"
pattern = "D4"
shape = "re-export"
title_ja = "利用者基本情報：家族の画像"
title_en = "Basic information with a family image"
role = "care-manager"
office = "9970000012:43"
needs = ["import:UPKIHON", "export:UPKIHON"]
clause = "標準仕様4.1 ファイル名"
level = "must"
sheet_ja = "取り込んで、そのまま出力してください。"

[[step]]
do = "give"
unit = "01"

[[step]]
do = "expect"
outcome = "imported"

[[step]]
do = "take"
unit = "basic_info"
from = "imported"
partner = "9960000418:63"

[[check]]
compare = "meaning"
to = "rows.json"
tolerate = ["image-name"]
"#;

fn judged(product: &Path) -> Ran {
    let pack = copied();
    let case = pack.path().join("cases/D4-99");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec-fixtures/202407/valid/basic-info");
    copy(&fixture.join("files"), &case.join("give/01"));
    fs::copy(fixture.join("rows.json"), case.join("rows.json")).unwrap();
    fs::write(case.join("case.toml"), CASE).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(&["--case", "D4-99"], &folder.path().join("run"), product, pack.path().to_str().unwrap());
    let output = command.output().unwrap();
    Ran::of(folder, output)
}

#[test]
fn an_image_under_its_new_name_is_the_same_image() {
    let ran = judged(&sample());
    let case = ran.case("D4-99");
    assert_eq!(case.word, Word::Pass, "{}{}", ran.said, ran.errors);
    let ids: Vec<&str> =
        case.checks.iter().flat_map(|check| &check.findings).map(|finding| finding.id.as_str()).collect();
    assert_eq!(ids, ["tolerated:image-name:UPKIHON:family_image_filename"]);
}

#[test]
fn an_image_that_is_lost_or_another_is_reported() {
    for (image, findings) in [
        ("{}", vec!["lost:attachment", "rule:unit.image_missing"]),
        (
            "{new: b'\\xff\\xd8\\xff\\xe0 another' for new in made if new.endswith('.jpg')}",
            vec!["lost:attachment", "invented:attachment"],
        ),
    ] {
        let (_folder, product) = product(&format!(
            "class Wrong(Care):\n    def make(self, *ask):\n        made = super().make(*ask)\n        return {{name: data for name, data in made.items() if name.endswith('.CSV')}} | {image}\nserve(Wrong())"
        ));
        let ran = judged(&product);
        let case = ran.case("D4-99");
        for finding in findings {
            assert!(case.word == Word::Fail && fails_by(&case, finding), "{finding}: {}{}", ran.said, ran.errors);
        }
    }
}
