//! What is written by hand is what cannot be made, and says why.

use super::Api;
use super::kind::Kind;
use super::model::{Noun, Shape, Value, Verb};

/// Whether exactly what needs it is written by hand.
pub(super) fn check(api: &Api, noun: &Noun) -> Result<(), String> {
    agree(&noun.noun, noun.by_hand.as_ref(), holds_an_object(api, noun), "its structure holds another object")?;
    let values = noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values));
    for value in values.filter(|value| value.by_hand.is_some()) {
        agree(&value.name, value.by_hand.as_ref(), may_be(noun, value), "it is a list that an object has")?;
    }
    for verb in &noun.verbs {
        agree(&verb.name, verb.by_hand.as_ref(), takes_of_host(verb)?, "a function of the host goes in")?;
    }
    Ok(())
}

fn agree(name: &str, reason: Option<&String>, needs: bool, why: &str) -> Result<(), String> {
    match reason {
        Some(_) if !needs => Err(format!("{name}: `by_hand` is not needed, for it is not so that {why}")),
        Some(reason) if reason.trim().len() < 10 => Err(format!("{name}: `by_hand` gives no reason")),
        None if needs => Err(format!("{name}: {why}, so it is written by hand: say so")),
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
fn may_be(noun: &Noun, value: &Value) -> bool {
    noun.shape == Shape::Object && value.group.is_none() && value.one.is_some()
}

fn takes_of_host(verb: &Verb) -> Result<bool, String> {
    let kinds = verb.takes.iter().map(|parameter| parameter.kind()).collect::<Result<Vec<_>, _>>()?;
    Ok(kinds.iter().any(|kind| matches!(kind, Kind::Host(_))))
}
