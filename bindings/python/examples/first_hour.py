"""The first program with CarePlanLink; FIRST-HOUR.md leads through it.

    python first_hour.py send SERIAL [INSURED]   typed rows and their form; the receiver knows the user 0000000101 alone
    python first_hour.py receive                 what is new since the last time; run it as often as you like
    python first_hour.py sent                    what became of what was sent
    python first_hour.py doctor                  key, certificate, connection, clock

A home-help office sends what was done in a month, and the care manager's office takes it over: two PCs in life, here two
verbs. `samples` is the folder that `relay-mock pki --for-samples samples` makes. What is between the marks is the program
of README.md.
"""

import datetime
import sys

from cplink.rows import ClockTime, Flag, Month

# README: begin
import pathlib
from typing import Callable, Iterable, Optional

import cplink
from cplink.rows import Upjsk


URL, AUTHORITIES = "https://127.0.0.1:8443", "samples/pki"


def key_of(office: str) -> str:
    return f"samples/pki/office-{office}-care-insurance.p12"


def connect(office: str) -> cplink.Client:
    return cplink.Client.connect(URL, key_of(office), AUTHORITIES, "test")


def send(client: cplink.Client, serial: str, rows: Iterable[Upjsk]) -> None:
    # Store the serial with the unit: sent again under the same one it is the same message, and nothing is doubled.
    unit = cplink.Unit("9970000111", "11", "9970000012", "43", serial)
    unit.subject = "2025年10月分 実績"
    unit.add_table(cplink.Table.from_rows(rows))
    print("送信済:", client.send(unit, "sent").id)
    pathlib.Path(f"form-{serial}.html").write_text(unit.to_html().html or "", encoding="utf-8")


def receive(client: cplink.Client, take_over: Callable[[cplink.Message], Optional[str]]) -> None:
    """`take_over` imports a message and says why not, if not. A message can come again: its id tells."""
    stored = pathlib.Path("cursor.txt")
    messages = client.received_messages(stored.read_text() if stored.exists() else "", "received")
    for message in messages:
        is_held = True
        try:
            if message.error is not None:
                raise message.error
            refusal = take_over(message)
        except cplink.CplinkError as problem:
            if not problem.is_of_message:
                raise  # The network, a full disk: nobody else's fault.
            refusal = problem.message_ja
            is_held = not isinstance(problem, cplink.RelayError)  # What the relay has no more cannot be refused.
        if is_held:
            client.acknowledge(message, refused_reason=refusal)
        print("取込済" if refusal is None else "取込不可", message.id, refusal or "")
        stored.write_text(messages.cursor)  # Last: what was cut short comes again.
# README: end


def visits(insured: str) -> "list[Upjsk]":
    """In the database: one user, home help on these days."""
    return [
        Upjsk(
            insurer_number="990010", insured_person_number=insured, target_month=Month(2025, 10),
            created_date=datetime.date(2025, 11, 4), plan_office_number="9970000012", plan_staff_name="見本　﨑江",
            service_date=datetime.date(2025, 10, day), service_code="111211", service_count=1, units=387,
            service_start_time=ClockTime(9, 0), service_end_time=ClockTime(9, 55),
            provider_number="9970000111", provider_name="架空の森", updater_provider_number="9970000111",
            over_30_days=Flag.NO,
        )
        for day in (2, 6, 9, 13, 16, 20, 23, 27, 30)
    ]  # fmt: skip


def take_over(message: cplink.Message) -> Optional[str]:
    """Stands in for the database of the receiver: two files for each message, which one that comes again replaces."""
    lines, forms = [], cplink.Import()
    for file in message.files:
        if file.kind != "UPJSK" or file.table is None:
            return "このソフトでは、実績のほかは取り込めません。"
        for row in file.table.typed(Upjsk):
            if row.insured_person_number != "0000000101":
                return "当事業所に登録のない利用者の実績です。"
            lines.append(f"{row.service_date} {row.service_code}\n")
        forms.add(message.serial, file.table)
    pathlib.Path(f"received/{message.id}.html").write_text(forms.to_html().html or "", encoding="utf-8")
    pathlib.Path(f"received/{message.id}.txt").write_text("".join(lines), encoding="utf-8")
    return None


def doctor(office: str) -> int:
    """It takes what connects, and says what is wrong when that fails."""
    diagnosis = cplink.Client.diagnose(URL, key_of(office), AUTHORITIES, "test")
    for line in diagnosis.lines:
        print(line.text_ja + (line.remedy_ja or ""))
    return 0 if diagnosis.is_well else 1


def run(verb: str, more: "list[str]") -> int:
    if verb == "doctor":
        return doctor("9970000111")
    with connect("9970000012" if verb == "receive" else "9970000111") as client:
        if verb == "send":
            send(client, more[0], visits(more[1] if len(more) > 1 else "0000000101"))
        elif verb == "receive":
            receive(client, take_over)
        else:
            for message in client.sent_messages():
                print(message.to_office, message.state_ja, message.reason or "")
    return 0


def main(arguments: "list[str]") -> int:
    verb = arguments[0] if arguments else ""
    if verb not in ("send", "receive", "sent", "doctor") or (verb == "send" and len(arguments) < 2):
        print("first_hour.py send SERIAL [INSURED] | receive | sent | doctor", file=sys.stderr)
        return 2
    try:
        return run(verb, arguments[1:])
    except cplink.CplinkError as error:
        # What happened and what to do about it, for the user; the line for the log is the exception's text.
        print(f"{error.message_ja}{error.remedy_ja}\n{error}", file=sys.stderr)
        for finding in error.findings:
            print(f"{finding.file} {finding.row}: {finding.message_ja}{finding.remedy_ja}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
