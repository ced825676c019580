//! How to reach a relay, as keys and values.

use crate::boundary::Handle;
use crate::boundary::{arg, border, free, out, text};
use crate::error::cpl_error;
use crate::layout::wrong;
use crate::secret::cpl_secret;
use cplink::client::Client;
use cplink::keys::Trust;
use cplink::relay::ConnectOptions;
use cplink::relay::http::Proxy;
use cplink::secret::Secret;
use cplink::{Code, Error, Result};
use std::ffi::c_char;
use std::time::Duration;

/// How to reach a relay. A client keeps its own copy.
pub struct cpl_options(pub(crate) Handle<Settings>);

/// What was set; the rest is as the core has it.
#[derive(Default)]
pub(crate) struct Settings {
    connect: ConnectOptions,
    proxy_url: String,
    proxy_user: String,
    proxy_password: Option<Secret>,
    /// How much memory the rows of a received message may take, in bytes.
    pub(crate) message_memory: Option<u64>,
}

impl Settings {
    fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let connect = &mut self.connect;
        match key {
            "transport" => connect.set_transport(value)?,
            "base_url" => value.clone_into(&mut connect.url),
            "connect_timeout_ms" => connect.connect_timeout = Some(duration(value)?),
            "call_timeout_ms" => connect.call_timeout = Some(duration(value)?),
            "body_timeout_ms" => connect.body_timeout = Some(duration(value)?),
            "stall_timeout_ms" => connect.stall_timeout = Some(duration(value)?),
            "proxy_url" => value.clone_into(&mut self.proxy_url),
            "proxy_user" => value.clone_into(&mut self.proxy_user),
            "message_memory_mib" => self.message_memory = Some(mebibytes(value)?),
            "time_stamp_url" => value.clone_into(&mut connect.time_stamp_url),
            "relay_pin" => connect.pins = value.parse()?,
            "tls_ca_pem" => connect.tls_trust = Trust::from_pem(value.as_bytes())?.certificates().to_vec(),
            "allow_tls12" => {
                connect.allow_tls12 = match value {
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

    /// What the core needs to connect.
    pub(crate) fn connect(&self) -> Result<ConnectOptions> {
        let mut connect = self.connect.clone();
        if connect.url.is_empty() && connect.needs_url() {
            return Err(Error::new(Code::Url).with_detail("the option base_url is not set"));
        }
        if !self.proxy_url.is_empty() {
            let mut proxy = Proxy::new(&self.proxy_url);
            if !self.proxy_user.is_empty() {
                let password = self.proxy_password.as_ref().map_or(&[][..], Secret::expose);
                proxy.login = Some((self.proxy_user.clone(), Secret::new(password.to_vec())));
            }
            connect.proxy = Some(proxy);
        }
        Ok(connect)
    }
}

/// A limit of 0 would fail every call; without a limit, one could hang for ever.
fn duration(milliseconds: &str) -> Result<Duration> {
    let number: Option<u64> = milliseconds.parse().ok().filter(|number| (1..=86_400_000).contains(number));
    let number =
        number.ok_or_else(|| Error::new(Code::Setting).with_detail("a time limit is 1 to 86400000 milliseconds"))?;
    Ok(Duration::from_millis(number))
}

fn mebibytes(text: &str) -> Result<u64> {
    // What is no number is outside of the bounds, too.
    Client::message_memory_of_mib(text.parse().unwrap_or(0))
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

/// Sets an option: `transport` (`cpx/1`; `memory` is a relay in this process, for tests: clients opened with the
/// same options share it), `base_url` (`https://host[:port][/prefix]`; the one that must be set for `cpx/1`),
/// `connect_timeout_ms` (10000), `call_timeout_ms` (60000: a call without a container),
/// `body_timeout_ms` (3600000: a call that moves one), `stall_timeout_ms` (60000), `proxy_url`
/// (`http://host[:port]`), `proxy_user`, `tls_ca_pem` (authorities of the relay's TLS certificate as
/// PEM text; else those of the trust), `relay_pin` (the relay's TLS certificates that will do: `sha256:` and the
/// digest in hexadecimal, or a name; `;` between several), `allow_tls12` (`0`), `time_stamp_url` (`http://…` or
/// `https://…` of a time stamp authority (RFC 3161), which then stamps every message that is sent),
/// `message_memory_mib` (128: how much memory the rows of one received message may take; one that would take more
/// gives `CPL_E_TOO_LARGE`).
///
/// One thread at a time per `options`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_SETTING`, `CPL_E_TRUST_FILE`, `CPL_E_PEM_DAMAGED`, `CPL_E_CRL_INVALID`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_memory_of_a_message_is_set_in_mebibytes() {
        let mut settings = Settings::default();
        settings.set("message_memory_mib", "16").unwrap();
        assert_eq!(settings.message_memory, Some(16 << 20));
        for wrong in ["0", "-1", "", "16 MiB", "99999999999"] {
            assert_eq!(settings.set("message_memory_mib", wrong).unwrap_err().code(), Code::Setting);
        }
    }
}
