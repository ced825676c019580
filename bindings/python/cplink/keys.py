"""Signer and trust: who we are, and whose certificates we accept."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from typing import Any, Callable, Iterable, List, Optional, Sequence, Tuple

from . import _native
from ._call import (
    Path,
    Source,
    call,
    data,
    expect,
    misuse,
    optional_count,
    optional_text,
    several,
    path,
    source,
    text,
    wrong_type,
)
from ._owned import Uncopied

Sign = Callable[[int, bytes], bytes]
"""Signs with a key of the host's own: the scheme (a number of the TLS registry) and the bytes come in,
the signature goes back. It may be called on any thread. What it raises becomes ``CPL_E_KEY_SIGN``.

ホスト側の鍵で署名する関数。方式（TLSの登録番号）とバイト列を受け取り、署名を返す。どのスレッドからでも
呼ばれる。例外は ``CPL_E_KEY_SIGN`` となる。
"""


class _HostKey:
    """The host's function as the native half calls it: an exception must not reach the native half."""

    def __init__(self, sign: Sign) -> None:
        self._sign = sign

    def sign(self, scheme: int, bytes: bytes) -> Optional[bytes]:
        try:
            return self._sign(scheme, bytes)
        except Exception:
            return None


def _scheme(value: Any, name: str) -> int:
    if not 0 <= expect(value, int, name) < 2**16:
        raise misuse(f"{name} is no number of the TLS registry", f"引数 {name} はTLSの署名方式の番号で指定してください。")
    return int(value)


@dataclass(frozen=True)
class Profile:
    """Where a certificate has the office number and the kind. What is left out is as in the test certificates of
    relay-mock: CN is the office number, OU the kind's Japanese name.

    証明書のどこに事業所番号と種類があるか。省いた項目は、relay-mockの試験用証明書に合わせてある。

    Kinds are ``care_insurance``, ``care_dx``, ``care_plan``, ``agent``, ``disability_support``, ``relay``.
    """

    office_number: Optional[str] = None
    """The attribute with the office number: ``CN``, ``OU``, ``O`` or ``serialNumber``.

    事業所番号のある属性。
    """
    office_prefix: Optional[str] = None
    """The text before the number.

    事業所番号の前にある文字列。
    """
    office_part: Optional[str] = None
    """Which ten characters of the text are the number: ``whole``, ``first`` or ``last``.

    文字列のどの10文字が事業所番号か（``whole`` は全体、``first`` は先頭、``last`` は末尾）。
    """
    kind: Optional[str] = None
    """The attribute with the kind.

    種類のある属性。
    """
    kind_name: Tuple[str, ...] = ()
    """Further texts that name a kind: ``TEXT=KIND``.

    種類を表す文字列の追加（``文字列=種類``）。
    """
    kind_policy: Tuple[str, ...] = ()
    """Certificate policies that mean a kind: ``OID=KIND``. They count before the text.

    種類を表す証明書ポリシーの追加（``OID=種類``）。文字列より優先する。
    """

    def _settings(self) -> List[Any]:
        made = []
        for name in ("office_number", "office_prefix", "office_part", "kind"):
            value = getattr(self, name)
            if value is not None:
                made.append(_setting(name, value))
        for name in ("kind_name", "kind_policy"):
            # A text is a sequence of texts, too.
            for at, value in enumerate(expect(getattr(self, name), (tuple, list), name)):
                made.append(_setting(name, text(value, f"{name}[{at}]")))
        return made


def _setting(key: str, value: Any) -> Any:
    return _native.Setting(key=key, value=text(value, key))


def profile_settings(profile: Optional[Profile]) -> List[Any]:
    return [] if profile is None else expect(profile, Profile, "profile")._settings()


