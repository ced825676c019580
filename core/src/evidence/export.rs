//! Writing an export: all of it, or nothing.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::commands::{beside_name, receipt_name};
use super::content::Rows;
use super::facts::Evidence;
use super::forms::{self, Forms};
use super::gaps::gaps;
use super::offices::{Offices, numbers};
use super::scope::Scope;
use super::verified::{VerificationTime, VerifiedMessage};
use super::view::View;
use super::{FORMAT, INDEX, PAGE, certificates, page};
use crate::error::{Code, Error, Result};
use crate::interpret::office_names;
use crate::progress::{Job, Step};
use crate::seal::{MessageId, Receipt, ReceiptGap, Signature, VerifiedReceipt, rfc3339_utc};

/// What was exported.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// The messages, in the order of their serials.
    pub messages: Vec<MessageId>,
    /// How many receipts.
    pub receipts: usize,
    /// What is not whole in the chain of the receipts that were exported, with the office's number.
    pub gaps: Vec<(String, ReceiptGap)>,
    /// Files to read that another version has made, and that this one would make otherwise: they could not be compared.
    /// None of an export that this version has made.
    pub unlike: Vec<String>,
}

/// An export before it is written: small files by name, and the containers to copy.
pub(super) struct Rendered<'a> {
    pub(super) small: BTreeMap<String, Vec<u8>>,
    pub(super) containers: Vec<(String, &'a Path)>,
    /// The files of forms, each drawn when it is written or compared.
    pub(super) forms: Vec<(String, &'a VerifiedMessage)>,
    pub(super) exported: Exported,
}

impl Evidence {
    /// Writes the evidence of a scope into a new folder, which is there whole or not at all.
    ///
    /// # Errors
    /// [`Code::PeriodEmpty`] where no message is in the scope, [`Code::FileWrite`] (also where the
    /// folder exists already), [`Code::FileRead`], [`Code::SourceChanged`] where a container is no
    /// longer what was verified, [`Code::CertRevoked`] where a receipt is [unrecorded](Evidence::unrecorded),
    /// [`Code::DiskFull`], [`Code::Cancelled`].
    pub fn export(&self, folder: &Path, scope: Scope, job: &mut Job<'_>) -> Result<Exported> {
        if let Some(der) = self.unrecorded().first() {
            let digest = MessageId(Receipt::digest(der));
            let detail = format!("the relay has not recorded the receipt with the SHA-256 {digest} before");
            return Err(Error::new(self.why_unrecorded(der)).with_detail(detail));
        }
        let rendered = self.render(scope, job)?;
        if rendered.exported.messages.is_empty() {
            return Err(Error::new(Code::PeriodEmpty).with_detail(scope.to_string()));
        }
        if folder.exists() {
            return Err(Error::new(Code::FileWrite)
                .with_detail("the folder exists already")
                .in_file(folder.display().to_string()));
        }
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
        // Of its own, and for its owner only; removed again unless it gets its name.
        let mut builder = tempfile::Builder::new();
        let partial = builder.prefix(".cplink-").suffix(".part").tempdir_in(parent);
        let partial = partial.map_err(|error| failed(parent, error))?;
        write(partial.path(), &rendered, job)?;
        self.same(partial.path(), &rendered, job)?;
        fs::rename(partial.path(), folder).map_err(|error| failed(folder, error))?;
        // It has another name now, under which nothing removes it.
        let _ = partial.keep();
        Ok(rendered.exported)
    }

    /// What was copied is what was verified.
    fn same(&self, folder: &Path, rendered: &Rendered<'_>, job: &mut Job<'_>) -> Result<()> {
        let mut copy = Evidence::new(self.trust.clone(), self.now);
        copy.receipts.clone_from(&self.receipts);
        for ((name, _), id) in rendered.containers.iter().zip(&rendered.exported.messages) {
            let found = copy.add_container(&folder.join(name), job);
            match found {
                Ok(found) if found == *id => {}
                Err(error) if error.code() == Code::Cancelled => return Err(error),
                _ => return Err(Error::new(Code::SourceChanged)),
            }
        }
        Ok(())
    }

    pub(super) fn render(&self, scope: Scope, job: &mut Job<'_>) -> Result<Rendered<'_>> {
        let (items, receipts) = (self.items_of(scope), self.receipts_of(scope));
        let numbers = numbers(&items);
        let (mut forms, mut names) = (Vec::new(), Vec::new());
        for item in &items {
            job.check()?;
            let rows = Rows::read(item, job)?;
            forms.push(Forms::of(&rows));
            names.push(office_names(&rows.tables, &numbers));
        }
        let offices = Offices::of(&items, &receipts, names, &self.office_names);
        let gaps = match scope {
            Scope::Message(_) => Vec::new(),
            _ => gaps(receipts.iter().copied()),
        };
        let beside = || items.iter().filter_map(|item| Some((*item, self.beside_of(item)?)));
        let signers = items.iter().map(|item| &item.signer);
        let signers = signers.chain(beside().map(|(_, (verified, _))| &verified.signer));
        let signers = signers.chain(receipts.iter().map(|(verified, _)| &verified.signer));
        let signers: Vec<&Signature> = signers.collect();
        let lists = certificates::lists_of(&self.trust, &signers);
        let mut small: BTreeMap<String, Vec<u8>> = certificates::files(&self.trust, &lists)?.into_iter().collect();
        for signature in signers {
            small.extend([certificates::signer(signature)?]);
        }
        for (verified, der) in &receipts {
            small.insert(receipt_name(verified, der), der.clone());
        }
        small.extend(beside().map(|(item, (_, der))| (beside_name(item.id), der.clone())));
        let view = View {
            evidence: self,
            scope,
            items: &items,
            forms: &forms,
            offices: &offices,
            receipts: &receipts,
            gaps: &gaps,
            lists: &lists,
        };
        small.insert(INDEX.to_owned(), index(&view)?);
        small.insert(PAGE.to_owned(), page::write(&view)?);
        Ok(Rendered {
            small,
            containers: items.iter().map(|item| (container_name(item), item.path.as_path())).collect(),
            forms: with_forms(&items, &forms).map(|item| (forms::name(item.id), item)).collect(),
            exported: Exported {
                messages: items.iter().map(|item| item.id).collect(),
                receipts: receipts.len() + beside().count(),
                gaps,
                unlike: Vec::new(),
            },
        })
    }
}

/// The messages that have forms.
fn with_forms<'a, 'e>(
    items: &'a [&'e VerifiedMessage],
    forms: &'a [Forms],
) -> impl Iterator<Item = &'e VerifiedMessage> {
    items.iter().zip(forms).filter(|(_, forms)| forms.pages > 0).map(|(item, _)| *item)
}

