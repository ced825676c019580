"""Units whose files do not go together, and units that do not go after one another."""
import json
from dataclasses import replace

from . import form, layout, papers, plans, prevention, services
from .bad_records import MADE, handrail, visit
from .case import OTHER_SERIAL, SERIAL, Case, name_of
from .judge import at_field, fault
from .layout import record
from .month import image_name
from .people import AKI, BAN, CHIE, DAI, HOME_HELP, NURSING, PLANNER, RENTAL
from .services import MONTH


def files(receiver, tables, **name):
    return {name_of(kind, receiver, **name): form.write(kind, rows) for kind, rows in tables.items()}


def slip(month, receiver=RENTAL, annex=None, people=None, **name):
    """A slip of these lines by user; table 7 and the supplement may be of other lines and users."""
    return files(receiver, {
        "UPPLAN": services.table_6("UPPLAN", month, MADE),
        "UPSIKYU": services.table_7(annex or month, MADE),
        "UPHOSOKU": services.supplement(people or month, month=MONTH),
    }, **name)


def cases():
    yield from sets()
    yield from attachments()
    yield from between_records()
    yield from series()


def sets():
    clean = slip({CHIE: [handrail()]})
    annex = name_of("UPSIKYU")

    def odd_annex(why, rule, data=clean[annex], **name):
        """The clean unit with another name for table 7."""
        odd = name_of("UPSIKYU", **name)
        unit = {(odd if file == annex else file): each for file, each in clean.items()}
        return Case(why, unit | {odd: data}, fault(rule, odd), True)

    yield "unit-serial-mixed", odd_annex("table 7 has a serial of its own", "unit.serial_mixed", serial=OTHER_SERIAL)
    yield "unit-offices-mixed", odd_annex("table 7 is for another office", "unit.offices_mixed", receiver=HOME_HELP)
    november = [row | {"target_month": "202511"} for row in services.table_7({CHIE: [handrail()]}, MADE)]
    yield "unit-month-mixed", odd_annex("table 7 is for another month", "unit.month_mixed",
                                        form.write("UPSIKYU", november), month="202511")
    plan = record("DLT1KYO", insurer_number=CHIE.insurer, insured_person_number=CHIE.insured,
                  care_plan_date="20251001")
    both = files(RENTAL, {"DLT1KYO": [plan], "DLTPLAN": [withdrawal(CHIE)]})
    yield "unit-set-unknown", Case("two withdrawals that are units of their own", both, fault("unit.set_unknown", None), True)
    yield "unit-file-missing", Case("table 1 without the files that belong to it",
                                    files(RENTAL, {"UP1KYO": plans.table_1()[1:]}), fault("unit.file_missing", None), True)
    yield "unit-file-surplus", Case("a withdrawal among the files of a slip",
                                    clean | files(RENTAL, {"DLTPLAN": [withdrawal(CHIE)]}),
                                    fault("unit.file_surplus", name_of("DLTPLAN")), True)
    copy = annex.replace(".CSV", " - Copy.CSV")
    yield "unit-copy-surplus", Case("a copy beside its original", clean | {copy: clean[annex]},
                                    [fault("name.surplus", copy), fault("unit.copy_surplus", copy)], True)
    yield "unit-same-office", Case("an office writes to itself", files(PLANNER, {"DLTPLAN": [withdrawal(CHIE)]}),
                                   fault("unit.same_office", None), True)


def withdrawal(user):
    return record("DLTPLAN", insurer_number=user.insurer, insured_person_number=user.insured,
                  deletion_target_month=MONTH)


def attachments():
    clean = slip({CHIE: [handrail()]})
    yield "unit-attachment-type", Case("a Word file is attached", clean | {"note.docx": papers.docx()},
                                       fault("unit.attachment_type", "note.docx"), True)
    own = json.dumps({"files": [{"kind": "UPPLAN", "version": "202407", "name": None, "rows": []}], "attachments": []})
    yield "unit-attachment-json", Case("the unit itself as JSON is beside it", clean | {"in.json": own.encode()},
                                       fault("unit.attachment_json", "in.json"), True)
    yield "unit-attachment-empty", Case("an attachment without a byte", clean | {"note.pdf": b""},
                                        fault("unit.attachment_empty", "note.pdf"), True)
    yield "unit-attachment-ending", Case("a photograph named .pdf", clean | {"photo.pdf": papers.jpeg(papers.FAMILY)},
                                         fault("unit.attachment_ending", "photo.pdf"), True)
    yield "unit-unfinished", Case("half a download", clean | {"note.pdf.crdownload": papers.pdf("Note (sample)")},
                                  fault("unit.unfinished", "note.pdf.crdownload"), True)
    yield "unit-packed", Case("a ZIP beside the files", clean | {"slip.zip": papers.docx()},
                              fault("unit.packed", "slip.zip"), True)
    book = name_of("UPPLAN").replace(".CSV", ".xlsx")
    yield "unit-other-ending", Case("a workbook with a CSV file's name", clean | {book: papers.docx()},
                                    fault("unit.other_ending", book), True)
    long = "n" * 117 + ".pdf"
    yield "unit-attachment-name", Case("a name of 121 characters", clean | {long: papers.pdf("Note (sample)")},
                                       fault("unit.attachment_name", long), True)
    image = image_name(PLANNER, NURSING, SERIAL)
    basic = prevention.basic(image)
    yield "unit-image-missing", Case(
        "the family image that the record names is not sent", files(NURSING, {"UPKIHON": basic}),
        fault("unit.image_missing", name_of("UPKIHON", NURSING), 1, layout.item_number("UPKIHON", "family_image_filename")),
        True)
    short = image.replace("_0001.", "_1.")
    yield "name-part-branch", Case(
        "a family image with a branch number of one digit",
        files(NURSING, {"UPKIHON": [basic[0] | {"family_image_filename": ""}]}) | {short: papers.jpeg(papers.FAMILY)},
        fault("name.part_branch", short), True)
    nameless = [basic[0] | {"family_image_filename": ""}]
    yield "unit-image-surplus", Case(
        "a family image that no record names", files(NURSING, {"UPKIHON": nameless}) | {image: papers.jpeg(papers.FAMILY)},
        fault("unit.image_surplus", image), True)


