//! `relay-mock pki --for-samples`: all that the samples need, in one folder.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use cplink::{Code, Error};
use cplink_cli::{Exit, Fault, Outcome, print};
use relay_mock::directory::{self, DirectoryError, day_in_japan};
use relay_mock::month::{Month, MonthOffice};
use relay_mock::pki::{WriteAll, write_all};
use relay_mock::private;
use relay_mock::store::sqlite::SqliteStore;

use super::fault::{of_directory, of_pki, of_store};

/// Which key file a sample takes; every office has one of each kind.
const KEY: &str = "care-insurance";

/// Where `serve` looks for its authority.
pub(super) const PKI: &str = "pki";

/// Makes the folder and tells what is in it.
pub(super) fn samples(folder: &Path, options: WriteAll) -> Outcome {
    let names = make(folder, options)?;
    names.iter().try_for_each(|name| print(&format!("{PKI}/{name}\n")))?;
    // Programs read this line, so it has one form in all languages.
    print(&format!("README.txt\n{}\n", start(folder)))?;
    Ok(Exit::Done)
}

/// Makes the folder: the data of a relay with the offices of the month, and its authority. Gives back the names of the
/// authority's files.
pub(super) fn make(folder: &Path, mut options: WriteAll) -> Result<Vec<String>, Fault> {
    let pki = folder.join(PKI);
    let month = Month::load().map_err(|error| Fault::from(Error::new(Code::Bug)).detail(error))?;
    options.offices = month.offices.iter().map(|office| (office.number.clone(), office.name.clone())).collect();
    let names = write_all(&pki, &options).map_err(|error| of_pki(error).about(pki.display()))?;
    register(folder, &month.offices, &options)?;
    write(&folder.join("README.txt"), &readme(&month.offices, &options.password, &start(folder)))?;
    Ok(names)
}

fn register(folder: &Path, offices: &[MonthOffice], options: &WriteAll) -> Result<(), Fault> {
    let store = SqliteStore::open(folder, None).map_err(|error| of_store(error).about(folder.display()))?;
    let today = day_in_japan(options.now);
    for MonthOffice { number, name, service_types } in offices {
        match directory::add(&store, number, name, service_types, today) {
            // With `--force` they are there already.
            Ok(_) | Err(DirectoryError::Exists) => {}
            Err(error) => return Err(of_directory(error).about(number)),
        }
    }
    Ok(())
}

/// What is typed to start the relay.
fn start(folder: &Path) -> String {
    let folder = folder.display().to_string();
    let quote = if folder.contains(char::is_whitespace) { "\"" } else { "" };
    format!("relay-mock serve --data {quote}{folder}{quote} --listen 127.0.0.1:8443")
}

fn readme(offices: &[MonthOffice], password: &str, start: &str) -> String {
    let mut text = format!(
        "サンプルを動かすための試験用のフォルダーです。事業所も証明書も架空のもので、実際の送受信には使用できません。\n\
         For running the samples. Offices and certificates are invented: never use them in production.\n\n\
         中継サーバーの起動 / starts the relay:\n  {start}\n\n\
         接続先 / the relay:              https://127.0.0.1:8443\n\
         信頼する認証局 / the authority:  pki/root.pem\n\
         失効リスト / revocation lists:   pki/crl.pem\n\
         鍵のパスワード / the password:   {password}\n\n\
         事業所番号 / number, サービス種類 / service type, 鍵 / key, 名前 / name\n"
    );
    for MonthOffice { number, name, service_types } in offices {
        let types = service_types.join(",");
        let _ = writeln!(text, "  {number}  {types}  pki/office-{number}-{KEY}.p12  {name}");
    }
    // Notepad of older Windows shows UTF-8 without the mark as garbage.
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}

fn write(path: &Path, text: &str) -> Result<(), Fault> {
    let written = private::file(path).and_then(|mut file| {
        file.set_len(0)?;
        file.write_all(text.as_bytes())
    });
    written.map_err(|error| Fault::io(Code::FileWrite, path.display(), error))
}