class Signer(Uncopied):
    """An office's private key with its certificate. Any thread may use it at the same time.

    署名者（秘密鍵とその証明書）。複数のスレッドから同時に使える。
    """

    _INSTEAD = "share it, any thread may use it; another process opens the key file for itself"

    def __init__(self) -> None:
        raise TypeError("use Signer.from_pkcs12, Signer.from_pem, Signer.from_callback or Signer.from_token")

    @classmethod
    def from_pkcs12(cls, file: Source, password: str) -> Signer:
        """Reads a PKCS#12 file (``.p12``, ``.pfx``): AES, 3DES and RC2 alike. Of several certificates with their
        keys it takes the one that is valid now, and of those the newest.

        PKCS#12ファイルから鍵を読み取る。鍵のある証明書が複数あれば、
        現在有効なもののうち最も新しいものを使う。

        :param file: its bytes or its path.
        :raises SecurityError: wrong password, no key, no certificate, another form; the code says which.
        :raises FileError: the file cannot be read.
        """
        return cls._of(call(_native.Signer.from_pkcs12, source(file, "file"), text(password, "password")))

    @classmethod
    def from_pem(cls, file: Source, password: Optional[str] = None) -> Signer:
        """Reads a PEM text that holds the key and its certificates, in any order.

        鍵と証明書のあるPEMファイルから鍵を読み取る。順序は問わない。

        :param file: its bytes or its path.
        :raises SecurityError: as for :meth:`from_pkcs12`.
        :raises FileError: the file cannot be read.
        """
        return cls._of(call(_native.Signer.from_pem, source(file, "file"), optional_text(password, "password")))

    @classmethod
    def from_callback(cls, chain: Source, schemes: Iterable[int], sign: Sign) -> Signer:
        """A key that the host keeps: remote signing, an HSM of its own.

        Every signature is checked against the certificate before it is used. ECDSA signatures may be DER
        or the two numbers side by side. For TLS 1.3, an RSA key must be able to sign with RSA-PSS.

        ホスト側が持つ鍵（遠隔署名、独自のHSMなど）。署名は毎回、証明書で確認する。TLS 1.3では、
        RSAの鍵はRSA-PSSで署名できる必要がある。

        :param chain: PEM, its bytes or its path: the certificate first, then its intermediates.
        :param schemes: what the key signs with, the preferred one first: numbers of the TLS registry
            (0x0804 RSA-PSS SHA-256, 0x0401 RSA PKCS#1 SHA-256, 0x0403 ECDSA P-256 SHA-256 …).
        :param sign: gets the message.
        :raises SecurityError: a scheme is not one of the certificate's key, the chain is malformed.
        """
        return cls._of_host(chain, schemes, sign, False)

    @classmethod
    def from_digest_callback(cls, chain: Source, schemes: Iterable[int], sign: Sign) -> Signer:
        """As :meth:`from_callback`, but ``sign`` gets the digest of the message (SHA-256, SHA-384 or SHA-512, depending
        on the scheme): for HSMs and services that sign digests.

        :meth:`from_callback` と同じ。ただし ``sign`` に渡すのは、メッセージではなくそのダイジェスト。
        ダイジェストに署名するHSMや署名サービスに使う。
        """
        return cls._of_host(chain, schemes, sign, True)

    @classmethod
    def _of_host(cls, chain: Source, schemes: Iterable[int], sign: Sign, digests: bool) -> Signer:
        numbers = [_scheme(scheme, f"schemes[{at}]") for at, scheme in enumerate(several(schemes, "schemes"))]
        if not callable(sign):
            raise wrong_type("sign must be callable", "引数 sign は呼び出せるものを指定してください。")
        key = _HostKey(sign)
        host = (source(chain, "chain"), numbers, digests, key)
        return cls._of(call(_native.Signer.from_host, *host))

    @classmethod
    def from_token(cls, token: Token, pin: Optional[str] = None) -> Signer:
        """The one key that the token asks for.

        ``token`` で選んだただ1つの鍵。

        :param pin: not where it is entered on the device.
        :raises SecurityError: ``KEY_PIN``, ``KEY_NOT_FOUND``, ``KEY_MISSING``, ``KEY_STORE`` …
        """
        native: Any = expect(token, Token, "token")._native
        return cls._of(call(native.open, optional_text(pin, "pin")))

    def check(self, trust: Trust, office_number: Optional[str] = None) -> None:
        """Checks the certificate before anything is sent: chain, dates, use, policies, revocation, kind,
        and, where a number is given, that it is this office's.

        送信の前に証明書を確認する。チェーン、有効期間、用途、ポリシー、失効、種類、
        および番号を指定したときは、その事業所のものか。

        :raises SecurityError: the code says what is wrong.
        """
        native: Any = self._native
        call(native.check, expect(trust, Trust, "trust")._native, optional_text(office_number, "office_number"))

    def __repr__(self) -> str:
        native: Any = self._native
        facts = native.facts()
        if facts.office_number is None:
            return "<cplink.Signer whose certificate another profile reads>"
        until = datetime.datetime.fromtimestamp(facts.not_after, datetime.timezone.utc).date()
        return f"<cplink.Signer of office {facts.office_number}, {facts.kind}, valid to {until}>"

    @classmethod
    def _of(cls, native: object) -> Signer:
        signer = cls.__new__(cls)
        signer._native = native
        return signer

    _native: object


