//! A unit as what goes into a container: its header and its parts.

use std::sync::Arc;

use super::id::MessageId;
use super::message::{MessageHeader, Party};
use super::part::Part;
use crate::error::Result;
use crate::file::Source;
use crate::spec::UnitKind;
use crate::unit::{Address, MediaType, Unit, UnitContents, sealed_name};

/// The header of a unit that was read, and of which is known what kind it is.
pub(crate) fn header_of(
    unit: &Unit,
    contents: &UnitContents,
    kind: Option<UnitKind>,
    override_reason: Option<String>,
) -> Result<MessageHeader> {
    let serial = unit.serial().to_string();
    let party = |address: &Address| Party {
        office: address.office().to_owned(),
        service_type: address.service_type().to_owned(),
    };
    let supersedes = match unit.supersedes() {
        Some(id) => Some(id.parse::<MessageId>()?),
        None => None,
    };
    Ok(MessageHeader {
        from: party(unit.from()),
        to: party(unit.to()),
        csv_version: contents.files.iter().find_map(|file| file.version.clone()),
        kind: kind.map_or("other", UnitKind::token).to_owned(),
        subject: unit.subject().to_owned(),
        created: MessageHeader::created_at(&serial)?,
        serial,
        supersedes,
        override_reason,
    })
}

/// CSV files first, then attachments, each in the order given, under the names that they should have.
pub(crate) fn parts_of(unit: &Unit) -> Result<Vec<Part>> {
    let mut parts: Vec<Part> = unit
        .csv()
        .iter()
        .map(|csv| Part::new(sealed_name(&csv.name), MediaType::Csv.name(), Source::from(Arc::clone(&csv.bytes))))
        .collect();
    for attachment in unit.attachments() {
        let media_type = attachment.media_type()?.map_or("application/octet-stream", MediaType::name);
        parts.push(Part::new(sealed_name(&attachment.name), media_type, attachment.source.clone()));
    }
    Ok(parts)
}
