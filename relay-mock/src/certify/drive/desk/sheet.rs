//! The sheet of instructions: what an operator does in a step, on one page.

use std::fmt::Write as _;
use std::path::Path;

use cplink::spec::units;
use cplink_cli::Language;

use crate::certify::drive::exchange::handed_out;
use crate::certify::report::role;
use crate::certify::scenario::{Basis, Case, Step};

/// How files travel between the operator's product and the judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Through the folders `import` and `export`.
    Folder,
    /// Through the relay.
    Relay,
}

/// The sheet. Windows' own editor shows it: a mark at the beginning, and lines that end in CR LF.
pub(super) fn sheet(
    case: &Case,
    number: usize,
    step: &Step,
    channel: Channel,
    monthly: &[String],
    problem: Option<&str>,
) -> String {
    let mut text = String::from('\u{feff}');
    if let Some(problem) = problem {
        let _ = writeln!(text, "※前の回答のファイルは使えませんでした：{problem}\n");
    }
    let _ = writeln!(text, "{}　{}", case.id, case.title_ja);
    let _ = writeln!(text, "手順：{}/{}", number + 1, case.steps.len());
    let (office, service) = (case.office.office(), case.office.service_type());
    let _ =
        writeln!(text, "立場：{}（事業所番号 {office}、サービス種類コード {service}）", role(case.role, Language::Ja));
    let _ = writeln!(text, "根拠：{}\n\n{}\n", case.clause, case.sheet_ja.trim_end());
    if number == 0 {
        text +=
            "【始める前に】\n前のケースのデータを製品からすべて消し、上の事業所として作業できるようにしてください。\n";
        let _ = writeln!(text, "月に1回だけ数えるサービスコード：{}\n", monthly.join("、"));
    }
    let here = Places::of_folder(Path::new(""));
    let _ = writeln!(text, "【この手順ですること】\n{}", told(step, channel, &here, Language::Ja));
    for file in handed_out(step) {
        let _ = writeln!(text, "・{}", file.name);
    }
    if matches!(step, Step::Give { .. } | Step::Enter { .. }) {
        text += "内容は form.pdf（form.html も同じもの）のとおりです。ファイルがなければ、帳票にする行がありません。\n";
    }
    if let Step::Show { facts, .. } = step {
        for (place, fact) in facts.iter().enumerate() {
            let _ = writeln!(text, "（{}）{}", place + 1, fact.ask_ja);
        }
    }
    let _ = writeln!(text, "\n【答え方】\n{}", answers(step, channel));
    text += "端末で番号を入力するか、同じ内容を answer.txt に書いて、このファイルと同じフォルダーに置いてください。\n";
    text.replace('\n', "\r\n")
}

/// What the places are called where an operator finds things.
pub struct Places {
    /// What is given.
    pub import: String,
    /// The forms.
    pub form: String,
    /// Where the export goes.
    pub export: String,
}

impl Places {
    /// Those of a desk's folder.
    pub(super) fn of_folder(folder: &Path) -> Self {
        // A path stands apart from the words beside it.
        let at = |name: &str| format!("{} ", folder.join(name).display());
        Self { import: at("import"), form: at("form.pdf"), export: at("export") }
    }
}

/// What is done in a step.
pub fn told(step: &Step, channel: Channel, places: &Places, lang: Language) -> String {
    let Places { import, form, export } = places;
    let en = |place: &str| place.trim_end().to_owned();
    let (ja, en) = match (step, channel) {
        (Step::Give { .. }, Channel::Folder) => (
            format!("{import}のファイルを、製品の取込の画面から取り込んでください。"),
            format!("Import the files of {}.", en(import)),
        ),
        (Step::Give { .. }, Channel::Relay) => (
            "中継サーバーから受信し、製品に取り込んでください。取り込めない場合は、理由を付けて取込不可を報告してください。"
                .to_owned(),
            "Receive from the relay and import; refuse with the reason what cannot be imported.".to_owned(),
        ),
        (Step::Enter { attachments, .. }, _) if attachments.is_empty() => (
            format!("{form}のとおりに、製品の入力の画面から入力してください。"),
            format!("Type in what is on {}.", en(form)),
        ),
        (Step::Enter { .. }, _) => (
            format!("{form}のとおりに、製品の入力の画面から入力し、{import}の画像や文書を付けてください。"),
            format!("Type in what is on {}, and attach the files of {}.", en(form), en(import)),
        ),
        (Step::Take { unit, month, from, partner, .. }, channel) => {
            let month = month.as_deref().map(month_ja).unwrap_or_default();
            let basis = match from {
                Basis::Entered => "入力した内容から、",
                Basis::Imported => "取り込んだ内容を変えずに、",
                Basis::PlanAsDone => "予定どおり（上に書いた変更を除く）として、",
            };
            let to = format!("{}（サービス種類コード {}）あての", partner.office(), partner.service_type());
            let (how, en) = match channel {
                Channel::Folder => {
                    (format!("製品の出力の画面から {export}に出力してください。"), format!("Export into {}", en(export)))
                }
                Channel::Relay => ("中継サーバーへ送信してください。".to_owned(), "Send by the relay".to_owned()),
            };
            let named = units().iter().find(|each| each.kind == *unit).map_or(unit.token(), |each| each.name_ja);
            let unit = unit.token();
            (
                format!("{basis}{to}{month}「{named}」を、{how}"),
                format!("{en}: {unit} for {}:{}", partner.office(), partner.service_type()),
            )
        }
        (Step::Show { .. }, _) => (
            "製品の画面を見て、次の問いに答えてください。".to_owned(),
            "Answer from what the product's screen shows.".to_owned(),
        ),
    };
    if lang == Language::Ja { ja } else { en }
}

/// `202510` as people say it.
fn month_ja(month: &str) -> String {
    match (month.get(..4), month.get(4..)) {
        (Some(year), Some(month)) if !month.is_empty() => format!("{year}年{}月分の", month.trim_start_matches('0')),
        _ => format!("{month}の"),
    }
}

fn answers(step: &Step, channel: Channel) -> &'static str {
    match (step, channel) {
        (Step::Give { .. }, Channel::Folder) => {
            "1　取り込めた\n2　取り込めない（次の行に、製品が示した理由）\n3　この製品にはない"
        }
        (Step::Give { .. }, Channel::Relay) => {
            "製品からの取込の報告を待ちます。\n2　受信できず、報告もできない（次の行に、製品が示した理由）\n3　この製品にはない"
        }
        (Step::Enter { .. }, _) => "1　入力した\n3　この製品にはない",
        (Step::Take { .. }, Channel::Folder) => {
            "export のファイルが2秒間変わらなければ、出力が終わったものとします。間を置いて出力するときは、別のフォルダーに出力してから一度に移してください。\n1　すべて出力した（done という名前の空のファイルを置いても同じです）\n2　出力できない（次の行に、製品が示した理由）\n3　この製品にはない"
        }
        (Step::Take { .. }, Channel::Relay) => {
            "製品からの送信を待ちます。\n1　すべて送信した（届いていないものは、送信されなかったものとします）\n2　送信できない（次の行に、製品が示した理由）\n3　この製品にはない"
        }
        (Step::Show { .. }, _) => {
            "1　画面を見て答える（次の行から、問いの順に1行に1つ。画面が空欄なら - 、分からなければ何も書かない行）\n3　この製品にはない"
        }
    }
}
