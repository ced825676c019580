"""Tables and rows: lossless, whatever a file holds."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import pickle
import re
from decimal import Decimal
from typing import Any

import pytest
from conftest import MONTH

import cplink
from cplink import Code, _cells, rows
from cplink.testing import differences

PLAN = MONTH / "04-slip-rental" / "files"


def plan() -> bytes:
    [path] = PLAN.glob("UPPLAN_*.CSV")
    return path.read_bytes()


def test_the_kinds_and_their_fields() -> None:
    assert len(cplink.layout.kinds()) == 17
    assert cplink.layout.fields("UPPLAN")[:3] == ("csv_version", "insurer_number", "insured_person_number")
    table = cplink.Table("UPPLAN")
    assert table.fields == cplink.layout.fields("UPPLAN") and table.kind == "UPPLAN" and len(table) == 0


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
    assert [(finding.rule, finding.item_number) for finding in table.findings] == [("field.digits", 2)]
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


def csv_files() -> "list[tuple[str, bytes]]":
    paths = sorted(MONTH.parent.glob("*/*/files/*.CSV"))
    named = [(re.split(r"_\d", path.name, maxsplit=1)[0], path.read_bytes()) for path in paths]
    return [(kind, data) for kind, data in named if kind in cplink.layout.kinds()]


def test_typed_rows_of_every_fixture_come_back() -> None:
    kinds = set()
    for kind, data in csv_files():
        table = cplink.Table.read(kind, data)
        try:
            typed = table.typed()
        except cplink.DataError as error:
            assert error.code == Code.LAYOUT_VERSION
            continue
        assert [type(row) for row in typed] == [rows.KINDS[kind]] * len(table)
        assert [row.to_cells() for row in typed] == list(table.cells())
        assert typed == [rows.KINDS[kind].from_cells(cells) for cells in table.cells()]
        for index, row in enumerate(typed):
            table[index] = row
        # Not always the file's bytes: a mark at its start and a header are no rows.
        assert table.write(as_read=True) == cplink.Table.read(kind, data).write(as_read=True)
        if typed:
            assert list(cplink.Table.from_rows(typed).cells()) == list(table.cells())
            kinds.add(kind)
    assert len(kinds) > 10


def test_typed_rows_are_read_and_written_in_one_call() -> None:
    read = rows.Upplan.read(plan())
    before = [row.to_cells() for row in read]
    for row in (read[0], copy.deepcopy(read[0]), pickle.loads(pickle.dumps(read[0]))):
        assert row == read[0] and row.to_cells() == before[0]
    read[0].service_count = 7
    table = cplink.Table.from_rows(read)
    assert table[0]["service_count"] == "7" and list(table.cells())[1:] == before[1:]
    assert cplink.Table.from_rows([], rows.Upplan).kind == "UPPLAN"
    for act in (
        lambda: cplink.Table.from_rows([]),
        lambda: cplink.Table.from_rows([rows.Upplan(), rows.Upjsk()]),
        lambda: cplink.Table("UPJSK").extend_typed([rows.Upplan()]),
        lambda: cplink.Table("UPJSK").typed(rows.Upplan),
        lambda: table.__setitem__(0, rows.Upjsk()),
    ):
        with pytest.raises(cplink.MisuseError):
            act()
    with pytest.raises(cplink.DataError) as caught:
        rows.Upplan.read(b"202407,990010\r\n202208,990010\r\n")
    assert caught.value.code == Code.LAYOUT_VERSION


def test_typed_rows_have_the_library_s_fields() -> None:
    assert {kind: row.FIELDS for kind, row in rows.KINDS.items()} == {kind: cplink.layout.fields(kind) for kind in cplink.layout.kinds()}


def test_rows_of_any_width_and_text() -> None:
    data = b'202407,990010,"a""b"\r\n202407\r\n202407,\x81\x20,\x82\xa0\x1f\r\n' + b",".join([b"1"] * 27) + b"\r\n"
    table = cplink.Table.read("UPPLAN", data)
    typed = table.typed(rows.Upplan)
    assert [row.to_cells() for row in typed] == list(table.cells())
    assert typed[3].surplus == ("1", "1") and typed[1].insurer_number is None
    for index, row in enumerate(typed):
        table[index] = row
    assert table.write(as_read=True)[0] == data


def test_a_typed_row_hands_over_its_own_values_only() -> None:
    read = rows.Upplan.read(plan())
    row = read[0]
    for made in (dataclasses.asdict(row), row.as_dict()):
        assert tuple(made) == rows.Upplan.FIELDS and made["provider_number"] == row.provider_number
    assert dataclasses.astuple(row)[0] == "202407" and len(dataclasses.astuple(row)) == len(rows.Upplan.FIELDS)
    assert [field.name for field in dataclasses.fields(row)] == list(rows.Upplan.FIELDS)
    others = {other.insured_person_number for other in read} - {row.insured_person_number}
    assert others and not any(str(other) in repr(dataclasses.asdict(row)) for other in others)
    assert len(pickle.dumps(row)) < 3000, "not the texts of the others"


def test_a_replaced_value_keeps_the_other_texts() -> None:
    data = b'202407,"0990010",0000000101,20251001,202510\r\n' + b",".join([b"1"] * 26) + b"\r\n"
    for row in rows.Upplan.read(data):
        changed = dataclasses.replace(row, target_month=rows.Month(2025, 11))
        cells = row.to_cells()
        assert changed.to_cells() == [*cells[:4], "202511", *cells[5:]]


def test_columns_are_what_data_frames_take() -> None:
    table = cplink.Table.read("UPPLAN", plan())
    texts = table.to_columns()
    assert tuple(texts) == table.fields and texts["provider_number"] == [row["provider_number"] for row in table]
    typed = table.typed(rows.Upplan)
    columns = rows.Upplan.to_columns(typed)
    assert columns["service_date"] == [row.service_date for row in typed]
    assert {len(column) for column in [*texts.values(), *columns.values()]} == {len(table)}
    assert cplink.Table("UPPLAN").to_columns()["units"] == [] and rows.Upplan.to_columns([])["units"] == []
    ragged = cplink.Table.read("DLTPLAN", b"202407,990010,1,202510,more\r\n202407\r\n")
    assert ragged.to_columns()["insurer_number"] == ["990010", ""]
    with pytest.raises(TypeError, match=r"rows\[1\] must be Upplan, not Upjsk"):
        rows.Upplan.to_columns([rows.Upplan(), rows.Upjsk()])


def test_rows_are_written_alike_by_column_and_one_by_one() -> None:
    months: "list[rows.Month | str | None]" = [rows.Month(2025, 10), "000000", None, "13月"]
    made = [
        rows.Uphosoku(insurer_number=f"{number:06}", target_month=months[number % 4], user_sex=sex)
        for number, sex in zip(range(9000), itertools.cycle([rows.Sex.MALE, "9", None]))
    ]
    made[4567].insured_person_number = "ひとつだけ"
    assert list(cplink.Table.from_rows(iter(made)).cells()) == [row.to_cells() for row in made]
    # Rows that were read, unchanged and changed, of one layout and of several.
    for data in (plan() * 3, plan() + b"202407,990010\r\n" + plan(), b",".join([b"202407"] * 30) + b"\r\n"):
        read = rows.Upplan.read(data)
        read[-1].service_count, read[0].plan_staff_name = 7, None
        table = cplink.Table("UPPLAN")
        table.extend_typed(read + [rows.Upplan(units=3)])
        assert list(table.cells()) == [row.to_cells() for row in read] + [rows.Upplan(units=3).to_cells()]
    older = rows.Upplan.read(b"202208,990010,0000000101,20230401,202304\r\n")
    assert list(cplink.Table.from_rows(older).cells()) == [row.to_cells() for row in older]


@pytest.mark.parametrize("hostile", ["\x1e", "\x1f", "\x1e\x1f\x00", "a\x1fb"])
def test_a_separator_in_a_value_breaks_no_row_apart(hostile: str) -> None:
    made = [rows.Up2kyo(issue="1"), rows.Up2kyo(issue=hostile), rows.Up2kyo()]
    assert [cells[8:12] for cells in cplink.Table.from_rows(made).cells()] == [row.to_cells()[8:12] for row in made]


def test_equal_values_that_are_written_otherwise_stay_apart() -> None:
    decimal = next((kind, name) for kind in rows.KINDS.values() for name, types in zip(kind.FIELDS, kind._TYPES)
                   if types is _cells.DECIMAL)  # fmt: skip
    kind, name = decimal
    made = [kind(**{name: value}) for value in (Decimal("1.0"), Decimal("1"), Decimal("1.00"), 1)]
    at = kind.FIELDS.index(name)
    assert [cells[at] for cells in cplink.Table.from_rows(made).cells()] == ["1.0", "1", "1.00", "1"]


def test_all_rows_are_added_or_none() -> None:
    table = cplink.Table.read("UPPLAN", plan())
    before = list(table.cells())
    many = [rows.Upplan() for _ in range(20_000)]
    lasts: "list[tuple[Any, type[Exception]]]" = [(rows.Upjsk(), cplink.MisuseError), (rows.Upplan(units=[]), TypeError)]  # type: ignore[arg-type]
    for last, error in lasts:
        with pytest.raises(error):
            table.extend_typed([*many, last])
        assert list(table.cells()) == before
    with pytest.raises(cplink.DataError):
        table.extend_typed([*many, rows.Upplan.read(b"202208,990010,0000000101\r\n")[0]])
    assert list(table.cells()) == before


def test_tables_are_compared_by_meaning() -> None:
    table, same = cplink.Table.read("UPPLAN", plan()), cplink.Table.read("UPPLAN", plan())
    assert table == same and not table != same and table != plan() and table != cplink.Table("UPJSK")
    same[0]["service_count"] = f"0{table[0]['service_count']}"
    assert table == same, "another text of the same meaning"
    same[0]["plan_staff_name"] = "見本　ひみつ"
    assert table != same
    assert differences(table, same) == ["row 0: plan_staff_name"]
    del same[1]
    assert differences(table, same)[0] == "row 1 is only in the first one"
    assert differences(same, table)[-1] == "row 1 is only in the second one"
    assert differences(table, cplink.Table("UPJSK")) == ["a table of UPPLAN, a table of UPJSK"]
    with pytest.raises(TypeError):
        hash(table)


def test_lists_of_rows_say_which_fields_differ() -> None:
    one, other = rows.Upplan.read(plan()), rows.Upplan.read(plan())
    assert differences(one, other) == []
    other[2].units, other[2].provider_name = 1, "ひみつ"
    assert differences(one, other) == ["row 2: units, provider_name"]
    assert one[2].differing(other[2]) == ("units", "provider_name")
    assert differences(one, other[:3])[0] == f"{len(one)} rows, 3 rows"
    assert differences([rows.Upplan()], [rows.Upjsk()]) == ["row 0: UPPLAN, UPJSK"]
    assert differences([rows.Upplan()] * 30, [rows.Upplan(units=1)] * 30)[-1] == "and 10 more"
    with pytest.raises(TypeError):
        differences(one, "rows")


def test_a_file_that_is_no_csv_has_one_finding_and_no_row() -> None:
    for data, rule in [
        (plan().replace(b",", b"\t"), "csv.tabs"),
        (plan().decode("cp932").encode("utf-16"), "csv.encoding"),
        (b"PK\x03\x04 xl/workbook.xml", "csv.workbook"),
    ]:
        table = cplink.Table.read("UPPLAN", data)
        assert ([finding.rule for finding in table.findings], len(table)) == ([rule], 0)
        assert table.write(as_read=True)[0] == data, "not one byte is lost"


def test_bytes_behind_the_rows_are_no_row() -> None:
    data = plan() + b"\x1a" + bytes(100)
    table = cplink.Table.read("UPPLAN", data)
    assert ("csv.damaged_end", "warning") in [(finding.rule, finding.severity) for finding in table.findings]
    assert len(table) == len(cplink.Table.read("UPPLAN", plan()))
    assert table.write(as_read=True)[0] == data


def test_control_characters_are_not_written() -> None:
    for control in ["\0", "\x07", "\r", "\x1a", "\x7f"]:
        table = cplink.Table("UP2KYO")
        table.append({"issue": f"散歩{control}がしたい"})
        try:
            table.write()
        except cplink.DataError as error:
            assert [(finding.rule, finding.row) for finding in error.findings] == [("text.control", 1)]
        else:
            raise AssertionError(f"U+{ord(control):04X} was written")
