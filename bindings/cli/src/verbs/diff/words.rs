//! Changes in a care manager's words.

use std::collections::BTreeMap;

use cplink::interpret::{Comparison, Difference};
use cplink::record::Row;
use cplink::spec::{Field, Kind, ServiceType, layout};
use cplink_cli::Language;

use super::cell::cell;
use super::compared::Compared;
use super::people::{People, Person, person, persons};

/// All changes, user by user.
pub(super) fn text(compared: &Compared, same: bool, lang: Language) -> String {
    if same {
        return lang.pick("違いはありません。\n", "There is no difference.\n").to_owned();
    }
    let mut out = String::new();
    for (kind, new) in &compared.alone {
        let side = if *new {
            lang.pick("新しい方だけにあります", "only in the newer one")
        } else {
            lang.pick("古い方だけにあります", "only in the older one")
        };
        out += &format!("{}: {side}\n", title(*kind, lang));
    }
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, table) in &compared.tables {
        for (user, lines) in by_user(*kind, table, compared, lang) {
            let entry = users.entry(user).or_default();
            entry.push(title(*kind, lang));
            entry.extend(lines.into_iter().map(|line| format!("  {line}")));
        }
    }
    for (user, lines) in users {
        out += &format!("{user}\n");
        lines.into_iter().for_each(|line| out += &format!("  {line}\n"));
    }
    out
}

fn title(kind: Kind, lang: Language) -> String {
    match lang {
        Language::Ja => layout(kind).name_ja.to_owned(),
        Language::En => kind.name().to_owned(),
    }
}

/// A user by name and number.
pub(super) fn user(person: &Person, people: &People, lang: Language) -> String {
    let [insurer, number] = person;
    let number = match (people.is_shared(number), lang) {
        (false, _) => number.clone(),
        (true, Language::Ja) => format!("{number}、保険者番号 {insurer}"),
        (true, Language::En) => format!("{number}, insurer {insurer}"),
    };
    match (people.name(person), lang) {
        (Some(name), Language::Ja) => format!("{name} 様（被保険者番号 {number}）"),
        (Some(name), Language::En) => format!("{name} (insured person {number})"),
        (None, Language::Ja) => format!("被保険者番号 {number}"),
        (None, Language::En) => format!("insured person {number}"),
    }
}

/// The lines of a kind: services of one day and form together on one line with all of their days.
fn by_user(kind: Kind, table: &Comparison, compared: &Compared, lang: Language) -> BTreeMap<String, Vec<String>> {
    // User → line without days → its days.
    let mut lines: BTreeMap<String, Vec<(String, Vec<String>)>> = BTreeMap::new();
    let still_there = persons(&table.new);
    let whose = |row: &Row<'_>| user(&person(row), &compared.people, lang);
    for difference in &table.differences {
        let (row, line) = match difference {
            Difference::Removed { row } => (table.old.row(*row), lang.pick("取消", "removed").to_owned()),
            Difference::Added { row } => (table.new.row(*row), lang.pick("追加", "added").to_owned()),
            Difference::Changed { new, .. } => (table.new.row(*new), lang.pick("変更", "changed").to_owned()),
        };
        let Some(row) = row else { continue };
        if matches!(difference, Difference::Removed { .. }) && !still_there.contains(&person(&row)) {
            // A slip takes the place of the one before for the users it names; of others it says nothing.
            let ja = "新しい方にこの利用者の行がありません（取下げではありません）";
            let gone = lang.pick(ja, "the newer one does not name this user (which is no withdrawal)").to_owned();
            lines.insert(whose(&row), vec![(gone, Vec::new())]);
            continue;
        }
        let mut line = format!("{line} {}", subject(kind, &row, lang));
        match difference {
            Difference::Changed { old, fields, .. } => {
                if let Some(before) = table.old.row(*old) {
                    let fields: Vec<String> = fields.iter().map(|field| changed(field, &before, &row, lang)).collect();
                    line += &format!(" {}", fields.join(lang.pick("、", ", ")));
                }
            }
            _ => line += &amount(&row, lang),
        }
        let own = lines.entry(whose(&row)).or_default();
        let at = own.iter().position(|(other, _)| *other == line).unwrap_or_else(|| {
            own.push((line, Vec::new()));
            own.len() - 1
        });
        own[at].1.push(cell(&row, "service_date"));
    }
    let with_days = |(line, days): (String, Vec<String>)| match day_list(days, lang) {
        Some(days) => format!("{line}: {days}"),
        None => line,
    };
    lines.into_iter().map(|(user, lines)| (user, lines.into_iter().map(with_days).collect())).collect()
}

