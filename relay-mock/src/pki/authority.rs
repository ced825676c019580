//! The authority itself.

use std::fs;
use std::path::Path;

use cplink::keys::CertificateKind;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, CertificateRevocationListParams, DnType, DnValue,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, RevocationReason, RevokedCertParams,
    SerialNumber,
};
use ring::rand::{SecureRandom, SystemRandom};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use time::{Duration, OffsetDateTime};

use super::error::{PkiError, Result};
use super::identity::CertifiedKey;
use super::key;
use super::office::{Algorithm, OfficeCert};

struct Authority {
    der: CertificateDer<'static>,
    pem: String,
    key_pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(certificate: &Certificate, params: CertificateParams, key: KeyPair) -> Self {
        let (der, pem, key_pem) = (certificate.der().clone(), certificate.pem(), key.serialize_pem());
        Self { der, pem, key_pem, issuer: Issuer::new(params, key) }
    }

    /// One that was written to a folder.
    fn read(folder: &Path, stem: &str, params: CertificateParams) -> Result<Self> {
        let pem = fs::read_to_string(folder.join(format!("{stem}.pem")))?;
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| PkiError::Folder)?;
        let key_pem = fs::read_to_string(folder.join(format!("{stem}-key.pem")))?;
        let key = key::read(&key_pem, Algorithm::EcdsaP256)?;
        Ok(Self { der, pem, key_pem, issuer: Issuer::new(params, key) })
    }
}

const NAME: &str = "CarePlanLink Test";

/// The test authority. It lives in memory; [`write_all`](super::write_all) makes a folder of it.
pub struct Pki {
    now: OffsetDateTime,
    root: Authority,
    issuing: Authority,
    revoked: Vec<(SerialNumber, RevocationReason)>,
}

impl Pki {
    /// A new root and issuing authority. Files carry whole seconds, so `now` is cut to them.
    ///
    /// # Errors
    /// The random source or the certificate library failed.
    pub fn new(now: OffsetDateTime) -> Result<Self> {
        Self::named(now, NAME)
    }

    /// The authority of a folder that [`write_all`](super::write_all) has made, for more certificates. Of its
    /// revocations it knows nothing.
    ///
    /// # Errors
    /// The folder has no authority with its keys.
    pub fn read(folder: &Path, now: OffsetDateTime) -> Result<Self> {
        let now = now.replace_nanosecond(0).unwrap_or(now);
        let root = Authority::read(folder, "root", authority(now, &format!("{NAME} Root CA"), 1)?)?;
        let issuing = Authority::read(folder, "issuing", authority(now, &format!("{NAME} Issuing CA"), 0)?)?;
        Ok(Self { now, root, issuing, revoked: Vec::new() })
    }

    /// An authority of another name, in the role of one that nobody trusts.
    ///
    /// # Errors
    /// As [`Pki::new`].
    pub fn named(now: OffsetDateTime, name: &str) -> Result<Self> {
        let now = now.replace_nanosecond(0).unwrap_or(now);
        let root_key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let root_params = authority(now, &format!("{name} Root CA"), 1)?;
        let root = Authority::new(&root_params.self_signed(&root_key)?, root_params, root_key);
        let issuing_key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let issuing_params = authority(now, &format!("{name} Issuing CA"), 0)?;
        let signed = issuing_params.signed_by(&issuing_key, &root.issuer)?;
        let issuing = Authority::new(&signed, issuing_params, issuing_key);
        Ok(Self { now, root, issuing, revoked: Vec::new() })
    }

    /// The root certificate: the trust anchor.
    pub fn ca_der(&self) -> &[u8] {
        &self.root.der
    }

    /// The root certificate as PEM.
    pub fn ca_pem(&self) -> String {
        self.root.pem.clone()
    }

    /// The keys of root and issuing authority, PKCS#8 as PEM.
    pub(super) fn key_pems(&self) -> [&str; 2] {
        [&self.root.key_pem, &self.issuing.key_pem]
    }

    /// The issuing authority's certificate, which every chain carries.
    pub fn issuing_der(&self) -> &[u8] {
        &self.issuing.der
    }

    /// The issuing authority's certificate as PEM.
    pub fn issuing_pem(&self) -> String {
        self.issuing.pem.clone()
    }

    /// A certificate of an office.
    ///
    /// # Errors
    /// The key or the certificate could not be made.
    pub fn office(&self, office: &OfficeCert) -> Result<CertifiedKey> {
        let mut params =
            self.leaf(&office.name, office.kind.name_ja(), &office.office_number, office.not_before, office.not_after)?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let key = match &office.key_pem {
            Some(pem) => key::read(pem, office.algorithm)?,
            None => key::generate(office.algorithm)?,
        };
        self.issue(params, &key)
    }

    /// A server's certificate: the given names, localhost and 127.0.0.1.
    ///
    /// # Errors
    /// A name is no host name; or the key or the certificate could not be made.
    pub fn server(&self, names: &[&str]) -> Result<CertifiedKey> {
        let mut all = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        all.extend(names.iter().filter(|name| **name != "localhost").map(|name| (*name).to_owned()));
        let mut params = CertificateParams::new(all)?;
        params.distinguished_name.remove(DnType::CommonName);
        params.distinguished_name.push(DnType::CommonName, "relay-mock");
        self.dates(&mut params, None, None)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(params, &key::generate(Algorithm::EcdsaP256)?)
    }

