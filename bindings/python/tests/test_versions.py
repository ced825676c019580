"""CSV versions, JSON and what readers get wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MONTH, ROOT

import cplink
from cplink import rows

OLD = ROOT / "spec-fixtures" / "202208" / "month"


def file_of(folder: Path, kind: str) -> Path:
    [path] = (folder / "files").glob(kind + "_*")
    return path


def imported(*received: "tuple[str, cplink.Table]") -> cplink.Import:
    made = cplink.Import()
    for serial, table in received:
        made.add(serial, table)
    return made


def test_a_table_of_the_third_edition_has_its_layout() -> None:
    assert cplink.layout.versions() == ("202208", "202407")
    table = cplink.Table.read("UPPLAN", file_of(OLD / "04-slip-rental", "UPPLAN"))
    assert (table.version, len(table.fields)) == ("202208", 22)
    assert table[0]["service_code"].startswith("17") and table[0].as_dict()["provider_number"] == "9970000319"
    [first, *_] = table.typed(rows.Upplan)
    assert (first.service_code, first.tais_code) == (table[0]["service_code"], None)
    again = cplink.Table.from_rows(table.typed())
    assert again.version == "202208" and again.write()[0] == table.write()[0]
    made = cplink.Table("UPPLAN", "202208")
    assert made.append()["csv_version"] == "202208"
    with pytest.raises(cplink.DataError):
        cplink.Table("UPPLAN").extend_typed([first])
    with pytest.raises(cplink.DataError):
        cplink.Table("UP3KYO", "202208")
    with pytest.raises(cplink.DataError):
        cplink.layout.fields("UP3KYO", "202208")


def test_rows_are_translated_there_and_back_with_every_remark() -> None:
    table = cplink.Table.read("UPPLAN", file_of(OLD / "04-slip-rental", "UPPLAN"))
    translated, remarks = table.translate("202407")
    assert translated.version == "202407" and len(translated) == len(table)
    told = {(remark.change, remark.field): remark for remark in remarks}
    assert told["filled", "equipment_name"].rows == tuple(range(1, len(table) + 1))
    assert "202407" in told["needed", "tais_code"].message_ja and told["set", "csv_version"].message_en
    back, remarks = translated.translate("202208")
    assert back.write()[0] == table.write()[0]
    assert all(remark.change == "set" for remark in remarks)
    with pytest.raises(cplink.DataError):
        table.translate("202504")


def test_names_go_with_their_version() -> None:
    old = "UPPLAN_202310_9970000012_9970000111_20230925130001.CSV"
    new = cplink.layout.file_name("202407", old, sender_type="43", receiver_type="11")
    assert new == "UPPLAN_202310_9970000012_43_9970000111_11_20230925130001.CSV"
    assert cplink.layout.file_name("202208", new) == old
    with pytest.raises(cplink.DataError):
        cplink.layout.file_name("202407", old)


def test_a_table_is_its_json() -> None:
    for folder in (MONTH / "01-care-plan", OLD / "01-care-plan"):
        table = cplink.Table.read("UP2KYO", file_of(folder, "UP2KYO"))
        text = table.to_json()
        described = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
        [want] = (file["rows"] for file in described["files"] if file["kind"] == "UP2KYO")
        assert json.loads(text)["rows"] == want
        again = cplink.Table.from_json(text)
        assert again.write()[0] == table.write()[0] and again.version == table.version
    odd = cplink.Table.read("DLTKIHON", b"202407,\xf0\x40\x81,1,20250101,more\r\n")
    assert cplink.Table.from_json(odd.to_json()).write()[0] == odd.write()[0]
    with pytest.raises(cplink.DataError):
        cplink.Table.from_json("[]")


def test_rows_are_json_and_come_from_it() -> None:
    table = cplink.Table.read("UPPLAN", file_of(MONTH / "02-slip-home-help", "UPPLAN"))
    other = cplink.Table("UPPLAN")
    other.add_json(table.json())
    assert list(other.cells()) == list(table.cells())
    assert json.loads(table[0].json()) == json.loads(table.json())[0] and len(table[0]) == len(table.fields)
    with pytest.raises(cplink.DataError):
        other.add_json('[{"units": "1"}, {"none": "1"}]')
    assert len(other) == len(table), "one is wrong, so none is added"


def test_the_layout_has_numbers_and_names() -> None:
    fields = cplink.layout.fields("UPPLAN")
    for number in (1, len(fields)):
        assert cplink.layout.item_number("UPPLAN", fields[number - 1]) == number
        assert cplink.layout.field_id("UPPLAN", number) == fields[number - 1]
        assert cplink.layout.field_name_ja("UPPLAN", number)
    assert "表" in cplink.layout.name_ja("UPPLAN")
    assert len(cplink.serial.now()) == 14 and cplink.serial.now() != cplink.serial.now()


def test_a_slip_is_read_as_it_is_meant() -> None:
    table = cplink.Table.read("UPPLAN", file_of(MONTH / "02-slip-home-help", "UPPLAN"))
    own = table.own_rows("9970000111", "11")
    assert own == [at for at, row in enumerate(table) if row["provider_number"] == "9970000111"]
    code = table[own[0]]["service_code"]
    assert len(table.monthly_once([code])) < len(table)
    assert len(table.monthly_once([])) == len(table)
    changed = cplink.Table.read("UPPLAN", file_of(MONTH / "05-slip-home-help-changed", "UPPLAN"))
    assert any(each.what == "added" and each.old_row is None for each in table.compare(changed))
    assert table.compare(table) == ()
    assert cplink.layout.same_meaning("UPPLAN", "units", "", "000") and not cplink.layout.same_meaning("UPPLAN", "units", "", "1")
    plan = cplink.Table("UP2KYO")
    for support, issue in (("1", "課題"), ("2", "")):
        plan.append({"issue_no": "1", "goal_no": "1", "support_no": support, "issue": issue})
    assert plan.fill_down()[1]["issue"] == "課題" and plan[1]["issue"] == ""


def test_what_of_a_plan_was_done() -> None:
    def of(case: str, side: str) -> cplink.Import:
        made = cplink.Import()
        for path in sorted((MONTH.parent / "results" / case / side).iterdir()):
            made.add(path.stem[-14:], cplink.Table.read(path.name.split("_")[0], path))
        return made

    case = MONTH.parent / "results" / "other-time"
    [plan], [done] = case.glob("plan/UPPLAN_*"), case.glob("results/UPJSK_*")
    plans, results = cplink.Table.read("UPPLAN", plan), cplink.Table.read("UPJSK", done)
    compared = plans.compare_results(results)
    missed, moved = [line for line in compared.lines if line.status != "as_planned"]
    assert (missed.status, moved.status) == (cplink.ResultsStatus.NOT_DONE, cplink.ResultsStatus.ADDITIONAL)
    assert compared.lines[(missed.linked_line or 0) - 1] is moved and (missed.planned, missed.done) == (1, 0)
    assert not compared.is_as_planned and compared.uncompared == ()
    assert [each.of for each in compared.sums] == ["user", "service", "office"]
    assert "0000000101" not in repr(compared)
    assert imported((plan.stem[-14:], plans), (done.stem[-14:], results)).compare_results() == compared
    assert plans.compare_results(results, ["1112??"]).is_as_planned
    with pytest.raises(TypeError):
        plans.compare_results(results, "1112??")
    with pytest.raises(cplink.DataError) as error:
        results.compare_results(plans)
    assert error.value.code == cplink.Code.RESULTS_SIDES
    with pytest.raises(cplink.DataError) as error:
        of("other-time", "plan").compare_results()
    assert error.value.code == cplink.Code.RESULTS_NONE


def test_what_stands_after_a_withdrawal() -> None:
    slip = cplink.Table.read("UPPLAN", file_of(MONTH / "03-slip-day-care", "UPPLAN"))
    withdrawal = cplink.Table.read("DLTPLAN", file_of(MONTH / "06-withdrawal-day-care", "DLTPLAN"))
    user = withdrawal[0]["insured_person_number"]
    rest = imported(("20250929164615", withdrawal), ("20250925130102", slip)).remaining_rows()
    assert rest == [(1, at) for at, row in enumerate(slip) if row["insured_person_number"] != user]
    assert len(rest) < len(slip)


def test_the_steps_of_an_import() -> None:
    slip = cplink.Table.read("UPPLAN", file_of(MONTH / "03-slip-day-care", "UPPLAN"))
    withdrawal = cplink.Table.read("DLTPLAN", file_of(MONTH / "06-withdrawal-day-care", "DLTPLAN"))
    steps = imported(("20250929164615", withdrawal), ("20250925130102", slip)).steps()
    *replaced, insert, withdrawn = steps
    assert insert == cplink.ImportStep(cplink.ImportAction.INSERT, 1, ("UPPLAN",), ())
    assert {step.what for step in replaced} == {cplink.ImportAction.REPLACE} and len(replaced) >= 1
    assert withdrawn.what is cplink.ImportAction.WITHDRAW and withdrawn.table == 0
    assert withdrawn.kinds == ("UPPLAN", "UPSIKYU", "UPHOSOKU")
    assert {key.field: key.value for key in withdrawn.keys}["insured_person_number"] == withdrawal[0]["insured_person_number"]
    assert withdrawal[0]["insured_person_number"] not in repr(withdrawn)
    with pytest.raises(cplink.DataError):
        imported(("2025", slip))


def test_a_unit_is_its_json(tmp_path: Path) -> None:
    for folder in (MONTH / "01-care-plan", OLD / "01-care-plan"):
        unit = cplink.Unit.from_files(sorted((folder / "files").iterdir()))
        described = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
        told = json.loads(unit.to_json())
        by_name = {file["name"]: file for file in told["files"]}
        assert by_name == {file["name"]: file for file in described["files"]}
        assert {each["sha256"] for each in told["attachments"]} == {each["sha256"] for each in described["attachments"]}
        parties = unit.from_office, "43", unit.to_office, "11"
        again = cplink.Unit(*parties, unit.serial)
        assert again.add_json(unit.to_json(), folder / "files") == ()
        assert again.to_json() == unit.to_json() and again.names == unit.names
        if told["attachments"]:
            with pytest.raises(cplink.MisuseError):
                cplink.Unit(*parties, unit.serial).add_json(unit.to_json())
            name = told["attachments"][0]["name"]
            (tmp_path / name).write_bytes(b"%PDF-1.7 another")
            with pytest.raises(cplink.DataError) as caught:
                again.add_json(unit.to_json(), tmp_path)
            assert caught.value.file == name and again.names == unit.names
    with pytest.raises(cplink.CplinkError):
        again.add_json("\ud800")
