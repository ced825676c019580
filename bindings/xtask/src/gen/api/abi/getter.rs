//! The functions that read a value.

use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Shape, Sharing, Value};
use super::super::text;
use super::argument::{Argument, Form, Number};
use super::function::{Function, error};
use super::place::Place;
use super::{doc, link};

/// Which function of a value it is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    Whole,
    /// How many items the list has.
    Count,
    /// One of a list of texts.
    One,
}

/// The functions that read a value of a noun.
pub(super) fn getters(api: &Api, noun: &Noun, value: &Value, all: &mut Vec<Function>) -> Result<(), String> {
    let first = all.len();
    of_value(api, noun, &Place::of(noun), value, all)?;
    all[first..].iter_mut().for_each(|function| function.by_hand = value.by_hand.is_some());
    Ok(())
}

/// The functions that get a value: one, or those of a list.
fn of_value(api: &Api, noun: &Noun, place: &Place, value: &Value, all: &mut Vec<Function>) -> Result<(), String> {
    let is_call = noun.shape == Shape::Object && place.indices.is_empty() && value.group.is_none();
    let own = match (&value.group, is_call) {
        (Some(group), _) => format!("{}.{group}()?.{}", place.base, value.name),
        (None, true) => format!("crate::{}::{}({})?", noun.noun, value.name, noun.noun),
        (None, false) => format!("{}.{}", place.base, value.name),
    };
    let lent = if is_call { own.clone() } else { format!("&{own}") };
    let name = place.getter_name(value);
    let getter = Getter { api, noun, value, is_call };
    match value.kind()? {
        Kind::Texts => {
            all.push(getter.function(place, name, Part::Count, Gives::count(), &format!("{own}.len()")));
            let item = place.item(value, &lent);
            let mut name = item.prefix.trim_end_matches('_').to_owned();
            if value.main {
                name = format!("{name}_{}", value.one.clone().unwrap_or_default());
            }
            all.push(getter.function(&item, name, Part::One, Gives::text(), &item.base));
        }
        Kind::Records(record) => {
            all.push(getter.function(place, name, Part::Count, Gives::count(), &format!("{own}.len()")));
            let item = place.item(value, &lent);
            for inner in &api.record(record)?.1.values {
                of_value(api, noun, &item, inner, all)?;
            }
        }
        kind => {
            let (gives, expression) = match kind {
                // What an object lends it may have to lock first: its function gets the place.
                Kind::Text | Kind::Bytes | Kind::Numbers if is_call => {
                    let (gives, _) = Gives::of(kind, value, &own, &lent)?;
                    let target = &gives.arguments[0].name;
                    let call = format!("crate::{0}::{1}({0}, {target})?", noun.noun, value.name);
                    (Gives { put: "", ..gives }, call)
                }
                Kind::Noun(other) if is_call && value.optional => {
                    (Gives { put: "lend_maybe", ..Gives::lent(other) }, own.clone())
                }
                kind => Gives::of(kind, value, &own, &lent)?,
            };
            all.push(getter.function(place, name, Part::Whole, gives, &expression));
        }
    }
    Ok(())
}

/// What a getter puts where.
pub(super) struct Gives {
    pub(super) arguments: Vec<Argument>,
    pub(super) line: String,
    put: &'static str,
    doc: Option<&'static str>,
}

impl Gives {
    pub(super) fn one(name: &str, number: Number) -> Self {
        Self::to(name, Form::OutNumber(number))
    }

    fn to(name: &str, form: Form) -> Self {
        Self {
            arguments: vec![Argument::new(name, form)],
            line: format!("let {name} = out!({name});"),
            put: "put",
            doc: None,
        }
    }

    fn count() -> Self {
        Self::one("count", "usize")
    }

    fn pair(name: &str, form: Form, count: &str, kind: &str, doc: &'static str) -> Self {
        Self {
            arguments: vec![Argument::new(name, form), Argument::new(count, Form::OutLength)],
            line: format!("let {name} = out_{kind}!({name}, {count});"),
            put: "put",
            doc: Some(doc),
        }
    }

    pub(super) fn text() -> Self {
        Self::pair("text", Form::OutText, "len", "text", "`text` is UTF-8 of `len` bytes without NUL")
    }

    pub(super) fn bytes() -> Self {
        Self::pair("data", Form::OutArray("u8"), "len", "bytes", "`data` points to `len` bytes")
    }

    pub(super) fn numbers(name: &str, ends: bool) -> Self {
        let (form, doc) = match ends {
            true => (Form::OutEnds, "`numbers` points to `count + 1` numbers"),
            false => (Form::OutArray("u32"), "`numbers` points to `count` numbers"),
        };
        Self::pair(name, form, "count", "numbers", doc)
    }

