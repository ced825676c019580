"""The forms of a month's slip in Python."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from conftest import MONTH

import cplink
from cplink import Code, FormKind

FILES = sorted((MONTH / "02-slip-home-help" / "files").iterdir())


@pytest.fixture
def unit() -> cplink.Unit:
    return cplink.Unit.from_files(FILES)


def table_of(kind: str) -> cplink.Table:
    [path] = [path for path in FILES if path.name.startswith(kind)]
    return cplink.Table.read(kind, path)


def test_a_unit_is_shown_with_its_users(unit: cplink.Unit) -> None:
    printed = unit.to_html()
    assert (printed.users, [each.rule for each in printed.findings]) == (3, ["table.other_offices"])
    assert printed.html is not None and "架空　髙子　様" in printed.html and "サービス提供票（予定）" in printed.html
    assert "髙子" not in repr(printed)
    for wanted in ([FormKind.TABLE_7], ["7"], ["table_7", "7"]):
        annex = unit.to_html(wanted)
        assert 0 < annex.pages < printed.pages
        assert annex.html is not None and "サービス提供票（予定）" not in annex.html


def test_a_name_is_never_markup() -> None:
    users = table_of("UPHOSOKU")
    users[0]["user_name"] = '<b>"&花子'
    unit = cplink.Unit("9970000012", "43", "9970000111", "11", "20250925130001")
    unit.add_table(users)
    unit.add_table(table_of("UPPLAN"))
    html = unit.to_html().html
    assert html is not None and "&lt;b&gt;&quot;&amp;花子" in html and "<b>" not in html


def test_an_unknown_form_is_refused(unit: cplink.Unit) -> None:
    for wrong in (["5"], ["第6表"], "6"):
        with pytest.raises(cplink.MisuseError) as raised:
            unit.to_html(wrong)
        assert raised.value.code == Code.INVALID_ARGUMENT


def test_a_name_table_is_refused_with_its_row(unit: cplink.Unit, tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("111211,x,,\n<script>,,,\n", "utf-8")
    for given, file in ((names, str(names)), (names.read_bytes(), None)):
        with pytest.raises(cplink.DataError) as raised:
            unit.to_html(names=given)
        assert (raised.value.code, raised.value.row, raised.value.file) == (Code.NAME_TABLE, 2, file)
    named = unit.to_html(names="111211,身体介護２,,\n".encode()).html
    assert named is not None and "身体介護２ 111211" in named


def test_no_rows_are_no_form() -> None:
    with pytest.raises(cplink.DataError) as raised:
        cplink.Unit("9970000012", "43", "9970000111", "11", "20250925130001").to_html()
    assert raised.value.code == Code.FORM_EMPTY


def test_a_file_is_written_once(unit: cplink.Unit, tmp_path: Path) -> None:
    path = tmp_path / "帳票" / "slip.html"
    printed = unit.save_html(path)
    assert (printed.html, printed.users) == (None, 3)
    assert path.read_text("utf-8") == unit.to_html().html
    with pytest.raises(cplink.FileError) as raised:
        unit.save_html(path)
    assert raised.value.code == Code.FILE_EXISTS
    assert [each.name for each in path.parent.iterdir()] == ["slip.html"]


def test_of_a_slip_that_was_sent_anew_the_newer_one_counts(tmp_path: Path) -> None:
    received = cplink.Import()
    received.add("20250925130001", table_of("UPPLAN"))
    one = received.to_html()
    received.add("20250926130001", table_of("UPPLAN"))
    assert one.pages > 0 and received.to_html().pages == one.pages
    assert received.save_html(tmp_path / "import.html", [FormKind.TABLE_6]).html is None


def test_several_units_are_shown_together(unit: cplink.Unit) -> None:
    received = cplink.Import()
    for folder in ("11-results-day-care", "02-slip-home-help"):
        received.add_unit(cplink.Unit.from_files(sorted((MONTH / folder / "files").iterdir())))
    printed = received.to_html(["6"])
    assert printed.html is not None and "サービス提供票（予定と実績）" in printed.html
    assert "table.other_offices" in [each.rule for each in printed.findings]
    received.add_unit(unit)
    with pytest.raises(cplink.DataError) as raised:
        received.to_html()
    assert raised.value.code == Code.FORM_TWICE


def test_the_family_picture_is_on_its_form_also_of_an_import() -> None:
    files = sorted((MONTH / "07-prevention-plan" / "files").iterdir())
    [picture] = [path for path in files if path.suffix == ".jpg"]
    shown = f"data:image/jpeg;base64,{b64encode(picture.read_bytes()).decode()}"
    received = cplink.Import()
    received.add_unit(cplink.Unit.from_files(files))
    for printed in (cplink.Unit.from_files(files).to_html(), received.to_html()):
        assert printed.html is not None and printed.html.count(shown) == 1
