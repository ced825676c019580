//! The states of a message at the relay.

macro_rules! states {
    ($($name:ident $token:literal $ja:literal $en:literal;)*) => {
        /// The state of a message at the relay.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum State {
            $(#[doc = $en] $name,)*
            /// A state of a newer relay.
            Unknown,
        }

        impl State {
            /// All states that are known.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name for programs.
            pub fn token(self) -> &'static str {
                match self { $(Self::$name => $token,)* Self::Unknown => "unknown" }
            }

            /// The name that users see.
            pub fn name_ja(self) -> &'static str {
                match self { $(Self::$name => $ja,)* Self::Unknown => "不明" }
            }

            /// The English name.
            pub fn name_en(self) -> &'static str {
                match self { $(Self::$name => $en,)* Self::Unknown => "Unknown" }
            }
        }
    };
}

states! {
    Accepted "accepted" "送信済" "Accepted by the relay";
    PickedUp "picked_up" "受信済" "Picked up by the receiver";
    Imported "imported" "取込済" "Imported by the receiver";
    Refused "refused" "取込不可" "Refused by the receiver";
    Recalled "recalled" "取消" "Recalled by the sender";
    Expired "expired" "期限切れ" "Expired before it was picked up";
}

impl State {
    /// The state of this name.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.token() == token)
    }
}
