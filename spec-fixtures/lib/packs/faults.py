"""Faults of the network and the relay, played while a provider receives slips and sends results."""
from pathlib import Path

from ..people import HOME_HELP, PLANNER
from ..services import MON, MONTH, visits
from .case import Case
from .service_month import TOLERATED, ServiceMonth, slip
from .slips import ETSU
from .written import LINES

CLAUSE = "CPX/1（この製品の通信規約。標準仕様に明記なし）"
# Scripts that the packs share with `relay-mock serve --faults`: one text for both.
SHARED = Path(__file__).resolve().parents[3] / "relay-mock" / "faults"
SHEET = ("この試験では、通信の障害が起きます。提供票を受信して取り込み、すべて予定どおりとして、10月分の実績を\n"
         "居宅介護支援事業所あてに送信してください。エラーが表示されたら、案内のとおりに操作してください。\n")
# Case, script, title: what goes wrong when the product sends, receives, connects.
WRONG = [
    ("F1-01", "lost-answer", "送信：応答が失われる", "Sending: answers are lost"),
    ("F1-02", "cut-upload", "送信：途中で切れる", "Sending: the connection breaks"),
    ("F1-03", "delivered-twice", "送信：要求が2回届く", "Sending: requests arrive twice"),
    ("F1-04", "gateway", "送信：途中の機器がエラーを返す", "Sending: something on the way answers instead"),
    ("F1-05", "disk-full", "送信：中継サービスの容量が一時的に足りない", "Sending: the relay has no room for a while"),
    ("F1-06", "silent", "送信：応答が来ない", "Sending: the relay falls silent"),
    ("F2-01", "cut-download", "受信：途中で切れる", "Receiving: the connection breaks"),
    ("F2-02", "doubled-list", "受信：一覧に同じものが2回ある", "Receiving: the list has an entry twice"),
    ("F2-03", "truncated-list", "受信：一覧が途中で切れる", "Receiving: a list ends early"),
    ("F3-01", "refused", "接続：混み合っていて断られる", "Connecting: the relay is busy"),
    ("F3-02", "slow", "接続：応答が遅い", "Connecting: answers are slow"),
    ("F3-03", "broken-handshake", "接続：確立の途中で切れる", "Connecting: broken before it is made"),
]
FIRST = {ETSU: visits(HOME_HELP, "111111", 244, MON, ("0800", "0825"))}
CHANGED = {ETSU: visits(HOME_HELP, "111111", 244, (6, 13), ("0900", "0925"))}
AHEAD = """title_ja = "中継サービスの時計が10分進む"
title_en = "The relay's clock is ten minutes ahead"
# It stays so until the case ends.

[[fault]]
call = "any"
nth = 1
at = "before"
do = "clock:+600"
"""


def shared(name):
    return (SHARED / f"{name}.toml").read_bytes()


def scripts():
    """Name -> bytes of the pack's scripts."""
    names = [script for _, script, *_ in WRONG] + ["reordered-list"]
    return {f"{name}.toml": shared(name) for name in names} | {"clock-ahead.toml": AHEAD.encode()}


def whole(id, script, title_ja, title_en, clause=CLAUSE, sheet=SHEET, error=None, words=()):
    """A slip is received and its results are sent: once, and as they are meant. Where there is an `error`, a product
    may stop there as well, and must then say so."""
    made = Case(id, "import-derive", title_ja, title_en, "provider", HOME_HELP, clause, sheet,
                script=f"{script}.toml")
    made.give(slip(LINES, HOME_HELP), "either" if error else "imported")
    if error:
        made.checks.append({"refused-for": error, "words": list(words)})
    return ServiceMonth(HOME_HELP, LINES).taken(made)


def cases():
    yield from (whole(*each) for each in WRONG)
    yield whole("F3-04", "clock-ahead", "接続：中継サービスの時計が進んでいる", "Connecting: the relay's clock is ahead")
    yield reordered()
    yield renewed()


def reordered():
    """Both slips are there when the product looks, the changed one first in the list."""
    made = Case("F2-04", "import-derive", "受信：一覧の順序が逆になる", "Receiving: lists come the other way round", "provider",
                HOME_HELP, "標準仕様4.1 取込順",
                "2つの提供票（変更前と変更後）を受信して取り込み、すべて変更後の予定どおりとして、10月分の実績を\n"
                "居宅介護支援事業所あてに送信してください。ファイル連番の新しいものが有効です。\n", script="reordered-list.toml")
    units = [slip(FIRST, HOME_HELP), slip(CHANGED, HOME_HELP, "20251017101500")]
    made.files |= {f"give/01/{name}": data for unit in units for name, data in unit.files.items()}
    made.steps += [{"do": "give", "unit": "01"}, {"do": "expect", "outcome": "imported"}]
    made.need("import", [kind for kind, _ in units[0].tables])
    made.proofs += [(unit.files, None) for unit in units]
    return as_changed(made)


def renewed():
    """The planner has another certificate when the changed slip is signed, as valid as the one of the first slip."""
    made = Case("F4-01", "import-derive", "証明書：相手の事業所の電子証明書が更新される", "Certificates: the sender's was renewed",
                "provider", HOME_HELP, "連携システムの規則",
                "2つの提供票（変更前と変更後）を受信して取り込み、すべて変更後の予定どおりとして、10月分の実績を\n"
                "居宅介護支援事業所あてに送信してください。変更後の提供票は、更新された電子証明書で署名されています。\n")
    made.give(slip(FIRST, HOME_HELP))
    made.give(slip(CHANGED, HOME_HELP, "20251017101500"))
    made.steps[2]["renewed"] = True
    return as_changed(made)


def as_changed(made):
    return made.take("results", [("UPJSK", ServiceMonth(HOME_HELP, CHANGED).rows())], PLANNER, "plan-as-done", MONTH,
                     tolerate=TOLERATED, absent="rows-of-other-offices")
