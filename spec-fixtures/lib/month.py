"""The messages of the service month 2025-10, in the order they are sent."""
import hashlib
import json
from dataclasses import dataclass, field

from . import form, papers, plans, prevention, services
from .judge import fault
from .layout import VERSION, record
from .people import AKI, BAN, CHIE, DAI, DAY_CARE, HOME_HELP, NURSING, OFFICES, PLANNER, RENTAL, Office
from .services import MONTH

ROOT = f"{VERSION}/month"


@dataclass
class Message:
    name: str
    sender: Office
    receiver: Office
    serial: str
    unit: str
    subject: str
    tables: list = field(default_factory=list)  # (kind, rows)
    attachments: dict = field(default_factory=dict)  # name: bytes
    csv_month: str = MONTH
    findings: list = field(default_factory=list)

    def csv_name(self, kind):
        return form.file_name(kind, self.sender.address, self.receiver.address, self.serial, self.csv_month)

    @property
    def csv_files(self):
        return {self.csv_name(kind): form.write(kind, rows) for kind, rows in self.tables}

    @property
    def files(self):
        return self.csv_files | self.attachments


def image_name(sender, receiver, serial):
    return form.file_name("UPKIHON_IMAGE", sender.address, receiver.address, serial) \
        .replace(".CSV", "_0001.jpg")


def slip(name, receiver, serial, subject, month=None):
    """Rows of all offices of a user go to each of them, but only users the receiver serves."""
    served = {user: lines for user, lines in (month or services.PLANNED).items()
              if any(line.office == receiver for line in lines)}
    made = serial[:8]
    message = Message(name, PLANNER, receiver, serial, "usage_slip", subject, [
        ("UPPLAN", services.table_6("UPPLAN", served, made)),
        ("UPSIKYU", services.table_7(served, made)),
        ("UPHOSOKU", services.supplement(served, month=MONTH)),
    ])
    if any(line.office != receiver for lines in served.values() for line in lines):
        message.findings = [fault("table.other_offices", message.csv_name("UPPLAN"))]
    return message


def results(name, sender, serial, subject, month):
    return Message(name, sender, PLANNER, serial, "results", subject, [
        ("UPJSK", services.table_6("UPJSK", month, serial[:8], updater=sender)),
    ])


def care_plan(name, receiver, serial, subject):
    return Message(
        name, PLANNER, receiver, serial, "care_plan", subject,
        [
            ("UP1KYO", plans.table_1()),
            ("UP2KYO", plans.table_2()),
            ("UP3KYO", plans.table_3()),
            ("UPHOSOKU", services.supplement(plans.PLAN_DATE, plan_date=plans.PLAN_DATE)),
        ],
        {"assessment-sample.pdf": papers.pdf("Assessment (sample)", "Invented person, invented office.")},
        csv_month="000000",
    )


def prevention_plan(name, receiver, serial, subject):
    image = image_name(PLANNER, receiver, serial)
    return Message(
        name, PLANNER, receiver, serial, "prevention_plan_with_basic_info", subject,
        [
            ("UPYOBO", prevention.plan()),
            ("UPYOBO_SUB", prevention.supports()),
            ("UPKIHON", prevention.basic(image)),
            ("UPKIHON_SUB1", prevention.schedule()),
            ("UPKIHON_SUB2", prevention.illness()),
        ],
        {image: papers.jpeg(papers.FAMILY)},
    )


def messages():
    withdrawn = {"insurer_number": BAN.insurer, "insured_person_number": BAN.insured, "deletion_target_month": MONTH}
    return [
        care_plan("01-care-plan", HOME_HELP, "20250919101500", "居宅サービス計画の送付"),
        slip("02-slip-home-help", HOME_HELP, "20250925130001", "10月分の提供票（訪問介護）"),
        slip("03-slip-day-care", DAY_CARE, "20250925130102", "10月分の提供票（通所介護）"),
        slip("04-slip-rental", RENTAL, "20250925130203", "10月分の提供票（福祉用具貸与）"),
        slip("05-slip-home-help-changed", HOME_HELP, "20250929164530", "10月分の提供票の変更（訪問の追加）",
             services.CHANGED),
        Message("06-withdrawal-day-care", PLANNER, DAY_CARE, "20250929164615", "usage_slip_deletion",
                "10月分の提供票の取下げ（通所介護の終了）", [("DLTPLAN", [record("DLTPLAN", **withdrawn)])]),
        prevention_plan("07-prevention-plan", NURSING, "20250929171200", "基本情報と介護予防支援計画の送付"),
        slip("08-slip-prevention-nursing", NURSING, "20250929171259", "10月分の提供票（介護予防訪問看護）"),
        Message("09-attachments", DAY_CARE, PLANNER, "20251015091000", "attachments", "連絡票と手すりの写真",
                attachments={
                    "連絡票.pdf": papers.pdf("Note (sample)", "Absent on 14 October."),
                    "handrail.jpg": papers.jpeg(papers.HANDRAIL),
                }),
        results("10-results-home-help", HOME_HELP, "20251104090512", "10月分の実績（訪問介護）",
                services.results(HOME_HELP)),
        results("11-results-day-care", DAY_CARE, "20251104093020", "10月分の実績（通所介護）",
                services.results(DAY_CARE)),
        results("12-results-rental", RENTAL, "20251104110045", "10月分の実績（福祉用具貸与）",
                services.results(RENTAL)),
        results("13-results-prevention-nursing", NURSING, "20251104140733", "10月分の実績（介護予防訪問看護）",
                services.results(NURSING)),
        Message("14-withdrawal-results-home-help", HOME_HELP, PLANNER, "20251105084100", "results_deletion",
                "10月分の実績の取下げ（訪問介護）", [("DLTJSK", [record(
                    "DLTJSK", provider_number=HOME_HELP.number, service_type_code=HOME_HELP.service_type,
                    **withdrawn)])]),
        # A correction repeats every service of the file it replaces.
        results("15-results-home-help-corrected", HOME_HELP, "20251105101826", "10月分の実績の訂正（訪問介護）",
                services.corrected_results()),
    ]


def to_json(value):
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def attachment_entry(name, data):
    media_type = "application/pdf" if name.endswith(".pdf") else "image/jpeg"
    return {"name": name, "media_type": media_type, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def end(office):
    return {"office": office.number, "service_type": office.service_type}


def message_tree(message, root):
    """Path -> bytes of everything in a message's folder."""
    folder = f"{root}/{message.name}"
    out = {f"{folder}/files/{name}": data for name, data in message.files.items()}
    out[f"{folder}/rows.json"] = to_json({
        "files": [{"name": message.csv_name(kind), "kind": kind, "version": VERSION, "rows": rows}
                  for kind, rows in message.tables],
        "attachments": [attachment_entry(*each) for each in message.attachments.items()],
    })
    return out | {f"{folder}/findings.json": to_json({"findings": [each._asdict() for each in message.findings]})}


def tree(month):
    """Path -> bytes of everything under the month."""
    out, entries = {}, []
    for message in month:
        out |= message_tree(message, ROOT)
        entries.append({
            "dir": message.name, "from": end(message.sender), "to": end(message.receiver),
            "serial": message.serial, "unit": message.unit, "subject": message.subject,
            "csv": list(message.csv_files), "attachments": list(message.attachments),
        })
    out[f"{ROOT}/manifest.json"] = to_json({
        "version": VERSION, "case": "month",
        "offices": [{"number": o.number, "name": o.name, "service_types": [o.service_type]} for o in OFFICES],
        "messages": entries,
    })
    return out
