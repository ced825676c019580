//! What is written by hand is what cannot be made, and says why.

use super::description::Api;
use super::kind::Kind;
use super::model::{Noun, Shape, Value};

/// Whether exactly what needs it is written by hand.
pub(super) fn check(api: &Api, noun: &Noun) -> Result<(), String> {
    agree(&noun.noun, noun.by_hand.as_ref(), holds_an_object(api, noun))?;
    if noun.by_hand.is_none() && holds_an_object(api, noun) {
        return Err("it holds another object, so its structure is written by hand: say so in `by_hand`".to_owned());
    }
    for value in &noun.values {
        agree(&value.name, value.by_hand.as_ref(), may_be_locked(noun, value))?;
    }
    let of_records = noun.records.iter().flat_map(|record| &record.values);
    of_records.map(|value| agree(&value.name, value.by_hand.as_ref(), false)).collect()
}

fn agree(name: &str, reason: Option<&String>, may_be: bool) -> Result<(), String> {
    match reason {
        Some(_) if !may_be => Err(format!("{name}: `by_hand` is not needed")),
        Some(reason) if reason.trim().len() < 10 => Err(format!("{name}: `by_hand` gives no reason")),
        _ => Ok(()),
    }
}

/// Values are copied out of the core; an object in them is not.
fn holds_an_object(api: &Api, noun: &Noun) -> bool {
    let values = noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values));
    let mut others = values.filter_map(|value| match value.kind() {
        Ok(Kind::Noun(other)) => api.noun(other).ok(),
        _ => None,
    });
    matches!(noun.shape, Shape::Values | Shape::List) && others.any(|other| !other.is_made())
}

/// An object may keep a list behind a lock, from which it cannot lend a whole.
fn may_be_locked(noun: &Noun, value: &Value) -> bool {
    noun.shape == Shape::Object && value.group.is_none() && value.one.is_some()
}
