"""Tables and rows: lossless, whatever a file holds."""

from __future__ import annotations

import pytest
from conftest import MONTH

import cplink
from cplink import Code

PLAN = MONTH / "04-slip-rental" / "files"


def plan() -> bytes:
    [path] = PLAN.glob("UPPLAN_*.CSV")
    return path.read_bytes()


def test_the_kinds_and_their_fields() -> None:
    assert len(cplink.kinds()) == 17
    assert cplink.fields("UPPLAN")[:3] == ("csv_version", "insurer_number", "insured_person_number")
    table = cplink.Table("UPPLAN")
    assert table.fields == cplink.fields("UPPLAN") and table.kind == "UPPLAN" and len(table) == 0


def test_an_unchanged_file_gives_its_bytes_back() -> None:
    data = plan()
    table = cplink.Table.read("UPPLAN", data)
    assert table.version == "202407" and table.findings == ()
    for row in table:
        row.cells = row.cells
    assert table.write(as_read=True) == (data, ())


def test_one_changed_field_changes_one_row() -> None:
    data = plan()
    table = cplink.Table.read("UPPLAN", data)
    table[-1]["plan_staff_name"] = "見本　髙子"
    before, after = data.splitlines(), table.write(as_read=True)[0].splitlines()
    assert before[:-1] == after[:-1] and before[-1] != after[-1]
    assert cplink.Table.read("UPPLAN", table.write()[0])[-1]["plan_staff_name"] == "見本　髙子"


def test_cells_and_rows_agree() -> None:
    table = cplink.Table.read("UPPLAN", plan())
    cells = list(table.cells())
    assert cells == [row.cells for row in table]
    assert [row.as_dict() for row in table] == [dict(zip(table.fields, row)) for row in cells]
    other = cplink.Table("UPPLAN")
    other.extend(cells)
    assert other.write() == table.write()


def test_columns_behind_the_layout_and_short_rows_stay() -> None:
    data = b'202407,990010,"x","y","more"\r\n202407\r\n202407,"1","2","3","4","5"'
    table = cplink.Table.read("DLTPLAN", data)
    assert list(table.cells()) == [["202407", "990010", "x", "y", "more"], ["202407"], list("202407 1 2 3 4 5".split())]
    assert table[1]["insurer_number"] == ""
    table[1].cells = ["202407", "990010"]
    assert table.write(as_read=True)[0] == b'202407,990010,"x","y","more"\r\n202407,990010\r\n202407,"1","2","3","4","5"'
    with pytest.raises(cplink.MisuseError):
        table[0].cells = ["202407", "990010", "x", "y", "other"]


def test_bytes_that_are_no_text_are_kept_and_told() -> None:
    data = b'202407,"\x81\xff\xa0",0000000101,202510\r\n'
    table = cplink.Table.read("DLTPLAN", data)
    assert [(finding.rule, finding.column) for finding in table.findings] == [("field.digits", 2)]
    assert table[0].cells[1] == "\ufffd" and table[0].raw("insurer_number") == b"\x81\xff\xa0"
    with pytest.raises(cplink.DataError) as caught:
        table[0]["insurer_number"]
    assert caught.value.code == Code.UNDECODABLE
    row = table[0]
    cells = row.cells
    cells[3] = "202511"
    row.cells = cells
    assert table.write(as_read=True)[0].startswith(b"202407,\x81\xff\xa0,0000000101,202511")


@pytest.mark.parametrize("hostile", ["\x1f\x1e", "".join(map(chr, range(1, 32))), "\x00", '"\r\n,', "\u2028\x85"])
def test_no_character_breaks_the_rows_apart(hostile: str) -> None:
    table = cplink.Table("UP2KYO")
    rows = [["202407", "", f"{number}{hostile}", hostile] for number in range(3)]
    table.extend(rows)
    assert [cells[:4] for cells in table.cells()] == rows
    assert table[2].cells[3] == hostile


def test_blocks_of_a_large_table_join() -> None:
    for count in (0, 1, 2047, 2048, 2049, 4096, 5000):
        table = cplink.Table("DLTPLAN")
        table.extend([["202407", "990010", f"{number:010}", "202510"] for number in range(count)])
        assert [int(cells[2]) for cells in table.cells()] == list(range(count))
        assert len(table) == count


def test_substituted_characters_are_told() -> None:
    table = cplink.Table("UP2KYO")
    table.append({"issue": "𠮷野〜髙"})
    data, findings = table.write()
    assert {finding.rule for finding in findings} == {"text.substituted"}
    assert cplink.Table.read("UP2KYO", data)[0]["issue"] == "吉野～髙"


def test_rows_can_go() -> None:
    table = cplink.Table.read("UPPLAN", plan())
    count, second = len(table), table[1].cells
    del table[0]
    assert len(table) == count - 1 and table[0].cells == second
