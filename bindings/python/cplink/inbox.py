"""Pages of the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Optional, Set, Tuple

from ._call import call
from ._owned import Uncopied
from .errors import CplinkError, error_of
from .message import Message
from .values import Obstacle


@dataclass(frozen=True)
class Batch:
    """A whole page of the inbox.

    受信一覧の1ページ分。
    """

    messages: Tuple[Message, ...]
    """In the order of import, by serial; those that could not be opened come last.

    取込順（ファイル連番の順）。開けなかったものは最後。
    """
    next: str
    """The cursor for the next call: store it together with what was imported.

    次の呼び出しに渡すカーソル。取り込んだ内容と一緒に保存する。
    """
    error: Optional[CplinkError] = None
    """Why the page ended early, where it did: its messages are here all the same, and the next call goes on
    behind them: make it later, not at once.

    ページが途中で終わった理由。取得済みのメッセージはこのページにあり、次の呼び出しはその続きから始まる。
    次はすぐにではなく、時間をおいて呼び出す。
    """

    obstacles: Tuple[Obstacle, ...] = ()
    """What keeps files that a person has downloaded (transport ``folder``) from being messages.

    人がダウンロードしたファイルをメッセージとして渡せない理由。
    """

    def __len__(self) -> int:
        """How many messages the page has.

        このページのメッセージの数。
        """
        return len(self.messages)

    @classmethod
    def _of(cls, native: Any) -> Batch:
        error = None if native.error is None else error_of(native.error)
        obstacles = tuple(map(Obstacle._of, native.obstacles))
        return cls(tuple(map(Message._of, native.messages)), native.next, error, obstacles)


class Inbox(Uncopied):
    """The inbox, whose messages are fetched one by one: iterate over it. It ends with its page where it comes from
    :meth:`Client.inbox`, and with the last message where it comes from :meth:`Client.received_messages`.

    An exception means that a message could not be fetched. It is tried once more at the end of the page: go on with
    ``next``, or ask again with :attr:`cursor`.

    メッセージを1件ずつ取得する受信一覧。``for`` で順に取り出す。取得できないメッセージは例外になり、
    ページの最後にもう一度試す。
    """

    _INSTEAD = "pass its cursor on, and ask for a page with Client.inbox"

    def __init__(self) -> None:
        raise TypeError("a page comes from Client.inbox")

    @classmethod
    def _of(cls, native: Any, fetch: Callable[[Any], Optional[Message]], more: Optional[Callable[[str], Any]] = None) -> Inbox:
        this = cls.__new__(cls)
        this._native, this._fetch, this._more = native, fetch, more
        this._seen = set() if more is None else {str(native.cursor())}
        return this

    _native: Any
    _fetch: Callable[[Any], Optional[Message]]
    _more: Optional[Callable[[str], Any]]
    _seen: Set[str]

    @property
    def cursor(self) -> str:
        """Where the next call goes on: behind the last message that was handed over. Store it together with
        what was imported.

        次の呼び出しを始める位置（渡された最後のメッセージの後）。取り込んだ内容と一緒に保存する。
        """
        return str(call(self._native.cursor))

    @property
    def obstacles(self) -> Tuple[Obstacle, ...]:
        """What keeps files that a person has downloaded (transport ``folder``) from being messages: show it to the
        user. It is told again until it is resolved.

        人がダウンロードしたファイルをメッセージとして渡せない理由。利用者に表示すること。解消するまで毎回示す。
        """
        return tuple(map(Obstacle._of, call(self._native.obstacles)))

    def __len__(self) -> int:
        """How many messages of the page were not handed over yet.

        このページでまだ渡されていないメッセージの数。
        """
        return int(call(self._native.remaining))

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Inbox:
        return self

    def __next__(self) -> Message:
        message = self._fetch(self._native)
        while message is None and self._more is not None:
            cursor = self.cursor
            # A cursor that comes again would lead round in a circle.
            if cursor in self._seen:
                break
            self._seen.add(cursor)
            self._native = self._more(cursor)
            if not len(self):
                break
            message = self._fetch(self._native)
        if message is None:
            raise StopIteration
        return message

    def __repr__(self) -> str:
        return "<cplink.Inbox>"
