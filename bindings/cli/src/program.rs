//! A program from its arguments to its exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use cplink::Code;
use serde_json::json;

use crate::help::{self, Text};
use crate::{Exit, Expected, Fault, Language, print, print_error, print_json};

/// How a command ends: its exit code, or the fault.
pub type Outcome = Result<Exit, Fault>;

/// A program of this workspace.
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// The texts of its help.
    pub texts: &'static [Text],
    /// What the program's own help says above the exit codes.
    pub more: fn(Language) -> String,
    /// How a command that could not do its work ends; [`Fault::exit`] unless it has exit codes of its own.
    pub exit: fn(&[OsString], &Fault) -> Exit,
}

/// The arguments of every program.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Shared {
    /// Its value is looked for before the arguments are parsed.
    #[arg(long, value_enum, global = true, value_name = "ja|en")]
    lang: Option<Language>,
}

impl Program {
    /// Parses the arguments, runs the command and says what went wrong, in the user's language.
    pub fn run<C: Parser>(&self, command: impl FnOnce(C, Language) -> Outcome) -> ExitCode {
        let arguments = help::verb_first(std::env::args_os().collect());
        let lang = Language::of_arguments(&arguments);
        // A program without the argument says of it, as of any other, that it has none.
        let has_json = C::command().get_arguments().any(|argument| argument.get_id() == "json");
        let as_json = has_json && arguments.iter().take_while(|word| *word != "--").any(|word| word == "--json");
        let known = help::in_language(C::command(), self.texts, &(self.more)(lang), lang);
        let parsed = known.try_get_matches_from(&arguments).and_then(|found| C::from_arg_matches(&found));
        let outcome = match parsed {
            Ok(parsed) => command(parsed, lang),
            Err(error) if !error.use_stderr() => print(&error.to_string()).map(|()| Exit::Done),
            Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !as_json => {
                print_error(error.to_string().trim_end());
                Ok(Exit::Unusable)
            }
            Err(error) => Err(unusable(&error)),
        };
        let exit = outcome.unwrap_or_else(|fault| {
            // What cannot be printed is said at least.
            if !as_json || print_json(&json!({ "error": fault.json() })).is_err() {
                print_error(&format!("{}: {}", self.name, fault.text(lang)));
            }
            (self.exit)(&arguments, &fault)
        });
        ExitCode::from(exit.number())
    }
}

/// What clap finds wrong, in our words.
fn unusable(error: &clap::Error) -> Fault {
    let context = |kind| error.get(kind).map(shown).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let help = ["--help で使い方を確認してください。", "See --help."];
    let fault =
        |ja: &str, en: &str, [remedy_ja, remedy_en]: [&str; 2]| Fault::argument([ja, en], [remedy_ja, remedy_en]);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let meant = context(ContextKind::SuggestedArg);
            let remedy =
                [format!("{meant} のことではありませんか。{}", help[0]), format!("Did you mean {meant}? {}", help[1])];
            let remedy = if meant.is_empty() { help } else { [&*remedy[0], &*remedy[1]] };
            fault("この引数はありません。", "There is no such argument.", remedy).about(argument)
        }
        ErrorKind::InvalidSubcommand => fault("このコマンドはありません。", "There is no such command.", help)
            .about(context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            fault("コマンドの指定がありません。", "No command is given.", help)
        }
        ErrorKind::MissingRequiredArgument => {
            fault("必要な引数がありません。", "A required argument is missing.", help).about(argument)
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            fault("値の指定がありません。", "Its value is missing.", help).about(argument)
        }
        ErrorKind::InvalidValue => {
            let known = context(ContextKind::ValidValue);
            let remedy = [format!("{known} のどれかを指定してください。"), format!("Give one of {known}.")];
            fault("この値は指定できません。", "This value cannot be used.", [&*remedy[0], &*remedy[1]])
                .about(format!("{argument} {value}"))
        }
        ErrorKind::ValueValidation => {
            let expected = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Expected>());
            let remedy = expected.map_or(help, |Expected { ja, en, .. }| [&**ja, &**en]);
            let code = expected.map_or(Code::InvalidArgument, |expected| expected.code);
            Fault::new(code, ["この値は指定できません。", "This value cannot be used."], remedy)
                .about(format!("{argument} {value}"))
        }
        ErrorKind::ArgumentConflict if argument == context(ContextKind::PriorArg) => {
            let remedy = ["一度だけ指定してください。", "Give it once."];
            fault("同じ引数が2回指定されています。", "It is given twice.", remedy).about(argument)
        }
        ErrorKind::ArgumentConflict => {
            let remedy = ["どちらか一方だけを指定してください。", "Give only one of them."];
            fault("同時には指定できません。", "They cannot be given together.", remedy)
                .about(format!("{argument} {}", context(ContextKind::PriorArg)).trim().to_owned())
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            fault("値の数が違います。", "The number of values is wrong.", help).about(argument)
        }
        ErrorKind::InvalidUtf8 => fault("引数の文字がUTF-8ではありません。", "An argument is not UTF-8.", help),
        _ => fault("引数が正しくありません。", "The arguments are not valid.", help).detail(error.kind()),
    }
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}
