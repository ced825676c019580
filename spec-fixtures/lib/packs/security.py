"""Messages and connections that must not be trusted."""
from ..people import DAY_CARE, HOME_HELP
from .case import Case, fact
from .faults import shared, whole
from .service_month import slip
from .written import LINES

CLAUSE = "連携システムの規則"
SHEET = ("この試験では、通信の途中で危険なことが起きます。提供票を受信して取り込み、すべて予定どおりとして、10月分の実績を\n"
         "居宅介護支援事業所あてに送信してください。エラーが表示されたら、案内のとおりに操作してください。\n")
# Case, script, title, and where a product may as well stop and say so: the error, words of it.
WRONG = [
    ("S1-01", "flipped-byte", "受信したメッセージの1ビットが変わる", "A bit of a message is another on its way"),
    ("S1-02", "flipped-list", "一覧の1ビットが変わる", "A bit of a list is another"),
    ("S1-03", "tls12", "古いTLSしか使えない接続", "A connection with an old TLS alone",
     "CPL_E_TLS_VERSION", ["TLS", "暗号", "安全"]),
    ("S1-04", "revoked", "自事業所の証明書が失効と言われる", "The own certificate is called revoked",
     "CPL_E_TLS_CLIENT_REVOKED", ["証明書", "失効"]),
]
# Case, what was done to the message, its title, the error, words of it.
SPOILT = [
    ("S2-01", "part-altered", "署名の後に内容が変わったメッセージ", "A file was changed after it was signed",
     "CPL_E_CONTAINER_DIGEST", ["署名", "改ざん", "内容", "変更", "異な"]),
    ("S2-02", "part-added", "署名の後にファイルが加えられたメッセージ", "A file was added after it was signed",
     "CPL_E_CONTAINER_MANIFEST", ["署名", "改ざん", "目録", "変更", "加え"]),
    ("S2-03", "part-removed", "署名の後にファイルが除かれたメッセージ", "A file was taken out after it was signed",
     "CPL_E_CONTAINER_MANIFEST", ["署名", "改ざん", "目録", "変更", "不足"]),
    ("S2-04", "signature-altered", "署名が変わったメッセージ", "The signature was changed",
     "CPL_E_SIGNATURE_INVALID", ["署名", "改ざん"]),
    ("S2-05", "cut-off", "途中で切れたメッセージ", "A message that ends early",
     "CPL_E_CONTAINER_TRUNCATED", ["途中", "切れ", "壊れ"]),
    ("S3-01", "unknown-issuer", "発行元を信頼できない証明書のメッセージ", "A certificate of an unknown issuer",
     "CPL_E_CERT_UNKNOWN_ISSUER", ["証明書", "発行元", "認証局"]),
    ("S3-02", "expired", "期限切れの証明書のメッセージ", "A certificate that had expired",
     "CPL_E_CERT_EXPIRED", ["証明書", "期限"]),
    ("S3-03", "revoked", "失効した証明書のメッセージ", "A certificate that was revoked",
     "CPL_E_CERT_REVOKED", ["証明書", "失効"]),
    ("S3-04", "other-signer", "別の事業所の証明書で署名されたメッセージ", "A certificate of another office than the sender",
     "CPL_E_CERT_OFFICE", ["証明書", "事業所", "送信元"]),
    ("S3-05", "other-receiver", "別の事業所あてのメッセージ", "A message for another office",
     "CPL_E_MESSAGE_RECEIVER", ["あて", "宛", "送信先", "ほかの事業所", "別の事業所"]),
]


def scripts():
    return {f"{script}.toml": shared(script) for _, script, *_ in WRONG}


def cases():
    for id, script, title_ja, title_en, *may_stop in WRONG:
        yield whole(id, script, title_ja, title_en, CLAUSE, SHEET, *may_stop)
    yield from (spoilt(*each) for each in SPOILT)


def spoilt(id, tamper, title_ja, title_en, error, words):
    """The unit is right, and must not be imported all the same; a whole one behind it is."""
    made = Case(id, "refuse", title_ja, title_en, "provider", HOME_HELP, CLAUSE,
                "提供票を受信してください。1つ目のメッセージは信頼できないため、取り込めないことを確認します。2つ目は取り込めます。\n")
    (bad, good) = LINES
    made.give(slip({bad: LINES[bad]}, HOME_HELP), "refused")
    made.steps[0]["tamper"] = tamper
    made.checks.append({"refused-for": error, "words": words})
    made.give(slip({good: LINES[good]}, HOME_HELP, "20250926101530"))
    return made.show([
        fact("users", "提供票を取り込んだ利用者の人数", "Users of whom a slip was taken over", "UPPLAN", "users", 1),
        fact("visits", "取り込んだ予定の行数", "Planned rows that were taken over", "UPPLAN", "rows", len(LINES[good])),
    ])
