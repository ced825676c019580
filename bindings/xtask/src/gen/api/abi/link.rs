//! `[noun.member]` in a text, as C names it.

use super::super::description::Api;
use super::super::model::{Shape, Value};
use super::super::text;
use super::place::Place;

/// A text with the names of C.
pub(crate) fn linked(api: &Api, words: &str) -> String {
    text::linked(words, |noun, member| match name(api, noun, member) {
        Some(name) => format!("`{name}`"),
        // `valid` has refused it.
        None => String::new(),
    })
}

/// What C calls a noun, a record, a choice, or a member of one; none if it is not described.
pub(crate) fn name(api: &Api, owner: &str, member: Option<&str>) -> Option<String> {
    let Some(member) = member else { return type_name(api, owner) };
    for noun in &api.nouns {
        if noun.noun == owner {
            if noun.verbs.iter().any(|verb| verb.name == member) {
                return Some(format!("{}_{member}", noun.c_name()));
            }
            if noun.settings.iter().any(|setting| setting.name == member) {
                return Some(member.to_owned());
            }
            if let Some(value) = find(&noun.values, member) {
                return Some(Place::of(noun).getter_name(value));
            }
        }
        if let Some(name) = of_record(api, &Place::of(noun), &noun.values, owner, member) {
            return Some(name);
        }
    }
    let choice = api.choices.iter().find(|choice| choice.name == owner)?;
    let case = choice.cases.iter().find(|case| case.name == member)?;
    Some(format!("{}{}", choice.c_prefix(), case.name.to_uppercase()))
}

fn find<'a>(values: &'a [Value], name: &str) -> Option<&'a Value> {
    values.iter().find(|value| value.name == name)
}

fn of_record(api: &Api, place: &Place, values: &[Value], owner: &str, member: &str) -> Option<String> {
    values.iter().find_map(|list| {
        let (_, record) = api.record(list.item.as_deref()?).ok()?;
        let place = place.item(list, "");
        match find(&record.values, member).filter(|_| record.name == owner) {
            Some(value) => Some(place.getter_name(value)),
            None => of_record(api, &place, &record.values, owner, member),
        }
    })
}

fn type_name(api: &Api, name: &str) -> Option<String> {
    let noun = api.noun(name).or_else(|_| api.record(name).map(|(noun, _)| noun));
    match noun {
        Ok(noun) if noun.shape == Shape::Functions => Some(format!("{}_…", noun.c_name())),
        Ok(noun) => Some(noun.c_name()),
        Err(_) => api.choices.iter().find(|choice| choice.name == name).map(|choice| format!("{}…", choice.c_prefix())),
    }
}
