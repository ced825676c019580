//! How to reach a relay, as keys and values.

use crate::error::cpl_error;
use crate::layout::wrong;
use crate::room::Handle;
use crate::room::{arg, border, free, out, text};
use crate::secret::cpl_secret;
use cplink::keys::{CertificateDer, Trust};
use cplink::relay::http::{HttpOptions, HttpTimeStamper, Proxy};
use cplink::secret::Secret;
use cplink::{Code, Error, Result};
use std::ffi::c_char;
use std::time::Duration;

/// How to reach a relay. A client keeps its own copy.
pub struct cpl_options(pub(crate) Handle<Settings>);

/// What was set; the rest is as the core has it.
#[derive(Default)]
pub(crate) struct Settings {
    base_url: String,
    connect_timeout: Option<Duration>,
    call_timeout: Option<Duration>,
    body_timeout: Option<Duration>,
    stall_timeout: Option<Duration>,
    proxy_url: String,
    proxy_user: String,
    proxy_password: Option<Secret>,
    tls_ca: Vec<CertificateDer<'static>>,
    allow_tls12: bool,
    time_stamp_url: String,
}

impl Settings {
    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        match key {
            "base_url" => self.base_url = value.to_owned(),
            "connect_timeout_ms" => self.connect_timeout = Some(duration(value)?),
            "call_timeout_ms" => self.call_timeout = Some(duration(value)?),
            "body_timeout_ms" => self.body_timeout = Some(duration(value)?),
            "stall_timeout_ms" => self.stall_timeout = Some(duration(value)?),
            "proxy_url" => self.proxy_url = value.to_owned(),
            "proxy_user" => self.proxy_user = value.to_owned(),
            "time_stamp_url" => self.time_stamp_url = value.to_owned(),
            "tls_ca_pem" => self.tls_ca = Trust::from_pem(value.as_bytes())?.certificates().to_vec(),
            "allow_tls12" => {
                self.allow_tls12 = match value {
                    "0" => false,
                    "1" => true,
                    _ => return Err(wrong("allow_tls12 is 0 or 1")),
                };
            }
            _ => return Err(wrong("no such option")),
        }
        Ok(())
    }

    fn set_secret(&mut self, key: &str, secret: &Secret) -> Result<()> {
        if key != "proxy_password" {
            return Err(wrong("no such secret option"));
        }
        self.proxy_password = Some(Secret::new(secret.expose().to_vec()));
        Ok(())
    }

    /// Puts what was set over what the core takes by itself.
    pub(crate) fn apply(&self, options: &mut HttpOptions) -> Result<()> {
        if self.base_url.is_empty() {
            return Err(wrong("the option base_url is not set"));
        }
        options.base_url.clone_from(&self.base_url);
        for (place, value) in [
            (&mut options.connect_timeout, self.connect_timeout),
            (&mut options.call_timeout, self.call_timeout),
            (&mut options.body_timeout, self.body_timeout),
            (&mut options.stall_timeout, self.stall_timeout),
        ] {
            *place = value.unwrap_or(*place);
        }
        if !self.proxy_url.is_empty() {
            let mut proxy = Proxy::new(&self.proxy_url);
            if !self.proxy_user.is_empty() {
                let password = self.proxy_password.as_ref().map_or(&[][..], Secret::expose);
                proxy.login = Some((self.proxy_user.clone(), Secret::new(password.to_vec())));
            }
            options.proxy = Some(proxy);
        }
        if !self.tls_ca.is_empty() {
            options.trust.clone_from(&self.tls_ca);
        }
        options.allow_tls12 = self.allow_tls12;
        Ok(())
    }

    /// The time stamp authority, where one is named.
    pub(crate) fn stamper(&self) -> Result<Option<HttpTimeStamper>> {
        match self.time_stamp_url.as_str() {
            "" => Ok(None),
            url => HttpTimeStamper::new(url, &self.tls_ca).map(Some),
        }
    }
}

/// A limit of nothing would fail every call; one of none would hang for ever.
fn duration(milliseconds: &str) -> Result<Duration> {
    let number: Option<u64> = milliseconds.parse().ok().filter(|number| (1..=86_400_000).contains(number));
    let number = number
        .ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("a time limit is 1 to 86400000 milliseconds"))?;
    Ok(Duration::from_millis(number))
}

/// The default options.
///
/// The caller frees `*out` with `cpl_options_free`.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_options_new(out: *mut *mut cpl_options, err: *mut *mut cpl_error) -> i32 {
    border!(err, {
        let out = out!(out);
        out.give(cpl_options(Handle::new(Settings::default())));
    })
}

/// Sets an option: `base_url` (`https://host[:port][/prefix]`; the one that must be set),
/// `connect_timeout_ms` (10000), `call_timeout_ms` (60000: a call without a container),
/// `body_timeout_ms` (3600000: a call that moves one), `stall_timeout_ms` (60000), `proxy_url`
/// (`http://host[:port]`), `proxy_user`, `tls_ca_pem` (authorities of the relay's TLS certificate as
/// PEM text; else those of the trust), `allow_tls12` (`0`), `time_stamp_url` (`http://…` or `https://…`
/// of a time stamp authority (RFC 3161), which then stamps every message that is sent).
///
/// One thread at a time per `options`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_CERT_INVALID`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_options_set(
    options: *mut cpl_options,
    key: *const c_char,
    value: *const c_char,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let options = arg!(options);
        let key = text!(key);
        let value = text!(value);
        options.0.write()?.set(key, value)?;
    })
}

/// Sets a secret option: `proxy_password`.
///
/// One thread at a time per `options`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_options_set_secret(
    options: *mut cpl_options,
    key: *const c_char,
    secret: *const cpl_secret,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let options = arg!(options);
        let key = text!(key);
        let secret = arg!(secret);
        options.0.write()?.set_secret(key, &secret.0)?;
    })
}

/// Frees options. NULL is fine; twice is not. Not while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_options_free(options: *mut cpl_options) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(options) }
}