pub(super) fn container_name(item: &VerifiedMessage) -> String {
    format!("messages/{}.asice", item.id)
}

fn index(view: &View<'_>) -> Result<Vec<u8>> {
    let messages = view.items.iter().zip(view.forms).map(|(item, forms)| message(view, item, forms));
    let messages = messages.collect::<Result<Vec<_>>>()?;
    let receipts = view.receipts.iter().map(|(verified, der)| receipt(receipt_name(verified, der), verified, der));
    let receipts = receipts.collect::<Result<Vec<_>>>()?;
    let gaps = view.gaps.iter().map(|(office, gap)| json!({ "office": office, "message": gap.message_en() }));
    let mut index = json!({
        "format": FORMAT,
        "made": rfc3339_utc(view.evidence.now)?,
        "scope": view.scope.to_string(),
        "messages": messages,
        "receipts": receipts,
        "gaps": gaps.collect::<Vec<_>>(),
    });
    if let Some(maker) = &view.evidence.maker {
        index["maker"] = maker.as_str().into();
    }
    let given = view.offices.given();
    if !given.is_empty() {
        index["office_names"] = json!(given);
    }
    Ok(format!("{index:#}\n").into_bytes())
}

fn message(view: &View<'_>, item: &VerifiedMessage, forms: &Forms) -> Result<Value> {
    let (by, at) = match item.verification_time {
        VerificationTime::Stamp(at) => ("time_stamp", at),
        VerificationTime::Accepted(at) => ("accepted", at),
        VerificationTime::Now(at) => ("made", at),
    };
    let beside = view.evidence.beside_of(item);
    let beside = beside.map(|(verified, der)| receipt(beside_name(item.id), verified, der)).transpose()?;
    let parts = item
        .parts
        .iter()
        .map(|part| json!({ "name": part.name, "size": part.size, "sha256": MessageId(part.sha256).to_string() }));
    Ok(json!({
        "id": item.id.to_string(),
        "file": container_name(item),
        "forms": (forms.pages > 0).then(|| forms::name(item.id)),
        "size": item.size,
        "from": item.message.from,
        "to": item.message.to,
        "serial": item.message.serial,
        "kind": item.message.kind,
        "subject": item.message.subject,
        "supersedes": item.message.supersedes.map(|id| id.to_string()),
        "override_reason": item.message.override_reason,
        "signer": signer(&item.signer)?,
        "agent": item.agent,
        "accepted": beside,
        "verification_time": { "by": by, "at": rfc3339_utc(at)? },
        "parts": parts.collect::<Vec<_>>(),
    }))
}

