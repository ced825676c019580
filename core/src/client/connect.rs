//! From a URL, a key and authorities to a client.

use std::sync::Arc;

use super::Client;
use crate::error::Result;
use crate::keys::{KeySource, Signer, Trust, TrustSource};
use crate::progress::Job;
use crate::relay::{ConnectOptions, connect};

impl Client {
    /// A client of the office whose key it is, connected: the relay was asked what it can do.
    ///
    /// `options` is a URL, or more; `key` a path with its password, `store:`, `pkcs11:` or a signer ([`KeySource`]);
    /// `trust` a file or folder of authorities, PEM, or a [`Trust`] ([`TrustSource`]).
    ///
    /// ```no_run
    /// # use cplink::client::Client;
    /// # use cplink::progress::Job;
    /// # fn main() -> cplink::Result<()> {
    /// let url = "https://127.0.0.1:8443";
    /// let mut client = Client::connect(url, ("office.p12", "password"), "ca.pem", &mut Job::new())?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of [`KeySource::open`], [`TrustSource::open`], [`Client::of`] and [`Client::capabilities`]. The remedy advises
    /// the self-check, [`diagnose`](Client::diagnose), which takes the same and looks at each of them.
    pub fn connect(
        options: impl Into<ConnectOptions>,
        key: impl Into<KeySource>,
        trust: impl Into<TrustSource>,
        job: &mut Job<'_>,
    ) -> Result<Self> {
        let (options, key, trust) = (options.into(), key.into(), trust.into());
        connected(&options, &key, &trust, job).map_err(crate::error::Error::with_doctor)
    }

    /// A client as the options say, with their time stamp authority. Nothing is connected yet.
    ///
    /// # Errors
    /// Those of [`connect()`], [`Client::new`] and [`ConnectOptions::stamper`].
    pub fn of(options: &ConnectOptions, signer: Arc<dyn Signer>, trust: Trust) -> Result<Self> {
        let transport = connect(options, Arc::clone(&signer), &trust)?;
        let stamper = options.stamper(&trust)?;
        let mut client = Self::new(transport, signer, trust)?;
        if let Some(stamper) = stamper {
            client.set_time_stamper(Arc::new(stamper));
        }
        Ok(client)
    }
}

fn connected(options: &ConnectOptions, key: &KeySource, trust: &TrustSource, job: &mut Job<'_>) -> Result<Client> {
    let trust = trust.open()?;
    let signer = key.open(trust.profile())?;
    let mut client = Client::of(options, signer, trust)?;
    client.capabilities(job)?;
    Ok(client)
}
