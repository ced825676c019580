"""Requests that no browser would send."""

from __future__ import annotations

import http.client
import re
import urllib.parse
from dataclasses import dataclass
from email.message import Message as Headers
from typing import Union

Body = Union[str, bytes, None]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def csrf(self) -> str:
        """What a form of the page carries."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.text)
        assert found, self.text
        return found.group(1)


def ask(console: str, method: str, target: str, body: Body = None, headers: dict[str, str] | None = None) -> Answer:
    """One request on a connection of its own, with this target as it is."""
    parts = urllib.parse.urlsplit(console)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        headers = dict(headers or {})
        connection.putrequest(method, target, skip_host="Host" in headers, skip_accept_encoding=True)
        content = body.encode() if isinstance(body, str) else body
        if content is not None and "Content-Length" not in headers:
            headers["Content-Length"] = str(len(content))
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        if content is not None:
            try:
                connection.send(content)
            except (BrokenPipeError, ConnectionResetError):
                pass  # Who is not let in need not be read to the end.
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


class Visitor:
    """Somebody with a session, who can send anything."""

    def __init__(self, console: str, form: str = "/enter") -> None:
        self.console = console
        first = ask(console, "GET", form)
        self.cookie = first.headers["Set-Cookie"].split(";")[0]
        self.csrf = first.csrf

    def get(self, target: str, **headers: str) -> Answer:
        return ask(self.console, "GET", target, headers={"Cookie": self.cookie, **headers})

    def post(
        self,
        target: str,
        fields: dict[str, str] | Body = None,
        files: list[tuple[str, str, bytes]] | None = None,
        **changed: str | None,
    ) -> Answer:
        """A form as a page of the console would send it, but for what is changed: a header's new value, or none."""
        kind = "application/x-www-form-urlencoded"
        body: Body = None
        if files is not None:
            kind = "multipart/form-data; boundary=edge"
            assert fields is None or isinstance(fields, dict)
            body = multipart({"csrf": self.csrf, **(fields or {})}, files)
        elif fields is None or isinstance(fields, dict):
            body = urllib.parse.urlencode({"csrf": self.csrf, **(fields or {})})
        else:
            body = fields
        headers: dict[str, str | None] = {"Cookie": self.cookie, "Origin": self.console, "Content-Type": kind}
        headers |= {name.replace("_", "-"): value for name, value in changed.items()}
        sent = {name: value for name, value in headers.items() if value is not None}
        return ask(self.console, "POST", target, body, sent)


def multipart(fields: dict[str, str], files: list[tuple[str, str, bytes]]) -> bytes:
    """A body with the boundary `edge`; files are field, file name, content."""
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for field, name, content in files:
        head = f'--edge\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + b"--edge--\r\n"
