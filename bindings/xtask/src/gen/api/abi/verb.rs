//! The functions that do something.

use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Parameter, Verb};
use super::argument::{Argument, Form, Number};
use super::function::{Function, error};
use super::getter::Gives;
use super::verb_doc::documentation;

/// The function of a verb.
pub(super) fn function(api: &Api, noun: &Noun, verb: &Verb) -> Result<Function, String> {
    let named = |error: String| format!("{}: {error}", verb.name);
    let mut arguments = Vec::new();
    let mut body = Vec::new();
    let mut passed = Vec::new();
    if !verb.is_static {
        let form = Form::Handle { noun: noun.noun.clone(), changes: verb.changes };
        arguments.push(Argument::new(&noun.noun, form));
        body.push(format!("let {0} = arg!({0});", noun.noun));
        passed.push(noun.noun.clone());
    }
    for parameter in &verb.takes {
        let (own, line) = taken(parameter).map_err(named)?;
        arguments.extend(own);
        body.extend((!line.is_empty()).then_some(line));
        passed.push(parameter.name.clone());
    }
    if verb.waits {
        let form = Form::Handle { noun: "job".into(), changes: false };
        arguments.push(Argument::new("job", form).or_null(true));
        body.push("let job = maybe(job);".into());
        passed.push("job".into());
    }
    let given: Vec<Given> = verb.gives.iter().map(given).collect::<Result<_, _>>().map_err(named)?;
    for given in &given {
        arguments.extend(given.arguments.iter().cloned());
        body.push(given.line.clone());
    }
    let lends = !verb.is_static && verb.gives.iter().any(|parameter| parameter.lent);
    if lends {
        passed.extend(given.iter().map(|given| given.arguments[0].name.clone()));
    }
    let call = format!("crate::{}::{}({})?", noun.noun, verb.name, passed.join(", "));
    body.extend(if lends { vec![format!("{call};")] } else { putting(&call, verb, &given)? });
    let doc = documentation(api, noun, verb, &arguments)?;
    arguments.extend(error(noun));
    Ok(Function {
        name: format!("{}_{}", noun.c_name(), verb.name),
        doc,
        arguments,
        frees: false,
        by_hand: false,
        waits: verb.waits,
        body,
    })
}

/// A parameter that goes in: its C parameters, and the line that checks it.
fn taken(parameter: &Parameter) -> Result<(Vec<Argument>, String), String> {
    let name = &parameter.name;
    let one = |form: Form| vec![Argument::new(name, form).or_null(parameter.optional)];
    let number = |number: Number| (one(Form::Number(number)), String::new());
    // Nothing is a count of 0.
    let counted = |form: Form| {
        let mut both = vec![Argument::new(name, form)];
        both.push(Argument::new(&format!("{name}_len"), Form::Length));
        both
    };
    let array =
        |form: Form, make: &str| (counted(form), format!("let {name} = {make}({name}, {name}_len, \"{name}\")?;"));
    let maybe =
        |must: &str, may: &str| format!("let {name} = {}({name});", if parameter.optional { may } else { must });
    Ok(match parameter.kind()? {
        Kind::Text | Kind::Path => (one(Form::Text), maybe("text!", "maybe_text!")),
        Kind::Bytes => (counted(Form::Array("u8")), format!("let {name} = bytes!({name}, {name}_len);")),
        Kind::Texts => array(Form::Texts, "texts_of"),
        Kind::Numbers => array(Form::Array("u32"), "numbers_of"),
        Kind::Shorts => array(Form::Array("u16"), "numbers_of"),
        Kind::Choices(_) => array(Form::Array("i32"), "numbers_of"),
        Kind::Flag => (one(Form::Number("i32")), format!("let {name} = {name} != 0;")),
        Kind::Number | Kind::Milliseconds => number("u32"),
        Kind::Count => number("usize"),
        Kind::Code | Kind::Choice(_) => number("i32"),
        Kind::Time | Kind::Integer => number("i64"),
        Kind::Size => number("u64"),
        Kind::Noun(noun) => {
            let form = Form::Handle { noun: noun.to_owned(), changes: parameter.changes };
            (one(form), maybe("arg!", "maybe"))
        }
        // What it points to is the host's affair.
        Kind::Host("pointer") => (vec![Argument::new(name, Form::User).or_null(true)], String::new()),
        Kind::Host(function) => {
            let line = if parameter.optional { String::new() } else { format!("let {name} = function!({name});") };
            (one(Form::Callback(function.to_owned())), line)
        }
        Kind::Records(_) => return Err(format!("{name}: that cannot go in")),
    })
}

