"""A relay for your own tests.

``RelayMock`` runs the program ``relay-mock`` in a folder of its own, with a test authority and the
offices you name:

>>> with RelayMock([MockOffice("9970000111", "見本ヘルパー", ["11"])]) as relay:
...     with relay.client("9970000111") as client:
...         assert client.doctor().is_well

With pytest there is nothing to import: the fixture ``relay_mock`` comes with the package, see
:mod:`cplink.pytest_plugin`.

The program is taken from the environment variable ``RELAY_MOCK``, else from ``PATH``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path
from types import TracebackType
from typing import Any, List, Optional, Sequence, Tuple, Type

from . import _native
from ._call import expect, misuse, text
from ._mock_files import MockOffice, certificates, prepare, register, registered
from ._mock_process import RelayProcess
from ._owned import Uncopied
from .client import Client
from .differences import differences
from .keys import Signer, Trust

__all__ = ["DEFAULT_OFFICES", "PASSWORD", "MockOffice", "RelayMock", "differences"]

PASSWORD = "test"
"""The password of the test authority's PKCS#12 files."""

DEFAULT_OFFICES = (
    MockOffice("9970000012", "見本居宅介護支援事業所", ("43",)),
    MockOffice("9970000111", "見本訪問介護事業所", ("11",)),
)
"""The offices of a mock that is given none."""

# Of offices that plan: they have no services of their own.
_PLANNING = ("43", "46")


