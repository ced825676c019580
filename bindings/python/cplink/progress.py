"""Progress, cancel, and how a verb runs.

A verb runs in native code on a helper thread while the calling thread waits in Python. So Ctrl-C
ends even a long poll at once, the progress callable runs on the thread that made the call, and an
exception of it comes out of the call. The helper thread never outlives the call.
"""

from __future__ import annotations

import logging
import queue
import re
import threading
import time
from dataclasses import dataclass
from typing import Any, Callable, List, Optional, Set, TypeVar, Union

from . import _native
from ._call import expect, translated, wrong_type
from ._owned import Uncopied
from .choices import ProgressStep

T = TypeVar("T")

_MESSAGE_ID = re.compile("[0-9a-f]{64}")
_LOGGER = logging.getLogger("cplink")
# Who wants the lines says where they go; without that they are nobody's business.
_LOGGER.addHandler(logging.NullHandler())


@dataclass(frozen=True)
class Progress:
    """Where a verb is.

    処理の段階と進み具合。
    """

    step: ProgressStep
    """What it is doing.

    処理の段階。
    """
    done: int
    """Bytes done.

    処理したバイト数。
    """
    total: int
    """Bytes in all; 0 where that is not known.

    全体のバイト数。不明なときは0。
    """


ProgressCallable = Callable[[Progress], object]
"""Called with each report; an exception cancels the verb and comes out of it.

進み具合の通知ごとに呼ばれる。例外を送出すると処理を中止し、その例外が呼び出しから出る。
"""


class Cancel(Uncopied):
    """Stops running verbs; any thread may use it at any time.

    A verb stops within 200 ms with :class:`cplink.Cancelled`. The flag stays set until
    :meth:`reset`; one flag may serve several clients.

    中止フラグ。処理の実行中でも、どのスレッドからでも使える。
    処理は200ミリ秒以内に :class:`cplink.Cancelled` で終わる。フラグは :meth:`reset` まで立ったままで、
    複数のクライアントに使える。
    """

    _INSTEAD = "share it with the threads that it is to stop; another process has a flag of its own"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_set = False
        self._running: Set[Any] = set()

    def set(self) -> None:
        """Asks the running verbs, and those that are started with this flag from now on, to stop.

        実行中の処理と、この後このフラグで始める処理に中止を求める。
        """
        with self._lock:
            self._is_set = True
            for flag in self._running:
                flag.set()

    def reset(self) -> None:
        """Clears the flag for the next verb; verbs that were asked to stop do so all the same.

        フラグを下ろし、次の処理に使えるようにする。すでに中止を求めた処理は終わる。
        """
        with self._lock:
            self._is_set = False

    @property
    def is_set(self) -> bool:
        """Whether it was asked.

        フラグが立っているか。
        """
        return self._is_set

    def _begin(self, flag: Any) -> None:
        with self._lock:
            self._running.add(flag)
            if self._is_set:
                flag.set()

    def _end(self, flag: Any) -> None:
        with self._lock:
            self._running.discard(flag)


@dataclass
class _Outcome:
    value: Any
    error: Optional[BaseException]


class _Watcher(_native.Watcher):  # type: ignore[misc]
    """Gives each report to the calling thread and waits for its answer."""

    def __init__(self, events: "queue.SimpleQueue[Any]") -> None:
        self.events = events
        self.answers: "queue.SimpleQueue[bool]" = queue.SimpleQueue()
        self.abandoned = False

    def report(self, step: Any, done: int, total: int) -> bool:
        self.events.put(Progress(ProgressStep[step.name], done, total))
        while not self.abandoned:
            try:
                return self.answers.get(timeout=0.2)
            except queue.Empty:
                pass
        return False


def log(verb: str, message: Optional[str], error: Optional[BaseException], began: Optional[float] = None) -> None:
    """Writes a line about a verb or a message. It has no name, no value of a row and no secret."""
    if message is not None and not _MESSAGE_ID.fullmatch(message):
        # What is no id may be anything.
        message = None
    code = "CPL_OK" if error is None else getattr(error, "name", type(error).__name__)
    took = None if began is None else round((time.monotonic() - began) * 1000)
    facts = {"verb": verb, "message_id": message, "code": code, "milliseconds": took}
    duration = "" if took is None else f" {took} ms"
    line = f"{verb} {message or '-'} {code}{duration}"
    _LOGGER.log(logging.INFO if error is None else logging.WARNING, "%s", line, extra=facts)


def run(
    name: str,
    verb: Callable[[Any, Any], T],
    progress: Optional[ProgressCallable],
    cancel: Optional[Cancel],
    message: Optional[str] = None,
) -> T:
    """Runs `verb(flag, watcher)`, logs it under its name with the message's id, and returns its result."""
    began = time.monotonic()
    try:
        value = _run(verb, progress, cancel)
    except BaseException as error:
        log(name, message, error, began)
        raise
    log(name, message or getattr(value, "id", None), None, began)
    return value


def _run(verb: Callable[[Any, Any], T], progress: Optional[ProgressCallable], cancel: Optional[Cancel]) -> T:
    if progress is not None and not callable(progress):
        raise wrong_type("progress must be callable", "引数 progress は呼び出せるものを指定してください。")
    if cancel is not None:
        expect(cancel, Cancel, "cancel")
    flag = _native.Cancel()
    events: "queue.SimpleQueue[Union[Progress, _Outcome]]" = queue.SimpleQueue()
    watcher = None if progress is None else _Watcher(events)

    def work() -> None:
        try:
            events.put(_Outcome(verb(flag, watcher), None))
        except BaseException as error:  # it belongs to the caller, whatever it is
            events.put(_Outcome(None, error))

    if cancel is not None:
        cancel._begin(flag)
    thread = threading.Thread(target=work, name="cplink")
    try:
        thread.start()
        try:
            outcome = _wait(events, watcher, progress)
        except BaseException:  # of the progress callable, or Ctrl-C
            flag.set()
            if watcher is not None:
                watcher.abandoned = True
            thread.join()
            raise
        thread.join()
    finally:
        if cancel is not None:
            cancel._end(flag)
    if outcome.error is not None:
        raise translated(outcome.error) from None
    value: T = outcome.value
    return value


def _wait(events: "queue.SimpleQueue[Any]", watcher: Optional[_Watcher], progress: Any) -> _Outcome:
    while True:
        try:
            # A wait without an end could not be interrupted on Windows.
            event = events.get(timeout=0.2)
        except queue.Empty:
            continue
        if isinstance(event, _Outcome):
            return event
        progress(event)
        if watcher is not None:
            watcher.answers.put(True)


__all__: List[str] = ["Cancel", "Progress", "ProgressCallable"]
