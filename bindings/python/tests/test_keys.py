"""Candidates, profiles, checks, and a key that Python keeps: openssl signs the digests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import cplink
from conftest import HELPERS, PLANNER, withdrawal
from cplink import Code
from cplink.testing import PASSWORD, RelayMock

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


def code_of(error: "pytest.ExceptionInfo[cplink.CplinkError]") -> int:
    return error.value.code


def test_the_certificate_is_found_by_office_and_kind(relay: RelayMock) -> None:
    everything = cplink.Candidates.in_folder(relay.pki, PASSWORD)
    place = everything.choose(HELPERS, "care_dx")
    chosen = everything[place]
    assert (chosen.office_number, chosen.kind_ja) == (HELPERS, "介護DX証明書")
    assert (chosen.key_state, chosen.place, chosen.problem, chosen.notice) == ("usable", "file", None, None)
    assert chosen.not_before is not None and chosen.not_after is not None and chosen.not_before < chosen.not_after
    assert len(chosen.fingerprint) == 32 and HELPERS in (chosen.subject or "")
    assert HELPERS not in repr(chosen)
    trust = cplink.Trust.from_pem(relay.pki / "root.pem", relay.pki / "crl.pem").with_settings(lists_required=True)
    signer = everything.open(place, PASSWORD)
    signer.check(trust, HELPERS)
    with pytest.raises(cplink.SecurityError) as other:
        signer.check(trust, PLANNER)
    assert code_of(other) == Code.CERT_OFFICE
    with pytest.raises(cplink.SecurityError) as none:
        everything.choose("0000000000")
    assert code_of(none) == Code.KEY_NOT_FOUND


def test_bad_certificates_have_their_reasons(relay: RelayMock) -> None:
    bad = cplink.Candidates.in_folder(relay.pki / "bad", PASSWORD)
    reasons = {Path(one.place_name).name: one.problem for one in bad}
    assert reasons["wrong-kind.p12"] == Code.CERT_KIND_AGENT
    assert reasons["expired.p12"] == Code.CERT_EXPIRED
    assert reasons["not-yet-valid.p12"] == Code.CERT_NOT_YET_VALID
    closed = cplink.Candidates.in_folder(relay.pki / "bad")
    locked = [place for place, one in enumerate(closed) if one.key_state == "locked"]
    assert locked and all(closed[place].office_number is None and closed[place].subject is None for place in locked)
    with pytest.raises(cplink.SecurityError) as wrong:
        closed.open(locked[0], "wrong")
    assert code_of(wrong) == Code.KEY_PASSWORD


def test_subjects_are_read_as_set(relay: RelayMock) -> None:
    profile = cplink.Profile(office_prefix="P-")
    read = cplink.Candidates.in_folder(relay.pki, PASSWORD, profile)
    assert {one.problem for one in read} >= {Code.CERT_SUBJECT}
    trust = cplink.Trust.from_pem(relay.pki / "root.pem").with_settings(profile=profile)
    with pytest.raises(cplink.SecurityError) as unread:
        relay.signer(HELPERS).check(trust)
    assert code_of(unread) == Code.CERT_SUBJECT
    for wrong in (cplink.Profile(office_part="colour"), cplink.Profile(kind_name=("red",)), {"colour": "red"}):
        with pytest.raises(cplink.MisuseError):
            cplink.Candidates.in_folder(relay.pki, PASSWORD, wrong)  # type: ignore[arg-type]
    many = cplink.Profile("CN", kind_name=("a=care_dx", "b=care_plan"), kind_policy=("1.2.3.4=care_dx",))
    assert cplink.Candidates.in_folder(relay.pki, PASSWORD, many).choose(HELPERS) >= 0
    with pytest.raises(cplink.FileError):
        cplink.Trust.from_pem(relay.pki / "root.pem").with_crl_folder(relay.pki / "none")
    assert cplink.Trust.from_pem(relay.pki / "root.pem").with_crl_folder(relay.pki)


def test_an_unusable_key_file_is_named_with_its_cause(tmp_path: Path) -> None:
    files = {
        "empty.p12": (b"", Code.KEY_EMPTY),
        "store.jks": (b"\xfe\xed\xfe\xed\0\0\0\2", Code.KEY_JAVA),
        "cut.pem": (b"-----BEGIN PRIVATE KEY-----\nMIGH", Code.PEM_DAMAGED),
    }
    for name, (data, code) in files.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(cplink.SecurityError) as unusable:
            cplink.Signer.from_pkcs12(tmp_path / name, PASSWORD)
        assert (code_of(unusable), unusable.value.file) == (code, str(tmp_path / name))
    listed = {Path(one.place_name).name: one.problem for one in cplink.Candidates.in_folder(tmp_path, PASSWORD)}
    assert listed == {name: code for name, (_, code) in files.items()}
    with pytest.raises(cplink.SecurityError) as no_authority:
        cplink.Trust.from_pem(tmp_path / "empty.p12")
    assert (code_of(no_authority), no_authority.value.file) == (Code.TRUST_FILE, str(tmp_path / "empty.p12"))


def test_a_key_that_python_keeps(relay: RelayMock, tmp_path: Path) -> None:
    pem = relay.pki / f"office-{HELPERS}-care-insurance.pem"
    calls = []

    def sign(scheme: int, digest: bytes) -> bytes:
        calls.append(scheme)
        (tmp_path / "digest").write_bytes(digest)
        options = ["-pkeyopt", "digest:sha256"]
        if scheme == 0x0804:
            options += ["-pkeyopt", "rsa_padding_mode:pss", "-pkeyopt", "rsa_pss_saltlen:digest"]
        command = ["openssl", "pkeyutl", "-sign", "-inkey", str(pem), "-in", str(tmp_path / "digest"), *options]
        return subprocess.run(command, check=True, capture_output=True).stdout

    signer = cplink.Signer.from_digest_callback(pem, [0x0804, 0x0401], sign)
    with cplink.Client(relay.url, signer, relay.trust()) as client:
        sent = client.send(withdrawal(), tmp_path / "sent")
        assert sent.id and set(calls) == {0x0804, 0x0401}

    def fail(scheme: int, digest: bytes) -> bytes:
        raise RuntimeError("no key today")

    broken = cplink.Signer.from_callback(pem, [0x0804], fail)
    with cplink.Client(relay.url, broken, relay.trust()) as client, pytest.raises(cplink.SecurityError) as failed:
        client.send(withdrawal(), tmp_path / "sent")
    assert code_of(failed) == Code.KEY_SIGN
    wrong = cplink.Signer.from_callback(pem, [0x0804], lambda scheme, message: b"x" * 256)
    with cplink.Client(relay.url, wrong, relay.trust()) as client, pytest.raises(cplink.SecurityError) as strange:
        client.send(withdrawal(), tmp_path / "sent")
    assert code_of(strange) == Code.KEY_MISMATCH
    with pytest.raises(cplink.SecurityError):
        cplink.Signer.from_callback(pem, [0x0403], sign)


def test_a_module_that_is_none() -> None:
    with pytest.raises(cplink.SecurityError) as none:
        cplink.Token("no such module", label="token", key_id=b"\x01")
    assert code_of(none) == Code.KEY_STORE


@pytest.fixture(scope="module")
def module(relay: RelayMock, tmp_path_factory: pytest.TempPathFactory) -> str:
    """SoftHSM2 with one token that holds the office's key and certificate."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    pem = relay.pki / f"office-{HELPERS}-care-insurance.pem"
    library = next(path for path in MODULES if os.path.exists(path))
    where = ["--pin", "987654", "--id", "01", "--label", "office"]
    for command in (
        ["softhsm2-util", "--init-token", "--free", "--label", "hsm", "--so-pin", "12345678", "--pin", "987654"],
        ["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", str(pem), "-out", "key.pem"],
        ["softhsm2-util", "--import", "key.pem", "--token", "hsm", *where],
        ["openssl", "x509", "-in", str(pem), "-outform", "DER", "-out", "one.der"],
        ["pkcs11-tool", "--module", library, "--login", *where, "--write-object", "one.der", "--type", "cert"],
    ):
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return library


def test_a_key_on_a_token(relay: RelayMock, module: str, tmp_path: Path) -> None:
    chain = (relay.pki / "issuing.pem").read_bytes()
    token = cplink.Token(module, label="hsm")
    there = cplink.Candidates.in_token(token)
    locked = there[there.choose(HELPERS)]
    assert (locked.key_state, locked.place, locked.place_name) == ("locked", "token", "hsm")
    with pytest.raises(cplink.SecurityError) as wrong:
        cplink.Signer.from_token(token, "111111")
    assert code_of(wrong) == Code.KEY_PIN
    with pytest.raises(cplink.SecurityError) as missing:
        cplink.Signer.from_token(cplink.Token(module, label="none"), "987654")
    assert code_of(missing) == Code.KEY_STORE
    leaf = (relay.pki / f"office-{HELPERS}-care-insurance.pem").read_bytes()
    signer = cplink.Signer.from_token(cplink.Token(module, label="hsm", chain_pem=leaf + chain), "987654")
    with cplink.Client(relay.url, signer, relay.trust()) as client:
        assert client.send(withdrawal(), tmp_path / "sent").id
        assert client.doctor().is_well
