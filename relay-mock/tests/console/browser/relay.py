"""A relay with its console, and offices that send and receive by the command `cplink`."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[4]
MONTH = ROOT / "spec-fixtures" / "202407" / "month"
RELAY_MOCK = Path(os.environ.get("RELAY_MOCK", ROOT / "target/debug/relay-mock"))
CPLINK = Path(os.environ.get("CPLINK", ROOT / "target/debug/cplink"))
PASSWORD = "test"


@dataclass(frozen=True)
class Message:
    """A message of the month."""

    folder: Path
    sender: str
    sender_type: str
    receiver: str
    receiver_type: str
    serial: str
    subject: str
    names: tuple[str, ...]

    @property
    def files(self) -> list[Path]:
        return [self.folder / "files" / name for name in self.names]

    @property
    def rows(self) -> dict[str, Any]:
        """What the CSV files mean."""
        meaning: dict[str, Any] = json.loads((self.folder / "rows.json").read_text("utf-8"))
        return meaning


@functools.cache
def manifest() -> dict[str, Any]:
    month: dict[str, Any] = json.loads((MONTH / "manifest.json").read_text("utf-8"))
    return month


@functools.cache
def messages() -> tuple[Message, ...]:
    """The messages of the month, in the order in which they are sent."""
    return tuple(
        Message(
            MONTH / one["dir"],
            one["from"]["office"],
            one["from"]["service_type"],
            one["to"]["office"],
            one["to"]["service_type"],
            one["serial"],
            one["subject"],
            (*one["csv"], *one["attachments"]),
        )
        for one in manifest()["messages"]
    )


def message(prefix: str) -> Message:
    """The message whose folder begins so."""
    (found,) = (one for one in messages() if one.folder.name.startswith(prefix))
    return found


def office_name(number: str) -> str:
    (name,) = (office["name"] for office in manifest()["offices"] if office["number"] == number)
    return str(name)


def run(*command: Any, **options: Any) -> str:
    """What a program says; it must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8", **options)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return str(done.stdout)


def make_samples(folder: Path) -> None:
    """The folder of a relay with the month's offices registered, and their keys."""
    run(RELAY_MOCK, "pki", "--for-samples", folder, "--algorithm", "ecdsa-p256")


class Relay:
    """A relay at work."""

    def __init__(self, samples: Path, folder: Path, *options: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        shutil.copytree(samples, self.data)
        self.options = options
        self.url = self.console = ""
        self.process: subprocess.Popen[str] | None = None
        self.start()

    def start(self, *options: str) -> None:
        command = [
            str(RELAY_MOCK),
            "serve",
            "--data",
            str(self.data),
            "--listen",
            "127.0.0.1:0",
            "--console",
            "127.0.0.1:0",
        ]
        self.process = subprocess.Popen(
            [*command, "--until-stdin-closes", *self.options, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self._told("listening on ")
        self.console = self._told("console on ").split()[0].rstrip("/")

    def _told(self, begin: str) -> str:
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith(begin), f"{line!r} instead of {begin!r}"
        return line.removeprefix(begin).strip()

    def stop(self) -> None:
        if self.process is not None:
            self.process.communicate(timeout=20)
            self.process = None

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def path(self, path: str) -> str:
        """The console's page at this path."""
        return self.console + path

    # Offices at the relay.

    def settings(self, office: str) -> dict[str, str]:
        """The command's settings for this office."""
        pki = self.data / "pki"
        return {
            **os.environ,
            "CPLINK_URL": self.url,
            "CPLINK_KEY": f"{pki}/office-{office}-care-insurance.p12",
            "CPLINK_KEY_PASSWORD": PASSWORD,
            "CPLINK_TRUST": f"{pki}/root.pem",
            "CPLINK_CRL": f"{pki}/crl.pem",
            "CPLINK_KEEP": f"{self.folder}/{office}/keep",
        }

    def cplink(self, office: str, verb: str, *arguments: Any) -> Any:
        """What the command says of this office's call."""
        return json.loads(run(CPLINK, "--json", verb, *arguments, env=self.settings(office)))

    def begin(self, office: str, verb: str, *arguments: Any) -> subprocess.Popen[bytes]:
        """A call that goes on."""
        command = [str(part) for part in (CPLINK, "--json", verb, *arguments)]
        return subprocess.Popen(command, env=self.settings(office), stdout=subprocess.DEVNULL)

    def send(self, message: Message, *, serial: str = "", subject: str = "", receiver: str = "") -> str:
        """The message's id."""
        to = f"{receiver}:{message.receiver_type}" if receiver else f"{message.receiver}:{message.receiver_type}"
        said = self.cplink(
            message.sender,
            "send",
            *message.files,
            *("--from", f"{message.sender}:{message.sender_type}"),
            *("--to", to),
            *("--serial", serial or message.serial),
            *("--subject", subject or message.subject),
        )
        return found(said, "id")

    def receive(self, office: str) -> list[str]:
        """The ids of what was new."""
        folder = self.folder / office
        folder.mkdir(exist_ok=True)
        said = self.cplink(office, "receive", "--cursor", folder / "cursor", "--out", folder / "inbox")
        return [found(one, "id") for one in said["messages"]]

    def imported(self, office: str, message: str) -> None:
        self.cplink(office, "ack", message, "--imported")

    def refused(self, office: str, message: str, reason: str) -> None:
        self.cplink(office, "ack", message, "--refused", reason)

    def play(self, message: Message) -> str:
        """Sent, received, imported; the message's id."""
        sent = self.send(message)
        for taken in self.receive(message.receiver):
            self.imported(message.receiver, taken)
        return sent

    def multiply(self, number: int) -> list[str]:
        """Makes so many messages of the one that is there; their ids in the order of acceptance.

        They are rows alone: nobody sealed them, and nobody can open them.
        """
        self.stop()
        store = sqlite3.connect(self.data / "relay.sqlite")
        columns = [name for _, name, *_ in store.execute("PRAGMA table_info(message)")]
        row = dict(zip(columns, store.execute("SELECT * FROM message").fetchone()))
        ids = [row["id"]]
        for seq in range(row["seq"] + 1, row["seq"] + number):
            ids.append(hashlib.sha256(str(seq).encode()).digest())
            key = int.from_bytes(ids[-1][:8], "big", signed=True)
            row |= {"seq": seq, "id": ids[-1], "id_key": key, "change": row["change"] + 1, "kept": 0}
            store.execute(f"INSERT INTO message VALUES ({', '.join('?' * len(row))})", list(row.values()))
        store.execute("UPDATE store SET changes = ?", [row["change"]])
        store.commit()
        store.close()
        self.start()
        return [one.hex() for one in ids]


def found(said: Any, name: str) -> str:
    """The first value of this name, wherever it is."""
    if isinstance(said, dict):
        if isinstance(said.get(name), str):
            return str(said[name])
        said = list(said.values())
    for one in said if isinstance(said, list) else []:
        if value := found(one, name):
            return value
    return ""


def host(url: str) -> str:
    return urllib.parse.urlsplit(url).netloc
