//! The relay's own checks of a message.

use cplink::relay::ProblemCode;
use cplink::relay::wire::Problem;
use cplink::seal::Message;
use time::Date;

use super::answer::Refusal;
use super::sealing::Opened;
use crate::directory;
use crate::store::Store;

/// Who sends: the office of the connection, of the message and of the signature are one.
pub(super) fn sender(caller: &str, opened: &Opened) -> Result<(), Refusal> {
    match opened.message.from.office == caller && opened.signer == caller {
        true => Ok(()),
        false => Err(ProblemCode::CertificateOffice.into()),
    }
}

/// Who receives: another office, registered and licensed today.
pub(super) fn receiver(store: &Store, opened: &Opened, today: Date) -> Result<(), Refusal> {
    let (from, to) = (&opened.message.from.office, &opened.message.to.office);
    if from == to {
        return Err(ProblemCode::SameOffice.into());
    }
    match directory::find(store, to)? {
        None => Err(ProblemCode::ReceiverUnregistered.into()),
        Some(office) if !office.licensed(today) => Err(ProblemCode::ReceiverLicence.into()),
        Some(_) => Ok(()),
    }
}

/// Which files: a set that the standard knows, under names that it knows.
///
/// The seam to the sending units of the standard. What stands here is the least: only CSV, PDF and
/// JPEG, and CSV files of one serial.
pub(super) fn file_set(message: &Message, part_names: &[String]) -> Result<(), Refusal> {
    let refuse =
        |name: &str, detail: &str| Err(Problem::new(ProblemCode::FileSet).with_detail(detail).with_file(name).into());
    if part_names.is_empty() {
        return Err(Problem::new(ProblemCode::FileSet).with_detail("no file").into());
    }
    for name in part_names {
        let upper = name.to_ascii_uppercase();
        match upper.rsplit_once('.') {
            Some((stem, "CSV")) if stem.contains(message.serial.as_str()) => {}
            Some((_, "CSV")) => return refuse(name, "a CSV file of another serial"),
            Some((_, "PDF" | "JPG" | "JPEG")) => {}
            _ => return refuse(name, "neither CSV nor PDF nor JPEG"),
        }
    }
    Ok(())
}
