//! The functions that do something.

use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Parameter, Setting, Sharing, Verb};
use super::super::text;
use super::argument::{Argument, Form, Number};
use super::function::{Function, error};
use super::getter::Gives;
use super::{doc, link};

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
    let counted = |form: Form| {
        let mut both = one(form);
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

fn documentation(api: &Api, noun: &Noun, verb: &Verb, arguments: &[Argument]) -> Result<Vec<String>, String> {
    let mut doc = vec![link::linked(api, &verb.en)];
    doc.extend(settings(api, noun, verb));
    if let Some(success) = &verb.success {
        doc.push(format!("Success: {}", link::linked(api, &success.en)));
    }
    let mut notes = outputs(api, noun, verb, arguments)?;
    let may_be_null: Vec<String> =
        arguments.iter().filter(|argument| argument.may_be_null).map(|argument| argument.name.clone()).collect();
    if !may_be_null.is_empty() {
        notes.push(format!("{} may be NULL.", text::listed(&doc::quoted(&may_be_null))));
    }
    if !verb.is_static {
        notes.push(doc::sharing(noun, verb.changes));
    }
    let others = others(api, verb)?;
    let locked = others.iter().filter(|(_, other)| locks(other)).map(|(parameter, _)| *parameter);
    let (changed, read): (Vec<&Parameter>, Vec<&Parameter>) = locked.partition(|parameter| parameter.changes);
    let listed = |these: &[&Parameter]| {
        let names: Vec<String> = these.iter().map(|parameter| parameter.name.clone()).collect();
        text::listed(&doc::quoted(&names))
    };
    notes.extend((!changed.is_empty()).then(|| format!("One thread at a time per {}.", listed(&changed))));
    notes.extend((!read.is_empty()).then(|| format!("Several threads may read {} at once.", listed(&read))));
    if !notes.is_empty() {
        doc.push(notes.join(" "));
    }
    doc.push(errors(api, noun, verb)?);
    Ok(doc)
}

/// The objects that go into a verb beside its own.
fn others<'a>(api: &'a Api, verb: &'a Verb) -> Result<Vec<(&'a Parameter, &'a Noun)>, String> {
    let mut found = Vec::new();
    for parameter in &verb.takes {
        if let Kind::Noun(noun) = parameter.kind()? {
            found.push((parameter, api.noun(noun)?));
        }
    }
    Ok(found)
}

/// Whether somebody else may be using it.
fn locks(noun: &Noun) -> bool {
    matches!(noun.sharing, Sharing::ReadOrChange | Sharing::OneVerb)
}

/// The keys of `set` and of `set_secret`, as a list.
fn settings(api: &Api, noun: &Noun, verb: &Verb) -> Vec<String> {
    let is_there = |setting: &&Setting| match verb.name.as_str() {
        "set" => setting.kind != "secret",
        "set_secret" => setting.kind == "secret",
        _ => false,
    };
    noun.settings.iter().filter(is_there).map(|setting| self::setting(api, setting)).collect()
}

fn setting(api: &Api, setting: &Setting) -> String {
    let mut notes = Vec::new();
    notes.extend((setting.kind == "flag").then(|| "`0` or `1`".to_owned()));
    notes.extend(setting.required.then(|| "must be set".to_owned()));
    notes.extend(setting.adds.then(|| "each call adds one".to_owned()));
    notes.extend(setting.default.as_ref().map(|default| format!("`{default}` if it is not set")));
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("- `{}`{notes}: {}", setting.name, link::linked(api, &setting.en))
}

/// What is to be known of the results.
fn outputs(api: &Api, noun: &Noun, verb: &Verb, arguments: &[Argument]) -> Result<Vec<String>, String> {
    let mut notes = Vec::new();
    for parameter in &verb.gives {
        let name = &parameter.name;
        notes.extend(match parameter.kind()? {
            Kind::Flag => Some(format!("`*{name}` is 1 or 0.")),
            Kind::Choice(choice) => {
                let choice = api.choices.iter().find(|one| one.name == choice);
                choice.map(|choice| format!("`*{name}` is one of `{}…`.", choice.c_prefix()))
            }
            Kind::Noun(_) if parameter.optional && name == "out" => Some("`*out` is NULL if there is none.".to_owned()),
            _ => None,
        });
    }
    let until = if verb.is_static { "valid for ever".to_owned() } else { doc::until(noun) };
    for (argument, next) in arguments.iter().zip(arguments.iter().skip(1)) {
        let (name, len) = (&argument.name, &next.name);
        notes.extend(match argument.form {
            Form::OutText => Some(format!("`{name}` is UTF-8 of `{len}` bytes without NUL, {until}.")),
            Form::OutArray("u8") => Some(format!("`{name}` points to `{len}` bytes, {until}.")),
            Form::OutArray(_) => Some(format!("`{name}` points to `{len}` numbers, {until}.")),
            Form::OutEnds => Some(format!("`{name}` points to `{len} + 1` numbers, {until}.")),
            _ => None,
        });
    }
    let freed = arguments.iter().filter_map(|argument| match &argument.form {
        Form::OutHandle(noun) => Some(format!("`*{}` with `cpl_{noun}_free`", argument.name)),
        _ => None,
    });
    let freed: Vec<String> = freed.collect();
    if !freed.is_empty() {
        notes.push(format!("The caller frees {}.", text::listed(&freed)));
    }
    Ok(notes)
}

fn errors(api: &Api, noun: &Noun, verb: &Verb) -> Result<String, String> {
    let kinds: Vec<Kind<'_>> = verb.takes.iter().map(Parameter::kind).collect::<Result<_, _>>()?;
    let has = |wanted: &[Kind<'_>]| kinds.iter().any(|kind| wanted.contains(kind));
    let mut errors: Vec<&str> = verb.errors.iter().map(String::as_str).collect();
    if has(&[Kind::Bytes, Kind::Texts, Kind::Numbers, Kind::Shorts]) {
        errors.push("CPL_E_TOO_LARGE");
    }
    if verb.waits {
        errors.push("CPL_E_CANCELLED");
    }
    errors.push("CPL_E_NULL_ARGUMENT");
    if has(&[Kind::Text, Kind::Path, Kind::Texts]) {
        errors.push("CPL_E_NOT_UTF8");
    }
    let others = others(api, verb)?;
    if !verb.is_static && locks(noun) || verb.waits || others.iter().any(|(_, other)| locks(other)) {
        errors.extend(["CPL_E_BUSY", "CPL_E_POISONED"]);
    }
    Ok(doc::errors(&errors))
}
