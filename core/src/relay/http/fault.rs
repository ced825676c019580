//! Why an exchange failed, before it is known what that means for the call.

use std::io;

use rustls::{AlertDescription, CertificateError, PeerIncompatible};

use crate::error::{Code, Error};

pub(super) enum Fault {
    /// The call ends with this error, whatever the connection does.
    Stop(Error),
    /// The peer is gone.
    Lost(Option<io::Error>),
    /// TLS said no, one side or the other.
    Tls(rustls::Error),
}

pub(super) type Outcome<T> = std::result::Result<T, Fault>;

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Stop(error)
    }
}

impl From<rustls::Error> for Fault {
    fn from(error: rustls::Error) -> Self {
        Self::Tls(error)
    }
}

impl From<ureq_proto::Error> for Fault {
    fn from(error: ureq_proto::Error) -> Self {
        Self::Stop(Error::new(Code::Protocol).with_source(error))
    }
}

impl Fault {
    /// The error for the caller.
    pub(super) fn into_error(self) -> Error {
        match self {
            Self::Stop(error) => error,
            Self::Lost(None) => Error::new(Code::ConnectionLost),
            Self::Lost(Some(error)) => Error::io(Code::ConnectionLost, error),
            Self::Tls(error) => tls_error(error),
        }
    }
}

/// The peer does not keep to HTTP or to the protocol over it.
pub(super) fn protocol(detail: &'static str) -> Fault {
    Error::new(Code::Protocol).with_detail(detail).into()
}

/// An error of the caller's reader or writer: its own error where it wraps one.
pub(super) fn local(error: io::Error, code: Code) -> Fault {
    match error.downcast::<Error>() {
        Ok(own) => own.into(),
        Err(error) => Error::io(code, error).into(),
    }
}

fn tls_error(error: rustls::Error) -> Error {
    // Our own key refused or was cancelled in the middle of the handshake: that is its error.
    if let rustls::Error::Other(other) = &error
        && let Some(own) = other.0.downcast_ref::<Error>()
    {
        let told = match own.os_code() {
            Some(os_code) => Error::io(own.code(), io::Error::from_raw_os_error(os_code)),
            None => Error::new(own.code()),
        };
        return with_words_of(told, own).with_retry(own.retry());
    }
    if let rustls::Error::InvalidCertificate(CertificateError::Other(other)) = &error
        && let Some(own) = other.0.downcast_ref::<Error>()
    {
        return with_words_of(Error::new(own.code()), own);
    }
    let code = match &error {
        rustls::Error::AlertReceived(alert) => alert_code(*alert),
        rustls::Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13 | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => Code::TlsVersion,
        rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => Code::TlsServerName,
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => Code::TlsServerCertificate,
        _ => Code::TlsFailed,
    };
    Error::new(code).with_source(error)
}

/// The same error with its detail and what caused it. It is no cause of itself: its text would be said twice.
fn with_words_of(told: Error, own: &Error) -> Error {
    let told = match own.detail() {
        Some(detail) => told.with_detail(detail.to_owned()),
        None => told,
    };
    match std::error::Error::source(own) {
        Some(cause) if told.os_code().is_none() => told.with_source(cause.to_string()),
        _ => told,
    }
}

fn alert_code(alert: AlertDescription) -> Code {
    match alert {
        AlertDescription::ProtocolVersion => Code::TlsVersion,
        AlertDescription::CertificateExpired => Code::TlsClientExpired,
        AlertDescription::CertificateRevoked => Code::TlsClientRevoked,
        AlertDescription::UnknownCA => Code::TlsClientUnknownIssuer,
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateUnknown
        | AlertDescription::AccessDenied
        | AlertDescription::NoCertificate
        | AlertDescription::CertificateRequired => Code::TlsClientRefused,
        _ => Code::TlsFailed,
    }
}
