//! Circles between files.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

/// One file takes something from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    pub(super) from: String,
    pub(super) line: usize,
    pub(super) to: String,
    /// As it is written.
    pub(super) path: String,
}

/// Files that need each other, each with what it takes from the next.
pub(super) struct Circle(pub(super) Vec<Use>);

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a circle:")?;
        for step in &self.0 {
            write!(f, "\n  {}:{} takes {} from {}", step.from, step.line, step.path, step.to)?;
        }
        Ok(())
    }
}

/// The shortest circle through each file that is in one; each circle once.
pub(super) fn shortest(uses: &[Use]) -> Vec<Circle> {
    let mut next: BTreeMap<&str, BTreeMap<&str, &Use>> = BTreeMap::new();
    for one in uses.iter().filter(|one| one.from != one.to) {
        next.entry(&one.from).or_default().entry(&one.to).or_insert(one);
    }
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for start in next.keys() {
        let Some(steps) = way_back(start, &next) else { continue };
        let files: BTreeSet<&str> = steps.iter().map(|step| step.from.as_str()).collect();
        if seen.insert(files) {
            found.push(Circle(steps.into_iter().cloned().collect()));
        }
    }
    found
}

/// The shortest way from a file to itself.
fn way_back<'a>(start: &'a str, next: &BTreeMap<&'a str, BTreeMap<&'a str, &'a Use>>) -> Option<Vec<&'a Use>> {
    let mut by: BTreeMap<&str, &Use> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(file) = waiting.pop_front() {
        for (to, one) in next.get(file).into_iter().flatten() {
            if by.contains_key(to) {
                continue;
            }
            by.insert(to, one);
            if *to == start {
                let mut steps = vec![*one];
                while steps[steps.len() - 1].from != start {
                    steps.push(by[steps[steps.len() - 1].from.as_str()]);
                }
                steps.reverse();
                return Some(steps);
            }
            waiting.push_back(to);
        }
    }
    None
}
