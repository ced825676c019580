//! The names of offices, and what they are known by.

use std::collections::{BTreeMap, BTreeSet};

use super::verified::VerifiedMessage;
use crate::seal::{Signature, VerifiedReceipt};
use crate::sort::sort_by_key;

/// What a name is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The office's own certificate.
    Certificate,
    /// A CSV file that the sender has signed.
    Message,
    /// Whoever made the export: nothing signed has it.
    Exporter,
}

impl Source {
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::Certificate => "その事業所の電子証明書",
            Self::Message => "送信元が署名したCSVファイルの記載",
            Self::Exporter => "書き出した人の指定（署名されたファイルにはありません）",
        }
    }
}

/// The offices of an export by their numbers, each with its name where there is one.
pub(super) struct Offices(BTreeMap<String, Option<(String, Source)>>);

impl Offices {
    /// The parties of these messages. A certificate counts before a CSV file, the newest of each; then `given`.
    pub(super) fn of(
        items: &[&VerifiedMessage],
        receipts: &[&(VerifiedReceipt, Vec<u8>)],
        in_rows: Vec<BTreeMap<String, String>>,
        given: &BTreeMap<String, String>,
    ) -> Self {
        let mut certified: Vec<&Signature> = items.iter().map(|item| &item.signer).collect();
        let own = receipts.iter().filter(|(verified, _)| !verified.receipt.kind.by_relay());
        certified.extend(own.map(|(verified, _)| &verified.signer));
        sort_by_key(&mut certified, |signer| (signer.signing_time.as_secs(), signer.identity.organization.clone()));
        let mut names: BTreeMap<String, (String, Source)> =
            given.iter().map(|(number, name)| (number.clone(), (name.clone(), Source::Exporter))).collect();
        for (number, name) in in_rows.into_iter().flatten() {
            names.insert(number, (name, Source::Message));
        }
        for identity in certified.into_iter().map(|signer| &signer.identity) {
            if let Some(name) = identity.organization.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
                names.insert(identity.office_number.clone(), (name.to_owned(), Source::Certificate));
            }
        }
        let of = |number: &str| (number.to_owned(), names.get(number).cloned());
        let agents = receipts.iter().filter_map(|(verified, _)| verified.receipt.agent.as_ref());
        let agents = agents.chain(items.iter().filter_map(|item| item.agent.as_ref()));
        let all = numbers(items).into_iter().chain(agents.map(|agent| agent.office.as_str()));
        Self(all.map(of).collect())
    }

    /// The name of an office.
    pub(super) fn name(&self, number: &str) -> Option<&str> {
        self.0.get(number)?.as_ref().map(|(name, _)| name.as_str())
    }

    /// Each office with its name and what that is known by.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Option<(&str, Source)>)> {
        self.0.iter().map(|(number, name)| (number.as_str(), name.as_ref().map(|(name, by)| (name.as_str(), *by))))
    }

    /// The names that only the exporter gave.
    pub(super) fn given(&self) -> BTreeMap<&str, &str> {
        let given = |(number, name): (_, Option<(_, Source)>)| {
            name.filter(|(_, by)| *by == Source::Exporter).map(|(name, _)| (number, name))
        };
        self.all().filter_map(given).collect()
    }
}

/// The office numbers of the messages' parties.
pub(super) fn numbers<'a>(items: &[&'a VerifiedMessage]) -> BTreeSet<&'a str> {
    items.iter().flat_map(|item| [&item.message.from, &item.message.to]).map(|party| party.office.as_str()).collect()
}
