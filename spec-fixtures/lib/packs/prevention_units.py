"""Units of basic information and preventive plans for the cases of D4 and D5, a user at a time."""
from dataclasses import replace

from .. import papers, prevention
from ..layout import record
from ..month import Message, image_name
from ..people import CENTRE, DAI, PLANNER

EMI = replace(DAI, insured="0000000505", name="例示　永美", kana="ﾚｲｼﾞ ｴﾐ", sex="2", birth="19440805")
PICTURES = [papers.jpeg(papers.FAMILY), papers.jpeg(papers.FAMILY[::-1])]
BASIC, PLAN = ("UPKIHON", "UPKIHON_SUB1", "UPKIHON_SUB2"), ("UPYOBO", "UPYOBO_SUB")


def of(user, rows, **values):
    return [row | {"insurer_number": user.insurer, "insured_person_number": user.insured} | values for row in rows]


def basic_of(user, image="", date=prevention.CONSULTED, **values):
    """Kind -> rows of a user's basic information; `values` are of the base record."""
    person = {"user_name": user.name, "user_name_kana": user.kana, "user_sex": user.sex, "user_birth_date": user.birth,
              "consenter_name": user.name}
    on = {"consultation_date": date}
    return {"UPKIHON": of(user, prevention.basic(image), **person | values | on),
            "UPKIHON_SUB1": of(user, prevention.schedule(), **on), "UPKIHON_SUB2": of(user, prevention.illness(), **on)}


def plan_of(user, date=prevention.PLANNED, **values):
    """Kind -> rows of a user's preventive plan; `values` are of the base record."""
    person = {"user_name": user.name, "consenter_name": user.name}
    on = {"prevention_plan_date": date}
    return {"UPYOBO": of(user, prevention.plan(), **person | values | on), "UPYOBO_SUB": of(user, prevention.supports(), **on)}


def tables(kinds, *found):
    return [(kind, [row for each in found for row in each[kind]]) for kind in kinds]


def picture_name(serial, receiver=PLANNER, sender=CENTRE, branch=1):
    return image_name(sender, receiver, serial).replace("_0001.", f"_{branch:04}.")


def message(unit, serial, kinds, *found, receiver=PLANNER, attachments=None):
    return Message("", CENTRE, receiver, serial, unit, "", tables(kinds, *found), attachments or {})


def basic_message(serial, *found, **more):
    return message("basic_info", serial, BASIC, *found, **more)


def plan_message(serial, *found, **more):
    return message("prevention_plan", serial, PLAN, *found, **more)


def withdrawn(serial, kind, user, receiver):
    unit, dates = {
        "DLTKIHON": ("basic_info_deletion", {"consultation_date": prevention.CONSULTED}),
        "DLTYOBO": ("prevention_plan_deletion", {"prevention_plan_date": prevention.PLANNED}),
    }[kind]
    row = record(kind, insurer_number=user.insurer, insured_person_number=user.insured, **dates)
    return Message("", CENTRE, receiver, serial, unit, "", [(kind, [row])])
