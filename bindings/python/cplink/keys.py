"""Signer and trust: who we are, and whom we believe."""

from __future__ import annotations

from typing import Optional

from . import _native
from ._call import Source, call, optional_text, source, text


class Signer:
    """An office's private key with its certificate. Any thread may use it at the same time."""

    def __init__(self) -> None:
        raise TypeError("use Signer.from_pkcs12 or Signer.from_pem")

    @classmethod
    def from_pkcs12(cls, file: Source, password: str) -> Signer:
        """Reads a PKCS#12 file (``.p12``, ``.pfx``): AES, 3DES and RC2 alike.

        :param file: its bytes or its path.
        :raises SecurityError: wrong password, key and certificate do not belong together, unknown form.
        :raises FileError: the file cannot be read.
        """
        return cls._of(call(_native.Signer.from_pkcs12, source(file, "file"), text(password, "password")))

    @classmethod
    def from_pem(cls, file: Source, password: Optional[str] = None) -> Signer:
        """Reads a PEM text that holds the key and its certificates, in any order.

        :param file: its bytes or its path.
        :raises SecurityError: as for :meth:`from_pkcs12`.
        :raises FileError: the file cannot be read.
        """
        return cls._of(call(_native.Signer.from_pem, source(file, "file"), optional_text(password, "password")))

    @classmethod
    def _of(cls, native: object) -> Signer:
        signer = cls.__new__(cls)
        signer._native = native
        return signer

    _native: object


class Trust:
    """The authorities we believe, and their revocation lists. Any thread may use it at the same time."""

    def __init__(self) -> None:
        raise TypeError("use Trust.from_pem")

    @classmethod
    def from_pem(cls, authorities: Source, *further: Source) -> Trust:
        """Trusts the certificates of a PEM text.

        :param authorities: its bytes or its path; sections ``X509 CRL`` in it are revocation lists.
        :param further: more certificates or revocation lists.
        :raises SecurityError: a section is malformed, or there is no certificate.
        :raises FileError: a file cannot be read.
        """
        rest = [source(each, "further") for each in further]
        trust = cls.__new__(cls)
        trust._native = call(_native.Trust.from_pem, source(authorities, "authorities"), rest)
        return trust

    _native: object
