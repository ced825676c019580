//! The case.

use cplink::spec::Kind;
use cplink::unit::{Address, FileName};
use serde::{Deserialize, Serialize};

use super::check::Check;
use super::step::Step;

/// One case of a pack.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its id, which is its folder's name.
    pub id: String,
    /// The pattern it counts for, one of the pack's.
    pub pattern: String,
    /// What kind of check it is.
    pub shape: Shape,
    /// Its title in Japanese.
    pub title_ja: String,
    /// Its title in English.
    pub title_en: String,
    /// As whom the product works in it.
    pub role: Role,
    /// The product's office in it.
    pub office: Address,
    /// What a product must be able to do for it; else it is not applicable.
    pub needs: Vec<Need>,
    /// Where the standard says so.
    pub clause: String,
    /// How much it counts.
    pub level: Level,
    /// What an operator is asked to do.
    pub sheet_ja: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// The checks.
    pub checks: Vec<Check>,
    /// The faults of the relay during the case, a script of the pack: for the relay driver only.
    pub faults: Option<String>,
}

impl Case {
    /// Whether everything it gives can come by a relay: what the product itself once sent, or is for another office,
    /// comes to it by hand alone.
    pub fn can_travel(&self) -> bool {
        self.steps.iter().all(|step| match step {
            Step::Give { files, .. } => {
                let names: Vec<_> = files.iter().filter_map(|file| FileName::parse(&file.name).name).collect();
                names.is_empty() || names.iter().any(|name| name.to.office() == self.office.office())
            }
            Step::Enter { .. } | Step::Take { .. } | Step::Show { .. } => true,
        })
    }
}

/// What kind of check a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Typed in from paper, then exported.
    EnterExport,
    /// Imported, then shown.
    ImportShow,
    /// A plan is imported, and the results that follow from it exported.
    ImportDerive,
    /// Imported, then exported again.
    ReExport,
    /// Must not be imported.
    Refuse,
}

/// As whom the product works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 居宅介護支援事業所.
    CareManager,
    /// サービス提供事業所.
    Provider,
    /// 地域包括支援センター.
    SupportCentre,
}

/// How much a case counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A pattern passes only if it passes.
    Must,
    /// Its failure is reported and does not fail the pattern.
    Should,
    /// Only reported.
    Info,
}

/// What a product must be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// `import:KIND`
    Import(Kind),
    /// `export:KIND`
    Export(Kind),
    /// `enter:KIND`: rows can be typed in.
    Enter(Kind),
    /// `attach`: pictures and papers can be put to what is typed in.
    Attach,
    /// `show`: what was imported can be looked at.
    Show,
}

impl Case {
    /// Whether something goes wrong on the way in it, which only the relay driver can do.
    pub fn is_for_relay(&self) -> bool {
        let is_renewed = |step: &Step| matches!(step, Step::Give { renewed: true, .. });
        self.faults.is_some() || self.is_tampered() || self.steps.iter().any(is_renewed)
    }

    /// Whether the message that carries a unit is spoilt in it.
    pub fn is_tampered(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Give { tamper: Some(_), .. }))
    }
}

impl Need {
    /// The need of a text as it is in a case or in a product's profile.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "show" => return Some(Self::Show),
            "attach" => return Some(Self::Attach),
            _ => {}
        }
        let (verb, kind) = text.split_once(':')?;
        let kind = Kind::parse(kind)?;
        match verb {
            "import" => Some(Self::Import(kind)),
            "export" => Some(Self::Export(kind)),
            "enter" => Some(Self::Enter(kind)),
            _ => None,
        }
    }

    /// The text.
    pub fn text(self) -> String {
        match self {
            Self::Import(kind) => format!("import:{}", kind.name()),
            Self::Export(kind) => format!("export:{}", kind.name()),
            Self::Enter(kind) => format!("enter:{}", kind.name()),
            Self::Attach => "attach".to_owned(),
            Self::Show => "show".to_owned(),
        }
    }
}