fn receipt(file: String, verified: &VerifiedReceipt, der: &[u8]) -> Result<Value> {
    let receipt = &verified.receipt;
    Ok(json!({
        "file": file,
        "sha256": MessageId(Receipt::digest(der)).to_string(),
        "kind": receipt.kind.token(),
        "message": receipt.message.to_string(),
        "from": receipt.from,
        "to": receipt.to,
        "at": rfc3339_utc(receipt.at)?,
        "number": receipt.link.map(|link| link.number),
        "agent": receipt.agent,
        "signer": signer(&verified.signer)?,
    }))
}

fn signer(signature: &Signature) -> Result<Value> {
    Ok(json!({
        "office": signature.identity.office_number,
        "organization": signature.identity.organization,
        "certificate": certificates::signer_name(signature),
        "signed_at": rfc3339_utc(signature.signing_time)?,
    }))
}

fn write(folder: &Path, rendered: &Rendered<'_>, job: &mut Job<'_>) -> Result<()> {
    let forms = (!rendered.forms.is_empty()).then_some("forms");
    for name in ["messages", "receipts", "certificates/signers"].into_iter().chain(forms) {
        fs::create_dir_all(folder.join(name)).map_err(|error| failed(folder, error))?;
    }
    for (name, bytes) in &rendered.small {
        job.check()?;
        let path = folder.join(name);
        let mut file = File::create(&path).map_err(|error| failed(&path, error))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|error| failed(&path, error))?;
    }
    for (name, item) in &rendered.forms {
        let path = folder.join(name);
        let failed = |error| failed(&path, error);
        let file = BufWriter::new(File::create(&path).map_err(failed)?);
        let file = forms::paint(item, file, failed, job)?;
        file.get_ref().sync_all().map_err(failed)?;
    }
    let total = rendered.containers.len() as u64;
    for (done, (name, path)) in rendered.containers.iter().enumerate() {
        job.report(Step::Hashing, done as u64, total)?;
        copy(path, &folder.join(name), job)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path, job: &Job<'_>) -> Result<()> {
    let unreadable = |error| Error::path(Code::FileRead, from, error);
    let failed = |error| failed(to, error);
    let mut source = File::open(from).map_err(unreadable)?;
    let mut copy = File::create(to).map_err(failed)?;
    let mut block = vec![0; 1 << 16];
    loop {
        job.check()?;
        let length = source.read(&mut block).map_err(unreadable)?;
        if length == 0 {
            return copy.sync_all().map_err(failed);
        }
        copy.write_all(&block[..length]).map_err(failed)?;
    }
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    Error::path(Code::FileWrite, path, error)
}
