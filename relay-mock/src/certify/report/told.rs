//! Answers and findings in words.

use crate::certify::judge::{Class, Finding};
use crate::certify::scenario::{Fact, Step};
use crate::certify::transcript::{Answer, Broken};

use super::plain::plain;

/// How much of an answer, or of a value, is shown.
pub(super) const MAX_VALUE: usize = 300;

/// What the product answered, in Japanese.
pub(super) fn answer(step: Option<&Step>, answer: &Answer) -> String {
    match answer {
        Answer::Imported => "取り込めた".to_owned(),
        Answer::Refused { reasons } => {
            let what = if matches!(step, Some(Step::Take { .. })) {
                "出力しなかった"
            } else {
                "取り込まなかった"
            };
            if reasons.is_empty() {
                format!("{what}（理由の回答なし）")
            } else {
                format!("{what}：{}", plain(&reasons.join("／"), MAX_VALUE))
            }
        }
        Answer::HeldUp { times } => format!("報告がなく、{times}回受信し直した"),
        Answer::Entered => "入力した".to_owned(),
        Answer::Exported => "出力した".to_owned(),
        Answer::Shown { facts } => {
            let asked: &[Fact] = match step {
                Some(Step::Show { facts, .. }) => facts,
                _ => &[],
            };
            let ask =
                |id: &str| asked.iter().find(|fact| fact.id == id).map_or(id.to_owned(), |fact| fact.ask_ja.clone());
            let told = facts.iter().map(|(id, value)| format!("{}＝{}", ask(id), plain(value, 80)));
            told.collect::<Vec<_>>().join("／")
        }
        Answer::Unsupported => "この製品にはない".to_owned(),
        Answer::Broken { how, detail } if detail.is_empty() => broken(*how).to_owned(),
        Answer::Broken { how, detail } => format!("{}（{}）", broken(*how), plain(detail, MAX_VALUE)),
    }
}

fn broken(how: Broken) -> &'static str {
    match how {
        Broken::NotStarted => "起動できない",
        Broken::Ended => "途中で終了した",
        Broken::TimedOut => "制限時間内に回答なし（時間切れ）",
        Broken::Garbled => "回答の形が違う",
        Broken::TooLarge => "ファイルが多すぎるか長すぎる",
        Broken::LooksReal => "実在の方のデータの可能性があり保存せず",
        Broken::Altered => "保存したファイルが変更されている",
    }
}

/// What sort of difference it is, in Japanese.
pub(super) fn class(class: Class) -> &'static str {
    match class {
        Class::SameMeaning => "同じ意味",
        Class::Tolerated => "許容",
        Class::Changed => "値の違い",
        Class::Lost => "不足",
        Class::Invented => "余分",
        Class::Note => "注意",
        Class::Wrong => "誤り",
    }
}

/// What a check is called; the name that the case gives it where it is another one.
pub(super) fn check_name(name: &str) -> &str {
    match name {
        "outcome" => "取込み・出力の可否",
        "meaning" => "内容の一致",
        "absent" => "他の事業所の行がないこと",
        "facts" => "画面の値",
        "refused-for" => "取り込まない・出力しない理由",
        "rules" => "標準仕様の規則",
        other => other,
    }
}

/// What to do about a finding, in Japanese; a rule's text says it itself.
pub(super) fn remedy(finding: &Finding) -> &'static str {
    let sort = finding.id.split(':').next().unwrap_or_default();
    match (sort, finding.class) {
        (_, Class::SameMeaning | Class::Tolerated) => "直す必要はありません。",
        ("changed", _) => "この項目の取込み、計算、出力の処理を、根拠のとおりに直してください。",
        ("lost", _) => "取込みから出力までのどこで失われたかを調べ、出力されるように直してください。",
        ("invented", _) => "出力してはならないものです。対象の範囲の決め方を直してください。",
        ("other-office", _) => "自事業所のサービスだけを出力するように直してください。",
        ("address", _) => "ファイル名の送信元と送信先を、根拠のとおりに直してください。",
        ("unit", _) => "送信単位に必要なファイルを、そろえて出力するように直してください。",
        ("unreadable", _) => "文字コード、列の数、引用符を、レイアウトのとおりに直してください。",
        ("refused", _) => "正しい内容を取り込み、出力できるように、拒否した検査を直してください。",
        ("exported", _) => "出力してはならない内容を出力しないように、検査を加え、理由を示してください。",
        ("imported", _) => "誤りのあるファイルを取り込まないように、検査を加えてください。",
        ("reason", _) => "正しい理由を伝えるように、検査と文面を直してください。",
        ("reason-in-words", _) => "文章が正しい理由を述べているか、人が確認してください。",
        ("fact", _) => "画面に出す値の数え方と読み方を、根拠のとおりに直してください。",
        _ => "",
    }
}
