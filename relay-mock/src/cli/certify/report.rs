//! `relay-mock certify report`.

use std::path::{Path, PathBuf};

use cplink::Code;
use cplink::keys::{FileSigner, Trust, UnixTime};
use cplink::secret::Secret;
use cplink_cli::{About as _, Exit, Fault, Language, Outcome, print, write_new};
use relay_mock::certify::bundle::{BundleInput, BundleRecord, KeyOrigin, authorities_of, make, test_key};
use relay_mock::certify::judge::{apply, judge};
use relay_mock::certify::report::{PageInput, badge, write};
use relay_mock::certify::transcript::RunFolder;
use relay_mock::directory::day_in_japan;
use time::OffsetDateTime;

use super::super::fault::of_pki;
use super::fault::of_folder;
use super::open::{known, open, read};

/// Where the password of the key file may be.
const PASSWORD: &str = "RELAY_MOCK_KEY_PASSWORD";

#[derive(clap::Args)]
pub(super) struct Report {
    #[arg(value_name = "DIR")]
    run: PathBuf,
    #[arg(long, value_name = "ID|DIR")]
    pack: Option<String>,
    #[arg(long = "expect", value_name = "FILE")]
    known: Option<PathBuf>,
    #[arg(long)]
    badge: bool,
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "bundle")]
    key: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "key")]
    key_password_file: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "key")]
    trust: Option<PathBuf>,
    #[arg(long, value_name = "NAME", requires = "bundle")]
    tester: Option<String>,
}

impl Report {
    pub(super) fn run(self, lang: Language) -> Outcome {
        let (folder, transcript) = RunFolder::open(&self.run).map_err(|error| of_folder(error, &self.run))?;
        let pack = open(self.pack.as_deref().unwrap_or(&transcript.run.pack.id))?;
        let now = OffsetDateTime::now_utc();
        let mut verdict = judge(&pack, &transcript);
        if let Some(known) = known(self.known.as_deref())? {
            apply(&mut verdict, &known, day_in_japan(now));
        }
        let tester = self.tester.as_deref();
        let input = PageInput { pack: &pack, transcript: &transcript, verdict: &verdict, tester, is_test_key: None };
        let page = write(&input, &folder).map_err(|error| of_folder(error, &self.run))?;
        let digest = match &self.bundle {
            None => None,
            Some(path) => {
                let (signer, authorities, key) = self.signer(now)?;
                let seconds = u64::try_from(now.unix_timestamp()).unwrap_or_default();
                let made = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
                let record = BundleRecord::new(&transcript, &verdict, self.tester.clone(), key, made)?;
                let known = self.known.as_deref().map(std::fs::read_to_string).transpose();
                let known = known.map_err(|error| Fault::io(Code::FileRead, "--expect", error))?;
                let input = BundleInput {
                    pack: &pack,
                    transcript: &transcript,
                    verdict: &verdict,
                    known: known.as_deref(),
                    record: &record,
                    authorities: &authorities,
                };
                let made = make(&input, &signer).about(path.display())?;
                write_new(path, &made.bytes, false)?;
                Some(made.sha256)
            }
        };
        if !self.badge {
            print(&format!("{}: {}\n", lang.pick("判定のページ", "Page"), page.display()))?;
            if let Some(path) = &self.bundle {
                print(&format!("{}: {}\n", lang.pick("署名付き試験結果", "Bundle"), path.display()))?;
            }
        }
        print(&format!("{}\n", badge(&verdict, digest.as_deref(), lang)))?;
        Ok(Exit::Own(verdict.exit))
    }

    /// The key that is given, or a test key made for this bundle.
    fn signer(&self, now: OffsetDateTime) -> Result<(FileSigner, String, KeyOrigin), Fault> {
        let Some(path) = &self.key else {
            let (signer, authorities) = test_key(now).map_err(of_pki)?;
            return Ok((signer, authorities, KeyOrigin::Test));
        };
        let password = match &self.key_password_file {
            Some(path) => Some(first_line(read(path)?)),
            None => std::env::var(PASSWORD).ok().map(|text| Secret::new(text.into_bytes())),
        };
        let signer = FileSigner::open(&read(path)?, password.as_ref()).about(path.display())?;
        let trust = self.trust.as_deref().map(trust).transpose()?;
        let authorities = authorities_of(&signer, trust.as_ref()).ok_or_else(|| {
            Fault::argument(
                ["鍵のファイルに認証局の証明書がありません。", "The key file has no certificate of an authority."],
                ["認証局の証明書を --trust で指定してください。", "Name the authority's certificate with --trust."],
            )
            .about(path.display())
        })?;
        Ok((signer, authorities, KeyOrigin::Given))
    }
}

/// The authorities of a file.
pub(super) fn trust(path: &Path) -> Result<Trust, Fault> {
    Trust::from_pem(&read(path)?).about(path.display())
}

fn first_line(bytes: Vec<u8>) -> Secret {
    let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(bytes.len());
    let line = Secret::new(bytes.get(..end).unwrap_or_default().to_vec());
    drop(Secret::new(bytes));
    line
}
