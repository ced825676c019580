"""A relay's process, which never outlives this one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from typing import IO, Any, List, Optional, Tuple

from ._owned import Uncopied

PATIENCE = 60
_PREFIXES = ("listening on ", "control on ")
_KEEPER = Path(__file__).with_name("_mock_keeper.py")


class RelayProcess(Uncopied):
    """``relay-mock serve`` under a keeper, which ends it with this process, however this one ends.

    A finalizer ends it earlier where the object is forgotten, and at the end of the interpreter.
    """

    def __init__(self, command: List[str], log: Path, remove: Optional[Path]) -> None:
        """Starts it and waits for its address.

        :param remove: a folder that goes with it.
        :raises RuntimeError: it did not start; what it said is in the error.
        """
        keeper = [sys.executable, "-I", "-S", str(_KEEPER), "" if remove is None else str(remove)]
        with open(log, "ab") as said:
            begin = log.stat().st_size
            self._keeper = subprocess.Popen(
                [*keeper, *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                encoding="utf-8",
                # Ctrl-C and the end of a terminal reach this process, which ends the relay when it is done.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        self._finalizer = weakref.finalize(self, _end, os.getpid(), self._keeper, False)
        try:
            self.url, self.control = _addresses(self._keeper.stdout, log, begin)
        except BaseException:
            self.end(keep=True)
            raise

    @property
    def runs(self) -> bool:
        """Whether it was not ended."""
        return self._finalizer.alive

    def end(self, *, keep: bool) -> None:
        """Ends the relay and waits for that.

        :param keep: its folder stays.
        """
        if self._finalizer.detach() is not None:
            _end(os.getpid(), self._keeper, keep)


def _end(owner: int, keeper: "subprocess.Popen[str]", keep: bool) -> None:
    if os.getpid() != owner:
        # A fork of the process that started it.
        return
    try:
        if keeper.stdin is not None:
            keeper.stdin.write("keep\n" if keep else "end\n")
            keeper.stdin.close()
    except OSError:  # it was ended from outside
        pass
    try:
        keeper.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        keeper.kill()
        keeper.wait()
    if keeper.stdout is not None:
        keeper.stdout.close()


def _addresses(output: "Optional[IO[Any]]", log: Path, begin: int) -> Tuple[str, str]:
    """The addresses that the relay prints in its first two lines: its own and that of its control."""
    lines: List[str] = []

    def read() -> None:
        if output is not None:
            lines.extend(output.readline() for _ in _PREFIXES)

    # On a thread, since a pipe cannot be waited for with a limit on Windows.
    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(PATIENCE)
    if len(lines) < len(_PREFIXES) or not all(map(str.startswith, lines, _PREFIXES)):
        said = log.read_bytes()[begin:].decode("utf-8", "replace").strip()
        raise RuntimeError(f"relay-mock did not start: {said}")
    url, control = (line[len(prefix) :].strip() for line, prefix in zip(lines, _PREFIXES))
    return url, control