class Trust(Uncopied):
    """The trusted authorities and their revocation lists. Any thread may use it at the same time.

    信頼設定（信頼する認証局と失効リスト）。複数のスレッドから同時に使える。
    """

    _INSTEAD = "share it, any thread may use it; another process reads the same PEM files"

    def __init__(self) -> None:
        raise TypeError("use Trust.from_pem")

    @classmethod
    def from_pem(cls, pem: Source, *further: Source) -> Trust:
        """Trusts the certificates of a file: PEM, DER or PKCS#7 (``.p7b``).

        ファイル（PEM、DER、PKCS#7）の証明書を信頼する。含まれる失効リストも使う。

        :param pem: its bytes or its path; revocation lists in it count too.
        :param further: more certificates or revocation lists.
        :raises SecurityError: something in it is malformed, or there is no certificate.
        :raises FileError: a file cannot be read.
        """
        rest = [source(each, f"further[{at}]") for at, each in enumerate(further)]
        return cls._of(call(_native.Trust.from_pem, source(pem, "pem"), rest))

    def with_crl_folder(self, folder: Path) -> Trust:
        """The same with the revocation lists of a folder into which the host fetches them: its files
        ``*.crl``, PEM or DER. One that cannot be used is set aside; ``doctor`` names it.

        フォルダーの失効リスト（``*.crl``）を加えた信頼設定。使えないファイルは除き、自己診断（``doctor``）
        で示す。

        :raises FileError: the folder cannot be read.
        """
        native: Any = self._native
        return self._of(call(native.with_crl_folder, path(folder, "folder")))

    def with_stamp_authorities(self, authorities: Source) -> Trust:
        """The same with the authorities whose time stamps count, in place of those set before.

        If none are set, a stamp's own signature is checked, and its time counts for nothing. If some are set,
        ``send`` refuses a stamp that does not lead to one of them.

        信頼するタイムスタンプ局の認証局を、以前の設定に代えて設定した信頼設定。設定しなければ、
        タイムスタンプの署名は確認するが、その時刻は使わない。

        :param authorities: PEM or DER, its bytes or its path; revocation lists in it count too.
        :raises SecurityError: it is malformed, or there is no certificate.
        :raises FileError: the file cannot be read.
        """
        native: Any = self._native
        return self._of(call(native.with_stamp_authorities, source(authorities, "authorities")))

    def with_settings(
        self,
        *,
        lists_required: bool = False,
        policies: Sequence[str] = (),
        grace_days: int = 92,
        relay: Optional[str] = None,
        profile: Optional[Profile] = None,
    ) -> Trust:
        """The same with other settings.

        ほかの設定にした信頼設定。

        :param lists_required: refuses a certificate where a revocation list is missing or stale.
        :param policies: demands one of these certificate policies, as ``"1.2.3.4"``.
        :param grace_days: how long a signature without proof of its time is good after its certificate
            has expired.
        :param relay: the certificates by which the relay's receipts may be signed: ``sha256:`` and the
            digest in hexadecimal, or a name, with ``;`` between several. If left out, any relay's.
        :param profile: how office number and kind are read.
        :raises MisuseError: a value is not one of these.
        """
        settings = [
            _setting("lists_required", "1" if expect(lists_required, bool, "lists_required") else "0"),
            _setting("policies", " ".join(text(policy, "policies") for policy in several(policies, "policies"))),
            _setting("grace_days", str(expect(grace_days, int, "grace_days"))),
        ]
        if relay is not None:
            settings.append(_setting("relay", text(relay, "relay")))
        read = None if profile is None else profile_settings(profile)
        native: Any = self._native
        return self._of(call(native.with_settings, settings, read))

    def __repr__(self) -> str:
        native: Any = self._native
        return f"<cplink.Trust: {native.authorities()} authorities, {native.lists()} revocation lists>"

    @classmethod
    def _of(cls, native: object) -> Trust:
        trust = cls.__new__(cls)
        trust._native = native
        return trust

    _native: object


class Token(Uncopied):
    """A PKCS#11 module, and which token and key of it. The module stays loaded until the process ends.

    PKCS#11モジュールと、選んだトークンと鍵。モジュールはプロセスの終了まで読み込まれたままになる。
    """

    _INSTEAD = "share it, any thread may use it; another process loads the module for itself"

    def __init__(
        self,
        module: Path,
        *,
        label: Optional[str] = None,
        serial: Optional[str] = None,
        slot: Optional[int] = None,
        key_label: Optional[str] = None,
        key_id: Optional[bytes] = None,
        chain_pem: Optional[Source] = None,
    ) -> None:
        """Loads the maker's module. What is not given fits any token and key.

        製造元のPKCS#11モジュールを読み込む。指定しない項目は、どのトークンのどの鍵でもよい。

        :param key_label: of the key or its certificate.
        :param key_id: the key's ``CKA_ID``.
        :param chain_pem: PEM, its bytes or its path: the certificate and intermediates that the token does not hold.
        :raises SecurityError: ``KEY_STORE`` where it is no PKCS#11 module.
        """
        query = _native.TokenQuery(
            label=optional_text(label, "label"),
            serial=optional_text(serial, "serial"),
            slot=optional_count(slot, "slot"),
            key_label=optional_text(key_label, "key_label"),
            key_id=None if key_id is None else data(key_id, "key_id"),
            chain_pem=None if chain_pem is None else source(chain_pem, "chain_pem"),
        )
        self._native: Any = call(_native.Token, path(module, "module"), query)
        self._module = os.path.basename(path(module, "module"))

    def __repr__(self) -> str:
        return f"<cplink.Token of {self._module}>"
