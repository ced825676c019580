//! From settings to a client: the only place that knows how the relay is reached.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::client::{Client, Diagnosis};
use cplink::file::Source;
use cplink::keys::{FileSigner, Signer, SubjectProfile, Trust, TrustSource};
use cplink::progress::{Cancel, Job};
use cplink::relay::folder::FolderOptions;
use cplink::relay::http::Proxy;
use cplink::relay::{ConnectOptions, connect};
use cplink::{Code, Error};
use cplink_cli::{About, Fault, Language};
use indicatif::{ProgressBar, ProgressStyle};

use crate::settings::{Given, Settings, secret};

/// Larger than any key file, revocation list or file of authorities.
const MAX_FILE: usize = 16 << 20;

/// What settings, key and authorities came to, each by itself.
pub(crate) struct Prepared {
    settings: Settings,
    place: String,
    key: Result<Arc<dyn Signer>, Fault>,
    trust: Result<Trust, Fault>,
    options: Result<ConnectOptions, Fault>,
}

/// One office's access to its relay, and what the call has set.
pub(crate) struct Session {
    pub(crate) client: Client,
    pub(crate) settings: Settings,
    /// The relay, as `host:port`; of the transport `folder`, the folder that is uploaded from.
    pub(crate) host: String,
    cancel: Cancel,
}

impl Prepared {
    /// Reads all of them. Only what leaves nothing to look at is a fault: settings that cannot be read, no URL, no
    /// folders.
    pub(crate) fn read(given: &Given) -> Result<Self, Fault> {
        let settings = given.gather()?;
        let mut options = ConnectOptions::default();
        if let Some(name) = settings.text("transport") {
            options.set_transport(name).map_err(|error| Settings::unusable("transport", error))?;
            if name == "memory" {
                // A relay inside of this process would be gone with it, and what was sent as well.
                return Err(Settings::unusable("transport", Error::new(Code::Setting)));
            }
        }
        let place = if options.needs_url() {
            let url = settings.text("url").ok_or_else(|| Settings::missing("url"))?;
            url.clone_into(&mut options.url);
            host(url)
        } else {
            options.folder = folder(&settings)?;
            options.folder.out.display().to_string()
        };
        let key = match settings.path("key") {
            Some(key) => signer(key, &settings, given.password_stdin),
            None => Err(Settings::missing("key")),
        };
        Ok(Self { key, trust: trust(&settings), options: limited(options, &settings), place, settings })
    }

    /// Checks key, authorities and the way to the relay by themselves, where there can be no session; `None` where there
    /// can, and where the settings do not say how the relay is reached.
    pub(crate) fn apart(&self) -> Result<Option<Diagnosis>, Fault> {
        let Ok(options) = &self.options else { return Ok(None) };
        if let (Ok(signer), Ok(trust)) = (&self.key, &self.trust)
            && Client::of(options, Arc::clone(signer), trust.clone()).is_ok()
        {
            return Ok(None);
        }
        let key = self.key.as_ref().map(Arc::clone).map_err(|fault| Error::new(fault.code()));
        let trust = self.trust.as_ref().map(Trust::clone).map_err(|fault| Error::new(fault.code()));
        let cancel = Cancel::new();
        stop_on_signal(&cancel);
        let mut diagnosis = Client::diagnose_loaded(options, key, trust, &mut Job::new().with_cancel(&cancel))?;
        for line in &mut diagnosis.lines {
            let fault = match line.id {
                "key" => self.key.as_ref().err(),
                "trust" => self.trust.as_ref().err(),
                _ => None,
            };
            // It says more than its code.
            if let Some(fault) = fault {
                (line.text_ja, line.remedy_ja) = fault.told(Language::Ja);
                (line.text_en, line.remedy_en) = fault.told(Language::En);
            }
        }
        Ok(Some(diagnosis))
    }

    /// As [`Session::host`].
    pub(crate) fn host(&self) -> &str {
        &self.place
    }

