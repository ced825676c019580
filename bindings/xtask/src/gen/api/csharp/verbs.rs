//! Verbs: a method each, and beside one that waits another that runs on a thread of the pool.

use std::fmt::Write as _;

use super::super::super::name::camel;
use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Language, Noun, Parameter, Shape, Verb};
use super::{docs, names};
use names::Form;

const PROGRESS: [&str; 2] =
    ["IProgress<Progress> progress = null", "CancellationToken token = default(CancellationToken)"];

/// Writes the methods that are not written by hand.
pub(super) fn methods(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    for verb in &noun.verbs {
        let is_setter = !noun.settings.is_empty() && names::is_string_setter(&verb.name);
        let is_other = [&verb.form, &verb.hole].iter().any(|all| all.contains_key(&Language::Csharp));
        if is_other || is_setter {
            continue;
        }
        if verb.takes.iter().any(|parameter| matches!(parameter.kind(), Ok(Kind::Host(_)))) {
            return Err(format!("{} takes a function of the host: it needs a form in C#", verb.name));
        }
        let method = Method::of(api, noun, verb).map_err(|error| format!("{}: {error}", verb.name))?;
        if verb.waits {
            method.waiting(out, api);
        } else if names::is_constructor(verb) {
            method.constructor(out, api);
        } else {
            method.plain(out, api);
        }
    }
    Ok(())
}

/// A parameter that goes in.
struct Taken {
    /// As it is declared, with its default.
    declared: String,
    /// A line before the call.
    before: Option<String>,
    /// What the function of C gets.
    passed: String,
    name: String,
}

/// A result.
struct Given {
    /// What the function of C gets.
    passed: String,
    kind: String,
    /// The expression of the result.
    made: String,
    /// Where `null` stands for none.
    may_be_null: bool,
    name: String,
}

struct Method<'a> {
    noun: &'a Noun,
    verb: &'a Verb,
    taken: Vec<Taken>,
    given: Vec<Given>,
}

impl<'a> Method<'a> {
    fn of(api: &'a Api, noun: &'a Noun, verb: &'a Verb) -> Result<Self, String> {
        // Only the last ones can have a default.
        let last = verb.takes.iter().rposition(|one| !one.optional && one.kind != "milliseconds");
        let taken = verb.takes.iter().enumerate();
        let taken = taken.map(|(at, one)| taken_of(api, one, last.is_none_or(|last| at > last), verb.waits));
        let given = verb.gives.iter().enumerate().map(|(at, one)| given_of(api, noun, one, at == 0));
        Ok(Self { noun, verb, taken: taken.collect::<Result<_, _>>()?, given: given.collect::<Result<_, _>>()? })
    }

    fn name(&self) -> String {
        names::member(&self.verb.name)
    }

    fn function(&self) -> String {
        format!("Native.{}_{}", self.noun.c_name(), self.verb.name)
    }

    /// `string cursor, string keepFolder`.
    fn declared(&self) -> Vec<String> {
        self.taken.iter().map(|one| one.declared.clone()).collect()
    }

    /// The same as a function of our own takes it: without what is only for the caller.
    fn declared_inside(&self) -> String {
        let plain = |one: &String| {
            let one = one.split(" = ").next().unwrap_or_default();
            one.trim_start_matches("[AllowNull] ").to_owned()
        };
        self.declared().iter().map(plain).collect::<Vec<_>>().join(", ")
    }

    /// What the function of C gets before its results.
    fn passed(&self) -> Vec<String> {
        let own = if self.verb.is_static { None } else { Some("Handle".to_owned()) };
        own.into_iter().chain(self.taken.iter().map(|one| one.passed.clone())).collect()
    }

    fn lines_before(&self, out: &mut String) {
        if self.verb.is_static {
            out.push_str("            Border.Require();\n");
        }
        for line in self.taken.iter().filter_map(|one| one.before.as_ref()) {
            let _ = writeln!(out, "            {line}");
        }
    }

    fn result(&self) -> &str {
        self.given.first().map_or("void", |given| &given.kind)
    }

