//! What a verdict does not prove.

use crate::certify::judge::Verdict;

/// One sentence each, in Japanese. `is_test_key`: whether the key of the bundle was made for it; none outside of one.
pub fn not_proven(verdict: &Verdict, is_test_key: Option<bool>) -> Vec<String> {
    let said_by = match verdict.run.driver.as_str() {
        "folder" => "取込みの可否と画面の値は、操作した人の回答によるものです。画面そのものは見ていません。",
        _ => "取込みの可否と画面の値は、製品またはその接続プログラムの回答によるものです。画面そのものは見ていません。",
    };
    let mut texts = vec![
        "この試験は、国、都道府県、国民健康保険団体連合会などの公的機関による認定や検査ではありません。".to_owned(),
        "国のケアプランデータ連携システムに接続できること、そこで受け付けられることは証明しません。".to_owned(),
        "確かめたのは、試験パックにあるケースだけです。ほかの利用者、サービス、月、件数で正しく動くことは証明しません。".to_owned(),
        format!(
            "判定の基準は「{}」の、試験パックを作成した者による読み方です。{}",
            verdict.pack.clauses,
            if verdict.pack.provisional { "この試験パックは暫定版で、基準の文書は確定していないか、一部しか公開されていません。" } else { "" }
        ),
        "対象外・未実施のケースについては、何も証明しません。".to_owned(),
        said_by.to_owned(),
        "製品の名前と版は製品の回答によるものです。ほかの版、ほかの設定でも同じ結果になることは証明しません。".to_owned(),
        "使いやすさ、速さ、長く使ったときの安定、情報セキュリティー、個人情報の取扱いは試験していません。".to_owned(),
        "日時は、試験に使ったパソコンの時計によるものです。".to_owned(),
    ];
    match is_test_key {
        Some(true) => texts.push(
            "署名は、この束のためにその場で作った試験用の鍵によるものです。だれが作成したかは証明しません。署名のあとで変更されていないことだけを示します。".to_owned(),
        ),
        Some(false) => texts.push(
            "署名は、鍵の持ち主がこの束を作成し、そのあと変更されていないことを示します。試験が正直に行われたことは証明しません。".to_owned(),
        ),
        None => texts.push("このページには署名がありません。変更されていないことは、署名された束で確認してください。".to_owned()),
    }
    texts
}
