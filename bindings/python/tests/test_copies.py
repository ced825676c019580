"""No copy of an object frees a native one twice: it goes by value, or a TypeError says what to do instead."""

from __future__ import annotations

import copy
import dataclasses
import enum
import functools
import gc
import importlib
import inspect
import pickle
import pkgutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest
from conftest import HELPERS, MONTH, PLANNER, Desk, withdrawal

import cplink
from cplink import _native, _owned, rows
from cplink.testing import PASSWORD, MockOffice, RelayMock

def pickled(protocol: int, thing: Any) -> Any:
    return pickle.loads(pickle.dumps(thing, protocol))


WAYS: Dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "asdict": dataclasses.asdict,
    "astuple": dataclasses.astuple,
    "replace": dataclasses.replace,
    "reduce": lambda thing: thing.__reduce_ex__(4),
    **{f"pickle {protocol}": functools.partial(pickled, protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)},
}

SLIP = MONTH / "04-slip-rental" / "files"


@pytest.fixture(scope="module")
def things(relay: RelayMock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dict[str, Any]]:
    """One object of every public class, by the class's name."""
    folder = tmp_path_factory.mktemp("copies")
    sender = Desk(relay.client(HELPERS), folder)
    receiver = Desk(relay.client("9970000012"), folder / "in")
    unit = withdrawal()
    sent = sender.send(unit)
    batch = receiver.receive()
    incoming = next(each for each in batch.messages if each.id == sent.id)
    acknowledged = receiver.client.acknowledge(incoming)
    sent_list = sender.client.sent()
    report = cplink.Unit.from_files(sorted(SLIP.iterdir())).check()
    table = cplink.Table.read("UPPLAN", next(SLIP.glob("UPPLAN_*")))
    bad = cplink.Table.read("DLTPLAN", b'202407,"x",0000000101,202510\r\n')
    evidence = cplink.Evidence(relay.trust())
    receipt = next(each for message in sent_list.messages for each in message.receipts)
    evidence.add_receipt(receipt.bytes)
    exported = cplink.Verification((sent.id,), 1, (), ())
    newer = copy.copy(table)
    del newer[0]
    found = cplink.Candidates.in_folder(relay.pki, PASSWORD)
    diagnosis = sender.client.doctor()
    with pytest.raises(cplink.CplinkError) as error:
        sender.client.recall("not an id")
    [*remarks] = table.translate("202208")[1]
    imports = cplink.Import()
    imports.add("20251001000000", table)
    steps = imports.steps()
    line = {"target_month": "202510", "service_date": "20251002", "service_code": "111211", "provider_number": "9970000111"}
    planned, done = cplink.Table("UPPLAN"), cplink.Table("UPJSK")
    planned.append(line)
    done.append(line)
    compared = planned.compare_results(done)
    many = cplink.UnitsOfRows(HELPERS, "11")
    many.add_receiver(PLANNER, "43")
    [file] = unit.check().files
    assert file.table is not None
    many.add_table(file.table)
    units = many.make()
    [result] = sender.client.send_all([unit], folder)
    mailbox = cplink.Mailbox.open(folder / "mailbox", PLANNER)
    pumped = mailbox.pump(receiver.client)
    delivery = mailbox.next(receiver.client)
    queued = cplink.Mailbox.open(folder / "own mailbox", HELPERS).queue(withdrawal())
    content = cplink.values.MessageContent._of(incoming._native.content())
    token = cplink.Token.__new__(cplink.Token)
    token._module = "libmaker.so"
    made: List[Any] = [
        batch, cplink.Profile(), cplink.Cancel(), found, found[0], sender.client, cplink.Code.BUG, report.files[0], diagnosis, diagnosis.lines[0],
        evidence, exported, cplink.ReceiptGap("9970000111", "ない", "none"), bad.findings[0], incoming, incoming.reference, content,
        sender.client.office(HELPERS), unit.csv[0], cplink.Progress(cplink.ProgressStep.SENDING, 1, 2), cplink.Notice("crl_stale", "古い", "old"),
        receipt, incoming.parts[0], table[0], bad.findings, cplink.Severity.ERROR, cplink.Retry.SAFE, cplink.RowChange.ADDED, cplink.ProgressStep.SENDING,
        sent, sent_list, sent_list.messages[0], relay.signer(HELPERS), table, token, relay.trust(), unit, report,
        table.compare(newer)[0], cplink.ImportAction.INSERT, imports, steps[0],
        compared, compared.lines[0], compared.sums[0], cplink.UncomparedRow(0, 1), cplink.ResultsStatus.NOT_DONE, cplink.SumOf.USER,
        cplink.ImportKey("units", "1"), remarks[0], rows.Month(2025, 10), rows.ClockTime(9, 0),
        relay, relay.offices[0], relay.messages[0], acknowledged, receiver.client.inbox("", folder / "in"),
        many, units, units.made(), units.made().units[0], result, mailbox, pumped, delivery, queued, mailbox.list()[0],
        cplink.Obstacle(error.value), cplink.Side.INBOX, cplink.EntryState.WAITING,
        cplink.BadReceipt(error.value, b""), cplink.FormKind.TABLE_6, cplink.Printed("<p>", 1, 2, bad.findings),
        cplink.Offices(1), cplink.Round(1, (), 0),
    ]  # fmt: skip
    made += [kind.from_cells(["202407"]) for kind in rows.KINDS.values()]
    made += [next(iter(kind)) for kind in vars(rows).values() if isinstance(kind, enum.EnumMeta) and kind is not enum.Enum]
    by_name = {type(thing).__name__: thing for thing in made}
    for name in ("ArgumentTypeError", "MisuseError", "DataError", "SecurityError", "NetworkError", "RelayError", "FileError",
                 "Cancelled", "BugError", "CplinkError"):  # fmt: skip
        by_name[name] = getattr(cplink, name)(error.value.args[0], dict(vars(error.value)))
    with pytest.raises(TypeError) as cell:
        rows.Upplan(units=[]).to_cells()  # type: ignore[arg-type]
    by_name["CellError"] = cell.value
    by_name["typed row"] = table.typed()[0]
    yield by_name
    sender.client.close()
    receiver.client.close()


