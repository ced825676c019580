//! The test authority as a folder: what `relay-mock pki --out DIR` writes.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use cplink::keys::CertificateKind;
use time::{Duration, OffsetDateTime};

use super::authority::Pki;
use super::error::Result;
use super::identity::CertifiedKey;
use super::office::{Algorithm, OfficeCert};
use crate::private;

/// What the folder shall hold.
#[derive(Clone, Debug)]
pub struct WriteAll {
    /// The present.
    pub now: OffsetDateTime,
    /// The offices: number and name. The bad certificates are of the first one.
    pub offices: Vec<(String, String)>,
    /// Further names of the server.
    pub server_names: Vec<String>,
    /// The password of the `.p12` files.
    pub password: String,
    /// The algorithm of the offices' keys.
    pub algorithm: Algorithm,
    /// The numbers of offices of which there is a revoked certificate too, as `bad/revoked-NUMBER`.
    pub revoked: Vec<String>,
}

impl WriteAll {
    /// Two offices, RSA keys, password `test`.
    pub fn new(now: OffsetDateTime) -> Self {
        let office = |number: &str, name: &str| (number.to_owned(), name.to_owned());
        Self {
            now,
            offices: vec![
                office("1370000011", "みどり居宅介護支援事業所"),
                office("1370000029", "あおぞら訪問介護事業所"),
            ],
            server_names: Vec::new(),
            password: "test".to_owned(),
            algorithm: Algorithm::default(),
            revoked: Vec::new(),
        }
    }
}

/// Writes everything below `out` and gives back the names written, in order.
///
/// # Errors
/// A certificate could not be made or a file not written.
pub fn write_all(out: &Path, options: &WriteAll) -> Result<Vec<String>> {
    let mut folder = Folder { out, password: &options.password, names: Vec::new() };
    let mut pki = Pki::new(options.now)?;
    private::folder(&out.join("bad"))?;
    folder.text("root.pem", &pki.ca_pem())?;
    folder.text("issuing.pem", &pki.issuing_pem())?;
    let [root_key, issuing_key] = pki.key_pems();
    folder.text("root-key.pem", root_key)?;
    folder.text("issuing-key.pem", issuing_key)?;
    let names: Vec<&str> = options.server_names.iter().map(String::as_str).collect();
    folder.identity("server", &pki.server(&names)?)?;
    folder.identity("relay-seal", &pki.relay_seal()?)?;
    let office = |number: &str, name: &str, kind| OfficeCert::new(number, name).kind(kind).algorithm(options.algorithm);
    folder.offices(&pki, options, false)?;
    if let Some((number, name)) = options.offices.first() {
        let good = office(number, name, CertificateKind::CareInsurance);
        let (now, day) = (options.now, Duration::DAY);
        let expired = good.clone().validity(now - day * 1096, now - day);
        folder.identity("bad/expired", &pki.office(&expired)?)?;
        let early = good.clone().validity(now + day, now + day * 1096);
        folder.identity("bad/not-yet-valid", &pki.office(&early)?)?;
        let revoked = pki.office(&good)?;
        pki.revoke(&revoked.serial);
        folder.identity("bad/revoked", &revoked)?;
        let agent = office(number, name, CertificateKind::Agent);
        folder.identity("bad/wrong-kind", &pki.office(&agent)?)?;
        let other = office("9999999999", "ほかの事業所", CertificateKind::CareInsurance);
        folder.identity("bad/wrong-office", &pki.office(&other)?)?;
        let stranger = Pki::named(now, "Unknown Test")?;
        folder.identity("bad/unknown-ca", &stranger.office(&good)?)?;
    }
    for number in &options.revoked {
        let name = options.offices.iter().find(|(office, _)| office == number).map_or("", |(_, name)| name);
        let revoked = pki.office(&office(number, name, CertificateKind::CareInsurance))?;
        pki.revoke(&revoked.serial);
        folder.identity(&format!("bad/revoked-{number}"), &revoked)?;
    }
    folder.text("crl.pem", &pki.crls_pem()?)?;
    folder.bytes("issuing.crl", &pki.crl_der()?)?;
    folder.bytes("root.crl", &pki.root_crl_der()?)?;
    let readme = readme(options);
    folder.text("README.txt", &readme)?;
    Ok(folder.names)
}

/// Certificates of further offices from the authority of a folder that [`write_all`] has made; those that are
/// there already stay. Gives back the names written, in order.
///
/// # Errors
/// As [`write_all`], and [`PkiError::Folder`](super::PkiError::Folder).
pub fn add_offices(out: &Path, options: &WriteAll) -> Result<Vec<String>> {
    let pki = Pki::read(out, options.now)?;
    let mut folder = Folder { out, password: &options.password, names: Vec::new() };
    folder.offices(&pki, options, true)?;
    Ok(folder.names)
}

struct Folder<'a> {
    out: &'a Path,
    password: &'a str,
    names: Vec<String>,
}

impl Folder<'_> {
    fn offices(&mut self, pki: &Pki, options: &WriteAll, missing_only: bool) -> Result<()> {
        for (number, name) in &options.offices {
            for kind in CertificateKind::ALL.iter().filter(|kind| kind.may_send()) {
                let stem = format!("office-{number}-{}", kind.id().replace('_', "-"));
                if missing_only && self.out.join(format!("{stem}.p12")).exists() {
                    continue;
                }
                let office = OfficeCert::new(number, name).kind(*kind).algorithm(options.algorithm);
                self.identity(&stem, &pki.office(&office)?)?;
            }
        }
        Ok(())
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut file = private::file(&self.out.join(name))?;
        file.set_len(0)?;
        file.write_all(bytes)?;
        self.names.push(name.to_owned());
        Ok(())
    }

    fn text(&mut self, name: &str, text: &str) -> Result<()> {
        self.bytes(name, text.as_bytes())
    }

    fn identity(&mut self, stem: &str, identity: &CertifiedKey) -> Result<()> {
        self.text(&format!("{stem}.pem"), identity.pem())?;
        self.bytes(&format!("{stem}.p12"), &identity.pkcs12(self.password)?)
    }
}

fn readme(options: &WriteAll) -> String {
    let mut text = String::from(
        "テスト専用の証明書です。本番の認証局とは関係がありません。実際の送受信には使わないでください。\n\
         Test certificates only. They have nothing to do with any real authority. Never use them in production.\n\n",
    );
    let _ = writeln!(text, "パスワード / password (.p12): {}\n", options.password);
    text.push_str(
        "root.pem        信頼する認証局 / the trust anchor\n\
         issuing.pem     発行認証局 / the issuing authority\n\
         *-key.pem       認証局の鍵（事業所を追加するため） / the authorities' keys, for adding offices\n\
         crl.pem         失効リスト（2つ） / revocation lists of both (issuing.crl, root.crl: DER)\n\
         server.*        中継サーバーのTLS / the relay's TLS certificate (localhost, 127.0.0.1)\n\
         relay-seal.*    受領証の署名 / signs the relay's receipts\n\
         office-*        事業所 / offices: number, kind (care-insurance 介護保険証明書, care-dx 介護DX証明書, care-plan ケアプラン証明書)\n\
         bad/            拒否されるはずの証明書 / certificates that must be refused\n",
    );
    for (number, name) in &options.offices {
        let _ = writeln!(text, "  {number} {name}");
    }
    // Notepad of older Windows shows UTF-8 without the mark as garbage.
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}
