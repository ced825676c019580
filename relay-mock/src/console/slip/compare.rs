//! Two slips side by side: a plan and its results, or an older and a newer one.

use std::collections::HashMap;
use std::io::{self, Write};

use cplink::Result;
use cplink::form::{Changes, FormKind, NameTable, Slip};
use cplink::interpret::{
    Difference, ReceivedTable, ResultsLine, ResultsStatus, compare, compare_results, compare_tables,
};
use cplink::json::FileJson;
use cplink::record::{Row, Table};
use cplink::spec::{Field, Kind, ServiceType};
use cplink::unit::{FileName, Serial};

use super::forms::{Pages, Sheets, paint, told};
use super::{Pager, Reading, SlipFiles};

/// Lines on a page.
const PAGE: usize = 100;
/// The form of a plan with its results.
const FORMS: &[FormKind] = &[FormKind::Table6];

/// Two slips.
pub(crate) struct Sides {
    pub(crate) old: Vec<SlipFiles>,
    pub(crate) new: Vec<SlipFiles>,
    /// Service codes that count once a month.
    pub(crate) monthly: Vec<String>,
}

/// Two slips that were read.
struct Read {
    old: Vec<FileJson>,
    new: Vec<FileJson>,
    looks_real: bool,
}

/// A line of what differs.
pub(crate) struct DiffLine {
    pub(crate) user: String,
    /// `YYYYMMDD`; of what has no day, none.
    pub(crate) days: Vec<String>,
    pub(crate) what: String,
    pub(crate) class: &'static str,
    pub(crate) subject: String,
    pub(crate) old: String,
    pub(crate) new: String,
}

impl DiffLine {
    /// `10月3日、10日`.
    pub(crate) fn shown_days(&self) -> String {
        let (mut before, mut shown) = ("", Vec::new());
        for day in self.days.iter().filter(|day| day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit())) {
            let number = |text: &str| text.trim_start_matches('0').to_owned();
            let (month, date) = (&day[4..6], number(&day[6..]));
            let month_said = if month == before { String::new() } else { format!("{}月", number(month)) };
            shown.push(format!("{month_said}{date}日"));
            before = month;
        }
        shown.join("、")
    }
}

/// What differs, a page of it.
pub(crate) struct DiffView {
    /// Whether it is a plan and its results.
    pub(crate) is_results: bool,
    pub(crate) pager: Pager,
    pub(crate) lines: Vec<DiffLine>,
    pub(crate) looks_real: bool,
}

impl DiffView {
    pub(crate) fn of(sides: &Sides, page: usize) -> Result<Self> {
        let read = read(sides)?;
        let (is_results, all) = match as_results(&read) {
            Some((plan, results)) => (true, results_lines(plan, results, &sides.monthly)?),
            None => (false, changed_lines(&read)?),
        };
        let pager = Pager::new(page, all.len(), PAGE);
        let lines = all.into_iter().skip(pager.skipped()).take(PAGE).collect();
        Ok(Self { is_results, pager, lines, looks_real: read.looks_real })
    }
}

/// Which sheets there are of the forms on which what differs is marked.
pub(crate) fn look(sides: &Sides, page: usize) -> Result<(Sheets, bool)> {
    let (read, names) = (read(sides)?, NameTable::default());
    let sheets = match as_results(&read) {
        Some((plan, results)) => {
            let slip = both(plan, results)?;
            Sheets::count(|| slip.pages(FORMS, &names), page)
        }
        None => {
            let changes = Changes::between(tables(&read.old), tables(&read.new))?;
            Sheets::count(|| changes.pages(&names), page)
        }
    };
    Ok((sheets, read.looks_real))
}

/// The forms on which what differs is marked.
pub(crate) fn document(sides: &Sides, pages: Pages, out: &mut dyn Write) -> io::Result<()> {
    let read = match read(sides) {
        Ok(read) => read,
        Err(error) => return told(&error, out),
    };
    let names = NameTable::default();
    if let Some((plan, results)) = as_results(&read) {
        return match both(plan, results) {
            Ok(slip) => paint(slip.pages(FORMS, &names), pages, out),
            Err(error) => told(&error, out),
        };
    }
    match Changes::between(tables(&read.old), tables(&read.new)) {
        Ok(changes) => paint(changes.pages(&names), pages, out),
        Err(error) => told(&error, out),
    }
}

fn read(sides: &Sides) -> Result<Read> {
    let mut looks_real = false;
    let mut side = |units: &[SlipFiles]| -> Result<Vec<FileJson>> {
        let mut files = Vec::new();
        for unit in units {
            let reading = Reading::of(unit.clone())?;
            looks_real |= reading.looks_real;
            files.extend(reading.into_tables());
        }
        Ok(files)
    };
    let (old, new) = (side(&sides.old)?, side(&sides.new)?);
    Ok(Read { old, new, looks_real })
}

fn tables(files: &[FileJson]) -> impl Iterator<Item = &Table> {
    files.iter().map(|file| &file.table)
}