    /// The certificate whose key signs the relay's receipts.
    ///
    /// # Errors
    /// The key or the certificate could not be made.
    pub fn relay_seal(&self) -> Result<CertifiedKey> {
        self.relay_seal_named("relay-mock")
    }

    /// As [`Pki::relay_seal`], for a relay of this name.
    ///
    /// # Errors
    /// As [`Pki::relay_seal`].
    pub fn relay_seal_named(&self, name: &str) -> Result<CertifiedKey> {
        let kind = CertificateKind::Relay.name_ja();
        let mut params = self.leaf("relay-mock", kind, name, None, None)?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params, &key::generate(Algorithm::EcdsaP256)?)
    }

    /// Puts a certificate on the revocation list, since an hour ago, because it was renewed.
    pub fn revoke(&mut self, serial: &[u8]) {
        self.revoked.push((SerialNumber::from_slice(serial), RevocationReason::Superseded));
    }

    /// As [`Pki::revoke`], because somebody else may have its key.
    pub fn revoke_compromised(&mut self, serial: &[u8]) {
        self.revoked.push((SerialNumber::from_slice(serial), RevocationReason::KeyCompromise));
    }

    /// The issuing authority's revocation list as of now.
    ///
    /// # Errors
    /// The list could not be signed.
    pub fn crl_der(&self) -> Result<Vec<u8>> {
        self.crl(&self.issuing, &self.revoked).map(|crl| crl.der().to_vec())
    }

    /// The root's revocation list, which is empty.
    ///
    /// # Errors
    /// The list could not be signed.
    pub fn root_crl_der(&self) -> Result<Vec<u8>> {
        self.crl(&self.root, &[]).map(|crl| crl.der().to_vec())
    }

    /// Both lists as PEM.
    ///
    /// # Errors
    /// A list could not be signed.
    pub fn crls_pem(&self) -> Result<String> {
        let mut pem = self.crl(&self.issuing, &self.revoked)?.pem()?;
        pem.push_str(&self.crl(&self.root, &[])?.pem()?);
        Ok(pem)
    }

    fn crl(
        &self,
        authority: &Authority,
        revoked: &[(SerialNumber, RevocationReason)],
    ) -> Result<rcgen::CertificateRevocationList> {
        let revoked_certs = revoked.iter().map(|(serial, reason)| RevokedCertParams {
            serial_number: serial.clone(),
            revocation_time: self.now - Duration::hours(1),
            reason_code: Some(*reason),
            invalidity_date: None,
        });
        let params = CertificateRevocationListParams {
            this_update: self.now - Duration::hours(1),
            next_update: self.now + Duration::days(365),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs: revoked_certs.collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(params.signed_by(&authority.issuer)?)
    }

    fn leaf(
        &self,
        organization: &str,
        unit: &str,
        common_name: &str,
        not_before: Option<OffsetDateTime>,
        not_after: Option<OffsetDateTime>,
    ) -> Result<CertificateParams> {
        let mut params = CertificateParams::new(Vec::<String>::new())?;
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CountryName, country()?);
        params.distinguished_name.push(DnType::OrganizationName, organization);
        params.distinguished_name.push(DnType::OrganizationalUnitName, unit);
        params.distinguished_name.push(DnType::CommonName, common_name);
        self.dates(&mut params, not_before, not_after)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
        Ok(params)
    }

    fn dates(
        &self,
        params: &mut CertificateParams,
        not_before: Option<OffsetDateTime>,
        not_after: Option<OffsetDateTime>,
    ) -> Result<()> {
        params.not_before = not_before.unwrap_or(self.now - Duration::days(1));
        params.not_after = not_after.unwrap_or(self.now + Duration::days(3 * 365));
        // Writes the subject key identifier too, as real authorities do.
        params.is_ca = IsCa::ExplicitNoCa;
        params.use_authority_key_identifier_extension = true;
        params.serial_number = Some(serial()?);
        Ok(())
    }

    fn issue(&self, params: CertificateParams, key: &KeyPair) -> Result<CertifiedKey> {
        let certificate = params.signed_by(key, &self.issuing.issuer)?;
        let serial = params.serial_number.map(|serial| serial.to_bytes()).unwrap_or_default();
        Ok(CertifiedKey::new(&certificate, (&self.issuing.der, &self.issuing.pem), key, serial))
    }
}

fn authority(now: OffsetDateTime, name: &str, path: u8) -> Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::<String>::new())?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, country()?);
    params.distinguished_name.push(DnType::OrganizationName, "CarePlanLink (test only)");
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(path));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // Reaches back far, so that certificates long expired still had a valid issuer.
    params.not_before = now - Duration::days(5 * 365);
    params.not_after = now + Duration::days(10 * 365);
    params.use_authority_key_identifier_extension = true;
    params.serial_number = Some(serial()?);
    Ok(params)
}

fn country() -> Result<DnValue> {
    Ok(DnValue::PrintableString("JP".try_into()?))
}

fn serial() -> Result<SerialNumber> {
    let mut bytes = [0u8; 16];
    SystemRandom::new().fill(&mut bytes).map_err(|_| PkiError::Key)?;
    // Positive and of full length, whatever was drawn.
    bytes[0] = bytes[0] & 0x7f | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}