def public_classes() -> Iterator[type]:
    """Every class that a program can get hold of by a public name."""
    for module in pkgutil.iter_modules(cplink.__path__):
        if not module.name.startswith(("_", "lib")):
            loaded = importlib.import_module(f"cplink.{module.name}")
            for name, kind in inspect.getmembers(loaded, inspect.isclass):
                if kind.__module__.startswith("cplink.") and not name.startswith("_"):
                    yield kind


def use(thing: Any) -> None:
    """Touches what is native in an object."""
    repr(thing)
    if isinstance(thing, cplink.Table):
        assert len(list(thing.cells())) == len(thing)
    elif isinstance(thing, cplink.Unit):
        assert thing.serial and thing.check()
    elif isinstance(thing, cplink.Client):
        thing.sent()
    elif isinstance(thing, cplink.Signer):
        thing._native.facts()  # type: ignore[attr-defined]
    elif isinstance(thing, cplink.Candidates):
        thing.open(thing.choose(HELPERS), PASSWORD)
    elif isinstance(thing, cplink.Message):
        thing.read(thing.parts[0].name)
    elif isinstance(thing, (cplink.UnitReport, cplink.CsvFile)):
        for file in getattr(thing, "files", [thing]):
            assert file.table is None or list(file.table.cells())


def test_every_public_class_is_tried(things: Dict[str, Any]) -> None:
    private = {"Block", "Control", "ErrorValues", "Memo", "MessageValues", "RelayProcess", "Uncopied"}
    assert {kind.__name__ for kind in public_classes()} - private - set(things) == set()


def test_a_copy_is_a_value_or_is_refused(things: Dict[str, Any]) -> None:
    refused: Dict[str, List[str]] = {}
    for name, thing in things.items():
        for way, act in WAYS.items():
            is_data = dataclasses.is_dataclass(thing)
            if way in ("asdict", "astuple", "replace") and not is_data:
                continue
            try:
                made = act(thing)
            except TypeError as error:
                refused.setdefault(name, []).append(way)
                assert "cannot be copied or pickled: " in str(error), (name, way, error)
                continue
            if way != "reduce":
                use(made)
            if isinstance(thing, cplink.Table):
                assert way == "reduce" or (made == thing and made is not thing)
            del made
        gc.collect()
        use(thing)
    whole = {"Cancel", "Candidates", "Client", "Evidence", "Import", "Inbox", "Message", "RelayMock", "Row", "Signer", "Token", "Trust",
             "Unit", "Units", "UnitsOfRows", "Mailbox", "Delivery", "Offices"}  # fmt: skip
    assert {name for name, ways in refused.items() if "copy" in ways} == whole
    for name in whole:
        assert set(refused[name]) == set(WAYS) - {"asdict", "astuple", "replace"}, name
    # What holds one of them is refused where it would have to be copied too.
    assert set(refused) - whole == {"Batch"}