/// A result: its C parameters, the line that checks its place, and how it is put there.
struct Given {
    arguments: Vec<Argument>,
    line: String,
    put: String,
    /// The caller may not want it.
    is_extra: bool,
}

impl Given {
    fn plain(gives: Gives) -> Self {
        let put = format!("{}.put", gives.arguments[0].name);
        Self { line: gives.line, put, arguments: gives.arguments, is_extra: false }
    }

    /// A handle that the caller frees.
    fn owned(name: &str, noun: &str, check: &str, put: &str, is_extra: bool) -> Self {
        Self {
            arguments: vec![Argument::new(name, Form::OutHandle(noun.to_owned())).or_null(is_extra)],
            line: format!("let {name} = {check}({name});"),
            put: format!("{name}.{put}"),
            is_extra,
        }
    }

    /// The line that puts `value` there.
    fn putting(&self, value: &str) -> String {
        let name = &self.arguments[0].name;
        match self.is_extra {
            true => format!("if let Some({name}) = {name} {{ {}({value}) }}", self.put),
            false => format!("{}({value});", self.put),
        }
    }
}

fn given(parameter: &Parameter) -> Result<Given, String> {
    let name = &parameter.name;
    let number = |number: Number| Given::plain(Gives::one(name, number));
    Ok(match parameter.kind()? {
        Kind::Text if parameter.lent => Given::plain(Gives::text()),
        Kind::Bytes if parameter.lent => Given::plain(Gives::bytes()),
        Kind::Text | Kind::Bytes => Given::owned(name, "bytes", "out!", "give_bytes", false),
        Kind::Numbers => Given::plain(Gives::numbers(name, parameter.ends)),
        Kind::Flag | Kind::Code | Kind::Choice(_) => number("i32"),
        Kind::Time | Kind::Integer => number("i64"),
        Kind::Number => number("u32"),
        Kind::Size => number("u64"),
        Kind::Count => number("usize"),
        // What is called `out` is what the verb is for; the rest the caller may not want.
        Kind::Noun(noun) if parameter.optional && name != "out" => Given::owned(name, noun, "maybe_out", "give", true),
        Kind::Noun(noun) if parameter.optional => Given::owned(name, noun, "out!", "give_maybe", false),
        Kind::Noun(noun) => Given::owned(name, noun, "out!", "give", false),
        other => return Err(format!("{name}: {other:?} cannot come out")),
    })
}

/// The lines that call the function and put its results where the caller wants them.
fn putting(call: &str, verb: &Verb, given: &[Given]) -> Result<Vec<String>, String> {
    let value = |parameter: &Parameter, expression: &str| -> Result<String, String> {
        Ok(match parameter.kind()? {
            Kind::Flag => format!("i32::from({expression})"),
            Kind::Choice(_) => format!("{expression} as i32"),
            _ => expression.to_owned(),
        })
    };
    Ok(match (given, verb.gives.as_slice()) {
        ([], _) => vec![format!("{call};")],
        ([one], _) if one.is_extra => vec![format!("let made = {call};"), one.putting("made")],
        ([one], [parameter]) => vec![one.putting(&value(parameter, call)?)],
        _ => {
            let names: Vec<String> = verb.gives.iter().map(|parameter| format!("made_{}", parameter.name)).collect();
            let mut lines = vec![format!("let ({}) = {call};", names.join(", "))];
            for ((given, parameter), name) in given.iter().zip(&verb.gives).zip(&names) {
                lines.push(given.putting(&value(parameter, name)?));
            }
            lines
        }
    })
}
