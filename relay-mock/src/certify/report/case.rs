//! A case for a person.

use cplink_cli::Language;

use super::words::{level, role, shape, unit as unit_name};
use crate::certify::scenario::{Case, Outcome, Step};

/// The case's sheet and steps.
pub fn case(case: &Case, lang: Language) -> String {
    let mut text = format!("{} {}\n", case.id, lang.pick(&case.title_ja, &case.title_en));
    text += &format!(
        "{}: {}  {}: {}  {}: {}\n",
        lang.pick("役割", "Role"),
        role(case.role, lang),
        lang.pick("区分", "Level"),
        level(case.level, lang),
        lang.pick("形", "Shape"),
        shape(case.shape, lang),
    );
    text += &format!("{}: {}\n\n{}\n", lang.pick("根拠", "Clause"), case.clause, case.sheet_ja);
    for (number, each) in case.steps.iter().enumerate() {
        text += &format!("{}. {}\n", number + 1, step(each, lang));
    }
    text
}

/// What a step asks for.
pub(super) fn step(step: &Step, lang: Language) -> String {
    match step {
        Step::Give { unit, files, outcome, .. } => {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            let outcome = match outcome {
                Outcome::Done => lang.pick("取り込む", "import"),
                Outcome::Refused => lang.pick("取り込めないことを確認する", "must be refused"),
                Outcome::Either => {
                    lang.pick("取り込む（取り込めないときは理由を確認する）", "import, or refuse with the reason")
                }
            };
            format!("{outcome} {unit}: {}", names.join(" "))
        }
        Step::Enter { file, attachments, .. } => {
            let names = attachments.iter().map(|file| format!(" {}", file.name)).collect::<String>();
            format!("{} ({file}){names}", lang.pick("帳票のとおりに入力する", "enter the rows"))
        }
        Step::Take { unit, partner, outcome, .. } => format!(
            "{} {} → {}:{}",
            match outcome {
                Outcome::Done => lang.pick("出力する", "export"),
                Outcome::Refused => lang.pick("出力できないことを確認する", "must not be exported"),
                Outcome::Either => {
                    lang.pick("出力する（出力できないときは理由を確認する）", "export, or refuse with the reason")
                }
            },
            unit_name(*unit, lang),
            partner.office(),
            partner.service_type()
        ),
        Step::Show { facts, .. } => {
            let asked = facts.iter().map(|fact| lang.pick(&fact.ask_ja, &fact.ask_en));
            format!("{}: {}", lang.pick("画面を確認する", "show"), asked.collect::<Vec<_>>().join("／"))
        }
    }
}
