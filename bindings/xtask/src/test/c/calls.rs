//! A C program of random calls of every function of the header: driven by the header alone.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::r#gen::header::functions;

/// Functions that are called once in so many of their turns: they reach for the network or derive keys.
const DEAR: &[(&str, u32)] =
    &[("cpl_client_", 6), ("cpl_signer_from_", 6), ("cpl_message_save", 20), ("cpl_message_read", 5)];

/// `calls.c`: `calls COUNT [SEED]`.
pub(super) fn program(header: &str) -> Result<String, String> {
    let mut types = BTreeSet::new();
    let (mut bodies, mut table) = (String::new(), String::new());
    for (name, parameters) in functions(header) {
        let dear = DEAR.iter().find(|(start, _)| name.starts_with(start) && !name.ends_with("_free"));
        let often = dear.filter(|_| name != "cpl_client_office_number").map_or(1, |(_, often)| *often);
        bodies += &body(name, &parameters, &mut types)?;
        let _ = writeln!(table, "    {{call_{name}, \"{name}\", {often}}},");
    }
    let mut text = String::from("#include \"cplink.h\"\n\nenum {\n");
    for name in &types {
        let _ = writeln!(text, "    T_{name},");
    }
    text += "    CPL_TYPES\n};\n\n#include \"calls.h\"\n\nstatic uint64_t results[1000];\n\n";
    text += "static void free_handle(int type, void *raw) {\n    switch (type) {\n";
    // Some are only ever lent.
    for name in types.iter().filter(|name| header.contains(&format!(" {name}_free("))) {
        let _ = writeln!(text, "    case T_{name}: {name}_free((struct {name} *)raw); break;");
    }
    text += "    default: break;\n    }\n}\n";
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

/// The kind of a parameter without its name, and the name.
pub(super) fn split(parameter: &str) -> (String, &str) {
    let start = parameter.rfind([' ', '*']).map_or(0, |at| at + 1);
    let (kind, name) = parameter.split_at(start);
    (kind.chars().filter(|c| !c.is_whitespace()).collect(), name)
}

/// The handle type of `const cpl_x *`, and how many stars there are.
pub(super) fn handle(kind: &str) -> Option<(&str, usize, bool)> {
    let rest = kind.trim_start_matches("const");
    let name = rest.trim_end_matches('*');
    let stars = rest.len() - name.len();
    (name.starts_with("cpl_") && stars > 0).then_some((name, stars, kind.starts_with("const")))
}

fn body(name: &str, parameters: &[String], types: &mut BTreeSet<String>) -> Result<String, String> {
    let mut out = format!("\nstatic void call_{name}(void) {{\n");
    if name.ends_with("_free") {
        let (kind, _) = split(&parameters[0]);
        let (handle, _, _) = handle(&kind).ok_or_else(|| format!("{name}: frees no handle"))?;
        types.insert(handle.to_owned());
        let _ = writeln!(out, "    {name}((struct {handle} *)(rare() ? NULL : take(T_{handle})));\n}}");
        return Ok(out);
    }
    let (mut before, mut call, mut failed, mut good) = (String::new(), Vec::new(), String::new(), String::new());
    let (mut asks, mut owner) = (false, "NULL".to_owned());
    let kinds: Vec<(String, &str)> = parameters.iter().map(|parameter| split(parameter)).collect();
    let mut skip: Option<String> = None;
    // Arrays that are lent, to be read up to the count that follows.
    let mut arrays: Vec<(&str, &str)> = Vec::new();
    for (at, (kind, id)) in kinds.iter().enumerate() {
        if let Some(argument) = skip.take() {
            call.push(argument);
            continue;
        }
        let next = kinds.get(at + 1).map_or("", |(_, next)| *next);
        if kind == "cpl_error**" && *id == "err" {
            asks = true;
            let _ = writeln!(before, "    cpl_error *err = NULL;\n    int asked = !rare();");
            call.push("asked ? &err : NULL".to_owned());
            continue;
        }
        if let Some((handle, stars, constant)) = handle(kind) {
            types.insert(handle.to_owned());
            let word = if constant { "const " } else { "" };
            if stars == 1 {
                let _ = writeln!(
                    before,
                    "    void *{id}_owner = NULL;\n    {word}{handle} *{id} = ({word}{handle} *)pick(T_{handle}, {}, &{id}_owner);",
                    i32::from(constant)
                );
                if !constant {
                    let _ = writeln!(before, "    changed({id});");
                }
                if owner == "NULL" {
                    owner = format!("{id}_owner");
                }
                call.push((*id).to_owned());
            } else {
                let _ = writeln!(before, "    {word}{handle} *{id} = ({word}{handle} *)MARK;");
                let _ = writeln!(failed, "        must({id} == MARK, \"{name}\", \"an output was written\");");
                let _ = if constant {
                    writeln!(good, "        if ({id} != MARK) lend(T_{handle}, {id}, {owner});")
                } else {
                    writeln!(good, "        if ({id} != MARK) keep(T_{handle}, {id});")
                };
                call.push(format!("rare() ? NULL : &{id}"));
            }
            continue;
        }
        let argument = match kind.as_str() {
            "constchar*" => format!("text_for(\"{id}\")"),
            "constchar*const*" | "constuint8_t*" | "constuint16_t*" | "constuint32_t*" => {
                skip = Some(next.to_owned());
                let (word, make) = match kind.as_str() {
                    "constchar*const*" => ("const char *const", "texts_for(".to_owned()),
                    "constuint8_t*" => ("const uint8_t", format!("bytes_for(\"{id}\", ")),
                    "constuint16_t*" => ("const uint16_t", "shorts_for(".to_owned()),
                    _ => ("const uint32_t", "numbers_for(".to_owned()),
                };
                let _ = writeln!(before, "    size_t {next} = 0;\n    {word} *{id} = {make}&{next});");
                (*id).to_owned()
            }
            "constchar**" | "constuint8_t**" => {
                let word = if kind.starts_with("constchar") { "const char" } else { "const uint8_t" };
                let _ = writeln!(before, "    {word} *{id} = ({word} *)MARK;\n    size_t {next} = NUMBER;");
                let _ = writeln!(
                    failed,
                    "        must({id} == MARK && {next} == NUMBER, \"{name}\", \"an output was written\");"
                );
                let _ = writeln!(good, "        touch({id}, {next});");
                skip = Some(format!("rare() ? NULL : &{next}"));
                format!("rare() ? NULL : &{id}")
            }
            "constuint32_t**" => {
                let _ = writeln!(before, "    const uint32_t *{id} = (const uint32_t *)MARK;");
                let _ = writeln!(failed, "        must({id} == MARK, \"{name}\", \"an output was written\");");
                // Ends of texts and of rows: one more than there are.
                let ends = if matches!(*id, "offsets" | "starts") { " + 1" } else { "" };
                arrays.push((*id, ends));
                format!("rare() ? NULL : &{id}")
            }
            "size_t" | "uint32_t" | "int32_t" => {
                let word = kind.as_str();
                let _ = writeln!(before, "    {word} {id} = ({word})number_for(\"{id}\");");
                (*id).to_owned()
            }
            "size_t*" | "uint32_t*" | "int32_t*" | "int64_t*" | "uint64_t*" => {
                let _ = writeln!(before, "    {} {id} = NUMBER;", kind.trim_end_matches('*'));
                let _ = writeln!(failed, "        must({id} == NUMBER, \"{name}\", \"an output was written\");");
                if *id == "count" {
                    for (array, ends) in arrays.drain(..) {
                        let _ =
                            writeln!(good, "        if (count > 0) touch({array}, (count{ends}) * sizeof *{array});");
                    }
                }
                format!("rare() ? NULL : &{id}")
            }
            "void*" => "&depth".to_owned(),
            "cpl_progress_fn" => "rnd(3) ? hear : NULL".to_owned(),
            "cpl_sign_fn" => "rnd(3) ? sign : NULL".to_owned(),
            _ => return Err(format!("{name}: no way to make a {}", parameters[at])),
        };
        call.push(argument);
    }
    let _ = writeln!(out, "{before}    int32_t got = {name}({});", call.join(", "));
    let _ = writeln!(out, "    if (got != CPL_OK) {{\n{failed}    }} else {{\n{good}    }}");
    let _ = writeln!(out, "    done(\"{name}\", got, {});\n}}", if asks { "asked, err" } else { "0, NULL" });
    Ok(out)
}
