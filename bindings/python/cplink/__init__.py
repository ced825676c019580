"""CarePlanLink: exchange of care plan data between offices, inside your own program.

>>> import cplink
>>> signer = cplink.Signer.from_pkcs12("office.p12", "password")
>>> trust = cplink.Trust.from_pem("root.pem", "crl.pem")
>>> with cplink.Client("https://127.0.0.1:8443", signer, trust) as client:
...     sent = client.send(cplink.Bundle.from_files(["UPJSK_….CSV"]), keep="sent")
...     for incoming in client.receive("", keep="received").messages:
...         for file in incoming.open().files:
...             ...  # import file.table
...         client.acknowledge(incoming)

For your own tests see :mod:`cplink.testing`.
"""

from . import _native
from ._call import Path, Source
from .bundle import Bundle, Party
from .candidates import Candidate, candidates_in_folder, candidates_in_token, choose
from .client import Client, Diagnosis, Line, Office
from .codes import Code
from .errors import (
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
from .receipt import Receipt, Sent, SentList, SentMessage
from .received import Batch, Incoming, Received, Reference
from .report import CsvFile, Report
from .table import Row, Table, csv_versions, fields, kinds

_native.keep_quiet()

__version__: str = str(_native.library_version())

__all__ = [
    "Batch",
    "BugError",
    "Bundle",
    "Cancel",
    "Cancelled",
    "Candidate",
    "Client",
    "Code",
    "CplinkError",
    "CsvFile",
    "DataError",
    "Diagnosis",
    "Evidence",
    "Exported",
    "FileError",
    "Finding",
    "Incoming",
    "Line",
    "MisuseError",
    "NetworkError",
    "Office",
    "Party",
    "Path",
    "Progress",
    "ProgressCallable",
    "Receipt",
    "ReceiptGap",
    "Received",
    "Reference",
    "RelayError",
    "Report",
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
    "candidates_in_folder",
    "candidates_in_token",
    "choose",
    "csv_versions",
    "fields",
    "kinds",
]
