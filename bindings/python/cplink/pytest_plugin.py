"""What pytest finds by itself once the package is installed.

* ``relay_mock``: a relay with clean inboxes for each test. It is one process for all tests of a session (of a worker,
  with xdist); clients that a test left open are closed after it.
* ``relay_mock_offices``: its offices; write a fixture of this name and of the scope "session" into your
  ``conftest.py`` for others.
* Of typed rows and tables that are not equal, the report names rows and fields, never values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator, List, Optional, Sequence

import pytest

if TYPE_CHECKING:
    from .testing import MockOffice, RelayMock


@pytest.fixture(scope="session")
def relay_mock_offices() -> "Sequence[MockOffice]":
    """The offices of the relay."""
    from .testing import DEFAULT_OFFICES

    return DEFAULT_OFFICES


class _Shared:
    """The relay of the session, and whether a test had it already."""

    def __init__(self, relay: "RelayMock") -> None:
        self.relay = relay
        self.was_used = False


@pytest.fixture(scope="session")
def _relay_mock_shared(relay_mock_offices: "Sequence[MockOffice]") -> Iterator[_Shared]:
    from .testing import RelayMock

    with RelayMock(relay_mock_offices) as relay:
        yield _Shared(relay)


@pytest.fixture
def relay_mock(_relay_mock_shared: _Shared) -> "Iterator[RelayMock]":
    """A relay whose inboxes are empty."""
    if _relay_mock_shared.was_used:
        _relay_mock_shared.relay.clear()
    _relay_mock_shared.was_used = True
    yield _relay_mock_shared.relay
    _relay_mock_shared.relay.close_clients()


@pytest.hookimpl(tryfirst=True)
def pytest_assertrepr_compare(op: str, left: Any, right: Any) -> Optional[List[str]]:
    """Says which fields differ. What pytest says of dataclasses has their values in it."""
    if op != "==":
        return None
    from .differences import differences

    try:
        lines = differences(left, right)
    except TypeError:
        return None
    kind = type(left).__name__
    return [f"{kind} == {kind}", *lines]
