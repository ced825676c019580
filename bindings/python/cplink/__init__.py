"""CarePlanLink: exchange of care plan data between offices, inside your own program.

>>> import cplink
>>> signer = cplink.Signer.from_pkcs12("office.p12", "password")
>>> trust = cplink.Trust.from_pem("root.pem", "crl.pem")
>>> with cplink.Client("https://127.0.0.1:8443", signer, trust) as client:
...     sent = client.send(cplink.Unit.from_files(["UPJSK_….CSV"]), keep="sent")
...     inbox = client.inbox("", keep="received")  # empty the first time, then the cursor that you stored
...     for incoming in inbox:
...         problem = incoming.error
...         if incoming.received is not None:
...             try:
...                 for file in incoming.received.files:
...                     ...  # import file.table
...             except (cplink.DataError, cplink.SecurityError) as error:
...                 problem = error
...         ...  # store inbox.cursor together with what was imported
...         if not isinstance(problem, cplink.RelayError):  # what the relay has no more nobody can refuse
...             client.acknowledge(incoming, refused=None if problem is None else problem.message_ja)

For your own tests see :mod:`cplink.testing`.
"""

from . import _native, _owned
from ._call import Path, Source
from .candidates import Candidate, candidates_in_folder, candidates_in_token, choose
from .client import Client, Diagnosis, DiagnosisLine, Office
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
from .evidence import Evidence, Exported, ReceiptGap
from .finding import Finding
from .keys import Sign, Signer, Token, Trust
from .progress import Cancel, Progress, ProgressCallable
from .receipt import BadReceipt, Receipt, Sent, SentList, SentMessage
from .received import Acknowledged, Batch, Inbox, Incoming, MessageReference, Notice, ReceivedMessage
from .report import CsvFile, UnitReport
from .table import Row, Table, csv_versions, fields, kinds
from .unit import Party, Unit

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
    "Client",
    "Code",
    "CplinkError",
    "CsvFile",
    "DataError",
    "Diagnosis",
    "DiagnosisLine",
    "Evidence",
    "Exported",
    "FileError",
    "Finding",
    "Inbox",
    "Incoming",
    "MessageReference",
    "MisuseError",
    "NetworkError",
    "Notice",
    "Office",
    "Party",
    "Path",
    "Progress",
    "ProgressCallable",
    "Receipt",
    "ReceiptGap",
    "ReceivedMessage",
    "RelayError",
    "Row",
    "SecurityError",
    "Sent",
    "SentList",
    "SentMessage",
    "Sign",
    "Signer",
    "Source",
    "Table",
    "Token",
    "Trust",
    "Unit",
    "UnitReport",
    "candidates_in_folder",
    "candidates_in_token",
    "choose",
    "csv_versions",
    "fields",
    "kinds",
]
