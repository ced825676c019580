//! Revocation lists: which of them apply to a certificate, and since when it is revoked.

mod form;
mod issuer;
mod list;
mod scope;
mod signed;
mod unusable;

pub(super) use issuer::Issuer;
pub(super) use list::{List, stands};
pub(crate) use signed::SignedList;
pub use unusable::UnusableList;

use std::path::Path;

use rustls::pki_types::{CertificateRevocationListDer, SignatureVerificationAlgorithm};

use self::form::IssuerName;
use super::encoded;
use crate::error::{Code, Error, Result};
use crate::sort::sort_by_key;

/// A list of a large authority has some ten thousand entries; a larger file wants to fill our memory.
const MAX_LIST: u64 = 16 << 20;
/// The most files of a folder that are looked at.
const MAX_FILES: usize = 256;

/// All lists, the newest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    newest_first: Vec<List>,
    as_given: Vec<CertificateRevocationListDer<'static>>,
    unusable: Vec<UnusableList>,
}

impl Lists {
    fn push(&mut self, der: &[u8], file: Option<&str>) -> Result<()> {
        let list = List::read(der, self.as_given.len(), file)?;
        let place = self.newest_first.partition_point(|other| other.is_newer_than(&list));
        self.newest_first.insert(place, list);
        self.as_given.push(CertificateRevocationListDer::from(der.to_vec()));
        Ok(())
    }

    /// Adds the lists that can be used and sets the others aside. Where none of several can, that is an error.
    pub(super) fn push_usable<'a>(
        &mut self,
        ders: impl IntoIterator<Item = &'a [u8]>,
        file: Option<&str>,
    ) -> Result<()> {
        let (mut used, mut first) = (false, None);
        for der in ders {
            match self.push(der, file) {
                Ok(()) => used = true,
                Err(error) => {
                    self.unusable.push(UnusableList::new(form::issuer(der), &error, file));
                    first = first.or(Some(error));
                }
            }
        }
        match first {
            Some(error) if !used => Err(error),
            _ => Ok(()),
        }
    }

    /// The lists that were set aside.
    pub(super) fn unusable(&self) -> &[UnusableList] {
        &self.unusable
    }

    /// The lists that bear an authority's name, and whose signature is of none that does.
    pub(super) fn unverified(
        &self,
        authorities: &[Issuer<'_>],
        algorithms: &[&dyn SignatureVerificationAlgorithm],
    ) -> Vec<UnusableList> {
        let mut stray: Vec<(usize, UnusableList)> = Vec::new();
        for list in &self.newest_first {
            let namesakes: Vec<&Issuer<'_>> = authorities.iter().filter(|one| one.name() == list.issuer()).collect();
            if !namesakes.is_empty() && !namesakes.iter().any(|one| self.is_signed(list, one, algorithms)) {
                let issuer = IssuerName(list.issuer().to_vec());
                stray.push((list.place, UnusableList::new(Some(issuer), &list.stray(&namesakes), list.file())));
            }
        }
        sort_by_key(&mut stray, |(place, _)| *place);
        stray.into_iter().map(|(_, list)| list).collect()
    }

    /// A list of this issuer that was set aside; one that nobody could read may be anybody's.
    pub(super) fn unusable_of(&self, issuer: &[u8]) -> Option<&UnusableList> {
        self.unusable.iter().find(|list| list.name.as_deref().is_none_or(|name| name == issuer))
    }

    pub(super) fn ders(&self) -> &[CertificateRevocationListDer<'static>] {
        &self.as_given
    }

    /// The lists with this name of an issuer, the newest first.
    pub(super) fn of<'t>(&'t self, issuer: &[u8]) -> impl Iterator<Item = &'t List> {
        self.newest_first.iter().filter(move |list| list.issuer() == issuer)
    }

    /// Whether the issuer's key has signed the list.
    pub(super) fn is_signed(
        &self,
        list: &List,
        issuer: &Issuer<'_>,
        algorithms: &[&dyn SignatureVerificationAlgorithm],
    ) -> bool {
        let signed = SignedList::read(&self.as_given[list.place]);
        signed.is_some_and(|signed| signed.is_by(issuer.key(), algorithms)) && issuer.may_sign_lists()
    }

    /// Adds the lists of a folder: the files `*.crl` (DER or PEM). A file that cannot be used is set aside.
    pub(super) fn push_folder(&mut self, folder: &Path) -> Result<()> {
        let unreadable = |error| Error::path(Code::FileRead, folder, error);
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("crl")) {
                paths.push(path);
            }
        }
        if paths.len() > MAX_FILES {
            return Err(Error::new(Code::TooLarge).with_detail("the folder holds too many revocation lists"));
        }
        crate::sort::sort(&mut paths);
        for path in paths {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            match read(&path) {
                Ok(bytes) => self.push_bytes(&bytes, &name),
                Err(error) => self.unusable.push(UnusableList::new(None, &error, Some(&name))),
            }
        }
        Ok(())
    }

    /// Adds the lists of a file; what cannot be used is set aside under this name.
    pub(super) fn push_bytes(&mut self, bytes: &[u8], name: &str) {
        let before = self.unusable.len();
        if let Err(error) = self.push_file(bytes, Some(name))
            && self.unusable.len() == before
        {
            self.unusable.push(UnusableList::new(None, &error, Some(name)));
        }
    }

    /// Adds the lists of a file. Where none can be used, that is an error.
    pub(super) fn push_file(&mut self, bytes: &[u8], name: Option<&str>) -> Result<()> {
        let blocks = encoded::blocks(bytes)?;
        if blocks.is_empty() {
            return Err(form::foreign(bytes));
        }
        let lists = encoded::lists(&blocks).map_err(|error| form::malformed().with_source(error))?;
        if lists.is_empty() {
            return Err(form::other(&blocks));
        }
        self.push_usable(lists.iter().map(AsRef::as_ref), name)
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let unreadable = |error| Error::path(Code::FileRead, path, error);
    if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_LIST {
        return Err(Error::new(Code::TooLarge));
    }
    std::fs::read(path).map_err(unreadable)
}
