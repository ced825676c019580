//! A C program that calls every function with good arguments, then with NULL for one of them after the other.

use std::fmt::Write as _;

use super::types;
use crate::r#gen::api::Api;
use crate::r#gen::api::abi::{Argument, Form, Function, of_c};

/// Good arguments that end in another code than 0: function, whose NULL it is (`nothing`: nobody's), code.
const OTHERWISE: &[(&str, &[&str], &str)] = &[
    // All receipts are good.
    ("cpl_sent_list_bad_receipt_error", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_sent_list_bad_receipt_bytes", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_client_recall", &["job", "nothing", "err"], "CPL_E_RELAY_STATE"),
    // The call before took the message.
    ("cpl_batch_take", &["err"], "CPL_E_INVALID_ARGUMENT"),
    // A relay takes what is sent itself; and no unit of the scene was laid ready for a person.
    ("cpl_client_confirm_uploaded", &["job", "nothing", "err"], "CPL_E_RELAY_REQUEST"),
    ("cpl_mailbox_confirm_uploaded", &["job", "nothing", "err"], "CPL_E_MAILBOX_STATE"),
    // A unit that waits cannot be refused.
    ("cpl_mailbox_refuse", &["nothing", "err"], "CPL_E_MAILBOX_ENTRY"),
    // No delivery of the scene has a ticket.
    ("cpl_mailbox_conclude", &["refused_reason", "nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_mailbox_put_back", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    // This is not Windows.
    ("cpl_candidates_in_windows_store", &["profile", "nothing", "err"], "CPL_E_KEY_STORE"),
    // A token of SoftHSM2 shows its keys after the login alone.
    ("cpl_signer_from_token", &["pin"], "CPL_E_KEY_PIN"),
    // The scene's office has no agents.
    ("cpl_office_agent", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    // Nothing is to be said of the certificate of the scene's message.
    ("cpl_message_notice_id", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_message_notice_message_ja", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
    ("cpl_message_notice_message_en", &["nothing", "err"], "CPL_E_INVALID_ARGUMENT"),
];

fn good_code(name: &str, null: &str) -> &'static str {
    OTHERWISE.iter().find(|(other, nulls, _)| *other == name && nulls.contains(&null)).map_or("CPL_OK", |one| one.2)
}

/// `null_each.c`; a new function is covered by being described.
pub(super) fn program(api: &Api) -> Result<String, String> {
    let (mut bodies, mut calls) = (String::new(), String::new());
    for function in api.functions()?.iter().filter(|function| !function.frees) {
        bodies += &body(function);
        let _ = writeln!(calls, "    each_{}();", function.name);
    }
    Ok(format!(
        "{}{bodies}\n{}\nint main(void) {{\n    set_scene();\n{calls}    settings();\n    end_scene();\n    \
         return finish();\n}}\n",
        types::head(api, "null_each.h"),
        settings(api)
    ))
}

/// Every setting that is described can be set.
fn settings(api: &Api) -> String {
    let mut text = String::from("static void settings(void) {\n    cpl_error *err = NULL;\n");
    for noun in &api.nouns {
        for setting in &noun.settings {
            let handle = format!("({0} *)objects[T_{0}], \"{1}\"", noun.c_name(), setting.name);
            let _ = match (setting.kind.as_str(), &setting.default) {
                ("secret", _) => writeln!(
                    text,
                    "    OK({}_set_secret({handle}, (const cpl_secret *)objects[T_cpl_secret], &err));",
                    noun.c_name()
                ),
                (_, Some(default)) => writeln!(text, "    OK({}_set({handle}, \"{default}\", &err));", noun.c_name()),
                // Whether the value will do is another question, with another code than a key that is not known.
                (kind, None) => {
                    let value = if kind == "text" { "00" } else { "1" };
                    writeln!(
                        text,
                        "    CHECK({}_set({handle}, \"{value}\", &err) != CPL_E_INVALID_ARGUMENT);\n    code_of(&err);",
                        noun.c_name()
                    )
                }
            };
        }
    }
    text + "}\n"
}

/// A call of a function, as C writes its parts.
#[derive(Default)]
struct Call {
    /// Variables of its own.
    before: String,
    good: Vec<String>,
    /// Frees what it made: argument, line.
    after: Vec<(String, String)>,
    /// Conditions that hold while no output is written.
    unwritten: Vec<String>,
}

impl Call {
    fn of(function: &Function) -> Self {
        let mut call = Self::default();
        for (at, argument) in function.arguments.iter().enumerate() {
            let next = function.arguments.get(at + 1).map_or("", |next| next.name.as_str());
            let good = call.argument(&function.name, argument, next);
            call.good.push(good);
        }
        call
    }

    /// The argument as it is given; `length` is the name of the one behind it.
    fn argument(&mut self, name: &str, one: &Argument, length: &str) -> String {
        let id = &one.name;
        match &one.form {
            Form::Error => String::new(),
            Form::Handle { noun, changes } => {
                let word = if *changes { "" } else { "const " };
                format!("({word}cpl_{noun} *)handle_for(\"{name}\", \"{id}\", T_cpl_{noun})")
            }
            Form::Text => format!("text_for(\"{name}\", \"{id}\")"),
            Form::Texts => {
                let _ = writeln!(self.before, "    size_t {length} = 1;");
                format!("texts_for(\"{name}\")")
            }
            Form::Array("u8") => {
                let _ = writeln!(self.before, "    const struct file {id} = *bytes_for(\"{name}\", \"{id}\");");
                let _ = writeln!(self.before, "    size_t {length} = {id}.len;");
                format!("{id}.bytes")
            }
            Form::Array("i32") => {
                let _ = writeln!(self.before, "    size_t {length} = 1;");
                format!("i32_for(\"{id}\")")
            }
            Form::Array(number) => {
                let _ = writeln!(self.before, "    size_t {length} = sizeof good_{number} / sizeof good_{number}[0];");
                format!("good_{number}")
            }
            Form::Length => id.clone(),
            Form::Number(_) => format!("number_for(\"{id}\")"),
            Form::User => "&scene".to_owned(),
            Form::Callback(function) => format!("good_{function}"),
            Form::OutNumber(number) => self.output(id, of_c(number), "NUMBER"),
            Form::OutLength => self.output(id, "size_t", "NUMBER"),
            Form::OutText => self.output(id, "const char *", "(const char *)MARK"),
            Form::OutArray(number) => {
                let kind = format!("const {} *", of_c(number));
                self.output(id, &kind, &format!("({kind})MARK"))
            }
            Form::OutEnds => self.output(id, "const uint32_t *", "(const uint32_t *)MARK"),
            Form::OutLent(noun) => {
                let kind = format!("const cpl_{noun} *");
                self.output(id, &kind, &format!("({kind})MARK"))
            }
            Form::OutHandle(noun) => {
                let kind = format!("cpl_{noun} *");
                self.after.push((id.clone(), format!("    if (got == CPL_OK) cpl_{noun}_free({id});\n")));
                self.output(id, &kind, &format!("({kind})MARK"))
            }
        }
    }

    fn output(&mut self, id: &str, kind: &str, first: &str) -> String {
        let _ = writeln!(self.before, "    {kind} {id} = {first};\n    (void){id};");
        self.unwritten.push(format!("{id} == {first}"));
        format!("&{id}")
    }

    /// What is freed after it, but for the argument that was NULL.
    fn freed(&self, null: &str) -> String {
        self.after.iter().filter(|(id, _)| id != null).map(|(_, line)| line.as_str()).collect()
    }
}

fn body(function: &Function) -> String {
    let name = &function.name;
    let call = Call::of(function);
    let all =
        |change: &str| call.unwritten.iter().fold("1".to_owned(), |all, same| format!("{all} && {change}({same})"));
    let (unchanged, changed) = (all(""), all("!"));
    let mut out = String::new();
    let mut write = |null: &str, err: &str, then: &str| {
        let given = function.arguments.iter().zip(&call.good).map(|(argument, good)| match argument.form {
            Form::Error => err,
            _ if argument.name == null => "NULL",
            _ => good,
        });
        let _ = write!(
            out,
            "    {{\n    cpl_error *err = NULL;\n    int32_t got;\n    fresh();\n{}    \
             got = {name}({});\n{then}    told(\"{name}\", \"{null}\", got, &err);\n    }}\n",
            call.before,
            given.collect::<Vec<_>>().join(", ")
        );
    };
    for one in function.arguments.iter().filter(|one| one.form != Form::Error && one.form.is_pointer()) {
        let id = &one.name;
        let then = if one.may_be_null {
            format!("    expect(\"{name}\", \"{id}\", got, {});\n{}", good_code(name, id), call.freed(id))
        } else {
            let named = if function.tells() {
                format!("    told_by_name(\"{name}\", \"{id}\", err);\n")
            } else {
                String::new()
            };
            format!(
                "    expect(\"{name}\", \"{id}\", got, CPL_E_NULL_ARGUMENT);\n    \
                 unwritten(\"{name}\", \"{id}\", {unchanged});\n{named}"
            )
        };
        write(id, "&err", &then);
    }
    for (label, err) in [("nothing", "&err"), ("err", "NULL")].into_iter().take(1 + usize::from(function.tells())) {
        let code = good_code(name, label);
        let written = if code == "CPL_OK" { format!("    written(\"{name}\", {changed});\n") } else { String::new() };
        write(label, err, &format!("    expect(\"{name}\", \"{label}\", got, {code});\n{written}{}", call.freed("")));
    }
    format!("\nstatic void each_{name}(void) {{\n{out}}}\n")
}
