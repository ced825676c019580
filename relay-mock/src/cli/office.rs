//! `relay-mock office`: who is registered, and until when.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use cplink::Code;
use cplink_cli::{Exit, Fault, Outcome, print};
use relay_mock::directory::{self, RegisteredOffice, day_in_japan};
use relay_mock::store::sqlite::{DATABASE, SqliteStore};
use time::OffsetDateTime;

use super::fault::{of_directory, of_store};
use super::office_number;

#[derive(Args)]
pub(crate) struct Offices {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Add {
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        #[arg(long, value_parser = office_number)]
        number: String,
        #[arg(long)]
        name: String,
        #[arg(long = "service-type", value_name = "TYPES", required = true, value_delimiter = ',')]
        service_types: Vec<String>,
    },
    List {
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    Renew {
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        #[arg(long, value_parser = office_number)]
        number: String,
    },
    AddAgent {
        #[command(flatten)]
        agent: Agent,
    },
    RemoveAgent {
        #[command(flatten)]
        agent: Agent,
    },
}

/// An office, and another one that may act for it.
#[derive(Args)]
struct Agent {
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[arg(long, value_parser = office_number)]
    number: String,
    #[arg(long, value_name = "NUMBER", value_parser = office_number)]
    agent: String,
}

impl Offices {
    pub(crate) fn run(self) -> Outcome {
        let today = day_in_japan(OffsetDateTime::now_utc());
        match self.action {
            Action::Add { data, number, name, service_types } => {
                let added = directory::add(&open(&data)?, &number, &name, &service_types, today);
                show(&added.map_err(|error| of_directory(error).about(&number))?)?;
            }
            Action::List { data } => {
                let listed = directory::list(&existing(&data)?);
                listed.map_err(|error| of_directory(error).about(data.display()))?.iter().try_for_each(show)?;
            }
            Action::Renew { data, number } => {
                let renewed = directory::renew(&existing(&data)?, &number, today);
                show(&renewed.map_err(|error| of_directory(error).about(&number))?)?;
            }
            Action::AddAgent { agent: Agent { data, number, agent } } => {
                let changed = directory::add_agent(&existing(&data)?, &number, &agent);
                show(&changed.map_err(|error| of_directory(error).about(format!("{number} {agent}")))?)?;
            }
            Action::RemoveAgent { agent: Agent { data, number, agent } } => {
                let changed = directory::remove_agent(&existing(&data)?, &number, &agent);
                show(&changed.map_err(|error| of_directory(error).about(format!("{number} {agent}")))?)?;
            }
        }
        Ok(Exit::Done)
    }
}

fn open(data: &Path) -> Result<SqliteStore, Fault> {
    SqliteStore::open(data, None).map_err(|error| of_store(error).about(data.display()))
}

/// The data of a relay: a name with a slip in it must not become a relay of its own.
fn existing(data: &Path) -> Result<SqliteStore, Fault> {
    if data.join(DATABASE).is_file() {
        return open(data);
    }
    Err(Fault::new(
        Code::FileRead,
        ["中継サーバーのデータがありません。", "This folder has no data of a relay."],
        [
            "serve または office add の --data と同じフォルダーを指定してください。",
            "Name the folder that serve or office add was given with --data.",
        ],
    )
    .about(data.display()))
}

/// One office a line, tab between the columns.
fn show(office: &RegisteredOffice) -> Result<(), Fault> {
    let RegisteredOffice { number, name, service_types, licence_from, licence_until, agents, .. } = office;
    let (types, agents) = (service_types.join(","), agents.join(","));
    print(&format!("{number}\t{name}\t{types}\t{licence_from}\t{licence_until}\t{agents}\n"))
}
