//! A profile that cannot be used: where, what, and what to do.

use std::fmt;

/// The characters that a product's name may have, and its version.
pub const NAME_CHARS: usize = 100;
/// How much of a word that means nothing is shown.
const MAX_WORD: usize = 40;

/// A profile that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileFault {
    /// The line of the file, from 1, where it is known.
    pub line: Option<usize>,
    /// The key.
    pub key: Option<String>,
    /// What is wrong with it.
    pub problem: ProfileProblem,
}

/// What can be wrong with a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileProblem {
    /// The file is too long to be one.
    TooLarge,
    /// The file is no text.
    NotText,
    /// The file is not TOML: what the parser says.
    Syntax(String),
    /// There is no such key.
    Key,
    /// A key is missing.
    Missing,
    /// It should be a text.
    Text,
    /// It should be a list of texts.
    List,
    /// There is nothing in it.
    Blank,
    /// The name, or the version, is too long.
    TooLong,
    /// Something in it is not seen.
    Unseen,
    /// There is no such role.
    Role(String),
    /// There is no such ability.
    Ability(String),
}

impl ProfileFault {
    /// A fault of a file as a whole.
    pub(in crate::certify) fn of_file(problem: ProfileProblem) -> Self {
        Self { line: None, key: None, problem }
    }

    /// A fault of a key.
    pub(in crate::certify) fn of(key: &str, problem: ProfileProblem) -> Self {
        Self { line: None, key: Some(key.to_owned()), problem }
    }

    /// With its place in a file.
    pub(in crate::certify) fn at(self, line: Option<usize>) -> Self {
        Self { line, ..self }
    }

    /// Where and what, in Japanese.
    pub fn message_ja(&self) -> String {
        let line = self.line.map(|line| format!("{line}行目"));
        let key = self.key.as_ref().map(|key| format!("「{}」", shown(key)));
        let place: Vec<String> = line.into_iter().chain(key).collect();
        let [what, _] = self.problem.message();
        if place.is_empty() { what } else { format!("{}：{what}", place.join("、")) }
    }

    /// The same in English.
    pub fn message_en(&self) -> String {
        let line = self.line.map(|line| format!("line {line}"));
        let key = self.key.as_ref().map(|key| format!("\"{}\"", shown(key)));
        let place: Vec<String> = line.into_iter().chain(key).collect();
        let [_, what] = self.problem.message();
        if place.is_empty() { what } else { format!("{}: {what}", place.join(", ")) }
    }
}

impl fmt::Display for ProfileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [_, remedy] = self.problem.remedy();
        write!(f, "{} {remedy}", self.message_en())
    }
}

impl std::error::Error for ProfileFault {}

impl ProfileProblem {
    /// What is wrong, in Japanese and in English.
    pub fn message(&self) -> [String; 2] {
        let both = |ja: &str, en: &str| [ja.to_owned(), en.to_owned()];
        match self {
            Self::TooLarge => both("ファイルが大きすぎます。", "The file is too large."),
            Self::NotText => both("文字として読み取れません。", "It is no text that can be read."),
            Self::Syntax(why) => [format!("TOMLの形式ではありません（{why}）。"), format!("It is not TOML: {why}.")],
            Self::Key => both("この名前の項目はありません。", "There is no such key."),
            Self::Missing => both("この項目がありません。", "This key is missing."),
            Self::Text => both("文字列ではありません。", "It is not a text."),
            Self::List => both("文字列の一覧ではありません。", "It is not a list of texts."),
            Self::Blank => both("何も書かれていません。", "There is nothing in it."),
            Self::TooLong => {
                [format!("{NAME_CHARS}文字を超えています。"), format!("It has more than {NAME_CHARS} characters.")]
            }
            Self::Unseen => both("目に見えない文字が入っています。", "It has characters that are not seen."),
            Self::Role(word) => {
                let word = shown(word);
                [format!("「{word}」という役割はありません。"), format!("There is no role \"{word}\".")]
            }
            Self::Ability(word) => {
                let word = shown(word);
                [format!("「{word}」という機能はありません。"), format!("There is no ability \"{word}\".")]
            }
        }
    }

    /// What to do, in Japanese and in English.
    pub fn remedy(&self) -> [String; 2] {
        let both = |ja: &str, en: &str| [ja.to_owned(), en.to_owned()];
        match self {
            Self::TooLarge => both(
                "製品の説明のファイル（product.toml、64 KBまで）かどうかを確認してください。",
                "See whether it is the product's profile, product.toml, of at most 64 KB.",
            ),
            Self::NotText => both("文字コードをUTF-8にして保存し直してください。", "Save it as UTF-8."),
            Self::Syntax(_) => both(
                "CERTIFY.ja.md にある product.toml を手本に直してください。",
                "Write it as the product.toml in CERTIFY.md is written.",
            ),
            Self::Key => both(
                "書けるのは name、version、roles、supports だけです。つづりを確認してください。",
                "There are name, version, roles and supports alone. See how it is spelt.",
            ),
            Self::Missing => both("この項目を書いてください。", "Write this key."),
            Self::Text => both("\" で囲んで書いてください。", "Put it in quotes."),
            Self::List => both("[\"show\"] のように書いてください。", "Write it as [\"show\"]."),
            Self::Blank | Self::TooLong => {
                [format!("1～{NAME_CHARS}文字で書いてください。"), format!("Give 1 to {NAME_CHARS} characters.")]
            }
            Self::Unseen => both(
                "改行や文字の向きを変える記号などを消してください。",
                "Remove line breaks, marks of direction and the like.",
            ),
            Self::Role(_) => both(
                "care-manager、provider、support-centre から選んでください。",
                "Choose from care-manager, provider and support-centre.",
            ),
            Self::Ability(_) => both(
                "import:種別、export:種別、enter:種別（種別は UPPLAN など。* はすべて）、attach、show から選んでください。",
                "Choose from import:KIND, export:KIND and enter:KIND (KIND as UPPLAN; * is all), attach and show.",
            ),
        }
    }
}

/// A word of somebody's file, short and harmless.
fn shown(word: &str) -> String {
    let mut signs = word.chars();
    let short: String = signs.by_ref().take(MAX_WORD).collect();
    format!("{}{}", short.escape_debug(), if signs.next().is_some() { "…" } else { "" })
}
