//! How to reach a relay, as keys and values.

use crate::boundary::Handle;
use crate::generated::handles::cpl_secret;
use crate::layout::wrong;
use cplink::client::Client;
use cplink::keys::Trust;
use cplink::relay::ConnectOptions;
use cplink::relay::folder::FolderOptions;
use cplink::relay::http::Proxy;
use cplink::secret::Secret;
use cplink::{Code, Error, Result};
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
            "allow_tls12" => connect.allow_tls12 = flag(key, value)?,
            "folder_out" => connect.folder.out = value.into(),
            "folder_in" => connect.folder.inward = value.into(),
            "folder_settle_seconds" => {
                // What is no number is outside of the bounds, too.
                connect.folder.settle = FolderOptions::settle_of_seconds(value.parse().unwrap_or(0))?;
            }
            "folder_leave" => connect.folder.leave = flag(key, value)?,
            "folder_take_incomplete" => connect.folder.take_incomplete = flag(key, value)?,
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
        if self.connect.url.is_empty() && self.connect.needs_url() {
            return Err(Error::new(Code::Url).with_detail("the option base_url is not set"));
        }
        Ok(self.connect_to(&self.connect.url))
    }

    /// The same at this URL.
    pub(crate) fn connect_to(&self, url: &str) -> ConnectOptions {
        let mut connect = ConnectOptions { url: url.to_owned(), ..self.connect.clone() };
        if !self.proxy_url.is_empty() {
            let mut proxy = Proxy::new(&self.proxy_url);
            if !self.proxy_user.is_empty() {
                let password = self.proxy_password.as_ref().map_or(&[][..], Secret::expose);
                proxy.login = Some((self.proxy_user.clone(), Secret::new(password.to_vec())));
            }
            connect.proxy = Some(proxy);
        }
        connect
    }
}

fn flag(key: &str, value: &str) -> Result<bool> {
    match value {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(Code::Setting.with_detail(format!("{key} is 0 or 1"))),
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

pub(crate) fn new() -> Result<cpl_options> {
    Ok(cpl_options(Handle::new(Settings::default())))
}

pub(crate) fn set(options: &cpl_options, key: &str, value: &str) -> Result<()> {
    options.0.write()?.set(key, value)?;
    Ok(())
}

pub(crate) fn set_secret(options: &cpl_options, key: &str, secret: &cpl_secret) -> Result<()> {
    options.0.write()?.set_secret(key, &secret.0)?;
    Ok(())
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
