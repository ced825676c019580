//! A C program that calls every function of the header with good arguments, then with NULL for one of
//! them after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::calls::{handle, split};
use crate::r#gen::header::functions;

/// Good arguments that end in another code than 0: function, whose NULL it is (`nothing`: nobody's), code.
const OTHERWISE: &[(&str, &[&str], &str)] = &[
    // All receipts are good.
    ("cpl_sent_list_bad_receipt_error", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_sent_list_bad_receipt_bytes", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_client_recall", &["job", "nothing", "err"], "CPL_E_RELAY_STATE"),
    // The call before took the message.
    ("cpl_batch_take", &["err"], "CPL_E_INVALID_ARGUMENT"),
    // This is not Windows.
    ("cpl_candidates_in_windows_store", &["profile", "nothing", "err"], "CPL_E_KEY_STORE"),
    // A token of SoftHSM2 shows its keys after the login alone.
    ("cpl_signer_from_token", &["pin"], "CPL_E_KEY_PIN"),
    // Nothing is to be said of the certificate of the scene's message.
    ("cpl_message_notice_id", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_message_notice_message_ja", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_message_notice_message_en", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
];

fn good_code(name: &str, null: &str) -> &'static str {
    OTHERWISE.iter().find(|(other, nulls, _)| *other == name && nulls.contains(&null)).map_or("CPL_OK", |one| one.2)
}

/// `null_each.c`; a new function is covered by being in the header.
pub(super) fn program(header: &str) -> Result<String, String> {
    let documents = documents(header);
    let mut types = BTreeSet::new();
    let (mut bodies, mut calls) = (String::new(), String::new());
    for (name, parameters) in functions(header) {
        if name.ends_with("_free") {
            continue;
        }
        let document = documents.get(name).ok_or_else(|| format!("{name}: not documented"))?;
        bodies += &body(name, &parameters, document, &mut types)?;
        let _ = writeln!(calls, "    each_{name}();");
    }
    let mut text = String::from("#include \"cplink.h\"\n\nenum {\n");
    for name in &types {
        let _ = writeln!(text, "    T_{name},");
    }
    text += "    CPL_TYPES\n};\n\n#include \"null_each.h\"\n";
    let _ = writeln!(
        text,
        "{bodies}\nint main(void) {{\n    set_scene();\n{calls}    end_scene();\n    return finish();\n}}"
    );
    Ok(text)
}

/// What the header says of each function, on one line.
fn documents(header: &str) -> BTreeMap<&str, String> {
    let mut documents = BTreeMap::new();
    for part in header.split("/**").skip(1) {
        let Some((document, rest)) = part.split_once("*/") else { continue };
        if let Some((name, _)) = functions(rest).next() {
            documents
                .insert(name, document.split_whitespace().filter(|word| *word != "*").collect::<Vec<_>>().join(" "));
        }
    }
    documents
}

/// Whether a sentence of the document says that this argument may be NULL.
fn may_be_null(document: &str, id: &str) -> bool {
    let name = format!("`{id}`");
    document.split(". ").any(|sentence| sentence.contains("may be NULL") && sentence.contains(&name))
}

/// One argument of a call: as it is, and its NULL form.
struct Argument {
    id: String,
    good: String,
    pointer: bool,
}

