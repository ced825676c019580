//! No row is lost, doubled or changed, whatever rows there are: held against a plain count of who serves whom.

use std::collections::{BTreeMap, BTreeSet};

use cplink::spec::Kind;
use cplink::typed::{Cell, CellValue, Upplan};
use cplink::unit::{MadeUnits, Unit};
use cplink_testkit::random::Random;

use super::kit::*;

type Rows = BTreeMap<(Kind, Vec<String>), usize>;

const TYPES: [&str; 4] = ["11", "15", "17", "63"];

struct World {
    slips: Vec<Upplan>,
    users: BTreeSet<(String, String)>,
    plans: Vec<(String, Vec<String>)>,
}

fn said<T: CellValue>(cell: &Cell<T>) -> String {
    cell.text().unwrap().into_owned()
}

/// Users with any services of any offices in two months, their rows in any order; some have a plan.
fn world(random: &mut Random) -> World {
    let (mut slips, mut users, mut plans) = (Vec::new(), BTreeSet::new(), Vec::new());
    for user in 0..1 + random.below(12) {
        let user = format!("{user:010}");
        let mut offices = Vec::new();
        for month in ["202510", "202511"].iter().take(1 + random.below(2)) {
            for day in 0..1 + random.below(20) {
                let (office, service) = (random.below(15), TYPES[random.below(TYPES.len())]);
                let office = format!("99700001{office:02}");
                let mut row = planned(&user, month, &office, &format!("{service}1111"));
                row.service_date.set_text(&format!("{month}{:02}", 1 + day));
                slips.push(row);
                users.insert((user.clone(), (*month).to_owned()));
                offices.push(office);
            }
        }
        if random.below(2) == 0 {
            plans.push((user, offices));
        }
    }
    for at in (1..slips.len()).rev() {
        slips.swap(at, random.below(at + 1));
    }
    World { slips, users, plans }
}

impl World {
    fn make(&self) -> (Vec<cplink::record::Table>, MadeUnits) {
        let mut rows = planner();
        rows.add_rows(&self.slips).unwrap();
        for (user, month) in &self.users {
            complete(&mut rows, user, month);
        }
        for (user, offices) in &self.plans {
            let offices: Vec<&str> = offices.iter().map(|office| &**office).collect();
            plan(&mut rows, user, "20250915", &offices);
            rows.add_rows(&[plan_supplement(user, "20250915")]).unwrap();
        }
        (self.slips.iter().map(table).collect(), rows.make().unwrap())
    }

    /// Office and service type of everyone who serves a user, in a month or in any.
    fn servers(&self, user: &str, month: Option<&str>) -> BTreeSet<String> {
        let of = |row: &&Upplan| {
            let its = said(&row.insured_person_number) == user;
            its && month.is_none_or(|month| said(&row.target_month) == month)
        };
        let server = |row: &Upplan| format!("{}-{}", said(&row.provider_number), &said(&row.service_code)[..2]);
        self.slips.iter().filter(of).map(server).collect()
    }
}

/// A unit's receiver, and the rows of its files.
type Read = (String, BTreeMap<Kind, Vec<Vec<String>>>);

fn read(made: &MadeUnits) -> Vec<Read> {
    let to = |unit: &Unit| format!("{}-{}", unit.to().office(), unit.to().service_type());
    made.units.iter().map(|one| (to(&one.unit), files(&one.unit))).collect()
}

/// How often each row is in the slips for each receiver.
fn slips(read: &[Read]) -> BTreeMap<String, Rows> {
    let mut sent: BTreeMap<String, Rows> = BTreeMap::new();
    for (to, files) in read.iter().filter(|(_, files)| files.contains_key(&Kind::Upplan)) {
        for (kind, rows) in files {
            for row in rows {
                *sent.entry(to.clone()).or_default().entry((*kind, row.clone())).or_default() += 1;
            }
        }
    }
    sent
}

/// How many rows of a kind each receiver has of a user's plan.
fn plans(read: &[Read], kind: Kind, user: &str) -> BTreeMap<String, usize> {
    let own = |files: &BTreeMap<Kind, Vec<Vec<String>>>| {
        files.get(&kind).map_or(0, |rows| rows.iter().filter(|row| row[2] == user).count())
    };
    read.iter().map(|(to, files)| (to.clone(), own(files))).filter(|(_, count)| *count > 0).collect()
}

#[test]
fn rows_in_are_rows_out() {
    let mut random = Random::new(20_251_001);
    for _ in 0..40 {
        let world = world(&mut random);
        let (tables, made) = world.make();
        assert_sound(&made);
        assert!(made.units.iter().all(|one| one.supplemented == 0));
        let mut expected: BTreeMap<String, Rows> = BTreeMap::new();
        for (row, table) in world.slips.iter().zip(&tables) {
            let (user, month) = (said(&row.insured_person_number), said(&row.target_month));
            for to in world.servers(&user, Some(&month)) {
                *expected.entry(to).or_default().entry((Kind::Upplan, texts(table).remove(0))).or_default() += 1;
            }
        }
        for (user, month) in &world.users {
            for to in world.servers(user, Some(month)) {
                for table in [table(&annexed(user, month)), table(&supplement(user, month))] {
                    let row = (table.kind(), texts(&table).remove(0));
                    *expected.entry(to.clone()).or_default().entry(row).or_default() += 1;
                }
            }
        }
        let read = read(&made);
        assert!(slips(&read) == expected, "a row is lost, doubled or changed");
        for (user, offices) in &world.plans {
            for (kind, count) in [(Kind::Up1kyo, 1), (Kind::Up2kyo, offices.len()), (Kind::Up3kyo, 1)] {
                let wanted = world.servers(user, None).into_iter().map(|to| (to, count)).collect();
                assert_eq!(plans(&read, kind, user), wanted, "{}", kind.name());
            }
        }
    }
}
