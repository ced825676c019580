"""The invented offices and people of the fixtures."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Office:
    number: str
    service_type: str
    name: str
    unit_price: str = ""

    @property
    def address(self):
        """The office as file names and the manifest name it."""
        return (self.number, self.service_type)


@dataclass(frozen=True)
class User:
    insured: str
    name: str
    kana: str
    sex: str
    birth: str
    address_1: str
    address_2: str
    phone: str
    care_level: str
    limit: int
    certified: str
    valid_from: str
    valid_to: str
    # None: public assistance pays everything, so there is no insurance share to work out.
    benefit_rate: int | None
    previous_level: str = ""
    insurer: str = "990010"
    postal: str = "000-0000"


PLANNER = Office("9970000012", "43", "㈱そらいろ見本 居宅介護支援事業所")
STAFF = "見本　﨑江"
HOME_HELP = Office("9970000111", "11", "ヘルパーステーション架空の森", "10.42")
DAY_CARE = Office("9970000210", "15", "デイサービス「つくりばなし」①号館", "10.27")
RENTAL = Office("9970000319", "17", "㈲ポプラ例示レンタル", "10.00")
NURSING = Office("9960000418", "63", "訪問看護ステーション試作ソレイユ", "10.42")
# It sends and receives in the cases of the certification only.
CENTRE = Office("9960000515", "43", "架空地域包括支援センター")
OFFICES = [PLANNER, HOME_HELP, DAY_CARE, RENTAL, NURSING]

AKI = User(
    "0000000101", "架空　髙子", "ｶｸｳ ﾀｶｺ", "2", "19410203", "架空県見本市十番町１－２－３",
    "すみれ荘　201号", "0000-00-0001", "22", 19705, "20250325", "20250401", "20270331", 90, "21",
)
BAN = User(
    "0000000202", "例示　﨑次郎", "ﾚｲｼﾞ ｻｷｼﾞﾛｳ", "1", "19380715", "架空県見本市表山４－５",
    "", "0000-00-0002", "23", 27048, "20240820", "20240901", "20270831", 80,
)
# Not insured: the number is H and nine digits.
CHIE = User(
    "H000000303", "模擬　千恵", "ﾓｷﾞ ﾁｴ", "2", "19631121", "架空県見本市曽根６",
    "つくし住宅　3棟 405", "0000-00-0003", "21", 16765, "20250905", "20250901", "20260831", None,
)
DAI = User(
    "0000000404", "試作　大", "ｼｻｸ ﾀﾞｲ", "1", "19460430", "架空県見本市予備浜７－８",
    "", "0000-00-0004", "12", 5032, "20250910", "20251001", "20260930", 90,
)
