//! The three numbers of 第2表 and of the support plan: each counts from 1 below the one before it.

use std::collections::HashMap;

use crate::finding::Rule;
use crate::record::Table;
use crate::rules::collector::Collector;
use crate::rules::column::{Cell, Column};

/// What goes with the three numbers of a plan's records, which are those of the layout's identity.
pub(super) struct Numbering {
    /// The text that a new second number must come with, and the text that alone does not make one.
    goal: Option<(&'static str, &'static str)>,
    /// Texts that are on the first record of the first and of the second number only.
    once: [&'static [&'static str]; 2],
}

/// 第2表: 課題, 援助目標 (long-term goals), 援助内容.
pub(super) const TABLE_2: Numbering = Numbering { goal: Some(("long_term_goal", "short_term_goal")), once: [&[], &[]] };

/// The support plan: 課題, 支援計画, 利用サービス.
pub(super) const SUPPORT_PLAN: Numbering = Numbering {
    goal: None,
    once: [
        &["overall_issue", "goal_proposal", "proposal_intent", "goal"],
        &["support_point", "self_care_support", "insurance_services"],
    ],
};

/// A record's numbers and its place. Sorted, records are in the printed order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Numbered {
    plan: u32,
    numbers: [u8; 3],
    row: u32,
}

pub(super) fn check(table: &Table, numbering: &Numbering, collector: &mut Collector<'_>) {
    let Ok(columns) = Column::at(table, table.layout().identity_beside_keys()).try_into() else { return };
    let records = sorted(table, columns);
    for plan in records.chunk_by(|one, other| one.plan == other.plan) {
        // Where a number is missing or out of range, which was reported, the others cannot be judged.
        if plan.iter().any(|record| record.numbers.contains(&0)) {
            continue;
        }
        steps(plan, columns, collector);
        if let Some((long, short)) = numbering.goal
            && let Some([long, short]) = Column::all(table, [long, short])
        {
            goals(table, plan, columns[1], long, short, collector);
        }
        once(table, plan, numbering.once, collector);
    }
}

/// All records by plan and numbers; an invalid number is 0.
fn sorted(table: &Table, columns: [Column; 3]) -> Vec<Numbered> {
    let keys = Column::keys(table);
    let mut plans: HashMap<Vec<Cell<'_>>, u32> = HashMap::new();
    let mut records = Vec::with_capacity(table.len());
    for (row, record) in table.rows().enumerate() {
        let next = plans.len() as u32;
        let plan = *plans.entry(keys.iter().map(|key| key.bytes(&record)).collect()).or_insert(next);
        let numbers =
            columns.map(|column| column.number(&record).and_then(|number| number.try_into().ok()).unwrap_or(0));
        records.push(Numbered { plan, numbers, row: row as u32 });
    }
    crate::sort::sort(&mut records);
    records
}

/// From record to record one number moves on by one, and those below it start again.
fn steps(plan: &[Numbered], columns: [Column; 3], collector: &mut Collector<'_>) {
    let mut before = [0; 3];
    for record in plan {
        let numbers = record.numbers;
        if let Some(level) = (0..3).find(|level| numbers[*level] != before[*level]) {
            let follows = u16::from(numbers[level]) == u16::from(before[level]) + 1;
            let wrong = if follows { (level + 1..3).find(|below| numbers[*below] != 1) } else { Some(level) };
            if let Some(wrong) = wrong {
                collector.cell(Rule::TableNumberGap, record.row as usize, columns[wrong]);
            }
        }
        before = numbers;
    }
}

/// A new 援助目標NO is a new long-term goal; a second short-term goal keeps the number.
fn goals(table: &Table, plan: &[Numbered], at: Column, long: Column, short: Column, collector: &mut Collector<'_>) {
    let mut last: Option<([u8; 3], Cell<'_>)> = None;
    for record in plan {
        let Some(row) = table.row(record.row as usize) else { continue };
        let (text, short) = (long.bytes(&row), short.bytes(&row));
        let new_goal =
            last.as_ref().filter(|(before, _)| before[0] == record.numbers[0] && before[1] != record.numbers[1]);
        if let Some((_, before)) = new_goal
            && !short.is_empty()
            && !before.is_empty()
            && (text.is_empty() || text == *before)
        {
            collector.cell(Rule::TableGoalNumber, record.row as usize, at);
        }
        // A blank means "as above" while issue and goal stay.
        let stays = last.as_ref().is_some_and(|(before, _)| before[..2] == record.numbers[..2]);
        let kept = last.take().filter(|_| stays && text.is_empty()).map_or(text, |(_, before)| before);
        last = Some((record.numbers, kept));
    }
}

/// Texts of a number are on its first record only.
fn once(table: &Table, plan: &[Numbered], texts: [&[&str]; 2], collector: &mut Collector<'_>) {
    for (level, ids) in texts.iter().enumerate() {
        let columns: Vec<Column> = ids.iter().filter_map(|id| Column::of(table, id)).collect();
        for same in plan.chunk_by(|one, other| one.numbers[..=level] == other.numbers[..=level]) {
            for record in &same[1..] {
                let Some(row) = table.row(record.row as usize) else { continue };
                for column in columns.iter().filter(|column| !column.is_empty(&row)) {
                    collector.cell(Rule::TableTextRepeated, record.row as usize, *column);
                }
            }
        }
    }
}
