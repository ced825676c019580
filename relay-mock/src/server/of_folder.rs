//! A relay's options from the folder that `relay-mock pki` writes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::keys::FileSigner;
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivatePkcs8KeyDer};

use super::options::RelayOptions;

/// Why a folder has nothing that a relay can run with.
#[derive(Debug, thiserror::Error)]
pub enum PkiFolderError {
    /// A file cannot be read.
    #[error("{path}: {1}", path = .0.display())]
    Io(PathBuf, std::io::Error),
    /// A file has no certificate, list or key.
    #[error("{path}: {1}", path = .0.display())]
    Form(PathBuf, String),
    /// The key that signs receipts cannot be used.
    #[error("{path}: {1}", path = .0.display())]
    Seal(PathBuf, cplink::Error),
}

impl RelayOptions {
    /// A relay with the authority, server certificate and seal of this folder, its data in the other.
    ///
    /// # Errors
    /// A file is missing, or is not what its name says.
    pub fn of_folder(data: &Path, pki: &Path) -> Result<Self, PkiFolderError> {
        let certificates = |name: &str| -> Result<Vec<CertificateDer<'static>>, PkiFolderError> {
            let read = CertificateDer::pem_file_iter(pki.join(name)).and_then(Iterator::collect);
            read.map_err(|error| of_pem(pki.join(name), error))
        };
        let server = pki.join("server.pem");
        let key = PrivatePkcs8KeyDer::from_pem_file(&server).map_err(|error| of_pem(server, error))?;
        let seal = pki.join("relay-seal.pem");
        let bytes = std::fs::read(&seal).map_err(|error| PkiFolderError::Io(seal.clone(), error))?;
        let seal = FileSigner::from_pem(&bytes, None).map_err(|error| PkiFolderError::Seal(seal, error))?;
        let mut options = Self::new(
            data,
            certificates("server.pem")?,
            key.secret_pkcs8_der().to_vec(),
            certificates("root.pem")?,
            Arc::new(seal),
        );
        let crl = pki.join("crl.pem");
        let lists = CertificateRevocationListDer::pem_file_iter(&crl).and_then(Iterator::collect);
        options.crls = lists.map_err(|error| of_pem(crl, error))?;
        Ok(options)
    }
}

fn of_pem(path: PathBuf, error: PemError) -> PkiFolderError {
    match error {
        PemError::Io(error) => PkiFolderError::Io(path, error),
        other => PkiFolderError::Form(path, other.to_string()),
    }
}
