//! What is around every page.

use super::super::door::Session;

/// The pages of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Here {
    Received,
    Sent,
    Compose,
    Offices,
    Inspect,
    Certify,
    Faults,
    Connections,
    /// A page that is not in the menu.
    Elsewhere,
}

impl Here {
    /// Those of the menu, in its order.
    pub(in super::super) const MENU: &[Self] = &[
        Self::Received,
        Self::Sent,
        Self::Compose,
        Self::Offices,
        Self::Inspect,
        Self::Certify,
        Self::Faults,
        Self::Connections,
    ];

    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Received => "受信",
            Self::Sent => "送信済",
            Self::Compose => "新規作成",
            Self::Offices => "事業所",
            Self::Inspect => "検査",
            Self::Certify => "認証",
            Self::Faults => "障害",
            Self::Connections => "接続",
            Self::Elsewhere => "",
        }
    }

    pub(in super::super) fn path(self) -> &'static str {
        match self {
            Self::Received => "/received",
            Self::Sent => "/sent",
            Self::Compose => "/compose",
            Self::Offices => "/offices",
            Self::Inspect => "/inspect",
            Self::Certify => "/certify",
            Self::Faults => "/faults",
            Self::Connections => "/connections",
            Self::Elsewhere => "/",
        }
    }
}

/// What is around a page.
pub(in super::super) struct Layout {
    pub(in super::super) title: String,
    pub(in super::super) here: Here,
    /// For the page's forms.
    pub(in super::super) token: String,
    /// Whether a number on it could be a real person's.
    pub(in super::super) looks_real: bool,
}

impl Layout {
    pub(in super::super) fn new(session: &Session, here: Here, title: impl Into<String>) -> Self {
        Self { title: title.into(), here, token: session.token().to_owned(), looks_real: false }
    }
}
