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

import datetime
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Type, Union
from urllib.parse import quote

from . import _native
from ._call import expect, misuse, text
from ._mock_control import Control
from ._mock_files import MockOffice, certificates, prepare, register, registered
from ._mock_process import RelayProcess
from ._owned import Uncopied
from .client import Client
from .differences import differences
from .keys import Signer, Trust

__all__ = ["DEFAULT_OFFICES", "PASSWORD", "MockMessage", "MockOffice", "RelayMock", "differences"]

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

    A test can make it misbehave (:meth:`play`, :meth:`stop_faults`, :attr:`faults`), change its directory
    (:meth:`register`, :meth:`remove_office`, :meth:`set_licence`, :meth:`add_agent`), set its clock (:attr:`now`, :meth:`advance`),
    look at what it holds (:attr:`messages`, :meth:`container`) and take it back to its beginning (:meth:`clear`).
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
        self._clients: List[Client] = []
        self._control: Optional[Control] = None
        self._first: List[Any] = []

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
        """A client of an office; the options are those of :class:`cplink.Client`. It is closed with the relay at the
        latest.

        :param signer: another signer than the office's. The client is then of the office that its certificate names,
            whatever the number: :meth:`bad_signer` is of the first office.
        """
        made = Client(self.url, self.signer(number) if signer is None else signer, self.trust(), **options)
        self._clients = [client for client in self._clients if not client.is_closed] + [made]
        return made

    def close_clients(self) -> None:
        """Closes every client that came from here: what a test left open."""
        clients, self._clients = self._clients, []
        for client in clients:
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
            self._first = self._steer.ask("GET", "/offices")
        except BaseException:
            self.stop()
            raise

    def restart(self) -> None:
        """Stops the relay and starts it again at the same address with all it had.

        :raises RuntimeError: it did not start; then it is stopped for good.
        """
        program = self._found()
        self._end(keep=True)
        try:
            self._serve(program)
        except BaseException:
            self.stop()
            raise

    def clear(self) -> None:
        """Takes it back to its beginning while it runs: no message, no fault, the right time, and the offices with
        the licences they had when it was started."""
        steer = self._steer
        steer.ask("DELETE", "/messages")
        self.stop_faults()
        steer.ask("PUT", "/clock", {"ahead_seconds": 0})
        there = {office["number"]: office for office in steer.ask("GET", "/offices")}
        first = {office["number"]: office for office in self._first}
        for number in there.keys() - first.keys():
            self.remove_office(number)
        for number, office in first.items():
            if number not in there:
                self.register(MockOffice(number, office["name"], office["service_types"]))
            if there.get(number) != office:
                self._set_licence(number, office["licence_from"], office["licence_until"])
        for number, office in first.items():
            now = set(there[number]["agents"] if number in there else ())
            for agent in now - set(office["agents"]):
                self.remove_agent(number, agent)
            for agent in set(office["agents"]) - now:
                self.add_agent(number, agent)

    def play(self, script: Union[Path, Sequence[Mapping[str, Any]]], *, seed: Optional[int] = None) -> None:
        """Plays a script of faults from its beginning, instead of the one before.

        >>> relay.play([{"call": "putMessage", "nth": 1, "at": "after-commit", "do": "reset"}])

        :param script: the path of a script (TOML, as those in ``relay-mock/faults``), or its faults as mappings.
        :param seed: what ``chance`` goes by; the script's own or any, if left out. With the same seed the same calls
            meet the same faults.
        :raises RuntimeError: it is no script; which line or fault and field, and what to write instead, is in the
            error.
        """
        query = "" if seed is None else f"?seed={_seed(seed)}"
        if isinstance(script, Path):
            self._steer.send("PUT", f"/faults{query}", script.read_bytes(), "application/toml")
        else:
            faults = [dict(fault) for fault in expect(script, (list, tuple), "script")]
            self._steer.ask("PUT", f"/faults{query}", {"fault": faults})

    def stop_faults(self) -> None:
        """Plays no faults any more. A clock that one has moved stays moved: see :attr:`now`."""
        self._steer.ask("DELETE", "/faults")

    @property
    def faults(self) -> Dict[str, Any]:
        """The script that is played, and what was played: ``seed``, ``faults`` with ``met`` and ``fired`` of each,
        and in ``fired``, in order, ``fault``, ``call``, ``office``, ``at`` and ``do``."""
        told: Dict[str, Any] = self._steer.ask("GET", "/faults")
        return told

    def register(self, office: MockOffice) -> None:
        """Adds an office to the directory, with a licence of a year from today, and makes certificates for it.

        :raises RuntimeError: it is registered already.
        """
        made = _office(office, 0)
        if not self.certificate(made.number).exists():
            certificates(self._found(), [made], self.pki, add=True)
        self._steer.ask("POST", "/offices", {**made._asdict(), "service_types": list(made.service_types)})

    def remove_office(self, number: str) -> None:
        """Takes an office out of the directory; its messages stay.

        :raises RuntimeError: it is not registered.
        """
        self._steer.ask("DELETE", f"/offices/{_in_path(number, 'number')}")

    def add_agent(self, number: str, agent: str) -> None:
        """Lets a registered office act for another one: see :meth:`Client.for_office`.

        :raises RuntimeError: one of them is not registered, or they are the same.
        """
        self._steer.ask("PUT", f"/offices/{_in_path(number, 'number')}/agents/{_in_path(agent, 'agent')}")

    def remove_agent(self, number: str, agent: str) -> None:
        """Ends that an office acts for another one; what it has sent and received stays.

        :raises RuntimeError: it does not act for it.
        """
        self._steer.ask("DELETE", f"/offices/{_in_path(number, 'number')}/agents/{_in_path(agent, 'agent')}")

    def set_licence(self, number: str, first: datetime.date, last: datetime.date) -> None:
        """Sets the first and the last day of an office's licence, in Japan.

        :raises RuntimeError: it is not registered.
        """
        expect(first, datetime.date, "first")
        expect(last, datetime.date, "last")
        self._set_licence(number, f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}")

    def _set_licence(self, number: str, first: str, last: str) -> None:
        licence = {"licence_from": first, "licence_until": last}
        self._steer.ask("PATCH", f"/offices/{_in_path(number, 'number')}", licence)

    @property
    def messages(self) -> Tuple[MockMessage, ...]:
        """All messages of the relay, as they were accepted."""
        return tuple(map(MockMessage._of, self._steer.ask("GET", "/messages")))

    def container(self, message_id: str) -> bytes:
        """The container of a message that the relay still holds.

        :raises RuntimeError: there is none.
        """
        return self._steer.fetch("GET", f"/messages/{_in_path(message_id, 'message_id')}")

    def expire(self) -> None:
        """Lets go now of all messages past their time."""
        self._steer.ask("POST", "/expire")

    @property
    def now(self) -> datetime.datetime:
        """The relay's clock."""
        told: str = self._steer.ask("GET", "/clock")["now"]
        return _moment(told)

    @now.setter
    def now(self, now: datetime.datetime) -> None:
        """Sets the relay's clock, which goes on from there. TLS goes by the system's clock all the same."""
        if expect(now, datetime.datetime, "now").tzinfo is None:
            raise misuse("now must have a time zone", "日時 now にはタイムゾーンが必要です。")
        moment = now.astimezone(datetime.timezone.utc)
        self._steer.ask("PUT", "/clock", {"now": f"{moment:%Y-%m-%dT%H:%M:%SZ}"})

    def advance(self, seconds: float) -> None:
        """Lets time pass for the relay; a negative number turns its clock back."""
        self._steer.ask("PUT", "/clock", {"advance_seconds": round(expect(seconds, (int, float), "seconds"))})

    def stop(self) -> None:
        """Stops the relay; a temporary folder goes with it."""
        self._end(keep=False)
        if self._folder is not None and self._kept is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder, self.url = None, ""

    def _found(self) -> str:
        named = self._program or os.environ.get("RELAY_MOCK")
        program = shutil.which(named or "relay-mock")
        if program is None:
            place = "" if not named else f" at {named!r} ({'program' if self._program else 'RELAY_MOCK'})"
            raise RuntimeError(
                f"relay-mock was not found{place}: set RELAY_MOCK to its path, or put it on PATH; in a checkout "
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
            certificates(program, missing, self.pki, add=True)

    def _serve(self, program: str) -> None:
        data, listen = self.folder / "data", f"127.0.0.1:{self._port}"
        serve = [program, "serve", "--data", str(data), "--listen", listen, "--pki", str(self.pki)]
        serve += ["--control", "127.0.0.1:0", "--until-stdin-closes"]
        remove = self.folder if self._kept is None else None
        self._process = RelayProcess(serve, self.folder / "relay.log", remove)
        self.url = self._process.url
        self._control = Control(self._process.control)
        self._port = int(self.url.rpartition(":")[2])

    @property
    def _steer(self) -> Control:
        if self._control is None:
            raise misuse("the relay does not run", "中継サーバーが動いていません。")
        return self._control

    def _end(self, *, keep: bool) -> None:
        process, self._process, self._control = self._process, None, None
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


@dataclass(frozen=True)
class MockMessage:
    """A message that the relay knows."""

    id: str
    """The message id."""
    from_office: str
    """The sending office's number."""
    to_office: str
    """The receiving office's number."""
    kind: str
    """The kind of message."""
    size: int
    """The container's size in bytes."""
    state: str
    """As in :class:`cplink.SentMessage`."""
    accepted_at: datetime.datetime
    """When the relay accepted it, by its clock."""
    held: bool
    """Whether the relay still has the container."""

    @classmethod
    def _of(cls, told: Dict[str, Any]) -> MockMessage:
        accepted_at = _moment(told["accepted_at"])
        known = ("kind", "size", "state")
        values = {name: told[name] for name in known}
        return cls(told["id"], told["sender"], told["receiver"], accepted_at=accepted_at, held=told["held"], **values)


def _moment(told: str) -> datetime.datetime:
    """A time of the relay. Python 3.10 reads fractions of three and six digits only."""
    whole, _, fraction = told.removesuffix("Z").partition(".")
    return datetime.datetime.fromisoformat(f"{whole}.{fraction[:6]:0<6}+00:00")


def _seed(value: Any) -> int:
    if not 0 <= expect(value, int, "seed") < 2**64:
        raise misuse("seed must be between 0 and 2**64 - 1", "引数 seed は0から2の64乗未満の整数で指定してください。")
    return int(value)


def _in_path(value: Any, name: str) -> str:
    return quote(text(value, name), safe="")


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
