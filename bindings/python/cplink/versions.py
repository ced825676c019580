"""CSV versions: rows of one version as rows of another, and tables as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple, Union

from . import _native
from ._call import call, data, expect, fault, text
from .codes import Code
from .table import Table, csv_versions

__all__ = ["Remark", "csv_versions", "file_name", "from_json", "translate", "to_json"]


@dataclass(frozen=True)
class Remark:
    """What the translation to another CSV version did to a field."""

    change: str
    """``set``, ``filled``, ``needed`` (must not stay empty in these rows), ``dropped`` (not in the new rows),
    ``shortened``, ``too_long`` (kept as it is), ``retyped`` (of another type or list of codes there, kept as it
    is) or ``moved`` (surplus columns)."""
    field: Optional[str]
    """The field's id; ``None`` for surplus columns."""
    message_ja: str
    """What was done and why, in Japanese."""
    message_en: str
    """What was done and why, in English."""
    rows: Tuple[int, ...]
    """The rows, from 1."""

    @classmethod
    def _of(cls, native: Any) -> Remark:
        return cls(native.change, native.field, native.message_ja, native.message_en, tuple(native.rows))


def translate(table: Table, version: str) -> Tuple[Table, Tuple[Remark, ...]]:
    """The rows of a table as rows of a CSV version, and what became of their fields; the table stays.

    Fields go by their id. No value is ever cut or made up.

    :raises DataError: the version is not known or does not have the kind.
    """
    translated = call(expect(table, Table, "table")._native.translate, text(version, "version"))
    return Table._of(translated.table, (), version), tuple(map(Remark._of, translated.remarks))


def file_name(
    name: str, version: str, *, sender_type: Optional[str] = None, receiver_type: Optional[str] = None
) -> str:
    """The name of a file in another CSV version.

    :param sender_type: the sender's service type, for names of 202407; names of 202208 do not contain it.
    :param receiver_type: the receiver's.
    :raises DataError: a service type is missing.
    :raises DataError: the name does not follow the standard, or the version does not have the kind.
    """
    return str(call(_native.name_of_version, text(name, "name"), text(version, "version"), sender_type, receiver_type))


def to_json(table: Table) -> bytes:
    """A table as JSON (UTF-8) with its kind, CSV version and encoding; nothing is lost.

    ``spec-fixtures/rows.schema.json`` has the form.
    """
    return bytes(call(expect(table, Table, "table")._native.to_json))


def from_json(json: Union[str, bytes, bytearray, memoryview]) -> Table:
    """The table of such a JSON text, or of its bytes as :func:`to_json` gives them (UTF-8).

    :raises DataError: it is not of the form; the error names the row.
    :raises DataError: the version does not have the kind, or there are too many cells.
    """
    if isinstance(json, str):
        given = text(json, "json")
    else:
        try:
            given = data(json, "json").decode()
        except UnicodeDecodeError:
            raise fault(Code.NOT_UTF8, "json", "引数 json がUTF-8ではありません。") from None
    native = call(_native.table_from_json, given)
    return Table._of(native, (), str(call(native.layout_version)))
