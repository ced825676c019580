"""An error names what it is about, in Japanese too, and what is seen of an object is short."""

from __future__ import annotations

import gc
import logging
import warnings
from pathlib import Path
from typing import Any

import pytest
from conftest import HELPERS, MONTH, PLANNER, Desk, withdrawal

import cplink
from cplink import Code, rows
from cplink.testing import RelayMock

SECRET = "ひみつのことば"


def misuse(act: Any) -> cplink.MisuseError:
    with pytest.raises(cplink.MisuseError) as caught:
        act()
    return caught.value


def test_a_value_that_no_cell_holds_is_named_by_row_and_field() -> None:
    made: Any = [rows.Upplan(units=1), rows.Upplan(units=2)]
    made[1].provider_name = [SECRET]
    for act in (lambda: cplink.Table.from_rows(made), lambda: cplink.Table("UPPLAN").extend_typed(made)):
        error = misuse(act)
        assert isinstance(error, TypeError) and error.detail == "rows[1].provider_name: a cell cannot hold a list"
        assert (error.row, error.item_number) == (2, rows.Upplan.FIELDS.index("provider_name") + 1)
        assert "2行目の項目 provider_name に list" in error.message_ja
        assert SECRET not in str(error) + error.message_ja
    for value in (True, float("1.5"), b"1", object()):
        made[1].provider_name = None
        made[1].units = value
        assert misuse(lambda: cplink.Table.from_rows(made)).row == 2
    table = cplink.Table.from_rows(made[:1])
    assert misuse(lambda: table.__setitem__(0, made[1])).detail == "rows[0].units: a cell cannot hold a object"
    with pytest.raises(TypeError, match="^units: a cell cannot hold a object$"):
        made[1].to_cells()


def test_a_row_that_is_wide_or_of_another_kind_is_named() -> None:
    made: Any = [rows.Upplan(), rows.Upjsk()]
    error = misuse(lambda: cplink.Table.from_rows(made))
    assert error.row == 2 and "rows[1] is of UPJSK" in str(error) and "2行目は UPJSK" in error.message_ja
    error = misuse(lambda: cplink.Table.from_rows([rows.Upplan(), "row"]))  # type: ignore[list-item]
    assert "rows[1] must be Row, not str" in str(error)


def test_a_row_of_another_version_is_named() -> None:
    older = rows.Upplan.read(b"202208,990010,0000000101,20230401,202304\r\n")[0]
    many = [rows.Upplan() for _ in range(9000)]
    for act in (
        lambda: cplink.Table.from_rows([*many, older]),
        lambda: cplink.Table("UPPLAN").extend_typed([*many, older]),
        lambda: cplink.Table.from_rows([*many, rows.Upplan(csv_version="202208"), rows.Upplan()]),
    ):
        with pytest.raises(cplink.DataError) as caught:
            act()
        assert (caught.value.code, caught.value.row) == (Code.LAYOUT_VERSION, 9001)


def test_cells_of_a_wrong_type_are_named_by_row_and_column() -> None:
    table: Any = cplink.Table("UPPLAN")
    error = misuse(lambda: table.extend([["202407"], ["202407", "990010", 7]]))
    assert isinstance(error, TypeError) and error.detail == "rows[1][2] must be str, not int"
    assert "rows[1][2]" in error.message_ja
    assert misuse(lambda: table.extend([["202407"], "202407"])).detail == "rows[1] must be a sequence of str, not str"
    wide = [""] * (len(table.fields) + 1)
    assert misuse(lambda: table.extend([[], wide])).detail == "rows[1] has more cells than the layout has fields, 25"
    row = table.append()
    assert misuse(lambda: setattr(row, "cells", wide)).message_ja == "cells の列数がレイアウトの項目数（25）を超えています。"
    error = misuse(lambda: setattr(row, "cells", ["202407", 7]))
    assert error.detail == "cells[1] must be str, not int"
    assert misuse(lambda: table.append({"units": 600})).detail == "units must be str, not int"
    assert len(table) == 1


def test_a_field_or_a_kind_that_does_not_exist_is_named() -> None:
    table = cplink.Table("UPPLAN")
    row = table.append()
    for act in (lambda: row["unit"], lambda: row.update({"unit": "1"}), lambda: table.append({"unit": "1"})):
        error = misuse(act)
        assert error.detail == "UPPLAN has no field unit" and error.message_ja == "UPPLAN に項目 unit はありません。"
    assert "UPPLAM" in misuse(lambda: cplink.Table("UPPLAM")).message_ja
    # What may be a value is not repeated.
    assert SECRET not in str(misuse(lambda: row[SECRET])) + misuse(lambda: row[SECRET]).message_ja


