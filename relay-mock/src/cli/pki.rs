//! `relay-mock pki`: a test authority as a folder.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use cplink::Code;
use cplink_cli::{Exit, Expected, Fault, Outcome, print};
use relay_mock::pki::{Algorithm, WriteAll, add_offices, write_all};
use rustls::pki_types::ServerName;
use time::OffsetDateTime;

use super::fault::of_pki;
use super::office_number;
use super::samples::{PKI, samples};

#[derive(Args)]
pub(crate) struct Pki {
    #[arg(long, value_name = "DIR", required_unless_present = "for_samples", conflicts_with = "for_samples")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "DIR", conflicts_with_all = ["offices", "add"])]
    for_samples: Option<PathBuf>,
    #[arg(long = "office", value_name = "NUMBER=NAME", value_parser = office)]
    offices: Vec<(String, String)>,
    #[arg(long = "server-name", value_name = "NAME", value_parser = server_name)]
    server_names: Vec<String>,
    #[arg(long, value_enum, default_value_t)]
    algorithm: KeyAlgorithm,
    #[arg(long, conflicts_with = "force", requires = "offices")]
    add: bool,
    #[arg(long)]
    force: bool,
}

/// The offices' keys: RSA as in the field, or quick to make.
#[derive(Clone, Copy, Default, ValueEnum)]
enum KeyAlgorithm {
    #[default]
    Rsa2048,
    EcdsaP256,
}

fn office(text: &str) -> Result<(String, String), Expected> {
    let parts = text.split_once('=').filter(|(_, name)| !name.is_empty()).ok_or_else(|| {
        Expected::new(
            "「事業所番号=名前」の形で指定してください（例 9970000012=見本ケアプラン）。",
            "Give NUMBER=NAME, as 9970000012=Midori.",
        )
    });
    let (number, name) = parts?;
    Ok((office_number(number)?, name.to_owned()))
}

/// A name or address that a client can ask for.
fn server_name(text: &str) -> Result<String, Expected> {
    match ServerName::try_from(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(Expected::new(
            "ホスト名またはIPアドレスを半角で指定してください（例 relay.example）。",
            "Give a host name or an IP address, as relay.example.",
        )),
    }
}

impl Pki {
    /// The second of two offices of one number would silently take the first one's files.
    fn refuse_twice(&self) -> Result<(), Fault> {
        for (place, (number, _)) in self.offices.iter().enumerate() {
            if self.offices[..place].iter().any(|(other, _)| other == number) {
                return Err(Fault::argument(
                    ["同じ事業所番号が2回指定されています。", "The office is named twice."],
                    ["--office は事業所ごとに一度だけ指定してください。", "Name each office once with --office."],
                )
                .about(number));
            }
        }
        Ok(())
    }

    pub(crate) fn run(self) -> Outcome {
        if let Some(folder) = self.for_samples.clone() {
            refuse_another(&folder.join(PKI), self.force)?;
            return samples(&folder, self.options()?);
        }
        let (out, add) = (self.out.clone().unwrap_or_default(), self.add);
        if !add {
            refuse_another(&out, self.force)?;
        }
        let write = if add { add_offices } else { write_all };
        let names = write(&out, &self.options()?).map_err(|error| of_pki(error).about(out.display()))?;
        names.iter().try_for_each(|name| print(&format!("{name}\n")))?;
        Ok(Exit::Done)
    }

    fn options(self) -> Result<WriteAll, Fault> {
        self.refuse_twice()?;
        let mut options = WriteAll::new(OffsetDateTime::now_utc());
        if !self.offices.is_empty() {
            options.offices = self.offices;
        }
        options.server_names = self.server_names;
        options.algorithm = match self.algorithm {
            KeyAlgorithm::Rsa2048 => Algorithm::Rsa2048,
            KeyAlgorithm::EcdsaP256 => Algorithm::EcdsaP256,
        };
        Ok(options)
    }
}

/// An authority that is there stays, unless it may be replaced.
fn refuse_another(out: &Path, force: bool) -> Result<(), Fault> {
    if force || !out.join("root.pem").exists() {
        return Ok(());
    }
    Err(Fault::new(
        Code::FileWrite,
        ["試験用の認証局がすでにあります。", "There is a test authority already."],
        [
            "別のフォルダーを指定するか、置き換えるときは --force を付けてください（前の証明書はすべて使用できなくなります）。",
            "Give another folder, or --force to replace it; all of its certificates then become useless.",
        ],
    )
    .about(out.display()))
}
