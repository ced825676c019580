//! A cell with a code of a code list.

/// The enum of a code list. An unknown code is kept, and so is a known one in full-width characters.
macro_rules! code_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$code_doc:meta])* $variant:ident = $code:literal $ja:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$code_doc])* $variant,)*
            /// A code that the list does not have.
            Other(Box<str>),
        }

        impl $name {
            /// All codes of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The value of a code.
            pub fn from_code(code: &str) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    _ => Self::Other(code.into()),
                }
            }

            /// The code.
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Other(code) => code,
                }
            }

            /// The Japanese name; `None` for a code that the list does not have.
            pub fn name_ja(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($ja),)*
                    Self::Other(_) => None,
                }
            }
        }

        impl $crate::typed::CellValue for $name {
            fn exact(bytes: &[u8]) -> Option<Self> {
                if !bytes.is_ascii() {
                    return None;
                }
                std::str::from_utf8(bytes).ok().map(Self::from_code)
            }

            fn from_text(text: &str) -> Option<Self> {
                match $crate::text::to_half_width(text).map(|code| Self::from_code(&code)) {
                    Some(known) if known.name_ja().is_some() => Some(known),
                    _ => Some(Self::from_code(text)),
                }
            }

            fn text(&self) -> std::borrow::Cow<'_, str> {
                std::borrow::Cow::Borrowed(self.code())
            }
        }

        $crate::typed::value::as_text!($name);
    };
}
pub(super) use code_list;
