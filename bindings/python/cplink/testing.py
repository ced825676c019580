"""A relay for your own tests.

``RelayMock`` runs the program ``relay-mock`` in a folder of its own, with a test authority and the
offices you name:

>>> with RelayMock([MockOffice("9970000111", "見本ヘルパー", ["11"])]) as relay:
...     with relay.client("9970000111") as client:
...         assert client.doctor().is_well

With pytest, ``from cplink.testing import relay_mock`` in ``conftest.py`` gives a fixture of the scope
"session" with two offices; for other offices write a fixture of your own around ``RelayMock``.

The program is taken from the environment variable ``RELAY_MOCK``, else from ``PATH``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Iterator, List, NamedTuple, Optional, Sequence, Type

from ._owned import Uncopied
from .client import Client
from .keys import Signer, Trust

PASSWORD = "test"
"""The password of the test authority's PKCS#12 files."""
_PATIENCE = 60


class MockOffice(NamedTuple):
    """An invented office."""

    number: str
    """The office number, 10 characters."""
    name: str
    """The name."""
    service_types: Sequence[str]
    """Its service types, 2 characters each."""


DEFAULT_OFFICES = (
    MockOffice("9970000012", "見本居宅介護支援事業所", ["43"]),
    MockOffice("9970000111", "見本訪問介護事業所", ["11"]),
)
"""The offices of a mock that is given none."""


class RelayMock(Uncopied):
    """A relay on this machine that lives as long as the ``with`` block."""

    _INSTEAD = "pass its url and the paths of its files on"

    def __init__(
        self,
        offices: Sequence[MockOffice] = DEFAULT_OFFICES,
        *,
        folder: Optional[Path] = None,
        program: Optional[str] = None,
    ) -> None:
        """A relay that is not started yet.

        :param offices: who is registered; certificates are made for each.
        :param folder: where its data are kept and stay; a temporary folder, if left out.
        :param program: the path of ``relay-mock``.
        """
        self.offices = tuple(MockOffice(*office) for office in offices)
        self.url = ""
        """Its address, once it runs."""
        self._program = program
        self._kept = folder
        self._folder: Optional[Path] = None
        self._process: "Optional[subprocess.Popen[str]]" = None

    @property
    def folder(self) -> Path:
        """Where its data are kept."""
        if self._folder is None:
            raise RuntimeError("the relay does not run")
        return self._folder

    @property
    def pki(self) -> Path:
        """The folder of the test authority: ``root.pem``, ``crl.pem``, ``office-*.p12``, ``bad/``."""
        return self.folder / "pki"

    def certificate(self, number: str, kind: str = "care-insurance") -> Path:
        """The PKCS#12 file of an office; its password is :data:`PASSWORD`.

        :param kind: ``care-insurance``, ``care-dx`` or ``care-plan``.
        """
        return self.pki / f"office-{number}-{kind}.p12"

    def trust(self) -> Trust:
        """Trust in the test authority."""
        return Trust.from_pem(self.pki / "root.pem", self.pki / "crl.pem")

    def signer(self, number: str, kind: str = "care-insurance") -> Signer:
        """The signer of an office."""
        return Signer.from_pkcs12(self.certificate(number, kind), PASSWORD)

    def client(self, number: str, **options: Any) -> Client:
        """A client of an office; the options are those of :class:`cplink.Client`."""
        return Client(self.url, self.signer(number), self.trust(), **options)

    def start(self) -> None:
        """Makes certificates, registers the offices and starts the relay."""
        program = self._program or os.environ.get("RELAY_MOCK") or shutil.which("relay-mock")
        if not program:
            raise RuntimeError("relay-mock was not found: set RELAY_MOCK to its path, or put it on PATH")
        self._folder = Path(self._kept or tempfile.mkdtemp(prefix="relay-mock-"))
        try:
            self._serve(program)
        except BaseException:
            self.stop()
            raise

    def _serve(self, program: str) -> None:
        data, pki = str(self.folder / "data"), str(self.pki)
        if not self.pki.exists():
            _finish([program, "pki", "--out", pki, *(f"--office={o.number}={o.name}" for o in self.offices)])
            for office in self.offices:
                types = ",".join(office.service_types)
                add = [program, "office", "add", "--data", data, "--number", office.number]
                _finish([*add, "--name", office.name, "--service-type", types])
        serve = [program, "serve", "--data", data, "--listen", "127.0.0.1:0", "--pki", pki]
        with open(self.folder / "relay.log", "ab") as log:
            self._process = subprocess.Popen(
                serve, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, encoding="utf-8"
            )
        self.url = _url(self._process, self.folder / "relay.log")

    def stop(self) -> None:
        """Stops the relay; a temporary folder goes with it."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()
        if self._folder is not None and self._kept is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder, self.url = None, ""

    def __enter__(self) -> RelayMock:
        self.start()
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.stop()


def _finish(command: List[str]) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} {command[1]}: {done.stderr.strip()}")


def _url(process: "subprocess.Popen[str]", log: Path) -> str:
    """The address that the relay prints in its first line."""
    lines: List[str] = []

    def read() -> None:
        if process.stdout is not None:
            lines.append(process.stdout.readline())

    # On a thread, since a pipe cannot be waited for with a limit on Windows.
    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(_PATIENCE)
    prefix = "listening on "
    if not lines or not lines[0].startswith(prefix):
        raise RuntimeError(f"relay-mock did not start: {log.read_text('utf-8', 'replace').strip()}")
    return lines[0][len(prefix) :].strip()


try:
    import pytest
except ImportError:  # pytest is needed for the fixture alone
    pass
else:

    @pytest.fixture(scope="session")
    def relay_mock() -> Iterator[RelayMock]:
        """A relay with two offices for all tests of the session."""
        with RelayMock() as relay:
            yield relay
