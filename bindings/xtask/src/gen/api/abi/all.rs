//! All functions of a noun.

use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Verb};
use super::argument::{Argument, Form};
use super::function::Function;
use super::getter::getters;
use super::{link, verb};

/// They are in the order of the header: what makes one, its values, its other verbs, what frees it.
pub(crate) fn functions(api: &Api, noun: &Noun) -> Result<Vec<Function>, String> {
    let mut all = Vec::new();
    let (makers, others): (Vec<&Verb>, Vec<&Verb>) = noun.verbs.iter().partition(|verb| makes(noun, verb));
    for maker in makers {
        all.push(verb::function(api, noun, maker)?);
    }
    for value in &noun.values {
        getters(api, noun, value, &mut all)?;
    }
    for other in others {
        all.push(verb::function(api, noun, other)?);
    }
    if noun.has_handle() && !noun.lent_only {
        all.push(free(api, noun));
    }
    Ok(all)
}

fn makes(noun: &Noun, verb: &Verb) -> bool {
    verb.is_static && verb.gives.iter().any(|given| given.kind() == Ok(Kind::Noun(&noun.noun)))
}

fn free(api: &Api, noun: &Noun) -> Function {
    let note = noun.freeing.as_ref().map(|texts| format!("{} ", link::linked(api, &texts.en))).unwrap_or_default();
    let doc = format!(
        "Frees it. {note}NULL is fine; twice is not. Not while another thread uses it or data borrowed from it."
    );
    Function {
        name: format!("{}_free", noun.c_name()),
        doc: vec![doc],
        arguments: vec![Argument::new(&noun.noun, Form::Handle { noun: noun.noun.clone(), changes: true })],
        frees: true,
        by_hand: false,
        waits: false,
        body: Vec::new(),
    }
}
