//! A C program of random calls of every function: driven by the description alone.

use std::fmt::Write as _;

use super::types;
use crate::r#gen::api::Api;
use crate::r#gen::api::abi::{Argument, Form, Function, of_c};

/// Functions that are called once in so many of their turns, beside those that wait: they derive keys, write files.
const DEAR: &[(&str, u32)] = &[("cpl_signer_from_", 6), ("cpl_message_save", 20)];

fn often(function: &Function) -> u32 {
    let dear = DEAR.iter().find(|(start, _)| function.name.starts_with(start)).map(|(_, often)| *often);
    dear.unwrap_or(if function.waits { 6 } else { 1 })
}

/// `calls.c`: `calls COUNT [SEED]`.
pub(super) fn program(api: &Api) -> Result<String, String> {
    let (mut bodies, mut table) = (String::new(), String::new());
    for function in api.functions()? {
        let name = &function.name;
        bodies += &body(&function);
        let _ = writeln!(table, "    {{call_{name}, \"{name}\", {}}},", often(&function));
    }
    let mut text = types::head(api, "calls.h");
    let settings = api.nouns.iter().flat_map(|noun| &noun.settings);
    let keys: Vec<String> = settings.map(|setting| format!("    {:?}", setting.name)).collect();
    let _ = writeln!(text, "static const char *const keys[] = {{\n{},\n}};", keys.join(",\n"));
    text += "\nstatic const char *any_key(void) { return keys[rnd(sizeof keys / sizeof keys[0])]; }\n";
    text += "\nstatic uint64_t results[1000];\n";
    text += DONE;
    text += &bodies;
    text +=
        "\nstatic const struct {\n    void (*call)(void);\n    const char *name;\n    uint32_t often;\n} all[] = {\n";
    text += &table;
    text += "};\n#define ALL (sizeof all / sizeof all[0])\n";
    text += MAIN;
    Ok(text)
}

/// What is true after every call.
const DONE: &str = r#"
static void done(const char *function, int32_t code, int asked, cpl_error *err) {
    int32_t same = 0;
    must(code >= 0 && code < 1000, function, "a code without a number");
    results[code]++;
    must(code != CPL_E_BUG, function, "a fault of ours");
    must(code != CPL_E_POISONED, function, "nothing can be poisoned");
    if (!asked) {
        return;
    }
    must((err != NULL) == (code != CPL_OK), function, "an error object goes with a code, and only with one");
    if (err != NULL) {
        must(cpl_error_code(err, &same) == CPL_OK && same == code, function, "the object has the code");
        if (rnd(8) == 0) {
            keep(T_cpl_error, err);
        } else {
            cpl_error_free(err);
        }
    }
}
"#;

const MAIN: &str = r#"
static void one_call(void) {
    size_t at = rnd(ALL);
    if (all[at].often > 1 && rnd(all[at].often) != 0) {
        return;
    }
    depth++;
    if (getenv("CPL_TEST_TELL") != NULL) {
        printf("%s\n", all[at].name);
        fflush(stdout);
    }
    all[at].call();
    depth--;
    passed_checks++;
}

int main(int count, char **arguments) {
    uint64_t calls = count > 1 ? strtoull(arguments[1], NULL, 10) : 20000;
    seed = state = count > 2 ? strtoull(arguments[2], NULL, 10) : 20251104;
    load("office-9970000111-care-insurance.pem");
    load("root.pem");
    load("crl.pem");
    load("office-9970000012-care-insurance.p12");
    printf("%llu calls of %d functions, seed %llu\n", (unsigned long long)calls, (int)ALL, (unsigned long long)seed);
    fflush(stdout);
    passed_checks = 0;
    for (uint64_t next = 0; (uint64_t)passed_checks < calls;) {
        if ((uint64_t)passed_checks >= next) {
            int before = passed_checks;
            stock(next % 20000 == 0);
            passed_checks = before;
            next += 2000;
        }
        one_call();
    }
    free_all();
    for (int code = 0; code < 1000; code++) {
        if (results[code] > 0) {
            printf("  code %3d: %llu\n", code, (unsigned long long)results[code]);
        }
    }
    return finish();
}
"#;

/// A call of a function, as C writes its parts.
#[derive(Default)]
struct Call {
    /// Variables of its own.
    before: String,
    arguments: Vec<String>,
    /// What holds after a failure.
    failed: String,
    /// What is done with the results.
    good: String,
    /// The object that lends what comes out.
    owner: Option<String>,
}