    /// A session; nothing is connected yet.
    pub(crate) fn session(self) -> Result<Session, Fault> {
        let (settings, signer, trust, options) = (self.settings, self.key?, self.trust?, self.options?);
        let stamper = options.stamper(&trust).map_err(|error| Settings::unusable("time_stamp_url", error))?;
        let transport = connect(&options, Arc::clone(&signer), &trust).map_err(|error| match error.code() {
            Code::FolderSetting => Fault::from(error).about("folder_out, folder_in"),
            _ => Settings::unusable("url", error),
        })?;
        let key = settings.path("key").map(|key| key.display().to_string()).unwrap_or_default();
        let mut client = Client::new(transport, signer, trust).about(key)?;
        if let Some(mebibytes) = settings.number("message_memory_mib") {
            let bytes = Client::message_memory_of_mib(mebibytes);
            client.set_message_memory(bytes.map_err(|error| Settings::unusable("message_memory_mib", error))?);
        }
        if let Some(stamper) = stamper {
            client.set_time_stamper(Arc::new(stamper));
        }
        if let Some(number) = settings.text("for_office") {
            client = client.for_office(number).map_err(|error| Settings::unusable("for_office", error))?;
        }
        let cancel = Cancel::new();
        stop_on_signal(&cancel);
        Ok(Session { client, settings, host: self.place, cancel })
    }
}

/// With the limits and the ways round that the settings have.
fn limited(mut options: ConnectOptions, settings: &Settings) -> Result<ConnectOptions, Fault> {
    for (place, name) in [
        (&mut options.connect_timeout, "connect_timeout"),
        (&mut options.call_timeout, "call_timeout"),
        (&mut options.body_timeout, "body_timeout"),
        (&mut options.stall_timeout, "stall_timeout"),
    ] {
        *place = settings.seconds(name);
    }
    options.allow_tls12 = settings.is_set("allow_tls12");
    options.proxy = proxy(settings)?;
    if let Some(pins) = settings.text("relay_pin") {
        options.pins = pins.parse().map_err(|error| Settings::unusable("relay_pin", error))?;
    }
    if let Some(url) = settings.text("time_stamp_url") {
        url.clone_into(&mut options.time_stamp_url);
    }
    Ok(options)
}

impl Session {
    /// Reads settings, key and authorities; nothing is connected yet.
    pub(crate) fn open(given: &Given) -> Result<Self, Fault> {
        Prepared::read(given)?.session()
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

/// The folders of the transport `folder`.
fn folder(settings: &Settings) -> Result<FolderOptions, Fault> {
    let path = |name| settings.path(name).ok_or_else(|| Settings::missing(name));
    let mut folder = FolderOptions::new(path("folder_out")?, path("folder_in")?);
    if let Some(seconds) = settings.number("folder_settle") {
        let settle = FolderOptions::settle_of_seconds(seconds);
        folder.settle = settle.map_err(|error| Settings::unusable("folder_settle", error))?;
    }
    folder.leave = settings.is_set("folder_leave");
    folder.take_incomplete = settings.is_set("folder_take_incomplete");
    Ok(folder)
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

/// The authorities of these files and folders.
pub(crate) fn authorities(files: &[PathBuf]) -> Result<Trust, Fault> {
    let mut trust: Option<Trust> = None;
    for path in files {
        if path.is_dir() {
            let folder = TrustSource::path(path).open().map_err(|error| Fault::from(error).about(path.display()))?;
            trust = Some(match trust.take() {
                Some(trust) => both(trust, &folder, path)?,
                None => folder,
            });
            continue;
        }
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

/// The authorities and lists of a folder beside those that are trusted already.
fn both(trust: Trust, folder: &Trust, path: &Path) -> Result<Trust, Fault> {
    let trust = folder.certificates().iter().try_fold(trust, |trust, one| trust.with_pem(one));
    let trust =
        trust.and_then(|trust| folder.crls().iter().try_fold(trust, |trust, list| trust.with_crl(list.as_ref())));
    trust.and_then(|trust| trust.with_crl_folder(path)).map_err(|error| Fault::from(error).about(path.display()))
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
