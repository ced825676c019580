//! A day in JSON, `2026-03-31`; `null` where there is none.

use std::borrow::Cow;

use serde::de::{Deserialize as _, Error as _};
use serde::ser::{Error as _, Serialize as _};
use serde::{Deserializer, Serializer};
use time::Date;

use crate::moment;

pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    let text = day.map(|day| moment::spelled_day(day).ok_or_else(|| S::Error::custom("the day is out of range")));
    text.transpose()?.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<Cow<'de, str>>::deserialize(deserializer)? else { return Ok(None) };
    moment::of_spelled_day(&text).map(Some).ok_or_else(|| D::Error::custom("not a day"))
}
