//! Where what lies in the folder, and what the folder says of itself.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use time::macros::offset;
use time::{Month, OffsetDateTime};

use super::Side;
use super::disk::{Disk, is_folder};
use crate::error::{Code, Error, Result};
use crate::keys::is_office_number;
use crate::seal::MessageId;

const FILE: &str = "mailbox.json";
const FORMAT: &str = "CPX-mailbox/";
/// The version of all that is in the folder.
const VERSION: u32 = 1;

/// What the folder says of itself.
#[derive(Serialize, Deserialize)]
struct About {
    format: String,
    office: String,
}

/// The folder.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The folder of this office's mailbox, which is made where there is none.
    pub(super) fn open(disk: &Disk, root: &Path, office: &str) -> Result<Self> {
        if root.as_os_str().is_empty() || !is_office_number(office) {
            let is_unnamed = root.as_os_str().is_empty();
            let code = if is_unnamed { Code::MailboxFolder } else { Code::OfficeNumber };
            return Err(Error::new(code).with_detail("a mailbox needs a folder and an office's number"));
        }
        if root.symlink_metadata().is_ok() && !root.is_dir() {
            return Err(foreign(root));
        }
        let file = root.join(FILE);
        if disk.read(&file)?.is_none() {
            let is_refused = Self::may_be_made(disk, root);
            // Another program may have made it since.
            if is_refused.is_err() && disk.read(&file)?.is_none() {
                is_refused?;
            }
            let about = About { format: format!("{FORMAT}{VERSION}"), office: office.to_owned() };
            let bytes = serde_json::to_vec_pretty(&about).map_err(|error| Error::new(Code::Bug).with_source(error))?;
            // Where somebody else was faster, theirs counts.
            disk.write_new(&file, &bytes)?;
        }
        let layout = Self { root: root.to_owned() };
        layout.require(disk, office)?;
        Ok(layout)
    }

    /// Fails where the folder is not, or no longer, this office's mailbox: it was moved away, its share is not
    /// connected, or another is there. Nothing may be begun anew in its place.
    pub(super) fn require(&self, disk: &Disk, office: &str) -> Result<()> {
        if Self::office_of(disk, &self.root)? != office {
            return Err(Error::new(Code::MailboxOffice).in_file(self.root.join(FILE).display().to_string()));
        }
        Ok(())
    }

    /// The office whose mailbox is in this folder.
    pub(super) fn office_of(disk: &Disk, root: &Path) -> Result<String> {
        let file = root.join(FILE);
        let missing = || Error::new(Code::MailboxMissing).in_file(root.display().to_string());
        let (bytes, _) = disk.read(&file)?.ok_or_else(missing)?;
        let about: About = serde_json::from_slice(&bytes).map_err(|_| foreign(&file))?;
        let version = about.format.strip_prefix(FORMAT).and_then(|version| version.parse::<u32>().ok());
        match version {
            None | Some(0) => Err(foreign(&file)),
            Some(version) if version > VERSION => {
                Err(Error::new(Code::MailboxVersion).in_file(file.display().to_string()))
            }
            Some(_) => Ok(about.office),
        }
    }

    /// Refuses a folder with other things in it: what we would not know from ours.
    fn may_be_made(disk: &Disk, root: &Path) -> Result<()> {
        let is_foreign = |name: &String| !crate::file::is_system_file(name) && name != FILE;
        match disk.names(root)?.into_iter().find(is_foreign) {
            Some(name) => Err(foreign(&root.join(name))),
            None => Ok(()),
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn leases(&self) -> PathBuf {
        self.root.join("leases")
    }

    /// The folder of one side.
    pub(super) fn side(&self, side: Side) -> PathBuf {
        self.root.join(side.token())
    }

    /// Entries about which something is still to be done.
    pub(super) fn open_entries(&self, side: Side) -> PathBuf {
        self.side(side).join("entries")
    }

    /// Entries that are done, by month.
    pub(super) fn archive(&self, side: Side) -> PathBuf {
        self.side(side).join("archive")
    }

    /// An index: names of entries that something is to be done about.
    pub(super) fn index(&self, side: Side, index: Index) -> PathBuf {
        self.side(side).join(index.name())
    }

    /// Where is announced that names came into the index of what is due.
    pub(super) fn news(&self) -> PathBuf {
        self.side(Side::Inbox).join("news")
    }

    /// How far the relay's list was read.
    pub(super) fn cursor(&self, side: Side) -> PathBuf {
        self.side(side).join("cursor")
    }

    /// An entry that is not in the archive.
    pub(super) fn entry(&self, side: Side, id: &MessageId) -> PathBuf {
        self.open_entries(side).join(id.to_string())
    }

    /// Where containers and receipts of a month are kept.
    pub(super) fn kept(&self, at: OffsetDateTime) -> PathBuf {
        self.root.join("kept").join(month(at))
    }

    /// Where the container of a message of that time is kept.
    pub(super) fn container(&self, at: OffsetDateTime, id: &MessageId) -> PathBuf {
        self.kept(at).join(id.container_name())
    }

    /// All folders of months that are kept.
    pub(super) fn all_kept(&self) -> PathBuf {
        self.root.join("kept")
    }

    /// An entry's folder, wherever it is; `None` where there is none.
    pub(super) fn find(&self, disk: &Disk, side: Side, id: &MessageId) -> Result<Option<PathBuf>> {
        // Twice: it may be moved into the archive while it is looked for.
        for is_again in [false, true] {
            if is_again {
                disk.look_anew(&self.open_entries(side));
            }
            let open = self.entry(side, id);
            if is_folder(&open) {
                return Ok(Some(open));
            }
            if let Some(archived) = self.archived(disk, side, id, is_again)? {
                return Ok(Some(archived));
            }
        }
        Ok(None)
    }

    /// An entry's folder in the archive.
    pub(super) fn find_archived(&self, disk: &Disk, side: Side, id: &MessageId) -> Result<Option<PathBuf>> {
        self.archived(disk, side, id, true)
    }

    fn archived(&self, disk: &Disk, side: Side, id: &MessageId, is_anew: bool) -> Result<Option<PathBuf>> {
        let archive = self.archive(side);
        let mut months = disk.names(&archive)?;
        // What is looked for is recent.
        months.reverse();
        if let Some(month) = months.first().filter(|_| is_anew) {
            disk.look_anew(&archive.join(month));
        }
        let there = months.into_iter().map(|month| archive.join(month).join(id.to_string()));
        Ok(there.into_iter().find(|path| is_folder(path)))
    }
}

/// An index of entries: a folder with an empty file for each. It may hold too many names, never too few: a name comes
/// before what it is for, and goes once that can never be again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Index {
    /// To be sent, or to be handed to the host; or in the way of those that are.
    Due,
    /// To be recalled.
    Recall,
    /// Of what is due in the inbox, that which cannot be handed out before it is fetched: few, where thousands are due.
    Fetch,
    /// To be reported to the relay.
    Report,
    /// To be moved into the archive.
    Done,
}

impl Index {
    fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Recall => "recall",
            Self::Fetch => "fetch",
            Self::Report => "report",
            Self::Done => "done",
        }
    }
}

/// `YYYY-MM` in Japan.
pub(super) fn month(at: OffsetDateTime) -> String {
    // The last hours of the year 9999 have no date in Japan; a damaged record may name them.
    let at = at.checked_to_offset(offset!(+9)).unwrap_or(at);
    format!("{:04}-{:02}", at.year(), u8::from(at.month()))
}

/// The first moment after a folder's month; `None` where it is no month's.
pub(super) fn end_of(month: &str) -> Option<OffsetDateTime> {
    let (year, number) = month.split_once('-').filter(|(year, number)| year.len() == 4 && number.len() == 2)?;
    let (year, number): (i32, u8) = (year.parse().ok()?, number.parse().ok()?);
    let (year, next) =
        if number == 12 { (year + 1, Month::January) } else { (year, Month::try_from(number + 1).ok()?) };
    Some(time::Date::from_calendar_date(year, next, 1).ok()?.midnight().assume_offset(offset!(+9)))
}

fn foreign(path: &Path) -> Error {
    Error::new(Code::MailboxFolder).in_file(path.display().to_string())
}