def between_records():
    rail, other = handrail(), handrail(tais="99990-000041")
    both = {AKI: [rail], CHIE: [rail]}
    plan, annex, supplement = (name_of(kind) for kind in ("UPPLAN", "UPSIKYU", "UPHOSOKU"))

    def case(why, rule, unit, file, row, field=None):
        return Case(why, unit, at_field(rule, file, "UPSIKYU", row, field, None), True)

    yield "unit-base-missing", case("a supplement of a user without a plan", "unit.base_missing",
                                    slip(both, people=[AKI, CHIE, DAI]), supplement, 3)
    yield "unit-dependent-missing", case("a user without a supplement", "unit.dependent_missing",
                                         slip(both, people=[AKI]), plan, 2)
    yield "unit-annex-unplanned", case("table 7 has a product that table 6 has not", "unit.annex_unplanned",
                                       slip({CHIE: [rail]}, annex={CHIE: [rail, other]}), annex, 2)
    yield "unit-slip-unannexed", case("table 6 has a product that table 7 has not", "unit.slip_unannexed",
                                      slip({CHIE: [rail, other]}, annex={CHIE: [rail]}), plan, 2)
    home = {kind: name_of(kind, HOME_HELP) for kind in ("UPPLAN", "UPSIKYU")}
    yield "unit-count-differs", case(
        "three visits on table 6, two on table 7", "unit.count_differs",
        slip({BAN: [visit(1), visit(8), visit(15)]}, HOME_HELP, {BAN: [visit(1), visit(8)]}), home["UPSIKYU"], 1,
        "count_or_days")
    results = [row | {"plan_office_number": "9970000020"}
               for row in services.table_6("UPJSK", {CHIE: [rail]}, "20251104", updater=RENTAL)]
    end = {"sender": RENTAL, "serial": "20251104101530"}
    yield "unit-not-addressed", Case(
        "results of what another planner than the receiver has planned", files(PLANNER, {"UPJSK": results}, **end),
        at_field("unit.not_addressed", name_of("UPJSK", PLANNER, **end), "UPJSK", 1, "plan_office_number", None), True)
    stranger = slip({CHIE: [rail], BAN: [visit()]})
    yield "unit-user-not-served", Case(
        "a user whom the receiver does not serve, hence a record of another office",
        stranger, [fault("table.other_offices", plan), fault("unit.user_not_served", plan, 2)], True)


def series():
    def basic(user, serial=SERIAL):
        rows = [row | {"family_image_filename": "", "insured_person_number": user.insured} for row in prevention.basic("")]
        return files(NURSING, {"UPKIHON": rows}, serial=serial)

    plan = files(NURSING, {"UPYOBO": prevention.plan()})
    yield "serial-twice", Case("two units in the same second", {}, fault(
        "series.serial_twice", name_of("UPYOBO", NURSING)), series=[basic(DAI), plan])
    yield "name-collides", Case("two units in the same second with files of one name", {}, fault(
        "series.name_collides", name_of("UPKIHON", NURSING)), series=[basic(DAI), basic(CHIE)])
    gone = files(RENTAL, {"DLTPLAN": [withdrawal(CHIE)]}, serial=OTHER_SERIAL)
    yield "deletion-unmatched", Case("what is withdrawn was not sent", {}, fault(
        "series.deletion_unmatched", name_of("DLTPLAN", serial=OTHER_SERIAL), 1), series=[slip({AKI: [handrail()]}), gone])

    def results(serial, lines):
        rows = services.table_6("UPJSK", {CHIE: lines}, "20251104", updater=RENTAL)
        return files(PLANNER, {"UPJSK": rows}, sender=RENTAL, serial=serial)

    late, later = "20251104110045", "20251105110045"
    yield "results-withdrawn", Case("results of a withdrawn plan", {}, fault(
        "series.results_withdrawn", name_of("UPJSK", PLANNER, late, sender=RENTAL), 1),
        series=[slip({CHIE: [handrail()]}), gone, results(late, [handrail()])])
    two_types = results(late, [handrail(), replace(handrail(), code="671007")])
    first_types = at_field("table.types_mixed", next(iter(two_types)), "UPJSK", 2, "service_code", None)
    yield "correction-partial", Case("corrected results without one of the two services", {}, [
        first_types, fault("series.correction_partial", name_of("UPJSK", PLANNER, later, sender=RENTAL), 1)],
        series=[two_types, results(later, [handrail()])])
