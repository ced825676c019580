"""What a relay begins with: keys, certificates and its directory. Made once a day and copied from then on."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import List, NamedTuple, Sequence

_JAPAN = datetime.timezone(datetime.timedelta(hours=9))
# Certificates that are not valid yet begin a day after they were made.
_FRESH = 12 * 3600
_OLD = 3 * 86_400
_PARTS = ("pki", "data")


class MockOffice(NamedTuple):
    """An invented office."""

    number: str
    """The office number, 10 characters."""
    name: str
    """The name."""
    service_types: Sequence[str]
    """Its service types, 2 characters each."""


def prepare(program: str, offices: Sequence[MockOffice], folder: Path) -> None:
    """Puts the folders ``pki`` and ``data`` of a relay with these offices into a folder.

    The keys take a second or more, so they are made once in twelve hours and kept in the user's cache.
    """
    cache = _cache()
    if cache is None:
        with tempfile.TemporaryDirectory(prefix="relay-mock-") as making:
            _make(program, offices, Path(making))
            _copy(Path(making), folder)
        return
    now = time.time()
    _sweep(cache, now)
    ready = cache / _name(program, offices, now)
    if not ready.is_dir():
        making = tempfile.mkdtemp(prefix="making-", dir=cache)
        try:
            _make(program, offices, Path(making))
            os.rename(making, ready)
        except OSError:
            if not ready.is_dir():
                raise
            # Another process was quicker.
        finally:
            shutil.rmtree(making, ignore_errors=True)
    _copy(ready, folder)


def _copy(ready: Path, folder: Path) -> None:
    for part in _PARTS:
        shutil.copytree(ready / part, folder / part)


def register(program: str, offices: Sequence[MockOffice], data: Path) -> None:
    """Adds offices to a relay's directory."""
    for office in offices:
        add = [program, "office", "add", "--data", str(data), "--number", office.number, "--name", office.name]
        finish([*add, "--service-type", ",".join(office.service_types)])


def registered(program: str, data: Path) -> List[str]:
    """The numbers of the offices in a relay's directory."""
    listed = finish([program, "office", "list", "--data", str(data)])
    return [line.split("\t")[0] for line in listed.splitlines()]


def finish(command: List[str]) -> str:
    """Runs a command to its end."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} {command[1]}: {done.stderr.strip()}")
    return done.stdout


def _make(program: str, offices: Sequence[MockOffice], folder: Path) -> None:
    for part in _PARTS:
        (folder / part).mkdir()
    certificates(program, offices, folder / "pki")
    register(program, offices, folder / "data")


def certificates(program: str, offices: Sequence[MockOffice], pki: Path, *, add: bool = False) -> None:
    """Makes the test authority with a certificate of each kind for each office.

    :param add: it is there already, only the offices are new.
    """
    named = [f"--office={office.number}={office.name}" for office in offices]
    finish([program, "pki", "--out", str(pki), *(["--add"] if add else []), *named])


def _name(program: str, offices: Sequence[MockOffice], now: float) -> str:
    """A name for what these offices begin with today; another program may make other files."""
    stat = os.stat(program)
    today = datetime.datetime.fromtimestamp(now, _JAPAN).date().isoformat()
    made = [os.path.realpath(program), stat.st_size, stat.st_mtime_ns, today, int(now // _FRESH), offices]
    return "offices-" + hashlib.sha256(json.dumps(made, ensure_ascii=False).encode()).hexdigest()[:32]


def _sweep(cache: Path, now: float) -> None:
    for each in cache.iterdir():
        try:
            if each.stat().st_mtime < now - _OLD:
                shutil.rmtree(each, ignore_errors=True)
        except OSError:  # another process was quicker
            pass


def _cache() -> "Path | None":
    """The folder of this user, if there may be one."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if not base or not os.path.isabs(base):
        return None
    cache = Path(base) / "cplink" / "relay-mock"
    try:
        # Keys of a test authority, but nobody else's business.
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cache if os.access(cache, os.W_OK) else None
    except OSError:
        return None