def test_an_argument_is_named() -> None:
    any_: Any = cplink
    assert misuse(lambda: any_.Unit(HELPERS, 11, PLANNER, "43")).detail == "from_service_type must be str, not int"
    assert misuse(lambda: any_.Unit(HELPERS, "11", None, "43")).message_ja.startswith("引数 to_office は")
    assert misuse(lambda: any_.Unit.from_files(["a.CSV", 7])).detail == "paths[1] must be str or PathLike, not int"
    assert misuse(lambda: any_.Client("https://127.0.0.1:1", None, None)).detail == "signer must be Signer, not NoneType"
    assert misuse(lambda: any_.Client("https://127.0.0.1:1", None, None, proxy_user=1)).detail == "proxy_user must be str, not int"
    assert misuse(lambda: any_.Signer.from_callback(b"", [1, "2"], print)).detail == "schemes[1] must be int, not str"


def test_what_is_closed_says_so(relay: RelayMock, sender: Desk, receiver: Desk) -> None:
    client = relay.client(HELPERS)
    client.close()
    error = misuse(client.sent)
    assert "the client is closed" in str(error) and error.message_ja.startswith("この Client はすでに閉じられています。")
    received = receiver.take(sender.send(withdrawal()).id)
    received.close()
    error = misuse(lambda: received.read(received.parts[0].name))
    assert error.message_ja == "このメッセージはすでに閉じられています。"


def test_json_of_a_table_comes_back_as_bytes_or_text() -> None:
    table = cplink.Table.read("UPPLAN", next((MONTH / "04-slip-rental" / "files").glob("UPPLAN_*")))
    json = table.to_json()
    for given in (json, json.encode(), bytearray(json.encode())):
        assert cplink.Table.from_json(given).to_json() == json
    with pytest.raises(cplink.MisuseError) as caught:
        cplink.Table.from_json(b"\xff")
    assert caught.value.code == Code.NOT_UTF8 and "json" in caught.value.message_ja


def test_what_is_seen_of_an_object_is_short_and_tells_it_apart(relay: RelayMock, sender: Desk) -> None:
    sent = sender.send(withdrawal())
    assert len(repr(sent)) < 800 and "receipt=" not in repr(sent) and sent.id in repr(sent)
    assert repr(relay.signer(HELPERS)).startswith(f"<cplink.Signer of office {HELPERS}, care_insurance, valid to 20")
    assert repr(relay.trust()) == "<cplink.Trust: 1 authorities, 2 revocation lists>"
    assert relay.url in repr(relay)


def test_a_client_that_nobody_closed_is_told(relay: RelayMock) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        client = cplink.Client(relay.url, relay.signer(HELPERS), relay.trust())
        del client
        gc.collect()
        with cplink.Client(relay.url, relay.signer(HELPERS), relay.trust()):
            pass
        gc.collect()
    assert [(each.category, str(each.message)) for each in told] == [
        (ResourceWarning, f"unclosed <cplink.Client of office {HELPERS}>")
    ]


def test_the_log_has_verb_id_code_and_time_and_nobody(
    sender: Desk, receiver: Desk, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with caplog.at_level(logging.INFO, "cplink"):
        sent = sender.send(withdrawal())
        [incoming] = [each for each in receiver.client.inbox(receiver.cursor, receiver.folder) if each.id == sent.id]
        receiver.client.acknowledge(incoming, refused_reason=SECRET)
        with pytest.raises(cplink.CplinkError):
            sender.client.recall(SECRET)
    lines = [(record.verb, record.message_id, record.code, record.levelname) for record in caplog.records]  # type: ignore[attr-defined]
    assert ("send", sent.id, "CPL_OK", "INFO") in lines and ("received", sent.id, "CPL_OK", "INFO") in lines
    assert ("next", sent.id, "CPL_OK", "INFO") in lines
    assert ("refuse", sent.id, "CPL_OK", "INFO") in lines
    assert ("recall", None, "CPL_E_MESSAGE_REFERENCE", "WARNING") in lines
    assert all(record.milliseconds >= 0 for record in caplog.records if record.verb != "received")  # type: ignore[attr-defined]
    for hidden in (SECRET, "0000000101", HELPERS, "test"):
        assert hidden not in caplog.text


def test_nobody_who_wants_no_log_sees_one() -> None:
    logger = logging.getLogger("cplink")
    assert any(isinstance(handler, logging.NullHandler) for handler in logger.handlers) and logger.level == 0


def test_a_file_error_has_the_path(relay: RelayMock, tmp_path: Path) -> None:
    missing = tmp_path / "ない.CSV"
    evidence = cplink.Evidence(relay.trust())
    unit = withdrawal()
    unit.add_attachment_file("a.pdf", missing)
    for act in (
        lambda: cplink.Table.read("UPPLAN", missing),
        lambda: cplink.Signer.from_pkcs12(missing, "test"),
        lambda: cplink.Trust.from_pem(str(missing)),
        lambda: cplink.Candidates.in_folder(missing),
        lambda: relay.trust().with_crl_folder(missing),
        lambda: unit.add_csv("UPPLAN_1.CSV", missing),
        lambda: evidence.add_receipt(missing),
        lambda: evidence.add_container(missing),
        unit.check,
        lambda: cplink.Evidence.verify(missing),
    ):
        with pytest.raises(cplink.FileError) as caught:
            act()
        path = caught.value.path
        assert path and Path(path) in (missing, missing / "evidence.json") and str(missing) in str(caught.value)
