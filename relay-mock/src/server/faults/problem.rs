//! What can be wrong with a script.

use super::call::Call;
use super::effect::Effect;
use super::limits;
use super::place::Place;

/// What is wrong with a script.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// It is not TOML, or not JSON: what the parser says.
    Syntax(String),
    /// It is too long, or has too many faults.
    TooLarge,
    /// There is no fault in it.
    Empty,
    /// There is no such field; these there are.
    Field(&'static [&'static str]),
    /// A field that must be given is missing.
    Missing,
    /// Not exactly one of `nth`, `every` and `chance`.
    When,
    /// It should be a text.
    Text,
    /// It should be a whole number.
    Whole,
    /// It should be a number.
    Number,
    /// It should be a list of `[[fault]]`.
    Faults,
    /// There is no such call.
    Call,
    /// It is no office number.
    Office,
    /// It is not within 1 to a million.
    Count,
    /// It is not above 0 and at most 1.
    Chance,
    /// There is no such place.
    Place,
    /// There is no such effect.
    Effect,
    /// The effect makes no sense at the place.
    Pair {
        /// The place.
        at: Place,
        /// The effect.
        effect: Effect,
    },
    /// Effect and place make no sense for the call.
    NotForCall {
        /// The place.
        at: Place,
        /// The effect.
        effect: Effect,
        /// For these it does.
        goes: Vec<Call>,
    },
    /// Before the handshake has ended nobody knows the call.
    CallAtHandshake,
    /// Of the handshake's faults, only one knows the office.
    OfficeAtHandshake,
}

impl Problem {
    /// What is wrong, in Japanese and in English.
    pub(super) fn message(&self) -> [String; 2] {
        let both = |ja: &str, en: &str| [ja.to_owned(), en.to_owned()];
        match self {
            Self::Syntax(why) => [format!("形式が正しくありません（{why}）。"), format!("It cannot be read: {why}.")],
            Self::TooLarge => both("台本が大きすぎます。", "The script is too large."),
            Self::Empty => both("障害が1つもありません。", "There is no fault in it."),
            Self::Field(_) => both("この名前の項目はありません。", "There is no such field."),
            Self::Missing => both("この項目がありません。", "This field is missing."),
            Self::When => both(
                "nth、every、chance のどれか1つだけを指定する必要があります。",
                "Exactly one of nth, every and chance must be given.",
            ),
            Self::Text => both("文字列ではありません。", "It is not a text."),
            Self::Whole => both("0以上の整数ではありません。", "It is not a whole number from 0."),
            Self::Number => both("数ではありません。", "It is not a number."),
            Self::Faults => both("障害の一覧ではありません。", "It is not a list of faults."),
            Self::Call => both("この呼び出しは中継サービスにありません。", "The relay has no such call."),
            Self::Office => both("事業所番号ではありません。", "It is not an office number."),
            Self::Count => both("指定できる範囲の数ではありません。", "The number is out of range."),
            Self::Chance => both("確率ではありません。", "It is not a probability."),
            Self::Place => both("この場所はありません。", "There is no such place."),
            Self::Effect => both("この障害はありません。", "There is no such effect."),
            Self::Pair { at, effect } => [
                format!("場所 {at} では、障害 {effect} を起こせません。"),
                format!("At {at}, {effect} makes no sense."),
            ],
            Self::NotForCall { at, effect, .. } => [
                format!("この呼び出しの {at} では、障害 {effect} を起こせません。"),
                format!("For this call, {effect} at {at} makes no sense."),
            ],
            Self::CallAtHandshake => both(
                "接続の開始時（handshake）には、どの呼び出しかがまだ分かりません。",
                "At the handshake nobody knows yet which call will come.",
            ),
            Self::OfficeAtHandshake => both(
                "接続の開始時（handshake）には、revoke のほかでは、どの事業所かがまだ分かりません。",
                "At the handshake only revoke knows the office.",
            ),
        }
    }

    /// What to do, in Japanese and in English.
    pub(super) fn remedy(&self) -> [String; 2] {
        let both = |ja: &str, en: &str| [ja.to_owned(), en.to_owned()];
        let one_of = |forms: &[&str]| {
            [
                format!("次のどれかを指定してください：{}", forms.join("、")),
                format!("Give one of: {}.", forms.join(", ")),
            ]
        };
        match self {
            Self::Syntax(_) => both(
                "relay-mock/faults にある台本を手本に直してください。",
                "Write it as the scripts in relay-mock/faults are written.",
            ),
            Self::TooLarge => [
                format!("障害は{}個まで、全体で64 KBまでにしてください。", limits::FAULTS),
                format!("A script has at most {} faults and 64 KB.", limits::FAULTS),
            ],
            Self::Empty | Self::Faults => both("[[fault]] を1つ以上書いてください。", "Write at least one [[fault]]."),
            Self::Field(known) => one_of(known),
            Self::Missing => both("この項目を書いてください。", "Write this field."),
            Self::When => both(
                "1つだけ書いてください（例：nth = 2 は2回目、every = 3 は3回ごと、chance = 0.1 は10回に1回の割合）。",
                "Write one: nth = 2 is the second call, every = 3 every third, chance = 0.1 one in ten.",
            ),
            Self::Text => both("\" で囲んで書いてください。", "Put it in quotes."),
            Self::Whole => both("半角の整数を書いてください。", "Write a whole number without quotes."),
            Self::Number => both("半角の数を書いてください（例：0.1）。", "Write a number without quotes, as 0.1."),
            Self::Call => {
                let mut calls = vec!["any"];
                calls.extend(Call::ALL.map(Call::id));
                calls.push("/v1/messages/{id}");
                one_of(&calls)
            }
            Self::Office => both(
                "事業所番号（半角の数字10桁。英大文字を含むこともあります）を指定してください。",
                "An office number has 10 half-width digits or capital letters.",
            ),
            Self::Count => [
                format!("1から{}までで指定してください。", limits::COUNT),
                format!("Give a number from 1 to {}.", limits::COUNT),
            ],
            Self::Chance => both("0より大きく1以下で指定してください。", "Give a number above 0 and at most 1."),
            Self::Place => one_of(&Place::FORMS),
            Self::Effect => one_of(&Effect::FORMS),
            Self::Pair { at, effect } => {
                let goes = Effect::forms_at(*at).join(", ");
                let places = places_of(*effect).join(", ");
                [
                    format!("{} で起こせるもの：{goes}。{effect} を起こせる場所：{places}", at.form()),
                    format!("At {} go: {goes}. {effect} goes at: {places}.", at.form()),
                ]
            }
            Self::NotForCall { goes, .. } => one_of(&goes.iter().map(|call| call.id()).collect::<Vec<_>>()),
            Self::CallAtHandshake => both("call = \"any\" にしてください。", "Give call = \"any\"."),
            Self::OfficeAtHandshake => both("office を消してください。", "Leave office out."),
        }
    }
}

/// The forms of the places where an effect makes sense.
fn places_of(effect: Effect) -> Vec<&'static str> {
    let places = [Place::Handshake, Place::Before, Place::RequestByte(0), Place::AfterCommit, Place::AnswerByte(0)];
    places.into_iter().filter(|place| effect.goes_at(*place)).map(Place::form).collect()
}
