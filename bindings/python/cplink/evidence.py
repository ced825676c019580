"""Evidence for an inspector: exported into a folder, and checked offline."""

from __future__ import annotations

from typing import Optional

from . import _native
from ._call import Path, Source, call, expect, source, text
from ._call import path as path_text
from ._owned import Uncopied
from .keys import Trust
from .progress import Cancel, ProgressCallable, run
from .values import Verification


class Evidence(Uncopied):
    """Verified messages and receipts, for an export. One call at a time.

    書き出しのための、検証済みのメッセージと受領証。処理は一度に1つ。
    """

    _INSTEAD = "add the same containers and receipts to another one"

    def __init__(self, trust: Trust) -> None:
        """The authorities and revocation lists of ``trust`` go into the export.

        ``trust`` の認証局と失効リストは、書き出しに含まれる。
        """
        self._native = call(_native.Evidence, expect(trust, Trust, "trust")._native)

    def add_receipt(self, receipt: Source) -> None:
        """Adds a receipt, verified as of its signing. Add all of the sent list first: they show that
        none is missing. One whose certificate was revoked since counts as of when the relay recorded it; until that
        receipt is added as well, in any order, :meth:`export` raises ``CPL_E_CERT_REVOKED``.

        受領証を、署名時点で検証して加える。欠落がないことを示すため、送信一覧のすべての受領証を先に加える。
        その後に証明書が失効した受領証は、中継サービスが記録した時点で有効とする。
        その記録の受領証も（順序を問わず）加えるまで、:meth:`export` は ``CPL_E_CERT_REVOKED`` となる。

        :param receipt: its bytes or its path: CMS as DER, PEM or base64.
        :raises SecurityError: it is not what it should be.
        :raises FileError: the file cannot be read.
        """
        call(self._native.add_receipt, source(receipt, "receipt"))

    def add_container(
        self, path: Path, *, progress: Optional[ProgressCallable] = None, cancel: Optional[Cancel] = None
    ) -> str:
        """Adds a kept container, after its receipts, and returns its message id. It is verified as of its
        trusted time stamp, else as of the relay's ``accepted`` receipt, else as of now.

        保存したコンテナを、その受領証の後に加え、メッセージIDを返す。検証時点は、信頼できるタイムスタンプ、
        なければ中継サービスの受付の受領証、それもなければ現在。

        :raises SecurityError: it is not what it should be.
        :raises FileError: the file cannot be read.
        """
        file = path_text(path, "path")
        made: str = run(
            "add_container", lambda flag, watcher: self._native.add_container(file, flag, watcher), progress, cancel
        )
        return made

    def set_office_name(self, office_number: str, name: str) -> None:
        """Gives an office's name for the page of the export, which shows it where neither a certificate nor a CSV file
        of the messages has one, and says that it was given. The last one given for an office counts.

        書き出すページに示す事業所の名称を指定する。電子証明書にもメッセージのCSVファイルにも名称がない事業所にだけ使われ、
        指定されたものであることも示される。同じ事業所に2度指定すると、後のものになる。

        :raises DataError: it is no office number.
        :raises MisuseError: the name is not one line of 1 to 200 characters.
        """
        call(self._native.set_office_name, text(office_number, "office_number"), text(name, "name"))

    def export(
        self,
        folder: Path,
        scope: str = "all",
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Verification:
        """Writes containers, receipts, certificates, revocation lists and the page ``index.html`` in
        Japanese into a new folder, which is never left half written.

        コンテナ、受領証、証明書、失効リスト、日本語のページ ``index.html`` を新しいフォルダーに書き出す。
        途中までの状態で残ることはない。

        :param scope: ``all``, a month as ``2026-09`` (Japan's time, by acceptance) or a message id.
        :raises DataError: the scope is malformed, or no message is in it.
        :raises FileError: the folder exists already or cannot be written.
        """
        target, wanted = path_text(folder, "folder"), text(scope, "scope")
        return Verification._of(
            run("export", lambda flag, watcher: self._native.export(target, wanted, flag, watcher), progress, cancel)
        )

    @staticmethod
    def verify(
        folder: Path,
        trust: Optional[Trust] = None,
        *,
        progress: Optional[ProgressCallable] = None,
        cancel: Optional[Cancel] = None,
    ) -> Verification:
        """Verifies an export offline: every signature, chain and digest, and that page and index say
        what the signed files say.

        書き出した証拠をオフラインで検証する。すべての署名、証明書チェーン、ダイジェストと、
        ページや索引が署名されたファイルに一致することを確認する。

        :param trust: authorities of your own that certificates must lead to; without it, those that
            the export contains are trusted.
        :raises SecurityError: a file is missing, surplus or changed, or does not verify.
        :raises FileError: a file cannot be read.
        """
        source_folder = path_text(folder, "folder")
        own = None if trust is None else expect(trust, Trust, "trust")._native
        return Verification._of(
            run(
                "verify",
                lambda flag, watcher: _native.verify_evidence(source_folder, own, flag, watcher),
                progress,
                cancel,
            )
        )