    fn lent(noun: &str) -> Self {
        Self { doc: Some("`*out`"), put: "lend", ..Self::to("out", Form::OutLent(noun.to_owned())) }
    }

    fn of(kind: Kind<'_>, value: &Value, own: &str, lent: &str) -> Result<(Self, String), String> {
        let or_none = |plain: &str| {
            if value.optional { format!("{own}.unwrap_or({})", value.none.unwrap_or(0)) } else { plain.to_owned() }
        };
        Ok(match kind {
            Kind::Text if value.optional => (Self { put: "put_maybe", ..Self::text() }, format!("{own}.as_deref()")),
            Kind::Text => (Self::text(), lent.to_owned()),
            Kind::Bytes if value.optional => (Self::bytes(), format!("{own}.as_deref().unwrap_or_default()")),
            Kind::Bytes => (Self::bytes(), lent.to_owned()),
            Kind::Flag => (Self::one("value", "i32"), format!("i32::from({own})")),
            Kind::Time | Kind::Integer => (Self::one("value", "i64"), or_none(own)),
            Kind::Number => (Self::one("value", "u32"), or_none(own)),
            Kind::Size => (Self::one("value", "u64"), or_none(own)),
            Kind::Count => (Self::count(), or_none(own)),
            Kind::Code => (Self::one("value", "i32"), or_none(own)),
            Kind::Choice(_) => (Self::one("value", "i32"), format!("{own} as i32")),
            Kind::Numbers => (Self::numbers("numbers", value.ends), lent.to_owned()),
            Kind::Noun(noun) if value.optional => {
                (Self { put: "lend_maybe", ..Self::lent(noun) }, format!("{own}.as_ref()"))
            }
            Kind::Noun(noun) => (Self::lent(noun), lent.to_owned()),
            other => return Err(format!("{}: {other:?} has no getter", value.name)),
        })
    }
}

struct Getter<'a> {
    api: &'a Api,
    noun: &'a Noun,
    value: &'a Value,
    /// A function written by hand gives the value.
    is_call: bool,
}

impl Getter<'_> {
    fn function(&self, place: &Place, name: String, part: Part, gives: Gives, expression: &str) -> Function {
        let Self { noun, value, .. } = self;
        let handle = &noun.noun;
        let mut arguments = vec![Argument::new(handle, Form::Handle { noun: handle.clone(), changes: false })];
        arguments.extend(place.indices.iter().map(|index| Argument::new(index, Form::Number("usize"))));
        let target = gives.arguments[0].name.clone();
        let put = match gives.put {
            "" => format!("{expression};"),
            put => format!("{target}.{put}({expression});"),
        };
        let doc = self.doc(place, part, &gives);
        arguments.extend(gives.arguments);
        arguments.extend(error(noun));
        Function {
            name,
            doc,
            arguments,
            frees: false,
            by_hand: value.by_hand.is_some(),
            waits: false,
            body: vec![format!("let {handle} = arg!({handle});"), gives.line, put],
        }
    }

    fn doc(&self, place: &Place, part: Part, gives: &Gives) -> Vec<String> {
        let Self { api, noun, value, is_call } = self;
        let mut first = vec![link::linked(api, &value.en)];
        match part {
            Part::Whole => first.extend(doc::of_c(api, value)),
            Part::Count => first.push("This gives how many there are.".into()),
            Part::One => first.extend(place.indices.last().map(|index| format!("This gives the one at `{index}`."))),
        }
        if !place.indices.is_empty() {
            let counts = if place.indices.len() == 1 { "counts" } else { "count" };
            first.push(format!("{} {counts} from 0.", text::listed(&doc::quoted(&place.indices))));
        }
        let mut second: Vec<String> = Vec::new();
        second.extend(gives.doc.map(|what| match gives.arguments[0].form {
            Form::OutLent(_) => format!("{what} is {}; do not free it.", doc::until(noun)),
            _ => format!("{what}, {}.", doc::until(noun)),
        }));
        second.push(doc::sharing(noun, false));
        let mut errors: Vec<&str> = Vec::new();
        if !place.indices.is_empty() {
            errors.push("CPL_E_INVALID_ARGUMENT");
        }
        errors.extend(value.errors.iter().map(String::as_str));
        errors.push("CPL_E_NULL_ARGUMENT");
        if *is_call && noun.sharing == Sharing::ReadOrChange {
            errors.extend(["CPL_E_BUSY", "CPL_E_POISONED"]);
        }
        vec![first.join(" "), second.join(" "), doc::errors(&errors)]
    }
}
