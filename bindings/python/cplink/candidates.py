"""Which certificates there are, and which of them to use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional, Tuple, Union, overload

from . import _native
from ._call import Path, call, expect, optional_text, path, text
from ._owned import Uncopied
from .keys import Profile, Signer, Token, profile_settings
from .values import Candidate


class Candidates(Uncopied, Sequence[Candidate]):
    """Certificates that could be used, in order: a sequence of :class:`Candidate`.

    使用できる可能性のある証明書の一覧。
    """

    _INSTEAD = "take its values; another process looks the certificates up for itself"

    def __init__(self) -> None:
        raise TypeError("use Candidates.in_folder, Candidates.in_token or Candidates.in_windows_store")

    _native: Any
    _items: Tuple[Candidate, ...]

    @classmethod
    def _of(cls, native: Any) -> Candidates:
        this = cls.__new__(cls)
        this._native, this._items = native, tuple(map(Candidate._of, native.items()))
        return this

    @classmethod
    def in_folder(
        cls, folder: Path, password: Optional[str] = None, profile: Optional[Profile] = None
    ) -> Candidates:
        """The certificates in the key files of a folder, by name: ``.p12``, ``.pfx``; ``.pem``, ``.crt``, ``.cer``,
        ``.der`` with their key inside or beside them in a file that ends with ``.key``. A file that cannot be
        read is listed with the reason as its ``problem``.

        フォルダーにある鍵ファイルの証明書。

        :param password: is tried on each; what it does not open is listed as locked.
        :param profile: how office number and kind are read.
        :raises FileError: the folder cannot be read.
        """
        place, secret = path(folder, "folder"), optional_text(password, "password")
        return cls._of(call(_native.Candidates.in_folder, place, secret, profile_settings(profile)))

    @classmethod
    def in_token(
        cls, token: Token, pin: Optional[str] = None, profile: Optional[Profile] = None
    ) -> Candidates:
        """The certificates on the tokens that ``token`` asks for. Without a PIN it is not seen whether their
        keys are there.

        トークンにある証明書。

        :raises SecurityError: ``KEY_PIN``, ``KEY_STORE`` …
        """
        native = expect(token, Token, "token")._native
        return cls._of(call(native.candidates, optional_text(pin, "pin"), profile_settings(profile)))

    @classmethod
    def in_windows_store(
        cls, store: str = "current_user", profile: Optional[Profile] = None
    ) -> Candidates:
        """The personal certificates of the Windows certificate store: ``current_user`` or ``local_machine``. No key is
        opened; Windows asks for the PIN when a key signs.

        Windowsの証明書ストアにある個人の証明書。

        :raises SecurityError: ``KEY_STORE``: there is no such store, as on other systems.
        """
        return cls._of(call(_native.Candidates.in_windows_store, text(store, "store"), profile_settings(profile)))

    def choose(self, office_number: Optional[str] = None, kind: Optional[str] = None) -> int:
        """The place of the certificate to use: one whose key is open before a locked one, then care insurance, care DX,
        care plan, then the one that is valid longest.

        使用する証明書の位置（0から）。

        :raises SecurityError: none fits, or the reason why the best one cannot be used; an agent's and a
            disability support certificate are refused by name.
        """
        asked = (optional_text(office_number, "office_number"), optional_text(kind, "kind"))
        return int(call(self._native.choose, *asked))

    def open(self, index: int, secret: Optional[str] = None) -> Signer:
        """Opens a certificate's key with its password or PIN.

        証明書の鍵を、パスワードまたはPINで開く。

        :raises SecurityError: ``KEY_PASSWORD``, ``KEY_PIN``, ``KEY_MISSING`` …
        """
        place = range(len(self))[expect(index, int, "index")]
        return Signer._of(call(self._native.open, place, optional_text(secret, "secret")))

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Candidate: ...

    @overload
    def __getitem__(self, index: slice) -> Tuple[Candidate, ...]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Candidate, Tuple[Candidate, ...]]:
        return self._items[index]

    def __repr__(self) -> str:
        return f"<cplink.Candidates: {len(self)} certificates>"
