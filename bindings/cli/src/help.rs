//! Help in the user's language: clap knows the arguments, one table of texts says what they are.

use std::ffi::OsString;
use std::mem;

use clap::{Arg, ArgAction, Command};

use crate::{Exit, Language};

/// One entry of a table of texts: what it is about, Japanese, English.
///
/// `send` is a command, `send.files` its argument, `.json` an argument of all commands, `send#` what comes
/// after its help, and the empty text the program itself.
pub type Text = (&'static str, &'static str, &'static str);

/// Where the options of all commands are placed among those of one.
const COMMON: usize = 900;

/// A command whose help is in this language; that of the program itself ends with `more` and the exit codes.
pub(crate) fn in_language(command: Command, texts: &[Text], more: &str, lang: Language) -> Command {
    let mut command = told(command, "", texts, lang);
    command = command.after_help(format!("{more}{}", exits(lang)));
    command.build();
    with_usage(command, lang)
}

/// `help VERB` as `VERB --help`, which clap knows in our words.
pub(crate) fn verb_first(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| word == "help") {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// The entries that no command uses, and the commands and arguments that have none.
pub fn untold(command: Command, texts: &[Text]) -> Vec<String> {
    let mut wanted = Vec::new();
    want(&command, "", texts, &mut wanted);
    let missing = wanted.iter().filter(|key| find(texts, key).is_none()).cloned();
    let unused = texts.iter().map(|(key, ..)| (*key).to_owned()).filter(|key| {
        let key = key.trim_end_matches('#');
        !wanted.iter().any(|wanted| wanted == key)
    });
    missing.chain(unused).collect()
}

fn want(command: &Command, path: &str, texts: &[Text], wanted: &mut Vec<String>) {
    wanted.push(path.to_owned());
    wanted.extend(command.get_arguments().map(|arg| key_of(texts, path, arg.get_id().as_str())));
    for inner in command.get_subcommands() {
        want(inner, &below(path, inner.get_name()), texts, wanted);
    }
}

fn find<'a>(texts: &'a [Text], key: &str) -> Option<&'a Text> {
    texts.iter().find(|(known, ..)| *known == key)
}

fn below(path: &str, name: &str) -> String {
    format!("{path} {name}").trim_start().to_owned()
}

/// The key of an argument: the command's own, or that of all commands.
fn key_of(texts: &[Text], path: &str, id: &str) -> String {
    let own = format!("{path}.{id}");
    let shared = format!(".{id}");
    if find(texts, &own).is_none() && find(texts, &shared).is_some() { shared } else { own }
}

fn told(mut command: Command, path: &str, texts: &[Text], lang: Language) -> Command {
    let text = |key: &str| find(texts, key).map(|(_, ja, en)| lang.pick(ja, en).to_owned());
    let inner: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    for name in inner {
        command = command.mut_subcommand(&name, |inner| told(inner, &below(path, &name), texts, lang));
    }
    let (arguments, options) = (lang.pick("引数", "Arguments"), lang.pick("オプション", "Options"));
    command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { arguments } else { options };
        let key = key_of(texts, path, arg.get_id().as_str());
        let help = text(&key);
        let arg = arg.help(help.unwrap_or_default()).help_heading(heading);
        // What all commands have comes last.
        let arg = if key.starts_with('.') { arg.display_order(COMMON) } else { arg };
        if !arg.get_action().takes_values() {
            return arg;
        }
        // What else clap would add is in its own words.
        arg.hide_possible_values(true).hide_default_value(true)
    });
    let flag = |id: &'static str, short, action, help: &str| {
        Arg::new(id)
            .long(id)
            .short(short)
            .action(action)
            .help(help.to_owned())
            .help_heading(options)
            .display_order(COMMON)
    };
    command = command
        .about(text(path).unwrap_or_default())
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading(lang.pick("コマンド", "Commands"))
        .subcommand_value_name(lang.pick("コマンド", "COMMAND"))
        .arg(flag("help", 'h', ArgAction::Help, lang.pick("この説明を表示します", "Print this help")));
    if path.is_empty() {
        let version = lang.pick("バージョンを表示します", "Print the version");
        command = command.arg(flag("version", 'V', ArgAction::Version, version));
    }
    command.after_help(text(&format!("{path}#")).unwrap_or_default())
}

/// The table of exit codes.
fn exits(lang: Language) -> String {
    let lines = Exit::TABLE.map(|(exit, ja, en)| format!("  {}  {}", exit.number(), lang.pick(ja, en)));
    format!("{}:\n{}", lang.pick("終了コード", "Exit codes"), lines.join("\n"))
}

/// The line that shows the call, under a heading of its own.
fn with_usage(mut command: Command, lang: Language) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", lang.pick("[オプション]", "[OPTIONS]"));
    for inner in command.get_subcommands_mut() {
        *inner = with_usage(mem::take(inner), lang);
    }
    let heading = lang.pick("使い方", "Usage");
    command
        .override_usage(usage)
        .help_template(format!("{{about-with-newline}}\n{heading}: {{usage}}\n\n{{all-args}}{{after-help}}\n"))
}
