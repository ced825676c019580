//! The invented numbers.

use serde::Deserialize;

use crate::certify::scenario::PackError;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRanges {
    insured: Vec<String>,
    insurer: Vec<String>,
    office: Vec<String>,
}

/// The numbers that a pack's invented people, insurers and offices have. Any other could be a real one.
#[derive(Clone, Debug)]
pub struct Ranges {
    insured: Vec<Range>,
    insurer: Vec<Range>,
    office: Vec<Range>,
}

/// From and to, of one length, both in it.
#[derive(Clone, Debug)]
struct Range(String, String);

impl Ranges {
    pub(super) fn read(raw: &RawRanges, file: &str) -> Result<Self, PackError> {
        let all = |key: &str, texts: &[String]| {
            let read = texts.iter().map(|text| {
                let range = text.split_once('-').map(|(from, to)| Range(from.to_owned(), to.to_owned()));
                let range = range.filter(|Range(from, to)| from.len() == to.len() && from <= to);
                range.ok_or_else(|| PackError::key(file, &format!("synthetic.{key}"), "a range is written FROM-TO"))
            });
            read.collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            insured: all("insured", &raw.insured)?,
            insurer: all("insurer", &raw.insurer)?,
            office: all("office", &raw.office)?,
        })
    }

    /// Whether an insured person's number is invented.
    pub fn has_insured(&self, number: &str) -> bool {
        within(&self.insured, number)
    }

    /// Whether an insurer's number is invented.
    pub fn has_insurer(&self, number: &str) -> bool {
        within(&self.insurer, number)
    }

    /// Whether an office's number is invented.
    pub fn has_office(&self, number: &str) -> bool {
        within(&self.office, number)
    }
}

fn within(ranges: &[Range], number: &str) -> bool {
    ranges.iter().any(|Range(from, to)| number.len() == from.len() && from.as_str() <= number && number <= to.as_str())
}
