//! The arguments that are settings, and what they make with the environment and the settings file.

use std::env;
use std::path::PathBuf;

use clap::Args;
use cplink_cli::Fault;

use super::keys::KEYS;
use super::value::{Value, wrong};
use super::{Settings, file, variable};
use crate::office_number::office_number;

/// The variable that names the settings file where `--settings` does not.
const FILE: &str = "CPLINK_SETTINGS";

/// The arguments of all verbs that reach the relay.
#[derive(Args, Debug, Default)]
pub(crate) struct Given {
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[arg(long = "for", value_name = "OFFICE", value_parser = office_number)]
    for_office: Option<String>,
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

impl Given {
    /// All settings of the call: the file, then the environment, then the arguments.
    pub(crate) fn gather(&self) -> Result<Settings, Fault> {
        let named =
            self.settings.clone().or_else(|| env::var_os(FILE).filter(|path| !path.is_empty()).map(PathBuf::from));
        let mut settings = named.map_or(Ok(Settings::default()), |path| file::read(&path))?;
        for key in KEYS {
            let variable = variable(key.name);
            // An empty variable is as good as none.
            if let Some(value) = env::var_os(&variable).filter(|value| !value.is_empty()) {
                settings
                    .values
                    .insert(key.name, Value::of_variable(key.form, &value).ok_or_else(|| wrong(key.form, &variable))?);
            }
        }
        let texts = [("url", &self.url), ("proxy", &self.proxy), ("for_office", &self.for_office)];
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, Value::Text(text.clone()?))));
        let paths = [("key", &self.key), ("keep", &self.keep)];
        let paths = paths.into_iter().filter_map(|(name, path)| Some((name, Value::Path(path.clone()?))));
        let lists = [("trust", &self.trust), ("crl", &self.crl)];
        let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
        let lists = lists.map(|(name, list)| (name, Value::Paths(list.clone())));
        settings.values.extend(texts.chain(paths).chain(lists));
        Ok(settings)
    }
}