/// The plan and the results, where one side is the one and the other the other.
fn as_results(read: &Read) -> Option<(&[FileJson], &[FileJson])> {
    let has = |files: &[FileJson], kind| tables(files).any(|table| table.kind() == kind);
    let is = |files: &[FileJson], one, other| has(files, one) && !has(files, other);
    let (old, new) = (&*read.old, &*read.new);
    if is(old, Kind::Upplan, Kind::Upjsk) && is(new, Kind::Upjsk, Kind::Upplan) {
        Some((old, new))
    } else if is(new, Kind::Upplan, Kind::Upjsk) && is(old, Kind::Upjsk, Kind::Upplan) {
        Some((new, old))
    } else {
        None
    }
}

/// The files with their serials, where all names have them.
fn received(files: &[FileJson]) -> Option<Vec<ReceivedTable<'_>>> {
    let serial =
        |file: &FileJson| -> Option<Serial> { FileName::parse(file.name.as_deref()?).name.map(|name| name.serial) };
    files.iter().map(|file| Some(ReceivedTable { serial: serial(file)?, table: &file.table })).collect()
}

/// The slip on which both are.
fn both<'a>(plan: &'a [FileJson], results: &'a [FileJson]) -> Result<Slip<'a>> {
    match (received(plan), received(results)) {
        (Some(plan), Some(results)) => {
            let all = [plan, results].concat();
            Slip::of_received(&all, |at| all[at].table.kind().name())
        }
        _ => Ok(Slip::of_unit(tables(plan).chain(tables(results)))),
    }
}

fn results_lines(plan: &[FileJson], results: &[FileJson], monthly: &[String]) -> Result<Vec<DiffLine>> {
    let monthly: Vec<&str> = monthly.iter().map(String::as_str).collect();
    let compared = match (received(plan), received(results)) {
        (Some(plan), Some(results)) => compare_results(&plan, &results, &monthly)?,
        _ => compare_tables(&tables(plan).collect::<Vec<_>>(), &tables(results).collect::<Vec<_>>(), &monthly)?,
    };
    let people = people(tables(plan).chain(tables(results)));
    let told = compared.lines.iter().filter(|line| line.status != ResultsStatus::AsPlanned || line.units_differ());
    Ok(by_day(told.map(|line| results_line(line, &people)).collect()))
}

/// Puts the days of what is otherwise the same on one line; what differs comes before what is only missing.
fn by_day(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let mut joined: Vec<DiffLine> = Vec::new();
    let mut known: HashMap<[String; 5], usize> = HashMap::new();
    for line in lines {
        let key = [&line.user, &line.what, &line.subject, &line.old, &line.new].map(String::clone);
        match known.get(&key) {
            Some(at) if joined[*at].days.last() != line.days.last() => joined[*at].days.extend(line.days),
            Some(_) => {}
            None => {
                known.insert(key, joined.len());
                joined.push(line);
            }
        }
    }
    joined.sort_by_key(|line| match line.class {
        "bad" => 0,
        "warn" => 1,
        _ => 2,
    });
    joined
}

fn results_line(line: &ResultsLine, people: &HashMap<[String; 2], String>) -> DiffLine {
    let (what, class) = status(line);
    let side = |recorded: &cplink::interpret::Recorded| {
        if recorded.rows.is_empty() {
            return "なし".to_owned();
        }
        let units = recorded.units.map(|units| format!("（{units}単位）")).unwrap_or_default();
        let days = recorded.shown_days();
        let days = if days.is_empty() { days } else { format!(" {days}") };
        format!("{}回{units}{days}", recorded.count.shown())
    };
    let service = &line.service;
    let time = |text: &str| {
        let is_time = text.len() == 4 && text != "9999" && text.bytes().all(|byte| byte.is_ascii_digit());
        is_time.then(|| format!("{}:{}", &text[..2], &text[2..]))
    };
    let times = time(&service.service_start_time).zip(time(&service.service_end_time));
    let times = times.map(|(start, end)| format!("{start}〜{end} ")).unwrap_or_default();
    let kind = ServiceType::of_service(service.service_code.as_bytes()).map_or("", |kind| kind.name_ja);
    let office = if line.provider_name.is_empty() { &service.provider_number } else { &line.provider_name };
    let person = [line.user.insurer_number.clone(), line.user.insured_person_number.clone()];
    // Of who has reported nothing, the office alone is of interest.
    let is_missing = matches!(line.status, ResultsStatus::NotReported | ResultsStatus::UserNotReported);
    let (subject, [old, new]) = if is_missing {
        (format!("{office} {kind}"), Default::default())
    } else {
        let sides = [side(&line.planned), side(&line.done)];
        (format!("{times}{office} {kind} {}", service.service_code), sides)
    };
    DiffLine {
        user: whose(&person, people),
        days: vec![format!("{}{:02}", line.user.target_month, line.day)],
        what: what.to_owned(),
        class,
        subject,
        old,
        new,
    }
}

