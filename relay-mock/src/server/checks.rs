//! The relay's own checks of a message.

use cplink::finding::{Finding, Severity};
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::{Problem, ProblemFinding};
use cplink::rules;
use cplink::seal::{MessageHeader, Party};
use cplink::spec::UnitKind;
use cplink::unit::{Address, Serial, UnitContents, UnitId};
use time::Date;

use super::answer::Refusal;
use super::caller::Identified;
use super::sealing::Opened;
use crate::store::RegisteredOffice;

/// Who sends: the office that the call is for is that of the message. That the caller has signed, opening has shown.
pub(super) fn sender(caller: &Identified, opened: &Opened) -> Result<(), Refusal> {
    if opened.message.from.office == caller.office { Ok(()) } else { Err(ProblemCode::CertificateOffice.into()) }
}

/// Who receives: another office, in the directory as `office`, licensed today, under a service type of its own.
pub(super) fn receiver(message: &MessageHeader, office: Option<&RegisteredOffice>, today: Date) -> Result<(), Refusal> {
    if message.from.office == message.to.office {
        return Err(ProblemCode::SameOffice.into());
    }
    match office {
        None => Err(ProblemCode::ReceiverUnregistered.into()),
        Some(office) if !office.licensed(today) => Err(ProblemCode::ReceiverLicence.into()),
        Some(office) if !office.offers(&message.to.service_type) => Err(ProblemCode::ReceiverService.into()),
        Some(_) => Ok(()),
    }
}

/// Which files: a sending unit of the standard, under its names. The content of the files is between
/// the offices.
pub(super) fn file_set(message: &MessageHeader, part_names: &[String]) -> Result<(), Refusal> {
    let refuse = |detail: &str| Refusal::from(Problem::new(ProblemCode::FileSet).with_detail(detail));
    let address = |party: &Party| Address::new(party.office.clone(), party.service_type.clone());
    let (Ok(from), Ok(to), Ok(serial)) = (address(&message.from), address(&message.to), Serial::new(&message.serial))
    else {
        return Err(refuse("the addresses or the serial"));
    };
    let names = part_names.iter().map(String::as_str);
    let report = rules::names(&UnitContents::of_names(names, UnitId { from, to, serial }));
    let errors: Vec<&Finding> = report.all_findings().filter(|finding| finding.severity() == Severity::Error).collect();
    if let Some(first) = errors.first() {
        let mut problem = Problem::new(ProblemCode::FileSet).with_detail(first.message_en());
        problem.file = first.file().map(str::to_owned);
        problem.findings = errors.into_iter().map(on_wire).collect();
        return Err(problem.into());
    }
    if report.unit_kind.map(UnitKind::token) != Some(message.kind.as_str()) {
        return Err(refuse("the message's kind is not that of its files"));
    }
    Ok(())
}

fn on_wire(finding: &Finding) -> ProblemFinding {
    ProblemFinding {
        rule: finding.rule().id().to_owned(),
        severity: finding.severity().name().to_owned(),
        file: finding.file().map(str::to_owned),
        row: finding.row(),
        item_number: finding.item_number(),
        parameter: finding.parameter().map(str::to_owned),
        message_ja: finding.message_ja(),
        message_en: finding.message_en(),
    }
}
