"""Rows that become units, and many units in one call."""

from __future__ import annotations

import pytest
from conftest import HELPERS, PLANNER, Desk, withdrawal

import cplink


def rows_of(*months: str) -> cplink.UnitsOfRows:
    table = cplink.Table("DLTJSK")
    for month in months:
        table.append(
            {
                "insurer_number": "990010",
                "insured_person_number": "0000000101",
                "deletion_target_month": month,
                "provider_number": HELPERS,
                "service_type_code": "11",
            }
        )
    rows = cplink.UnitsOfRows(HELPERS, "11")
    rows.add_table(table)
    return rows


def test_rows_of_two_months_are_two_units_which_are_sent_and_received_in_one_call(
    sender: Desk, receiver: Desk
) -> None:
    rows = rows_of("202509", "202510")
    with pytest.raises(cplink.DataError) as refused:
        rows.make()
    assert refused.value.code == cplink.Code.RECEIVER_UNKNOWN
    assert (refused.value.file, refused.value.row) == ("DLTJSK", 1)
    rows.add_receiver(PLANNER, "43")
    rows.set_first_serial("20251120100000")
    units = rows.make()
    made = units.made()
    assert [(unit.kind, unit.month, unit.users) for unit in made.units] == [
        ("results_deletion", "202509", 1),
        ("results_deletion", "202510", 1),
    ]
    assert [unit.serial for unit in units] == ["20251120100000", "20251120100001"]
    results = sender.client.send_all(units, sender.folder, all_or_none=True)
    assert all(result.error is None and result.receipt for result in results)
    batch = receiver.client.receive_all(receiver.cursor, receiver.folder)
    assert [message.id for message in batch.messages] == [result.id for result in results]
    assert batch.error is None and not receiver.client.receive_all(batch.next, receiver.folder).messages


def test_one_that_fails_does_not_stop_the_others(sender: Desk) -> None:
    faulty = withdrawal()
    faulty.add_csv("DLTJSK_202510_9970000111_11_9970000012_43_20251120100009.CSV", b"")
    good, bad = sender.client.send_all([withdrawal(), faulty], sender.folder)
    assert good.error is None and good.id
    assert bad.error is not None and bad.error.code == cplink.Code.UNIT_SERIAL and bad.id is None
    again, held = sender.client.send_all([withdrawal(), faulty], sender.folder, all_or_none=True)
    assert again.error is not None and again.error.code == cplink.Code.NOT_SENT
    assert held.findings.has_error
