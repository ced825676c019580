//! From settings to a client: the only place that knows how the relay is reached.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::client::Client;
use cplink::file::Source;
use cplink::keys::{FileSigner, Signer, SubjectProfile, Trust};
use cplink::progress::{Cancel, Job};
use cplink::relay::http::Proxy;
use cplink::relay::{ConnectOptions, connect};
use cplink::{Code, Error};
use cplink_cli::{About, Fault};
use indicatif::{ProgressBar, ProgressStyle};

use crate::settings::{Given, Settings, secret};

/// Larger than any key file, revocation list or file of authorities.
const MAX_FILE: usize = 16 << 20;

/// One office's access to its relay, and what the call has set.
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) settings: Settings,
    /// The relay, as `host:port`.
    pub(crate) host: String,
    cancel: Cancel,
}

impl Session {
    /// Reads settings, key and authorities; nothing is connected yet.
    pub(crate) fn open(given: &Given) -> Result<Self, Fault> {
        let settings = given.gather()?;
        let url = settings.text("url").ok_or_else(|| Settings::missing("url"))?.to_owned();
        let key = settings.path("key").ok_or_else(|| Settings::missing("key"))?;
        let signer = signer(key, &settings, given.password_stdin)?;
        let trust = trust(&settings)?;
        let mut options = ConnectOptions::new(&url);
        if let Some(name) = settings.text("transport") {
            options.set_transport(name).map_err(|error| Settings::unusable("transport", error))?;
            if !options.needs_url() {
                // A relay inside of this process would be gone with it, and what was sent as well.
                return Err(Settings::unusable("transport", Error::new(Code::Setting)));
            }
        }
        for (place, name) in [
            (&mut options.connect_timeout, "connect_timeout"),
            (&mut options.call_timeout, "call_timeout"),
            (&mut options.body_timeout, "body_timeout"),
            (&mut options.stall_timeout, "stall_timeout"),
        ] {
            *place = settings.seconds(name);
        }
        options.allow_tls12 = settings.is_set("allow_tls12");
        options.proxy = proxy(&settings)?;
        if let Some(pins) = settings.text("relay_pin") {
            options.pins = pins.parse().map_err(|error| Settings::unusable("relay_pin", error))?;
        }
        if let Some(url) = settings.text("time_stamp_url") {
            url.clone_into(&mut options.time_stamp_url);
        }
        let stamper = options.stamper(&trust).map_err(|error| Settings::unusable("time_stamp_url", error))?;
        let transport =
            connect(&options, Arc::clone(&signer), &trust).map_err(|error| Settings::unusable("url", error))?;
        let mut client = Client::new(transport, signer, trust).about(key.display())?;
        if let Some(mebibytes) = settings.number("message_memory_mib") {
            let bytes = Client::message_memory_of_mib(mebibytes);
            client.set_message_memory(bytes.map_err(|error| Settings::unusable("message_memory_mib", error))?);
        }
        if let Some(stamper) = stamper {
            client.set_time_stamper(Arc::new(stamper));
        }
        let cancel = Cancel::new();
        stop_on_signal(&cancel);
        Ok(Self { client, settings, host: host(&url), cancel })
    }

    /// Runs a verb: Ctrl-C cancels it, and a terminal shows how far it is.
    pub(crate) fn run<T>(
        &mut self,
        verb: impl FnOnce(&mut Client, &mut Job<'_>) -> cplink::Result<T>,
    ) -> Result<T, Fault> {
        let bar = bar();
        let mut progress = |report: cplink::progress::Progress| {
            bar.set_length(report.total);
            bar.set_position(report.done);
        };
        let mut job = Job::new().with_cancel(&self.cancel).with_progress(&mut progress);
        let done = verb(&mut self.client, &mut job);
        bar.finish_and_clear();
        done.map_err(|error| self.fault(error))
    }

    /// Whether Ctrl-C was pressed.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// What a failed call is about: the relay, or the proxy on the way to it.
    pub(crate) fn fault(&self, error: Error) -> Fault {
        let code = error.code();
        let proxy = self.settings.text("proxy").filter(|_| code == Code::Proxy);
        let fault = Fault::from(error);
        match (code as i32, proxy) {
            (_, Some(proxy)) => fault.about(host(proxy)),
            // Its text names the time stamp authority.
            (406, None) => fault,
            (400..=599, None) => fault.about(&self.host),
            _ => fault,
        }
    }
}

/// `host:port` of a URL.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    // A name and a password in front of it are nobody's business.
    let authority = authority.rsplit_once('@').map_or(authority, |(_, authority)| authority);
    let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let port = if url.starts_with("http://") { 80 } else { 443 };
    if has_port { authority.to_owned() } else { format!("{authority}:{port}") }
}

fn signer(path: &Path, settings: &Settings, from_stdin: bool) -> Result<Arc<dyn Signer>, Fault> {
    let bytes = read(path)?;
    let password = secret::of_key(settings, from_stdin)?;
    match FileSigner::open(&bytes, password.as_ref()) {
        Ok(signer) => Ok(Arc::new(signer)),
        Err(error) if error.code() == Code::KeyPassword && password.is_none() => {
            Err(secret::missing().about(path.display()))
        }
        Err(error) => Err(Fault::from(error).about(path.display())),
    }
}

