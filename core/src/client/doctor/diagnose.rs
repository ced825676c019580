//! The self-check of what may not even be loaded: key, authorities and URL, each by itself.

use std::sync::Arc;

use super::certificate::{certificate, identity, key as key_line};
use super::generated::Observation;
use super::{Diagnosis, DiagnosisLine, fault_of};
use crate::client::Client;
use crate::error::{Code, Error, Result};
use crate::keys::{KeySource, Signer, SubjectProfile, Trust, TrustSource};
use crate::progress::Job;
use crate::relay::{ConnectOptions, reach};

impl Client {
    /// The self-check with what [`connect`](Client::connect) takes, for when it fails: what cannot be read is a line with
    /// its remedy, and the rest is looked at all the same. Where there is a key and trust, it is that of
    /// [`doctor`](Client::doctor).
    ///
    /// # Errors
    /// [`Code::Cancelled`] only: every other fault is a line.
    pub fn diagnose(
        options: impl Into<ConnectOptions>,
        key: impl Into<KeySource>,
        trust: impl Into<TrustSource>,
        job: &mut Job<'_>,
    ) -> Result<Diagnosis> {
        let trust = trust.into().open();
        let profile = trust.as_ref().map(|trust| trust.profile().clone()).unwrap_or_default();
        Self::diagnose_loaded(&options.into(), key.into().open(&profile), trust, job)
    }

    /// As [`diagnose`](Client::diagnose), with key and authorities that were loaded, or why they could not be.
    ///
    /// # Errors
    /// [`Code::Cancelled`] only: every other fault is a line.
    pub fn diagnose_loaded(
        options: &ConnectOptions,
        key: Result<Arc<dyn Signer>>,
        trust: Result<Trust>,
        job: &mut Job<'_>,
    ) -> Result<Diagnosis> {
        let unusable = match (&key, &trust) {
            (Ok(signer), Ok(trust)) => match Self::of(options, Arc::clone(signer), trust.clone()) {
                Ok(mut client) => return client.doctor(job),
                Err(error) => Some(error),
            },
            _ => None,
        };
        let mut lines = Vec::new();
        apart(key, trust, &mut lines);
        job.check()?;
        way(options, unusable, &mut lines, job)?;
        Ok(Diagnosis { lines })
    }
}

/// Key and authorities, each as far as the other is not needed.
fn apart(key: Result<Arc<dyn Signer>>, trust: Result<Trust>, lines: &mut Vec<DiagnosisLine>) {
    match &key {
        Ok(signer) => lines.push(key_line(&**signer)),
        Err(error) => lines.push(DiagnosisLine::error("key", error)),
    }
    match (key, trust) {
        (Ok(signer), Ok(trust)) => certificate(&*signer, &trust, lines),
        (Ok(signer), Err(error)) => {
            let told = signer.chain().first().map(|leaf| identity(leaf, &SubjectProfile::default(), None));
            lines.extend(told.map(|told| told.unwrap_or_else(|error| DiagnosisLine::error("certificate", &error))));
            lines.push(DiagnosisLine::error("trust", &error));
        }
        (Err(_), Err(error)) => lines.push(DiagnosisLine::error("trust", &error)),
        (Err(_), Ok(trust)) => {
            let count = trust.certificates().len().to_string();
            lines.push(DiagnosisLine::of(Observation::TrustLoaded, &[("count", &count)]));
        }
    }
}

/// The way to the relay: as far as the connection itself, since without key and trust nobody can be spoken to.
fn way(
    options: &ConnectOptions,
    unusable: Option<Error>,
    lines: &mut Vec<DiagnosisLine>,
    job: &mut Job<'_>,
) -> Result<()> {
    let mut told = |error: &Error| {
        let id = fault_of(error.code());
        let is_known = lines.iter().any(|line| line.id == id && line.severity == crate::finding::Severity::Error);
        if !is_known {
            lines.push(DiagnosisLine::error(id, error));
        }
    };
    if let Some(error) = &unusable {
        told(error);
    }
    match reach(options, job) {
        Ok(()) => lines.push(DiagnosisLine::of(Observation::RelayAnswers, &[])),
        Err(error) if error.code() == Code::Cancelled => return Err(error),
        // The URL was told already.
        Err(error) if unusable.is_some_and(|told| told.code() == error.code()) => {}
        Err(error) => told(&error),
    }
    Ok(())
}
