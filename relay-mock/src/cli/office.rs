//! `relay-mock office`: who is registered, and until when.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use relay_mock::directory::{self, Office, day_in_japan};
use relay_mock::store::sqlite::SqliteStore;
use time::OffsetDateTime;

use super::Outcome;

/// Registers offices and renews their licences.
#[derive(Args)]
pub(crate) struct Offices {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Registers an office with a licence of one year from today.
    Add {
        /// The relay's data folder.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The office number, 10 characters.
        #[arg(long)]
        number: String,
        /// The office's name.
        #[arg(long)]
        name: String,
        /// Its service types, 2 characters each.
        #[arg(long = "service-type", required = true, value_delimiter = ',')]
        service_types: Vec<String>,
    },
    /// Lists all offices.
    List {
        /// The relay's data folder.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// Gives an office one more year.
    Renew {
        /// The relay's data folder.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The office number.
        #[arg(long)]
        number: String,
    },
}

impl Offices {
    pub(crate) fn run(self) -> Outcome {
        let today = day_in_japan(OffsetDateTime::now_utc());
        match self.action {
            Action::Add { data, number, name, service_types } => {
                print(&directory::add(&open(&data)?, &number, &name, &service_types, today)?);
            }
            Action::List { data } => directory::list(&open(&data)?)?.iter().for_each(print),
            Action::Renew { data, number } => print(&directory::renew(&open(&data)?, &number, today)?),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn open(data: &Path) -> Result<SqliteStore, Box<dyn std::error::Error>> {
    Ok(SqliteStore::open(data, None)?)
}

/// One office a line, tab between the columns.
fn print(office: &Office) {
    let Office { number, name, service_types, licence_from, licence_until, .. } = office;
    println!("{number}\t{name}\t{}\t{licence_from}\t{licence_until}", service_types.join(","));
}