fn body(name: &str, parameters: &[String], document: &str, types: &mut BTreeSet<String>) -> Result<String, String> {
    let kinds: Vec<(String, &str)> = parameters.iter().map(|parameter| split(parameter)).collect();
    let (mut before, mut arguments, mut after) = (String::new(), Vec::new(), String::new());
    let (mut asks, mut unchanged) = (false, Vec::new());
    let mut lengths = BTreeSet::new();
    for (at, (kind, id)) in kinds.iter().enumerate() {
        let next = kinds.get(at + 1).map_or("", |(_, next)| *next);
        let mut output = |word: &str, first: &str| {
            let _ = writeln!(before, "    {word}{id} = {first};");
            let _ = writeln!(before, "    (void){id};");
            unchanged.push(format!("{id} == {first}"));
            format!("&{id}")
        };
        let good = match (kind.as_str(), handle(kind)) {
            ("cpl_error**", _) if *id == "err" => {
                asks = true;
                continue;
            }
            (_, Some((handle, 1, constant))) => {
                types.insert(handle.to_owned());
                let word = if constant { "const " } else { "" };
                format!("({word}{handle} *)handle_for(\"{name}\", T_{handle})")
            }
            (_, Some((handle, _, constant))) => {
                let word = if constant { "const " } else { "" };
                if !constant {
                    let _ = writeln!(after, "    if (got == CPL_OK) {handle}_free({id});");
                }
                output(&format!("{word}{handle} *"), &format!("({word}{handle} *)MARK"))
            }
            ("constchar*", _) => format!("text_for(\"{name}\", \"{id}\")"),
            ("constchar*const*", _) => {
                lengths.insert(next);
                let _ = writeln!(before, "    size_t {next} = 1;");
                format!("texts_for(\"{name}\")")
            }
            ("constuint8_t*", _) => {
                lengths.insert(next);
                let _ = writeln!(before, "    const struct file {id} = *bytes_for(\"{name}\", \"{id}\");");
                let _ = writeln!(before, "    size_t {next} = {id}.len;");
                format!("{id}.bytes")
            }
            ("constuint16_t*" | "constuint32_t*", _) => {
                lengths.insert(next);
                let array = if kind.contains("16") { "schemes" } else { "offsets" };
                let _ = writeln!(before, "    size_t {next} = sizeof good_{array} / sizeof good_{array}[0];");
                format!("good_{array}")
            }
            ("constchar**", _) => output("const char *", "(const char *)MARK"),
            ("constuint8_t**", _) => output("const uint8_t *", "(const uint8_t *)MARK"),
            ("constuint32_t**", _) => output("const uint32_t *", "(const uint32_t *)MARK"),
            ("size_t*" | "uint32_t*" | "int32_t*" | "int64_t*" | "uint64_t*", _) => {
                output(&format!("{} ", kind.trim_end_matches('*')), "NUMBER")
            }
            ("size_t" | "uint32_t" | "int32_t", _) if lengths.contains(id) => (*id).to_owned(),
            ("size_t" | "uint32_t" | "int32_t", _) => format!("number_for(\"{id}\")"),
            ("void*", _) => "&scene".to_owned(),
            ("cpl_progress_fn", _) => "hear".to_owned(),
            ("cpl_sign_fn", _) => "sign".to_owned(),
            _ => return Err(format!("{name}: no way to make a {}", parameters[at])),
        };
        // What `user` points to is the host's affair.
        let pointer = kind != "void*" && (kind.contains('*') || kind.ends_with("_fn"));
        arguments.push(Argument { id: (*id).to_owned(), good, pointer });
    }
    let mut out = String::new();
    let changed = unchanged.iter().fold("1".to_owned(), |all, same| format!("{all} && !({same})"));
    let unchanged = unchanged.iter().fold("1".to_owned(), |all, same| format!("{all} && {same}"));
    let mut call = |null: &str, err: &str, then: &str| {
        let mut all: Vec<&str> =
            arguments.iter().map(|one| if one.id == null { "NULL" } else { one.good.as_str() }).collect();
        all.extend(asks.then_some(err));
        let _ = write!(
            out,
            "    {{\n    cpl_error *err = NULL;\n    int32_t got;\n    fresh();\n{before}    \
             got = {name}({});\n{then}    told(\"{name}\", \"{null}\", got, &err);\n    }}\n",
            all.join(", ")
        );
    };
    for one in arguments.iter().filter(|one| one.pointer) {
        let id = &one.id;
        let then = if may_be_null(document, id) {
            let freed = after.lines().filter(|line| !line.contains(&format!("({id})")));
            let freed: String = freed.map(|line| format!("{line}\n")).collect();
            format!("    expect(\"{name}\", \"{id}\", got, {});\n{freed}", good_code(name, id))
        } else {
            let named = if asks { format!("    names(\"{name}\", \"{id}\", err);\n") } else { String::new() };
            format!(
                "    expect(\"{name}\", \"{id}\", got, CPL_E_NULL_ARGUMENT);\n    \
                 unwritten(\"{name}\", \"{id}\", {unchanged});\n{named}"
            )
        };
        call(id, "&err", &then);
    }
    for (label, err) in [("nothing", "&err"), ("err", "NULL")].into_iter().take(1 + usize::from(asks)) {
        let code = good_code(name, label);
        let written = if code == "CPL_OK" { format!("    written(\"{name}\", {changed});\n") } else { String::new() };
        call(label, err, &format!("    expect(\"{name}\", \"{label}\", got, {code});\n{written}{after}"));
    }
    Ok(format!("\nstatic void each_{name}(void) {{\n{out}}}\n"))
}
