//! `relay-mock pki`: a test authority as a folder.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use relay_mock::pki::{WriteAll, write_all};
use time::OffsetDateTime;

use super::Outcome;

/// Makes a test authority with good and bad certificates.
#[derive(Args)]
pub(crate) struct Pki {
    /// The folder to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// An office, as NUMBER=NAME; two invented ones without it.
    #[arg(long = "office", value_parser = office)]
    offices: Vec<(String, String)>,
    /// A further name or address of the server.
    #[arg(long = "server-name")]
    server_names: Vec<String>,
}

fn office(text: &str) -> Result<(String, String), String> {
    let (number, name) = text.split_once('=').ok_or("an office is NUMBER=NAME")?;
    Ok((number.to_owned(), name.to_owned()))
}

impl Pki {
    pub(crate) fn run(self) -> Outcome {
        let mut options = WriteAll::new(OffsetDateTime::now_utc());
        if !self.offices.is_empty() {
            options.offices = self.offices;
        }
        options.server_names = self.server_names;
        for name in write_all(&self.out, &options)? {
            println!("{name}");
        }
        Ok(ExitCode::SUCCESS)
    }
}