/// What a subtotal or total row of 第7表 is called.
fn total(code: &str, lang: Language) -> Option<&'static str> {
    Some(match code.get(2..)? {
        "AAAA" => lang.pick("小計", "subtotal"),
        "EEEE" => lang.pick("限度額管理対象外の小計", "subtotal outside the limit"),
        "ZZZZ" => lang.pick("30日超の小計", "subtotal over 30 days"),
        _ => return None,
    })
}

/// What a record is about.
fn subject(kind: Kind, row: &Row<'_>, lang: Language) -> String {
    let code = cell(row, "service_code");
    if !code.is_empty() {
        if code == "999999" {
            return lang.pick("合計", "total").to_owned();
        }
        let name = Some(cell(row, "provider_name")).filter(|name| !name.is_empty());
        let service = ServiceType::of_service(code.as_bytes()).map(|service| service.name_ja.to_owned());
        let equipment = [cell(row, "equipment_name"), cell(row, "detail_discriminator_code")];
        let code = total(&code, lang).map_or(code, str::to_owned);
        let parts = [Some(name.unwrap_or_else(|| cell(row, "provider_number"))), service, Some(code)];
        let parts = parts.into_iter().flatten().chain(equipment).filter(|part| !part.is_empty());
        return parts.chain(times(row)).collect::<Vec<_>>().join(" ");
    }
    if kind == Kind::Up2kyo {
        let number = |field| cell(row, field);
        let (issue, goal, support) = (number("issue_no"), number("goal_no"), number("support_no"));
        return match lang {
            Language::Ja => format!("課題{issue} 目標{goal} 内容{support}"),
            Language::En => format!("issue {issue} goal {goal} support {support}"),
        };
    }
    // What identifies it beside the user.
    let layout = layout(kind);
    let own = layout.identity.iter().skip(layout.keys.len()).map(|at| cell(row, layout.fields[*at].id));
    own.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `9:00～9:55`; nothing for a service without a clock time.
fn times(row: &Row<'_>) -> Option<String> {
    let (start, end) = (clock(&cell(row, "service_start_time"))?, clock(&cell(row, "service_end_time"))?);
    Some(format!("{start}～{end}"))
}

/// `9:00`; nothing for what is no time of day.
pub(super) fn clock(time: &str) -> Option<String> {
    let is_time = time.len() == 4 && time.bytes().all(|byte| byte.is_ascii_digit()) && time != "9999";
    let (hour, minute) = time.split_at_checked(2).filter(|_| is_time)?;
    Some(format!("{}:{minute}", hour.strip_prefix('0').unwrap_or(hour)))
}

/// Units and how often.
fn amount(row: &Row<'_>, lang: Language) -> String {
    let number = |field: &str, ja: &str, en: &str| {
        let value = cell(row, field);
        if value.is_empty() { String::new() } else { format!(" {value}{}", lang.pick(ja, en)) }
    };
    number("units", "単位", " units") + &number("service_count", "回", "×") + &number("count_or_days", "回", "×")
}

fn changed(field: &Field, old: &Row<'_>, new: &Row<'_>, lang: Language) -> String {
    let value = |row: &Row<'_>| {
        let text = cell(row, field.id);
        let shown = clock(&text).filter(|_| field.id.ends_with("_time")).unwrap_or(text);
        if shown.is_empty() { lang.pick("なし", "none").to_owned() } else { shown }
    };
    format!("{} {} → {}", lang.pick(field.name_ja, field.id), value(old), value(new))
}

/// `10月3日、10日`; nothing where the records have no day.
pub(super) fn day_list(mut days: Vec<String>, lang: Language) -> Option<String> {
    days.retain(|day| day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()));
    days.sort();
    if days.is_empty() {
        return None;
    }
    let number = |text: &str| text.trim_start_matches('0').to_owned();
    let mut month = "";
    let mut shown = Vec::new();
    for day in &days {
        let (own_month, date) = (&day[4..6], number(&day[6..]));
        shown.push(match lang {
            Language::Ja if own_month == month => format!("{date}日"),
            Language::Ja => format!("{}月{date}日", number(own_month)),
            Language::En => format!("{}-{}-{}", &day[..4], own_month, &day[6..]),
        });
        month = own_month;
    }
    let count = days.len();
    let shown = shown.join(lang.pick("、", ", "));
    Some(match lang {
        Language::Ja if count > 1 => format!("{shown}（{count}日）"),
        _ => shown,
    })
}
