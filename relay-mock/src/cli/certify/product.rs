//! Which product is put through the cases, and how it is driven.

use std::ffi::OsString;
use std::io::{BufReader, stderr, stdin};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use cplink::Code;
use cplink::progress::Cancel;
use cplink_cli::{Expected, Fault, Language};
use relay_mock::certify::drive::{Channel, Desk, Driver, Folder, Http, Program, RelayHost, Terminal, read_product};
use relay_mock::certify::transcript::Profile;

use super::fault::{of_profile, of_url};
use super::open::read;
use crate::cli::serve::{address, seed};

#[derive(clap::Args)]
pub(super) struct Product {
    #[arg(long, value_enum)]
    pub(super) drive: Drive,
    #[arg(long, value_name = "FILE")]
    product: Option<PathBuf>,
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    limit: Option<Duration>,
    #[arg(value_name = "URL")]
    url: Option<String>,
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    #[arg(long, value_name = "ADDR", value_parser = address)]
    listen: Option<SocketAddr>,
    #[arg(long, value_name = "N", value_parser = seed)]
    seed: Option<u64>,
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Drive {
    Folder,
    Relay,
    Program,
    Http,
}

/// How long a program or a server may take to answer.
const LIMIT: Duration = Duration::from_secs(30);

fn seconds(text: &str) -> Result<Duration, Expected> {
    let seconds = text.parse().ok().filter(|seconds| (1..=3600).contains(seconds));
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| Expected::new("1から3600までの秒数を半角で指定してください。", "Give 1 to 3600 seconds."))
}

impl Product {
    /// The driver; `out` is the folder of the run.
    pub(super) fn driver(&self, out: &Path, lang: Language, cancel: &Cancel) -> Result<Box<dyn Driver>, Fault> {
        self.refuse_what_does_not_fit()?;
        match self.drive {
            Drive::Program => Ok(Box::new(Program::new(self.command.clone(), self.limit.unwrap_or(LIMIT), cancel))),
            Drive::Http => self.http(cancel),
            Drive::Relay => {
                let desk = self.desk(out, Channel::Relay, lang, cancel);
                let listen = self.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 0)));
                Ok(Box::new(RelayHost::new(self.profile()?, desk, out.join("relay"), listen, self.seed)))
            }
            Drive::Folder => Ok(Box::new(Folder::new(self.profile()?, self.desk(out, Channel::Folder, lang, cancel)))),
        }
    }

    /// An option that another driver has would be passed over in silence.
    fn refuse_what_does_not_fit(&self) -> Result<(), Fault> {
        if self.drive == Drive::Program && self.command.is_empty() {
            return Err(Fault::argument(
                ["製品のプログラムの指定がありません。", "The product's program is missing."],
                ["-- の後にコマンドを指定してください。", "Give its command after --."],
            )
            .about("--drive program"));
        }
        let has = |drives: &[Drive]| drives.contains(&self.drive);
        let surplus = [
            ("--", !self.command.is_empty() && !has(&[Drive::Program])),
            ("--product", self.product.is_some() && !has(&[Drive::Folder, Drive::Relay])),
            ("URL", self.url.is_some() && !has(&[Drive::Http])),
            ("--ca", self.ca.is_some() && !has(&[Drive::Http])),
            ("--listen", self.listen.is_some() && !has(&[Drive::Relay])),
            ("--seed", self.seed.is_some() && !has(&[Drive::Relay])),
        ];
        match surplus.iter().find(|(_, is_surplus)| *is_surplus) {
            None => Ok(()),
            Some((option, _)) => Err(Fault::argument(
                ["この動かし方では使わない指定です。", "This driver has no use for the option."],
                ["指定を外すか、--drive を確認してください。", "Leave it out, or see --drive."],
            )
            .about(option)),
        }
    }

    fn profile(&self) -> Result<Profile, Fault> {
        let path = self.product.as_deref().ok_or_else(|| {
            Fault::argument(
                ["製品の説明のファイルの指定がありません。", "The product's profile is missing."],
                [
                    "--product で product.toml を指定してください。書き方は relay-mock/packs/README.md にあります。",
                    "Name product.toml with --product. Its form is in relay-mock/packs/README.md.",
                ],
            )
            .about("--product")
        })?;
        read_product(&read(path)?).map_err(|fault| of_profile(&fault, path))
    }

    fn http(&self, cancel: &Cancel) -> Result<Box<dyn Driver>, Fault> {
        let url = self.url.as_deref().ok_or_else(|| {
            Fault::argument(
                ["製品のURLの指定がありません。", "The product's URL is missing."],
                ["--drive http の後にURLを指定してください。", "Give the URL after --drive http."],
            )
            .about("--drive http")
        })?;
        let read =
            |path: &PathBuf| std::fs::read(path).map_err(|error| Fault::io(Code::FileRead, path.display(), error));
        let authorities = self.ca.as_ref().map(read).transpose()?;
        let http = Http::new(url, authorities.as_deref(), self.limit.unwrap_or(LIMIT), cancel);
        http.map(|http| Box::new(http) as Box<dyn Driver>).map_err(|fault| of_url(&fault, url))
    }

    /// Standard output is the verdict's.
    fn desk(&self, out: &Path, channel: Channel, lang: Language, cancel: &Cancel) -> Desk {
        let terminal = Terminal::new(BufReader::new(stdin()), stderr());
        Desk::new(out.join("work"), terminal, channel, lang, cancel, self.limit)
    }
}
