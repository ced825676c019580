//! The stores of Windows.

/// Whose store it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WindowsStore {
    /// The user's.
    CurrentUser,
    /// The machine's, for services; reading its keys may take administrator rights.
    LocalMachine,
}

impl WindowsStore {
    /// `current_user` or `local_machine`.
    pub fn id(self) -> &'static str {
        match self {
            Self::CurrentUser => "current_user",
            Self::LocalMachine => "local_machine",
        }
    }
}