impl Call {
    /// `next` is the name of the argument behind it.
    fn add(&mut self, function: &Function, one: &Argument, next: &str) {
        let id = &one.name;
        let argument = match &one.form {
            Form::Error => {
                let _ = writeln!(self.before, "    cpl_error *err = NULL;\n    int asked = !rare();");
                "asked ? &err : NULL".to_owned()
            }
            Form::Handle { noun, changes } => self.handle(id, noun, *changes),
            Form::Text => format!("text_for(\"{id}\")"),
            Form::Texts => self.array(id, next, "const char *const", "texts_for("),
            Form::Array("u8") => self.array(id, next, "const uint8_t", &format!("bytes_for(\"{id}\", ")),
            Form::Array("u16") => self.array(id, next, "const uint16_t", "shorts_for("),
            Form::Array("i32") => self.array(id, next, "const int32_t", "choices_for("),
            Form::Array(_) => self.array(id, next, "const uint32_t", "numbers_for("),
            Form::Length => id.clone(),
            Form::Number(number) => {
                let word = of_c(number);
                let _ = writeln!(self.before, "    {word} {id} = ({word})number_for(\"{id}\");");
                id.clone()
            }
            Form::Callback(name) => format!("rnd(3) ? good_{name} : NULL"),
            Form::User => "&depth".to_owned(),
            Form::OutNumber(number) => self.output(function, id, of_c(number), "NUMBER"),
            Form::OutLength => self.output(function, id, "size_t", "NUMBER"),
            Form::OutText => {
                let _ = writeln!(self.good, "        touch({id}, {next});");
                self.output(function, id, "const char *", "MARK")
            }
            Form::OutArray(number) => {
                let _ = writeln!(self.good, "        touch({id}, {next} * sizeof *{id});");
                self.output(function, id, &format!("const {} *", of_c(number)), "MARK")
            }
            Form::OutEnds => {
                let _ = writeln!(self.good, "        if ({next} > 0) touch({id}, ({next} + 1) * sizeof *{id});");
                self.output(function, id, "const uint32_t *", "MARK")
            }
            Form::OutLent(noun) => {
                let owner = self.owner.as_deref().unwrap_or("NULL");
                let _ = writeln!(self.good, "        if ({id} != MARK) lend(T_cpl_{noun}, {id}, {owner});");
                self.output(function, id, &format!("const cpl_{noun} *"), "MARK")
            }
            Form::OutHandle(noun) => {
                let _ = writeln!(self.good, "        if ({id} != MARK) keep(T_cpl_{noun}, {id});");
                self.output(function, id, &format!("cpl_{noun} *"), "MARK")
            }
        };
        self.arguments.push(argument);
    }

    fn handle(&mut self, id: &str, noun: &str, changes: bool) -> String {
        let kind = format!("{}cpl_{noun} *", if changes { "" } else { "const " });
        let reads = i32::from(!changes);
        let _ = writeln!(self.before, "    void *{id}_owner = NULL;");
        let _ = writeln!(self.before, "    {kind}{id} = ({kind})pick(T_cpl_{noun}, {reads}, &{id}_owner);");
        if changes {
            let _ = writeln!(self.before, "    changed({id});");
        }
        self.owner.get_or_insert_with(|| format!("{id}_owner"));
        id.to_owned()
    }

    fn array(&mut self, id: &str, length: &str, word: &str, make: &str) -> String {
        let _ = writeln!(self.before, "    size_t {length} = 0;\n    {word} *{id} = {make}&{length});");
        id.to_owned()
    }

    fn output(&mut self, function: &Function, id: &str, kind: &str, first: &str) -> String {
        let value = if first == "MARK" { format!("({kind})MARK") } else { first.to_owned() };
        let _ = writeln!(self.before, "    {kind} {id} = {value};");
        let name = &function.name;
        let _ = writeln!(self.failed, "        must({id} == {first}, \"{name}\", \"an output was written\");");
        format!("rare() ? NULL : &{id}")
    }
}

fn body(function: &Function) -> String {
    let name = &function.name;
    let mut out = format!("\nstatic void call_{name}(void) {{\n");
    if let (true, Some(Form::Handle { noun, .. })) = (function.frees, function.arguments.first().map(|one| &one.form)) {
        let _ = writeln!(out, "    {name}((struct cpl_{noun} *)(rare() ? NULL : take(T_cpl_{noun})));\n}}");
        return out;
    }
    let mut call = Call::default();
    for (at, one) in function.arguments.iter().enumerate() {
        call.add(function, one, function.arguments.get(at + 1).map_or("", |next| next.name.as_str()));
    }
    let Call { before, arguments, failed, good, .. } = call;
    let _ = writeln!(out, "{before}    int32_t got = {name}({});", arguments.join(", "));
    let _ = writeln!(out, "    if (got != CPL_OK) {{\n{failed}    }} else {{\n{good}    }}");
    let asked = if function.tells() { "asked, err" } else { "0, NULL" };
    let _ = writeln!(out, "    done(\"{name}\", got, {asked});\n}}");
    out
}
