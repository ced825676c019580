"""The result of a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple

from .finding import Finding, findings_of
from .table import Table


@dataclass(frozen=True)
class CsvFile:
    """What is known of one CSV file."""

    name: str
    """The name as given."""
    kind: Optional[str]
    """The kind, if the name shows it."""
    version: Optional[str]
    """The first record's CSV version."""
    table: Optional[Table]
    """The rows; ``None`` where the kind is not known or the file is no CSV."""
    findings: Tuple[Finding, ...]
    """The findings about it."""

    @classmethod
    def _of(cls, native: Any) -> CsvFile:
        findings = findings_of(native.findings)
        table = None if native.table is None else Table._of(native.table, findings, native.version)
        return cls(native.name, native.kind, native.version, table, findings)


@dataclass(frozen=True)
class UnitReport:
    """What is known of a unit."""

    unit_kind: Optional[str]
    """Which unit of the standard it is, where it is one, such as ``usage_slip``."""
    files: Tuple[CsvFile, ...]
    """The CSV files, in the order given."""
    unit_findings: Tuple[Finding, ...]
    """The findings about the unit as a whole."""

    @property
    def findings(self) -> Tuple[Finding, ...]:
        """All findings: each file's, then the unit's."""
        return tuple(finding for file in self.files for finding in file.findings) + self.unit_findings

    @property
    def has_error(self) -> bool:
        """Whether a finding forbids sending."""
        return any(finding.is_error for finding in self.findings)

    @classmethod
    def _of(cls, native: Any) -> UnitReport:
        files = tuple(CsvFile._of(file) for file in native.files)
        return cls(native.unit_kind, files, findings_of(native.findings))