fn trust(settings: &Settings) -> Result<Trust, Fault> {
    let files = settings.paths("trust");
    if files.is_empty() {
        return Err(Settings::missing("trust"));
    }
    let mut trust = authorities(files)?;
    trust = with_lists(trust, settings.paths("crl"))?;
    if let Some(folder) = settings.path("crl_folder") {
        trust = trust.with_crl_folder(folder).about(folder.display())?;
    }
    if settings.is_set("lists_required") {
        trust = trust.with_lists_required();
    }
    if let Some(policies) = settings.text("policies") {
        trust.set("policies", policies).map_err(|error| Settings::unusable("policies", error))?;
    }
    if let Some(days) = settings.number("grace_days") {
        trust.set("grace_days", &days.to_string()).map_err(|error| Settings::unusable("grace_days", error))?;
    }
    if let Some(pins) = settings.text("receipt_pin") {
        trust.set("relay", pins).map_err(|error| Settings::unusable("receipt_pin", error))?;
    }
    let stamps = settings.paths("time_stamp_trust");
    if !stamps.is_empty() {
        trust = trust.with_stamp_authorities(authorities(stamps)?);
    }
    let mut profile = SubjectProfile::default();
    for (name, value) in &settings.profile {
        profile.set(name, value).map_err(|error| of_profile(&error).about(format!("profile.{name}")))?;
    }
    Ok(trust.with_profile(profile))
}

/// The fault of a line of the settings file's table `profile`.
fn of_profile(error: &Error) -> Fault {
    Fault::new(
        Code::Setting,
        [
            "証明書の読み方の設定 [profile] が正しくありません。",
            "The table [profile] in the settings file is not usable.",
        ],
        [
            "設定ファイルの [profile] のこの項目を修正または削除してください。",
            "Correct this line of [profile] in the settings file, or remove it.",
        ],
    )
    .detail_of(error)
}

/// The authorities of these files.
pub(crate) fn authorities(files: &[PathBuf]) -> Result<Trust, Fault> {
    let mut trust: Option<Trust> = None;
    for path in files {
        let bytes = read(path)?;
        let more = match trust.take() {
            // A file without a certificate is a mistake, whichever of them it is.
            Some(trust) => Trust::from_pem(&bytes).and_then(|_| trust.with_pem(&bytes)),
            None => Trust::from_pem(&bytes),
        };
        trust = Some(more.map_err(|error| no_authority(error).about(path.display()))?);
    }
    trust.ok_or_else(|| Settings::missing("trust"))
}

/// Adds the revocation lists of these files, DER or PEM. One that cannot be used is set aside and told; where none
/// can, the first one is the fault.
pub(crate) fn with_lists(trust: Trust, files: &[PathBuf]) -> Result<Trust, Fault> {
    let known = trust.crls().len();
    let mut all = trust.clone();
    let mut first = None;
    for path in files {
        let bytes = read(path)?;
        if first.is_none() {
            first = trust.clone().with_crl(&bytes).err().map(|error| no_list(error).about(path.display()));
        }
        all = all.with_crl_file(&path.display().to_string(), &bytes);
    }
    match first {
        Some(fault) if all.crls().len() == known => Err(fault),
        _ => Ok(all),
    }
}

/// The fault of a file that is to hold revocation lists.
fn no_list(error: Error) -> Fault {
    if error.code() != Code::CrlInvalid {
        return Fault::from(error);
    }
    Fault::new(
        error.code(),
        ["失効リストのファイルではないか、壊れています。", "The file holds no revocation list, or a damaged one."],
        ["認証局の失効リスト（PEMまたはDER）を指定してください。", "Give the authority's revocation list, PEM or DER."],
    )
    .detail_of(&error)
}

/// The fault of a file that is to hold authorities and holds none.
fn no_authority(error: Error) -> Fault {
    Fault::new(
        error.code(),
        ["認証局の証明書を読み取れません。", "The file holds no certificate of an authority."],
        ["認証局の証明書（PEMまたはDER）を指定してください。", "Give the authority's certificate, PEM or DER."],
    )
    .detail_of(&error)
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    Source::File(path.to_owned()).read(MAX_FILE).about(path.display())
}

fn proxy(settings: &Settings) -> Result<Option<Proxy>, Fault> {
    let Some(url) = settings.text("proxy") else { return Ok(None) };
    if url.strip_prefix("http://").is_none_or(str::is_empty) {
        return Err(Settings::unusable("proxy", Error::new(Code::Url)));
    }
    if url.contains('@') {
        return Err(user_in_proxy());
    }
    let mut proxy = Proxy::new(url);
    if let Some(user) = settings.text("proxy_user") {
        let password = secret::given(settings, "proxy_password")?;
        let password = password.ok_or_else(|| Settings::missing("proxy_password_file"))?;
        proxy.login = Some((user.to_owned(), password));
    }
    Ok(Some(proxy))
}

fn user_in_proxy() -> Fault {
    Fault::new(
        Code::Url,
        ["プロキシのURLにはユーザー名とパスワードを書けません。", "The proxy's URL takes no user and no password."],
        [
            "設定 proxy_user と環境変数 CPLINK_PROXY_PASSWORD で指定してください。",
            "Give them with the setting proxy_user and the variable CPLINK_PROXY_PASSWORD.",
        ],
    )
    .about("proxy")
}

/// The first Ctrl-C (or end by the system) cancels within 200 ms, the second ends at once.
fn stop_on_signal(cancel: &Cancel) {
    let cancel = cancel.clone();
    // Where no handler can be set, the signal ends the program, which loses nothing either.
    let _ = ctrlc::set_handler(move || {
        if cancel.is_cancelled() {
            std::process::exit(cplink_cli::Exit::TryAgain.number().into());
        }
        cancel.cancel();
    });
}

/// Shows on a terminal only.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}") {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_host_is_named_with_its_port() {
        for (url, host) in [
            ("https://relay.example/v1", "relay.example:443"),
            ("https://relay.example:8443", "relay.example:8443"),
            ("https://[::1]:8443/x", "[::1]:8443"),
            ("https://[::1]/x", "[::1]:443"),
            ("http://user:secret@proxy.example:8080", "proxy.example:8080"),
        ] {
            assert_eq!(super::host(url), host);
        }
    }
}