class RelayMock(Uncopied):
    """A relay on this machine that lives as long as the ``with`` block, and never longer than this process.

    However this process ends, also by a kill, the relay ends with it, and so does its temporary folder.
    """

    _INSTEAD = "pass its url and the paths of its files on"

    def __init__(
        self,
        offices: Sequence[MockOffice] = DEFAULT_OFFICES,
        *,
        folder: Optional[Path] = None,
        program: Optional[str] = None,
        port: int = 0,
    ) -> None:
        """A relay that is not started yet.

        :param offices: who is registered; certificates are made for each.
        :param folder: where its data are kept and stay; a temporary folder, if left out. Offices that a kept folder
            does not know yet are registered in addition.
        :param program: the path of ``relay-mock``.
        :param port: where it listens; a free port, if left out. It stays the same when the relay is started again.
        :raises MisuseError: an office's number, name or service type is none.
        """
        self.offices = tuple(_office(office, at) for at, office in enumerate(offices))
        self.url = ""
        """Its address, once it runs."""
        if not 0 <= expect(port, int, "port") <= 65_535:
            raise misuse("port must be between 0 and 65535", "引数 port は0から65535までの数で指定してください。")
        self._port = port
        self._program = program
        self._kept = None if folder is None else Path(folder)
        self._folder: Optional[Path] = None
        self._process: Optional[RelayProcess] = None
        self._clients: List["weakref.ref[Client]"] = []

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
        return self.pki / f"office-{text(number, 'number')}-{text(kind, 'kind')}.p12"

    def bad_certificate(self, fault: str) -> Path:
        """The PKCS#12 file of a certificate of the first office that must be refused.

        :param fault: ``expired``, ``not-yet-valid``, ``revoked``, ``unknown-ca``, ``wrong-kind`` or ``wrong-office``.
        :raises MisuseError: there is no such one.
        """
        known = sorted(path.stem for path in (self.pki / "bad").glob("*.p12"))
        if text(fault, "fault") not in known:
            raise misuse(f"fault must be one of {', '.join(known)}", f"引数 fault は {'、'.join(known)} のいずれかで指定してください。")
        return self.pki / "bad" / f"{fault}.p12"

    def trust(self) -> Trust:
        """Trust in the test authority."""
        return Trust.from_pem(self.pki / "root.pem", self.pki / "crl.pem")

    def signer(self, number: str, kind: str = "care-insurance") -> Signer:
        """The signer of an office."""
        return Signer.from_pkcs12(self.certificate(number, kind), PASSWORD)

    def bad_signer(self, fault: str) -> Signer:
        """A signer that must be refused, see :meth:`bad_certificate`."""
        return Signer.from_pkcs12(self.bad_certificate(fault), PASSWORD)

    def client(self, number: str, *, signer: Optional[Signer] = None, **options: Any) -> Client:
        """A client of an office; the options are those of :class:`cplink.Client`.

        :param signer: another signer than the office's.
        """
        made = Client(self.url, self.signer(number) if signer is None else signer, self.trust(), **options)
        self._clients = [client for client in self._clients if client() is not None] + [weakref.ref(made)]
        return made

    def close_clients(self) -> None:
        """Closes every client that came from here: what a test left open."""
        clients, self._clients = self._clients, []
        for reference in clients:
            client = reference()
            if client is not None:
                client.close()

    def start(self) -> None:
        """Makes certificates, registers the offices and starts the relay.

        :raises MisuseError: it runs already.
        :raises RuntimeError: the program was not found, or did not start.
        """
        if self._process is not None:
            raise misuse("the relay runs already", "中継サーバーはすでに動いています。")
        program = self._found()
        self._folder = Path(self._kept or tempfile.mkdtemp(prefix="relay-mock-"))
        try:
            self._furnish(program)
            self._serve(program)
        except BaseException:
            self.stop()
            raise

    def restart(self) -> None:
        """Stops the relay and starts it again at the same address with all it had."""
        self._end(keep=True)
        self._serve(self._found())

    def clear(self) -> None:
        """Takes it back to its beginning, at the same address: the offices it was made with, and no message."""
        program = self._found()
        self._end(keep=True)
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        prepare(program, self.offices, self.folder, ("data",))
        self._serve(program)

    def stop(self) -> None:
        """Stops the relay; a temporary folder goes with it."""
        self._end(keep=False)
        if self._folder is not None and self._kept is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder, self.url = None, ""

    def _found(self) -> str:
        program = self._program or os.environ.get("RELAY_MOCK") or shutil.which("relay-mock")
        if not program:
            raise RuntimeError(
                "relay-mock was not found: set RELAY_MOCK to its path, or put it on PATH; in a checkout "
                "`cargo build --release --package relay-mock` builds target/release/relay-mock"
            )
        return program

    def _furnish(self, program: str) -> None:
        if not self.pki.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            prepare(program, self.offices, self.folder)
            return
        data = self.folder / "data"
        known = registered(program, data)
        register(program, [office for office in self.offices if office.number not in known], data)
        missing = [office for office in self.offices if not self.certificate(office.number).exists()]
        if missing:
            certificates(program, missing, self.pki)

    def _serve(self, program: str) -> None:
        data, listen = self.folder / "data", f"127.0.0.1:{self._port}"
        serve = [program, "serve", "--data", str(data), "--listen", listen, "--pki", str(self.pki)]
        remove = self.folder if self._kept is None else None
        self._process = RelayProcess(serve, self.folder / "relay.log", remove)
        self.url = self._process.url
        self._port = int(self.url.rpartition(":")[2])

    def _end(self, *, keep: bool) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end(keep=keep)

    def __enter__(self) -> RelayMock:
        self.start()
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close_clients()
        self.stop()

    def __repr__(self) -> str:
        return f"<cplink.testing.RelayMock {self.url or 'that does not run'}>"


def _office(office: Tuple[str, str, Sequence[str]], at: int) -> MockOffice:
    made = MockOffice(*expect(office, tuple, f"offices[{at}]"))
    text(made.number, f"offices[{at}].number")
    text(made.name, f"offices[{at}].name")
    expect(made.service_types, (tuple, list), f"offices[{at}].service_types")
    known = {*_native.service_types(), *_PLANNING}
    for code in made.service_types:
        if text(code, f"offices[{at}].service_types") not in known:
            raise misuse(
                f"offices[{at}].service_types: the standard has no such code",
                f"offices[{at}] のサービス種類コードは標準仕様にありません。",
            )
    return made
