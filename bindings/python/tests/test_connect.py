"""A client in one line, and the self-check where that fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import HELPERS

import cplink
from cplink import Code
from cplink.testing import PASSWORD, RelayMock


@pytest.fixture
def key(relay: RelayMock) -> Path:
    return relay.certificate(HELPERS)


@pytest.fixture
def trust(relay: RelayMock) -> Path:
    return relay.pki / "root.pem"


def test_a_client_is_connected_in_one_line(relay: RelayMock, key: Path, trust: Path) -> None:
    with cplink.Client.connect(relay.url, key, trust, PASSWORD, call_timeout=30) as client:
        client.rest()
        assert client.office_number == HELPERS
        assert client.office(HELPERS) is not None


def test_authorities_may_be_a_folder_or_a_text(relay: RelayMock, key: Path, trust: Path, tmp_path: Path) -> None:
    (tmp_path / "ca.crt").write_bytes(trust.read_bytes())
    for place in (tmp_path, trust.read_text("ascii")):
        cplink.Client.connect(relay.url, key, place, PASSWORD).close()


def test_the_remedy_advises_the_self_check(relay: RelayMock, key: Path, trust: Path) -> None:
    with pytest.raises(cplink.SecurityError) as caught:
        cplink.Client.connect(relay.url, key, trust, "wrong")
    assert caught.value.code == Code.KEY_PASSWORD and "自己診断" in caught.value.remedy_ja
    with pytest.raises(cplink.SecurityError) as caught:
        cplink.Client.connect(relay.url, "pkcs11:x", trust)
    assert caught.value.code == Code.KEY_PLACE
    with pytest.raises(TypeError):
        cplink.Client.connect(relay.url, key, trust, PASSWORD, colour="red")


def test_the_self_check_looks_at_each_of_them(relay: RelayMock, key: Path, trust: Path) -> None:
    assert cplink.Client.diagnose(relay.url, key, trust, PASSWORD).is_well
    told = cplink.Client.diagnose(relay.url, "none.p12", "none.pem")
    assert not told.is_well
    assert [(line.id, line.severity) for line in told.lines] == [("key", "error"), ("trust", "error"), ("relay", "info")]
    assert all(line.remedy_ja for line in told.lines if line.severity == "error")
    cancel = cplink.Cancel()
    cancel.set()
    with pytest.raises(cplink.Cancelled):
        cplink.Client.diagnose(relay.url, "none.p12", "none.pem", cancel=cancel)
