"""Several findings."""

from __future__ import annotations

from typing import Any, Iterable, Tuple

from .choices import Severity
from .finding import Finding


class Findings(Tuple[Finding, ...]):
    """Findings in order: a tuple that can tell whether one of them forbids sending.

    指摘の一覧。送信できない指摘があるかも分かる。
    """

    __slots__ = ()

    @property
    def has_error(self) -> bool:
        """Whether a finding forbids sending.

        送信できない指摘があるか。
        """
        return any(finding.severity is Severity.ERROR for finding in self)


def findings_of(natives: Iterable[Any]) -> Findings:
    return Findings(map(Finding._of, natives))