    fn modifier(&self) -> &'static str {
        if self.verb.is_static { "static " } else { "" }
    }

    fn heading(&self, out: &mut String, api: &Api) {
        out.push('\n');
        docs::verb(out, 8, api, self.verb);
    }

    fn returned(&self, out: &mut String) {
        if self.given.first().is_some_and(|given| given.may_be_null) {
            out.push_str("        [return: MaybeNull]\n");
        }
    }

    /// The call, with the places of its results.
    fn call(&self) -> String {
        let results = self.given.iter().map(|one| one.passed.clone());
        let arguments: Vec<String> = self.passed().into_iter().chain(results).collect();
        let arguments = [arguments, vec!["out var error".to_owned()]].concat();
        let line = format!("            Border.Check({}({}), error);\n", self.function(), arguments.join(", "));
        if line.len() <= 120 {
            return line;
        }
        let arguments = arguments.join(",\n                    ");
        format!(
            "            Border.Check(\n                {}(\n                    {arguments}),\n                error);\n",
            self.function()
        )
    }

    /// A method that does not wait.
    fn plain(&self, out: &mut String, api: &Api) {
        self.heading(out, api);
        self.returned(out);
        let mut declared = self.declared();
        declared.extend(self.given.iter().skip(1).map(|one| format!("out {} {}", one.kind, one.name)));
        let line = format!("public {}{} {}", self.modifier(), self.result(), self.name());
        let _ = writeln!(out, "        {line}({})\n        {{", declared.join(", "));
        self.lines_before(out);
        let body = self.call() + &self.results();
        if self.taken.iter().filter_map(|one| one.before.as_ref()).any(|line| line.starts_with("using")) {
            let inner: String = body.lines().map(|line| format!("    {line}\n")).collect();
            let _ = write!(out, "            {{\n{inner}            }}\n");
        } else {
            out.push_str(&body);
        }
        out.push_str("        }\n");
    }

    /// The lines that hand the results over.
    fn results(&self) -> String {
        match self.given.as_slice() {
            [] => String::new(),
            [one] => format!("            return {};\n", one.made),
            [first, others @ ..] => {
                let others = others.iter().map(|other| format!("            {} = {};\n", other.name, other.made));
                format!(
                    "            var result = {};\n{}            return result;\n",
                    first.made,
                    others.collect::<String>()
                )
            }
        }
    }

    /// What makes an object.
    fn constructor(&self, out: &mut String, api: &Api) {
        let class = names::class(self.noun);
        self.heading(out, api);
        let names: Vec<&str> = self.taken.iter().map(|one| one.name.as_str()).collect();
        let _ = writeln!(
            out,
            "        public {class}({}) : this(New({}))\n        {{\n        }}\n",
            self.declared().join(", "),
            names.join(", ")
        );
        let _ = writeln!(out, "        private static NativeHandle New({})\n        {{", self.declared_inside());
        self.lines_before(out);
        out.push_str(&self.call());
        let _ = writeln!(
            out,
            "            return NativeHandle.Owned({}, Native.{}_free);\n        }}",
            self.given.first().map_or("made", |_| "made"),
            self.noun.c_name()
        );
    }

    /// A method that waits, and the same on a thread of the pool.
    fn waiting(&self, out: &mut String, api: &Api) {
        let name = self.name();
        let declared = [self.declared(), PROGRESS.map(str::to_owned).to_vec()].concat();
        let declared = format!("\n            {}", declared.join(",\n            "));
        let passed: Vec<&str> = self.taken.iter().map(|one| one.name.as_str()).collect();
        let passed = passed.join(", ");
        let modifier = self.modifier();
        self.heading(out, api);
        self.returned(out);
        let _ = writeln!(
            out,
            "        public {modifier}{} {name}({declared}) =>\n            {name}Call({passed}).Run(progress, token);\n",
            self.result()
        );
        let _ = writeln!(
            out,
            "        /// <summary><see cref=\"{name}\"/> on a thread of the pool, which is occupied until the call ends.\n        \
             /// <para><see cref=\"{name}\"/> をスレッドプールのスレッドで実行する。終わるまでそのスレッドを占有する。</para></summary>"
        );
        let task = if self.given.is_empty() { "Task".to_owned() } else { format!("Task<{}>", self.result()) };
        let _ = writeln!(
            out,
            "        public {modifier}{task} {name}Async({declared}) =>\n            {name}Call({passed}).RunAsync(progress, token);\n"
        );
        let kind = self.given.first().map_or("bool", |given| &given.kind);
        let _ =
            writeln!(out, "        private {modifier}Call<{kind}> {name}Call({})\n        {{", self.declared_inside());
        self.lines_before(out);
        let arguments = self.passed().join(", ");
        let comma = if arguments.is_empty() { "" } else { ", " };
        let function = self.function();
        if let Some(given) = self.given.first() {
            let take = given.made.trim_end_matches("(made)");
            let _ = writeln!(
                out,
                "            return new Call<{kind}>(\n                (NativeHandle job, out IntPtr made, out IntPtr error) =>\n                    \
                 {function}({arguments}{comma}job, out made, out error),\n                {take});"
            );
        } else {
            let _ = writeln!(
                out,
                "            return new Call<bool>((NativeHandle job, out IntPtr made, out IntPtr error) =>\n            {{\n                \
                 made = IntPtr.Zero;\n                return {function}({arguments}{comma}job, out error);\n            }}, nothing => true);"
            );
        }
        out.push_str("        }\n");
    }
}

