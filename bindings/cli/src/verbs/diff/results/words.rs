//! What became of a plan, in a care manager's words.

use std::collections::BTreeMap;

use cplink::interpret::{Recorded, ResultsComparison, ResultsLine, ResultsStatus, ResultsSum, SumOf, UserMonth};
use cplink::record::Table;
use cplink_cli::Language;

use super::subject::{provider, subject, times};
use super::{Sides, is_settled};
use crate::verbs::diff::people::People;
use crate::verbs::diff::words::{day_list, user};

/// All that is not as planned, user by user; then the offices.
pub(in crate::verbs::diff) fn text(sides: &Sides<'_>, compared: &ResultsComparison, lang: Language) -> String {
    let tables: Vec<&Table> = sides.files().map(|file| &file.table).collect();
    let mut people = People::default();
    tables.iter().for_each(|table| people.learn(table));
    let mut out = lang.pick("予定と実績の比較\n", "The plan and its results\n").to_owned();
    if is_settled(compared) {
        out += lang
            .pick("報告のあったサービスは、すべて予定どおりです。\n", "All that was reported was done as planned.\n");
    }
    for sum in compared.sums.iter().filter(|sum| sum.of == SumOf::User) {
        out += &of_user(sum, compared, &tables, &people, lang);
    }
    out += lang.pick("事業所ごとの合計\n", "By office\n");
    for sum in compared.sums.iter().filter(|sum| sum.of == SumOf::Office) {
        let own = |line: &&ResultsLine| line.service.provider_number == sum.key.provider_number;
        let name = compared.lines.iter().find(own).map(|line| line.provider_name.as_str()).unwrap_or_default();
        let number = &sum.key.provider_number;
        out += &format!("  {} {}\n", format!("{name} {number}").trim(), amounts(sum, lang));
    }
    out + &uncompared(sides, compared, lang)
}

/// What is said of a user.
fn of_user(
    sum: &ResultsSum,
    compared: &ResultsComparison,
    tables: &[&Table],
    people: &People,
    lang: Language,
) -> String {
    let person = [sum.key.insurer_number.clone(), sum.key.insured_person_number.clone()];
    let mut out = format!("{} {}\n", user(&person, people, lang), month(&sum.key.target_month, lang));
    let note = match (sum.is_in_plan, sum.is_in_results) {
        (true, false) => lang.pick("（実績に行がありません）", " (no row in the results)"),
        (false, true) => lang.pick("（予定に行がありません）", " (no row in the plan)"),
        _ => "",
    };
    out += &format!("  {}{note}\n", amounts(sum, lang));
    // A line without its days, and these; in the order of the first day.
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let own = |user: &UserMonth| {
        (&user.insurer_number, &user.insured_person_number, &user.target_month)
            == (&sum.key.insurer_number, &sum.key.insured_person_number, &sum.key.target_month)
    };
    for line in compared.lines.iter().filter(|line| own(&line.user)) {
        for text in told(line, compared, tables, lang) {
            let at = *known.entry(text.clone()).or_insert_with(|| {
                said.push((text, Vec::new()));
                said.len() - 1
            });
            let day = format!("{}{:02}", line.user.target_month, line.day);
            if said[at].1.last() != Some(&day) {
                said[at].1.push(day);
            }
        }
    }
    for (text, days) in said {
        let days = day_list(days, lang).map(|days| format!(": {days}")).unwrap_or_default();
        out += &format!("  {text}{days}\n");
    }
    out
}

/// What is said of a line; nothing of what was as planned, and of two that are linked only of the plan's.
fn told(line: &ResultsLine, compared: &ResultsComparison, tables: &[&Table], lang: Language) -> Vec<String> {
    let mut said = Vec::new();
    let say = |status: ResultsStatus, count: String| {
        let times = times(&line.service, lang);
        word(status, lang).map(|what| joined([what.to_owned(), subject(line, tables), times, count]))
    };
    match line.link.map(|at| &compared.lines[at]) {
        Some(other) => {
            let moved = apart(line).min(apart(other));
            let is_short = planned(line) > done(line);
            if is_short {
                said.push(other_time_or_service(line, other, moved, tables, lang));
            }
            let rest = apart(line) - moved;
            let what = if is_short { ResultsStatus::NotDone } else { ResultsStatus::Additional };
            said.extend(if rest > 0 { say(what, often(rest, lang)) } else { None });
        }
        None if matches!(line.status, ResultsStatus::NotReported | ResultsStatus::UserNotReported) => {
            let what = word(line.status, lang).unwrap_or_default().to_owned();
            said.push(joined([what, provider(line), String::new(), String::new()]));
        }
        None => said.extend(say(line.status, counts(line, lang))),
    }
    if line.units_differ() {
        let units = [&line.planned, &line.done].map(|side| side.units.unwrap_or(0).to_string());
        let what = lang.pick("単位数違い", "other units").to_owned();
        let units = format!("{} → {}", units[0], units[1]);
        said.push(joined([what, subject(line, tables), times(&line.service, lang), units]));
    }
    said
}

fn planned(line: &ResultsLine) -> i64 {
    line.planned.count.times().unwrap_or(0)
}

fn done(line: &ResultsLine) -> i64 {
    line.done.count.times().unwrap_or(0)
}