def test_every_native_class_has_an_owner_and_is_refused(things: Dict[str, Any]) -> None:
    kinds = [kind for kind in vars(_native).values() if isinstance(kind, type) and hasattr(kind, "_uniffi_clone_handle")]
    assert len(kinds) == 19 and not [kind for kind in kinds if hasattr(kind, "__del__")]
    unit = withdrawal()
    [table] = [file.table for file in unit.check().files]
    assert table is not None
    for native in (unit._native, table._native, _native.Cancel(), things["Client"]._native, things["Signer"]._native):
        for way in ("copy", "deepcopy", "reduce", "pickle 2"):
            with pytest.raises(TypeError, match="cannot be copied or pickled"):
                WAYS[way](native)
        with pytest.raises(TypeError, match="cannot be copied or pickled"):
            copy.deepcopy(vars(native))
    # Even one that a tool makes by its own means shares the owner.
    other = _native.Table.__new__(_native.Table)
    vars(other).update(vars(table._native))
    before = list(table.cells())
    del other
    gc.collect()
    assert list(table.cells()) == before


def test_another_process_gets_a_table_by_value_and_nothing_else() -> None:
    """With `spawn` and a pool, as tools do; a refusal is told, and nothing hangs."""
    [path] = SLIP.glob("UPPLAN_*")
    table = cplink.Table.read("UPPLAN", path)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(len, table).result(60) == len(table)
        with pytest.raises(TypeError, match="cannot be copied or pickled"):
            pool.submit(repr, withdrawal()).result(60)


@pytest.mark.parametrize(
    "table",
    [
        cplink.Table("UPPLAN"),
        cplink.Table("UPPLAN", "202208"),
        cplink.Table.read("DLTPLAN", b'202407,"\x81\xff\xa0",0000000101,202510\r\n202407\r\n202407,1,2,3,4,5,"6"'),
        cplink.Table.read("UP2KYO", "\ufeff202407,990010,高,〜\r\n".encode()),
        cplink.Table.read("UPPLAN", next(SLIP.glob("UPPLAN_*"))),
    ],
    ids=["empty", "older", "odd", "utf8", "slip"],
)
def test_a_copied_table_has_every_byte(table: cplink.Table) -> None:
    for made in (copy.copy(table), copy.deepcopy(table), pickle.loads(pickle.dumps(table))):
        assert made.write(as_read=True) == table.write(as_read=True)
        assert (made.version, made.findings) == (table.version, table.findings)
        assert made.to_json() == table.to_json()
        before = len(table)
        made.append()
        assert len(table) == before, "a copy is another table"


def test_a_copied_table_keeps_what_cp932_lacks() -> None:
    table = cplink.Table("UP2KYO")
    table.append({"issue": "𠮷野\U0001f600"})
    made = pickle.loads(pickle.dumps(table))
    assert made[0]["issue"] == "𠮷野\U0001f600"


def test_a_report_is_a_snapshot() -> None:
    unit = cplink.Unit.from_files(sorted(SLIP.iterdir()))
    report = unit.check()
    snapshot = dataclasses.asdict(report)
    assert [file["name"] for file in snapshot["files"]] == [file.name for file in report.files]
    kept = [file["table"] for file in snapshot["files"]]
    cells = [list(file.table.cells()) for file in report.files if file.table is not None]
    del report, snapshot
    gc.collect()
    assert [list(table.cells()) for table in kept] == cells


def test_an_owner_frees_once() -> None:
    freed: List[int] = []

    class Object:
        _handle: int

        def __del__(self) -> None:
            raise AssertionError("the owner frees")

    _owned._protect(Object, freed.append)
    one = Object()
    one._handle = 7
    with pytest.raises(TypeError):
        copy.copy(one)
    two = Object.__new__(Object)
    vars(two).update(vars(one))
    del one
    gc.collect()
    assert freed == [] and two._handle == 7
    del two
    gc.collect()
    assert freed == [7]


def test_what_is_left_at_the_end_crashes_nothing(tmp_path: Path) -> None:
    program = tmp_path / "ends.py"
    program.write_text("import cplink\nkept = [cplink.Table('UPPLAN'), cplink.Cancel()]\nkept.append(kept)\n")
    done = subprocess.run([sys.executable, "-W", "error", str(program)], stderr=subprocess.PIPE, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")


def test_offices_and_certificates_are_told_apart() -> None:
    assert copy.copy(MockOffice("9970000111", "名", ["11"])) == MockOffice("9970000111", "名", ["11"])
