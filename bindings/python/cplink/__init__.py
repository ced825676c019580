"""CarePlanLink: exchange of care plan data between offices, inside your own program.

>>> import cplink
>>> signer = cplink.Signer.from_pkcs12("office.p12", "password")
>>> trust = cplink.Trust.from_pem("root.pem", "crl.pem")
>>> with cplink.Client("https://127.0.0.1:8443", signer, trust) as client:
...     sent = client.send(cplink.Unit.from_files(["UPJSK_….CSV"]), keep_folder="sent")
...     inbox = client.received_messages("", keep_folder="received")  # later: the cursor that you stored
...     for message in inbox:
...         problem = message.error
...         if problem is None:
...             try:
...                 for file in message.files:
...                     ...  # import file.table
...             except (cplink.DataError, cplink.SecurityError) as error:
...                 problem = error
...         ...  # store inbox.cursor together with what was imported
...         if not isinstance(problem, cplink.RelayError):  # what the relay has no more nobody can refuse
...             client.acknowledge(message, refused_reason=None if problem is None else problem.message_ja)

For your own tests see :mod:`cplink.testing`.
"""

import importlib.util

if importlib.util.find_spec(f"{__name__}._native") is None:
    raise ImportError(
        "cplink/_native.py is missing: it is made when the package is built. Install it with "
        "`pip install ./bindings/python`, or write it into a checkout with `cargo xtask gen python`"
    )

from . import _native, _owned, layout, serial
from ._call import Path, Source
from .candidates import Candidates
from .choices import (
    EntryState,
    FormKind,
    ImportAction,
    ProgressStep,
    ResultsStatus,
    Retry,
    RowChange,
    Severity,
    Side,
    SumOf,
)
from .client import Client
from .codes import Code
from .errors import (
    ArgumentTypeError,
    BugError,
    Cancelled,
    CplinkError,
    DataError,
    FileError,
    MisuseError,
    NetworkError,
    RelayError,
    SecurityError,
)
from .evidence import Evidence
from .finding import Finding
from .findings import Findings
from .importing import Import
from .inbox import Batch, Inbox
from .keys import Profile, Sign, Signer, Token, Trust
from .mailbox import Delivery, Mailbox
from .message import Message
from .offices import Offices, Round
from .progress import Cancel, Progress, ProgressCallable
from .reports import CsvFile, UnitReport
from .row import Row
from .table import Table
from .unit import Unit
from .units import Units, UnitsOfRows
from .values import (
    Acknowledged,
    BadReceipt,
    Candidate,
    Diagnosis,
    DiagnosisLine,
    Difference,
    ImportKey,
    ImportStep,
    MadeUnit,
    MadeUnits,
    MailboxEntry,
    MessageReference,
    Notice,
    Obstacle,
    Office,
    Part,
    Printed,
    Pumped,
    Queued,
    Receipt,
    ReceiptGap,
    Remark,
    ResultsComparison,
    ResultsLine,
    ResultsSum,
    Sent,
    SentList,
    SentMessage,
    UncomparedRow,
    SentResult,
    UnitCsv,
    Verification,
)

_owned.protect(_native)
_native.silence_panics()

__version__: str = str(_native.library_version())

__all__ = [
    "Acknowledged",
    "ArgumentTypeError",
    "BadReceipt",
    "Batch",
    "BugError",
    "Cancel",
    "Cancelled",
    "Candidate",
    "Candidates",
    "Client",
    "Code",
    "CplinkError",
    "CsvFile",
    "DataError",
    "Delivery",
    "Diagnosis",
    "DiagnosisLine",
    "Difference",
    "EntryState",
    "Evidence",
    "FileError",
    "Finding",
    "Findings",
    "FormKind",
    "Import",
    "ImportAction",
    "ImportKey",
    "ImportStep",
    "Inbox",
    "MadeUnit",
    "MadeUnits",
    "Mailbox",
    "MailboxEntry",
    "Message",
    "MessageReference",
    "MisuseError",
    "NetworkError",
    "Notice",
    "Obstacle",
    "Office",
    "Offices",
    "Part",
    "Path",
    "Printed",
    "Profile",
    "Progress",
    "ProgressCallable",
    "ProgressStep",
    "Pumped",
    "Queued",
    "Receipt",
    "ReceiptGap",
    "RelayError",
    "Remark",
    "ResultsComparison",
    "ResultsLine",
    "ResultsStatus",
    "ResultsSum",
    "Retry",
    "Round",
    "Row",
    "RowChange",
    "SecurityError",
    "Sent",
    "SentList",
    "SentMessage",
    "SentResult",
    "Severity",
    "Side",
    "Sign",
    "Signer",
    "Source",
    "SumOf",
    "Table",
    "Token",
    "Trust",
    "UncomparedRow",
    "Unit",
    "UnitCsv",
    "UnitReport",
    "Units",
    "UnitsOfRows",
    "Verification",
    "layout",
    "serial",
]