/// By how much plan and results differ.
fn apart(line: &ResultsLine) -> i64 {
    (planned(line) - done(line)).abs()
}

/// What was done in the place of what was planned, and how often where that is not all of it once.
fn other_time_or_service(
    line: &ResultsLine,
    other: &ResultsLine,
    moved: i64,
    tables: &[&Table],
    lang: Language,
) -> String {
    let is_same_code = line.service.service_code == other.service.service_code;
    let what = if is_same_code {
        lang.pick("時刻変更", "other time")
    } else {
        lang.pick("サービス変更", "other service")
    };
    let code = if is_same_code { "" } else { other.service.service_code.as_str() };
    let [was, is] = [line, other].map(|line| times(&line.service, lang));
    let is = format!("{code} {is}");
    let count = if moved == 1 && planned(line) == 1 { String::new() } else { often(moved, lang) };
    joined([what.to_owned(), subject(line, tables), format!("{was} → {}", is.trim()).trim().to_owned(), count])
}

fn often(times: i64, lang: Language) -> String {
    format!("{times}{}", lang.pick("回", "×"))
}

fn joined(parts: [String; 4]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn word(status: ResultsStatus, lang: Language) -> Option<&'static str> {
    Some(match status {
        ResultsStatus::AsPlanned => return None,
        ResultsStatus::NotDone => lang.pick("未実施", "not done"),
        ResultsStatus::Fewer => lang.pick("回数減", "fewer"),
        ResultsStatus::More => lang.pick("回数増", "more"),
        ResultsStatus::Additional => lang.pick("予定外", "not planned"),
        ResultsStatus::OtherDays => lang.pick("日割対象日違い", "other days per diem"),
        ResultsStatus::Unclear => lang.pick("回数が読み取れません", "unreadable count"),
        ResultsStatus::NotReported => lang.pick("実績がまだ届いていません", "not reported yet"),
        ResultsStatus::UserNotReported => lang.pick(
            "実績にこの利用者の行がありません（利用がなかったのか、報告漏れか、事業所に確認してください）",
            "this user is not in the results (ask the office whether there was no service, or whether it was left out)",
        ),
    })
}

/// How often, where that says more than the word before it.
fn counts(line: &ResultsLine, lang: Language) -> String {
    let shown = |recorded: &Recorded| format!("{}{}", recorded.count.shown(), lang.pick("回", "×"));
    match line.status {
        ResultsStatus::OtherDays => {
            let days = |recorded: &Recorded| match (recorded.shown_days(), lang) {
                (days, _) if days.is_empty() => lang.pick("なし", "none").to_owned(),
                (days, Language::Ja) => days,
                (days, Language::En) => days.replace('～', "-").replace('、', ", ").replace('日', ""),
            };
            format!("{} → {}", days(&line.planned), days(&line.done))
        }
        ResultsStatus::Additional => shown(&line.done),
        ResultsStatus::NotDone => shown(&line.planned),
        _ => format!("{} → {}", shown(&line.planned), shown(&line.done)),
    }
}

/// The sums in one line.
fn amounts(sum: &ResultsSum, lang: Language) -> String {
    let ResultsSum { planned, done, not_done, additional, not_reported, planned_units, done_units, .. } = sum;
    let open = if sum.has_open_units { lang.pick("（分かる分）", " (as far as stated)") } else { "" };
    let unclear = if sum.is_unclear {
        lang.pick("、読み取れない回数は含みません", ", without unreadable counts")
    } else {
        ""
    };
    let mut said = match lang {
        Language::Ja => format!("予定{planned}回、実績{done}回"),
        Language::En => format!("planned {planned}, done {done}"),
    };
    let more = [
        (not_done, lang.pick("未実施", "not done ")),
        (additional, lang.pick("予定外", "not planned ")),
        (not_reported, lang.pick("未報告", "not reported ")),
    ];
    for (count, what) in more.into_iter().filter(|(count, _)| **count > 0) {
        said += &match lang {
            Language::Ja => format!("、{what}{count}回"),
            Language::En => format!(", {what}{count}"),
        };
    }
    said + &match lang {
        Language::Ja => format!("、単位数 予定{planned_units} 実績{done_units}{open}{unclear}"),
        Language::En => format!(", units planned {planned_units}, done {done_units}{open}{unclear}"),
    }
}

fn month(text: &str, lang: Language) -> String {
    match text.split_at_checked(4) {
        Some((year, month)) if lang == Language::Ja => format!("{year}年{}月", month.trim_start_matches('0')),
        Some((year, month)) => format!("{year}-{month}"),
        None => text.to_owned(),
    }
}

/// The rows that could not be compared.
fn uncompared(sides: &Sides<'_>, compared: &ResultsComparison, lang: Language) -> String {
    let files: Vec<_> = sides.files().collect();
    let mut out = String::new();
    for (table, row) in &compared.uncompared {
        let file = files[*table];
        let (name, row) = (file.name.as_deref().unwrap_or_else(|| file.table.kind().name()), row + 1);
        out += &match lang {
            Language::Ja => format!("比べられない行: {name} の{row}行目。利用日が対象年月の日ではありません。\n"),
            Language::En => format!("Not compared: row {row} of {name}; its date is no day of its month.\n"),
        };
    }
    out
}
