"""Which certificates there are, and which of them to use."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence

from . import _native
from ._call import Path, call, expect, optional_text, path
from ._owned import Uncopied
from .codes import Code
from .keys import Signer, Token, _settings


@dataclass(frozen=True)
class Candidate(Uncopied):
    """A certificate that could be used. What a password hides is ``None``, the subject empty."""

    _INSTEAD = "take its values; another process looks the certificate up for itself"

    subject: str = field(repr=False)
    """As RFC 4514 writes it."""
    office_number: Optional[str] = field(repr=False)
    organization: Optional[str] = field(repr=False)
    """The office's name."""
    kind: Optional[str]
    """``care_insurance``, ``care_dx``, ``care_plan``, ``agent``, ``disability_support`` or ``relay``."""
    kind_ja: Optional[str]
    """The kind's Japanese name."""
    not_before: Optional[datetime.datetime]
    not_after: Optional[datetime.datetime]
    key_state: str
    """``usable``, ``locked`` (it needs its password or PIN) or ``missing``."""
    place: str
    """``file`` or ``token``."""
    place_name: str = field(repr=False)
    """The file's path or the token's label."""
    problem: Optional[Code]
    """Why it cannot be used, whatever its key."""
    notice: Optional[str]
    """``expires_90``, ``expires_30``, ``expires_7`` or ``expired``."""
    notice_ja: Optional[str]
    """The same in Japanese."""
    fingerprint: bytes = field(repr=False)
    """The certificate's SHA-256."""
    _native: Any = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        # What is known of a certificate belongs to it: `dataclasses.replace` would put other facts to it.
        if getattr(self._native, "is_taken", False):
            self._refuse()
        self._native.is_taken = True

    def open(self, password: Optional[str] = None) -> Signer:
        """Opens the key with its password or PIN.

        :raises SecurityError: ``KEY_PASSWORD``, ``KEY_PIN``, ``KEY_MISSING`` …
        """
        return Signer._of(call(self._native.open, optional_text(password, "password")))


def _candidates(natives: Sequence[Any]) -> List[Candidate]:
    def moment(seconds: Optional[int]) -> Optional[datetime.datetime]:
        return None if seconds is None else datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)

    def of(native: Any) -> Candidate:
        facts = dict(vars(native.facts()))
        facts["not_before"] = moment(facts["not_before"])
        facts["not_after"] = moment(facts["not_after"])
        facts["problem"] = None if facts["problem"] is None else Code(facts["problem"])
        return Candidate(**facts, _native=native)

    return [of(native) for native in natives]


def candidates_in_folder(
    folder: Path, password: Optional[str] = None, profile: Optional[Dict[str, str]] = None
) -> List[Candidate]:
    """The certificates in the key files of a folder, by name: ``.p12``, ``.pfx``; ``.pem``, ``.crt``, ``.cer``,
    ``.der`` with their key inside or beside them in a file that ends with ``.key``. A file that cannot be
    read is listed with the reason as its ``problem``.

    :param password: is tried on each; what it does not open is listed as locked.
    :param profile: as for :meth:`cplink.Trust.with_settings`.
    :raises FileError: the folder cannot be read.
    """
    place, secret = path(folder, "folder"), optional_text(password, "password")
    return _candidates(call(_native.candidates_in_folder, place, secret, _settings(profile, "profile")))


def candidates_in_token(
    token: Token, pin: Optional[str] = None, profile: Optional[Dict[str, str]] = None
) -> List[Candidate]:
    """The certificates on the tokens that ``token`` asks for. Without a PIN it is not seen whether their
    keys are there.

    :raises SecurityError: ``KEY_PIN``, ``KEY_STORE`` …
    """
    native = expect(token, Token, "token")._native
    return _candidates(call(native.candidates, optional_text(pin, "pin"), _settings(profile, "profile")))


def choose(
    candidates: Sequence[Candidate], office_number: Optional[str] = None, kind: Optional[str] = None
) -> Candidate:
    """The certificate to use: one whose key is open before a locked one, then care insurance, care DX, care
    plan, then the one that is valid longest.

    :raises SecurityError: none fits, or the reason why the best one cannot be used; an agent's and a
        disability support certificate are refused by name.
    """
    natives = [expect(candidate, Candidate, f"candidates[{at}]")._native for at, candidate in enumerate(candidates)]
    asked = (optional_text(office_number, "office_number"), optional_text(kind, "kind"))
    index: int = call(_native.choose_candidate, natives, *asked)
    return candidates[index]
