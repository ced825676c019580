"""Many offices in one process."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from typing import Any, Callable, Iterator, List, Optional, Set, Tuple, TypeVar

from . import _native
from ._call import call, expect, fault, milliseconds, misuse, text, wrong_type
from ._owned import Uncopied
from .choices import Retry
from .client import Client
from .codes import Code
from .errors import Cancelled, CplinkError
from .progress import Cancel, ProgressCallable, run

T = TypeVar("T")

Work = Callable[[str, Client], T]
"""What is done in an office's turn, with its number and its client."""


@dataclass(frozen=True)
class Round:
    """What came of going around once.

    1回の巡回の結果。
    """

    done: int
    """How many offices had their turn without an exception.

    例外なく順番を終えた事業所の数。
    """
    failed: Tuple[Tuple[str, Exception], ...]
    """The offices whose turn failed, and what it raised. They pause.

    失敗した事業所の番号と、その例外。間隔をあけて再び試す。
    """
    pausing: int
    """How many were passed over because they still pause after an earlier fault.

    以前の失敗により間隔をあけているため、順番を回さなかった事業所の数。
    """


class Offices(Uncopied):
    """The clients of many offices in one process, with a bound on their connections. Each gets its turn, the one first
    whose last turn was longest ago; none stops another: an office whose turn fails pauses. Nothing runs by itself: a timer
    calls :meth:`each`, from as many threads as are to work at the same time.

    >>> offices = cplink.Offices(16)
    >>> for key in sorted(pathlib.Path("keys").glob("*.p12")):
    ...     with cplink.Client.connect(url, key, "authorities", password) as client:
    ...         offices.add(client)
    >>> def work(number, client):
    ...     client.receive(cursors[number], f"received/{number}")
    >>> for number, error in offices.each(30, work).failed:
    ...     print(number, error)

    1つのプログラムで扱う多数の事業所のクライアント。接続の数には上限がある。それぞれに順番が回り、失敗した事業所は
    間隔をあけて再び試すため、ほかの事業所を止めることはない。タイマーから :meth:`each` を呼び出す。
    """

    _INSTEAD = "share it with the threads; another process has its own offices"

    def __init__(self, connections: int) -> None:
        """None yet. At most so many connections are open at a time, idle ones included.

        事業所のない状態。同時に開く接続は、待機中のものも含めてこの数まで。
        """
        if not 0 < expect(connections, int, "connections") < 2**31:
            raise misuse("connections is at least 1", "引数 connections は1以上で指定してください。")
        self._native: Any = call(_native.Offices, connections)
        self._lock = threading.Lock()
        # The threads that work in a turn: a verb runs in a thread of its own, so that the library cannot tell.
        self._at_work: Set[int] = set()

    def __len__(self) -> int:
        """How many offices there are.

        事業所の数。
        """
        return int(call(self._native.count))

    def __bool__(self) -> bool:
        return True

    def set_pause(self, first: float, longest: float) -> None:
        """For how many seconds an office pauses after a fault: ``first`` after the first one (5 unless it is set), twice
        as long after each further one, up to ``longest`` (900). After a fault that repeating cannot remove it is the longest
        at once. Where the relay says when to come again, it is at least that.

        失敗した事業所を再び試すまでの秒数。最初の失敗の後は ``first``（設定しなければ5秒）、続けて失敗するたびに2倍とし、
        ``longest``（900秒）を上限とする。繰り返しても解決しない失敗の後は、すぐに上限とする。
        """
        call(self._native.set_pause, milliseconds(first, "first"), milliseconds(longest, "longest"))

    def add(self, client: Client) -> None:
        """Adds an office by its client, whose key, authorities and settings are kept; the client itself stays the
        caller's, with connections of its own, and is best closed. The office's turn comes first in the next round.

        事業所を、そのクライアントで加える。渡したクライアントは別の接続を持つので、不要なら閉じるとよい。

        :raises MisuseError: the office is there already.
        """
        call(self._native.add, expect(client, Client, "client")._native)

    def remove(self, number: str) -> Optional[Client]:
        """Takes an office out, and gives its client; ``None`` where it is not there.

        事業所を外し、そのクライアントを返す。なければ ``None``。

        :raises MisuseError: ``CPL_E_BUSY``: it has its turn just now.
        """
        native = call(self._native.remove, text(number, "number"))
        return None if native is None else Client._of(native)

    def each(
        self,
        limit: float,
        work: Work[object],
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Round:
        """Goes around once: ``work(number, client)`` is called for each office that does not pause, the one first whose
        last turn was longest ago. The verbs of a turn end ``limit`` seconds after its beginning (``CPL_E_TIMEOUT``), and its
        client is closed when ``work`` returns. What ``work`` raises is that office's failure; only :class:`Cancelled` ends
        the round, and what is no :class:`Exception`, such as Ctrl-C. Threads that go around at the same time share the
        offices: each has one turn.

        1回巡回する。間隔をあけているもの以外の各事業所について、前回の順番から最も時間のたった順に ``work(番号, クライアント)`` を
        呼ぶ。順番の処理は始まりから ``limit`` 秒で終わり、クライアントは ``work`` の終わりに閉じられる。``work`` の例外は
        その事業所の失敗となり、巡回は続く。中止（:class:`Cancelled`）だけが巡回を終える。複数のスレッドから同時に呼び出すと、
        事業所を分け合う。

        :raises MisuseError: ``CPL_E_BUSY``: within a turn of the same thread.
        """
        _expect_callable(work)
        with self._in_this_thread():
            turns = call(self._native.turns, milliseconds(limit, "limit"))
            done = 0
            failed: List[Tuple[str, Exception]] = []
            while True:
                turn = run("turn", lambda flag, watcher: turns.next(flag, watcher), progress, cancel)
                if turn is None:
                    return Round(done, tuple(failed), int(call(turns.pausing)))
                number = str(call(turn.office_number))
                try:
                    _work(turn, number, work)
                except Cancelled:
                    raise
                except Exception as error:
                    failed.append((number, error))
                else:
                    done += 1

    def one(
        self,
        number: str,
        limit: float,
        work: Work[T],
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> T:
        """One office's turn out of the order, paused or not, for what a person asks for: gives what ``work(number,
        client)`` gives, and raises what it raises.

        1つの事業所の処理を、間隔をあけている間でも、すぐに行う。``work(番号, クライアント)`` の結果を返す。

        :raises MisuseError: ``CPL_E_BUSY``: the office has its turn just now, or this is within another's turn;
            ``CPL_E_INVALID_ARGUMENT``: it is not there.
        """
        _expect_callable(work)
        wanted, most = text(number, "number"), milliseconds(limit, "limit")
        with self._in_this_thread():
            turn = run(
                "turn", lambda flag, watcher: self._native.turn(wanted, most, flag, watcher), progress, cancel
            )
            return _work(turn, wanted, work)

    @contextlib.contextmanager
    def _in_this_thread(self) -> Iterator[None]:
        """Whoever has a turn would wait for its own end."""
        here = threading.get_ident()
        with self._lock:
            if here in self._at_work:
                raise fault(Code.BUSY, "this thread has a turn, which is to end first")
            self._at_work.add(here)
        try:
            yield
        finally:
            with self._lock:
                self._at_work.discard(here)

    def __repr__(self) -> str:
        return f"<cplink.Offices: {len(self)} offices>"


def _expect_callable(work: Any) -> None:
    if not callable(work):
        raise wrong_type("work must be callable", "引数 work は呼び出せるものを指定してください。")


def _work(turn: Any, number: str, work: Work[T]) -> T:
    """Works in a turn, and ends it by what comes of that; who is stopped has no fault."""
    client = None
    try:
        client = Client._of(call(turn.client))
        result = work(number, client)
        call(turn.done)
        return result
    except Cancelled:
        raise
    except Exception as error:
        retry, after = (error.retry, error.retry_after) if isinstance(error, CplinkError) else (Retry.SAFE, 0)
        # Where a verb still runs in another thread, the office is put back when that has ended.
        with contextlib.suppress(CplinkError):
            call(turn.failed, _native.Retry[retry.name], after)
        raise
    finally:
        call(turn.close)
        if client is not None:
            with contextlib.suppress(CplinkError):
                client.close()
            # It has nothing of its own to close: where a verb still runs, what it uses is the office's.
            client._is_closed = True
