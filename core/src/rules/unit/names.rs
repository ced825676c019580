//! The names of a unit's files: none twice, none that cannot travel.

use std::collections::{BTreeMap, BTreeSet};

use crate::file::{MAX_NAME, NameFault, check_name, composed, folded};
use crate::finding::{Finding, Rule};
use crate::unit::{AttachmentContents, AttachmentFault, FileContents, FileName, NameKind, UnitContents, sealed_name};

/// Whether each CSV file is a copy: of the files with one standard name the one that has it as it is given is the
/// original, else the first.
pub(super) fn copies(files: &[FileContents]) -> Vec<Option<&FileContents>> {
    let mut originals: BTreeMap<String, &FileContents> = BTreeMap::new();
    let standard = |file: &FileContents| file.name().map(ToString::to_string);
    for file in files {
        let Some(name) = standard(file) else { continue };
        let original = originals.entry(name).or_insert(file);
        if original.parsed.is_mended() && !file.parsed.is_mended() {
            *original = file;
        }
    }
    let of = |file: &FileContents| {
        let original = *originals.get(&standard(file)?)?;
        (!std::ptr::eq(original, file)).then_some(original)
    };
    files.iter().map(of).collect()
}

pub(super) fn check(contents: &UnitContents, copies: &[Option<&FileContents>], findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (file, original) in contents.files.iter().zip(copies) {
        if !seen.insert(folded(&file.file)) {
            findings.push(Finding::new(Rule::UnitDuplicateName).in_file(file.file.as_str()));
        } else if let Some(original) = original {
            let original = original.file.as_str();
            findings.push(Finding::new(Rule::UnitCopySurplus).in_file(file.file.as_str()).with_parameter(original));
        }
    }
    for AttachmentContents { name, .. } in &contents.attachments {
        let (parsed, sealed) = (FileName::parse(name), sealed_name(name));
        if !seen.insert(folded(&sealed)) {
            findings.push(Finding::new(Rule::UnitDuplicateName).in_file(name.as_str()));
        }
        if let Err(fault) = check_name(&sealed, MAX_NAME) {
            let rule = match fault {
                NameFault::Invisible => Rule::UnitAttachmentInvisible,
                NameFault::Device | NameFault::ShortForm | NameFault::System => Rule::UnitAttachmentReserved,
                NameFault::Empty | NameFault::Long | NameFault::Character | NameFault::Edge => Rule::UnitAttachmentName,
            };
            findings.push(Finding::new(rule).in_file(name.as_str()));
        } else if parsed.is_other_name() || matches!((&parsed.name, parsed.kind), (None, Some(NameKind::Image(_)))) {
            // A family image under a copy's name, or under none of the standard.
            findings.extend(parsed.findings().map(|finding| finding.in_file(name.as_str())));
        } else if composed(name) != *name {
            findings.push(Finding::new(Rule::UnitNameComposed).in_file(name.as_str()));
        }
    }
}

/// What the attachments are, as far as it is known.
pub(super) fn attachment_types(contents: &UnitContents, findings: &mut Vec<Finding>) {
    findings.extend(contents.attachments.iter().filter_map(attachment));
}

/// What is wrong with an attachment's content or ending.
pub fn attachment(attachment: &AttachmentContents) -> Option<Finding> {
    let finding = match attachment.media_type {
        Ok(_) => return None,
        Err(AttachmentFault::Empty) => Finding::new(Rule::UnitAttachmentEmpty),
        Err(AttachmentFault::Ending(is)) => Finding::new(Rule::UnitAttachmentEnding).with_parameter(is.ending()),
        Err(AttachmentFault::Json) => Finding::new(Rule::UnitAttachmentJson),
        Err(AttachmentFault::Kind) => Finding::new(Rule::UnitAttachmentType),
        Err(AttachmentFault::Unfinished) => Finding::new(Rule::UnitUnfinished),
        Err(AttachmentFault::Packed) => Finding::new(Rule::UnitPacked),
        Err(AttachmentFault::OtherEnding) => Finding::new(Rule::UnitOtherEnding),
    };
    Some(finding.in_file(attachment.name.as_str()))
}

/// The files of the system that do not travel.
pub(super) fn passed_over(contents: &UnitContents, findings: &mut Vec<Finding>) {
    findings.extend(contents.passed_over.iter().map(|name| system_file(name)));
}

/// What is said of a file of the system.
pub fn system_file(name: &str) -> Finding {
    Finding::new(Rule::UnitSystemFile).in_file(name)
}