fn status(line: &ResultsLine) -> (&'static str, &'static str) {
    match line.status {
        ResultsStatus::AsPlanned => ("単位数違い", "warn"),
        ResultsStatus::NotDone => ("未実施", "bad"),
        ResultsStatus::Fewer => ("回数減", "bad"),
        ResultsStatus::More => ("回数増", "bad"),
        ResultsStatus::Additional => ("予定外", "bad"),
        ResultsStatus::OtherDays => ("日割対象日違い", "bad"),
        ResultsStatus::Unclear => ("回数が読み取れません", "bad"),
        ResultsStatus::NotReported => ("実績がまだ届いていません", ""),
        ResultsStatus::UserNotReported => ("実績にこの利用者の行がありません", "warn"),
    }
}

fn changed_lines(read: &Read) -> Result<Vec<DiffLine>> {
    let people = people(tables(&read.old).chain(tables(&read.new)));
    let mut kinds = Kind::ALL.to_vec();
    kinds.sort_by_key(|kind| kind.number());
    let mut lines = Vec::new();
    // Refuses two tables of a kind on a side.
    drop(Changes::between(tables(&read.old), tables(&read.new))?);
    for kind in kinds {
        let of_kind = |files: &'_ [FileJson]| tables(files).position(|table| table.kind() == kind);
        match (of_kind(&read.old), of_kind(&read.new)) {
            (Some(old), Some(new)) => {
                let compared = compare(&read.old[old].table, &read.new[new].table)?;
                let of = |difference: &Difference| changed(difference, &compared.old, &compared.new, &people);
                lines.extend(by_day(compared.differences.iter().flat_map(of).collect()));
            }
            (Some(at), None) => lines.push(alone(&read.old[at].table, false)),
            (None, Some(at)) => lines.push(alone(&read.new[at].table, true)),
            (None, None) => {}
        }
    }
    Ok(lines)
}

fn alone(table: &Table, is_new: bool) -> DiffLine {
    let rows = format!("{}行", table.len());
    let none = || "なし".to_owned();
    let (old, new) = if is_new { (none(), rows) } else { (rows, none()) };
    let what = if is_new { "新しい方だけにあります" } else { "古い方だけにあります" };
    DiffLine {
        user: String::new(),
        days: Vec::new(),
        what: what.to_owned(),
        class: "warn",
        subject: table.layout().name_ja.to_owned(),
        old,
        new,
    }
}

/// A line for each field that differs, or one for the row.
fn changed(difference: &Difference, old: &Table, new: &Table, people: &HashMap<[String; 2], String>) -> Vec<DiffLine> {
    let title = old.layout().name_ja;
    let line = |row: &Row<'_>, what: &str, subject: String, old: String, new: String| DiffLine {
        user: whose(&person(row), people),
        days: row.get("service_date").map(|day| day.into_owned()).into_iter().collect(),
        what: what.to_owned(),
        class: "bad",
        subject,
        old,
        new,
    };
    match difference {
        Difference::Added { row } => {
            let added = |row: Row<'_>| line(&row, "追加", title.to_owned(), String::new(), about(&row));
            new.row(*row).map(added).into_iter().collect()
        }
        Difference::Removed { row } => {
            let removed = |row: Row<'_>| line(&row, "取消", title.to_owned(), about(&row), String::new());
            old.row(*row).map(removed).into_iter().collect()
        }
        Difference::Changed { old: before, new: after, fields } => {
            let (Some(before), Some(after)) = (old.row(*before), new.row(*after)) else { return Vec::new() };
            let of = |field: &&'static Field| {
                let [was, is] = [&before, &after].map(|row| cell(row, field.id));
                line(&after, "変更", format!("{title}「{}」", field.name_ja), was, is)
            };
            fields.iter().map(of).collect()
        }
    }
}

/// What a row is about: the fields that tell it from others, but for whose it is.
fn about(row: &Row<'_>) -> String {
    let layout = row.layout();
    let own = layout.identity.iter().map(|at| &layout.fields[*at]);
    let own = own.filter(|field| !["insurer_number", "insured_person_number", "service_date"].contains(&field.id));
    let texts = own.map(|field| cell(row, field.id)).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" ")
}

fn cell(row: &Row<'_>, field: &str) -> String {
    row.get(field).map(|text| text.trim().to_owned()).unwrap_or_default()
}

fn person(row: &Row<'_>) -> [String; 2] {
    ["insurer_number", "insured_person_number"].map(|field| cell(row, field))
}

/// The names of people, as far as a file has them.
fn people<'a>(tables: impl Iterator<Item = &'a Table>) -> HashMap<[String; 2], String> {
    let mut people = HashMap::new();
    for row in tables.flat_map(Table::rows) {
        let name = cell(&row, "user_name");
        if !name.is_empty() {
            people.entry(person(&row)).or_insert(name);
        }
    }
    people
}

fn whose(person: &[String; 2], people: &HashMap<[String; 2], String>) -> String {
    match people.get(person) {
        Some(name) => format!("{name} 様（{}）", person[1]),
        None => person[1].clone(),
    }
}
