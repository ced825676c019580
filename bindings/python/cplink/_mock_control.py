"""The control address of a relay: plain HTTP with JSON on the loopback, for tests alone."""

from __future__ import annotations

import http.client
import json
from typing import Any, Optional

_PATIENCE = 60


class Control:
    """Steers a relay that runs."""

    def __init__(self, url: str) -> None:
        self._address = url.rpartition("/")[2]

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the relay answers, from JSON.

        :raises RuntimeError: it refuses; why is in the error.
        """
        answer = self.fetch(method, path, body)
        return json.loads(answer) if answer else None

    def fetch(self, method: str, path: str, body: Any = None) -> bytes:
        """The bytes that the relay answers with.

        :raises RuntimeError: as :meth:`ask`.
        """
        return self.send(method, path, None if body is None else json.dumps(body).encode(), "application/json")

    def send(self, method: str, path: str, body: Optional[bytes], kind: str) -> bytes:
        """As :meth:`fetch`, with a body of any kind.

        :raises RuntimeError: as :meth:`ask`.
        """
        connection = http.client.HTTPConnection(self._address, timeout=_PATIENCE)
        try:
            connection.request(method, path, body, {} if body is None else {"Content-Type": kind})
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            try:
                why = json.loads(answer)["error"]
            except (ValueError, KeyError, TypeError):
                why = f"status {response.status}"
            raise RuntimeError(f"relay-mock: {method} {path}: {why}")
        return answer
