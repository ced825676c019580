//! Two offices exchange a slip over a relay in this process: sent, received, acknowledged. No network, no files of
//! your own: for trying the verbs, and for tests of a host.
//!
//! `cargo run -p cplink --example month_in_memory`

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use cplink::client::{Client, Outcome, ReceiveOptions, SendOptions};
use cplink::file::Source;
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, connect};
use cplink::unit::Unit;
use relay_mock::pki::{Algorithm, OfficeCert, Pki};
use time::OffsetDateTime;

const CARE_MANAGER: &str = "9970000012";
const PROVIDER: &str = "9970000111";

fn main() -> Result<(), Box<dyn Error>> {
    // A test authority; a real office has its certificate in a file, on a token or in the Windows store.
    let authority = Pki::new(OffsetDateTime::now_utc())?;
    let trust = Trust::from_pem(authority.ca_pem().as_bytes())?.with_pem(authority.crls_pem()?.as_bytes())?;
    // Clients made with the same options share the relay in memory.
    let mut relay = ConnectOptions::default();
    relay.set_transport("memory")?;
    let office = |number: &str| -> Result<Client, Box<dyn Error>> {
        let key = authority.office(&OfficeCert::new(number, "見本").algorithm(Algorithm::EcdsaP256))?;
        let signer = Arc::new(FileSigner::from_pem(key.pem().as_bytes(), None)?);
        let transport = connect(&relay, signer.clone(), &trust)?;
        Ok(Client::new(transport, signer, trust.clone())?)
    };
    let (mut care_manager, mut provider) = (office(CARE_MANAGER)?, office(PROVIDER)?);
    let folder = tempfile::tempdir()?;

    let slip = slip()?;
    let sent = care_manager.send(&slip, &SendOptions::new(folder.path().join("sent")), &mut Job::new())?;
    println!("sent:     {}", sent.id);

    let options = ReceiveOptions::new(folder.path().join("received"));
    let mut inbox = provider.inbox("", &options, &mut Job::new())?;
    while let Some(incoming) = provider.next_message(&mut inbox, &mut Job::new())? {
        let read = incoming.content.and_then(|mut message| Ok((message.read(&mut Job::new())?, message)));
        let outcome = match read {
            Ok((checked, message)) => {
                println!("received: {} files, {}", checked.contents.files.len(), message.message.subject);
                // Here the host imports the rows, and commits them together with `inbox.cursor()`.
                Outcome::Imported
            }
            Err(error) if error.code().is_of_message() => Outcome::Refused(error.message_ja().to_owned()),
            Err(error) => return Err(error.into()),
        };
        provider.acknowledge(&incoming.reference, &outcome, &mut Job::new())?;
    }

    for message in care_manager.sent("", &mut Job::new())?.messages {
        println!("state:    {} ({})", message.state.name_en(), message.state.name_ja());
    }
    Ok(())
}

/// A plan slip of the fixtures.
fn slip() -> Result<Unit, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec-fixtures/202407/month/02-slip-home-help/files");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        files.push((entry.file_name().to_string_lossy().into_owned(), Source::File(entry.path())));
    }
    let mut unit = Unit::from_files(files)?;
    unit.set_subject("10月分の提供票");
    Ok(unit)
}