fn taken_of(api: &Api, parameter: &Parameter, may_be_left_out: bool, waits: bool) -> Result<Taken, String> {
    let name = names::parameter(&parameter.name);
    let is_optional = parameter.optional;
    let null = if is_optional && may_be_left_out { " = null" } else { "" };
    let allowed = if is_optional && !may_be_left_out { "[AllowNull] " } else { "" };
    let text = |kind: &str| {
        let how = if is_optional { "MaybeUtf8" } else { "Utf8" };
        (format!("{allowed}{kind} {name}{null}"), format!("Border.{how}({name}, nameof({name}))"))
    };
    let (declared, passed) = match parameter.kind()? {
        Kind::Text | Kind::Path => text("string"),
        Kind::Bytes if is_optional => (
            format!("{allowed}byte[] {name}{null}"),
            format!("{name}, {name} == null ? UIntPtr.Zero : Border.Length({name})"),
        ),
        Kind::Bytes => {
            (format!("byte[] {name}"), format!("Border.Given({name}, nameof({name})), Border.Length({name})"))
        }
        Kind::Choices(choice) => {
            let declared = format!("{allowed}IEnumerable<{}> {name}{null}", camel(choice));
            let given = if is_optional { name.clone() } else { format!("Border.Given({name}, nameof({name}))") };
            let numbers = format!("{}Numbers", name.trim_start_matches('@'));
            let before = Some(format!("var {numbers} = Border.Numbers({given}, each => (int)each);"));
            return Ok(Taken { declared, before, passed: format!("{numbers}, (UIntPtr){numbers}.Length"), name });
        }
        Kind::Texts => {
            let given = if is_optional { format!("{name} ?? new string[0]") } else { name.clone() };
            let line = format!("using (var {name}Texts = new TextArray({given}, nameof({name})))");
            let passed = format!("{name}Texts.Pointers, {name}Texts.Count");
            if waits {
                return Err(format!("{}: a verb that waits takes no list of texts yet", parameter.name));
            }
            let declared = format!("{allowed}IEnumerable<string> {name}{null}");
            return Ok(Taken { declared, before: Some(line), passed, name });
        }
        Kind::Flag => (format!("bool {name}"), format!("{name} ? 1 : 0")),
        Kind::Number => (format!("int {name}"), format!("Border.ToNumber({name}, nameof({name}))")),
        Kind::Milliseconds => {
            let default = if may_be_left_out { " = 0" } else { "" };
            (format!("int {name}{default}"), format!("Border.ToNumber({name}, nameof({name}))"))
        }
        Kind::Count => (format!("int {name}"), format!("Border.ToCount({name}, nameof({name}))")),
        Kind::Time => (format!("DateTime {name}"), format!("Border.ToSeconds({name})")),
        Kind::Code => (format!("this ErrorCode {name}"), format!("(int){name}")),
        Kind::Noun(noun) => {
            let class = names::class(api.noun(noun)?);
            if is_optional {
                (format!("{allowed}{class} {name}{null}"), format!("{name}?.Handle ?? NativeHandle.None"))
            } else {
                (format!("{class} {name}"), format!("Border.Given({name}, nameof({name})).Handle"))
            }
        }
        other => return Err(format!("{}: {other:?} cannot go in", parameter.name)),
    };
    if !waits || matches!(parameter.kind()?, Kind::Flag) {
        return Ok(Taken { declared, before: None, passed, name });
    }
    // Checked when the method is called, not when the thread of the pool comes to it.
    let local = match parameter.kind()? {
        Kind::Bytes => return Err(format!("{}: a verb that waits takes no bytes yet", parameter.name)),
        _ => format!("{}In", name.trim_start_matches('@')),
    };
    Ok(Taken { declared, before: Some(format!("var {local} = {passed};")), passed: local, name })
}

fn given_of(api: &Api, of: &Noun, parameter: &Parameter, is_first: bool) -> Result<Given, String> {
    let made = if is_first { "made".to_owned() } else { format!("made{}", names::member(&parameter.name)) };
    let one = |kind: &str, expression: String| (format!("out var {made}"), kind.to_owned(), expression);
    let mut may_be_null = parameter.optional && is_first;
    let (passed, kind, made) = match parameter.kind()? {
        Kind::Text if parameter.lent => {
            (format!("out var {made}, out var length"), "string".to_owned(), format!("Border.Text({made}, length)"))
        }
        Kind::Text => one("string", format!("Border.TakeText({made})")),
        Kind::Bytes => one("byte[]", format!("Border.TakeBytes({made})")),
        Kind::Flag => one("bool", format!("{made} != 0")),
        Kind::Number => one("int", format!("Border.Number({made})")),
        Kind::Count => one("int", format!("Border.Count({made})")),
        Kind::Noun(noun) => {
            let noun = api.noun(noun)?;
            // Findings that are not wanted are an argument of C, not a result that may be missing.
            may_be_null &= !matches!(names::form(noun), Form::Copy if noun.shape == Shape::List);
            one(&names::of_noun(noun), format!("{}({made})", names::taking(of, noun)))
        }
        other => return Err(format!("{}: {other:?} cannot come out", parameter.name)),
    };
    Ok(Given { passed, kind, made, may_be_null, name: names::parameter(&parameter.name) })
}
