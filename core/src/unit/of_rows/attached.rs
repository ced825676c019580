//! What goes beside the rows: family images and other attachments.

use std::collections::HashMap;

use super::given::{Given, Place, User};
use super::group::Group;
use crate::error::{Code, Error, Result};
use crate::file::Source;
use crate::spec::UnitKind;
use crate::text::to_half_width;
use crate::unit::Unit;

/// The item of 利用者基本情報 that names the image.
pub(super) const IMAGE: &str = "family_image_filename";

/// Branch numbers have four digits.
const BRANCHES: usize = 9999;

/// An attachment of a user.
pub(super) struct Beside {
    user: User,
    kind: UnitKind,
    name: String,
    source: Source,
}

impl Beside {
    pub(super) fn new(user: [&str; 2], kind: UnitKind, name: String, source: Source) -> Self {
        let user = user.map(|part| to_half_width(part.trim()).unwrap_or_else(|| part.trim().to_owned()));
        Self { user, kind, name, source }
    }
}

/// The family images, by the names that the rows have for them.
#[derive(Default)]
pub(super) struct Images(Vec<(String, Source)>);

impl Images {
    pub(super) fn add(&mut self, name: String, source: Source) {
        self.0.push((name.trim().to_owned(), source));
    }

    /// Which image a row names.
    fn of(&self, given: &Given, place: Place) -> Result<Option<usize>> {
        let named = given.row(place).get(IMAGE).unwrap_or_default();
        if named.trim().is_empty() {
            return Ok(None);
        }
        let found = self.0.iter().position(|(name, _)| name.eq_ignore_ascii_case(named.trim()));
        match found {
            Some(found) => Ok(Some(found)),
            None => Err(given.error(Code::RowsMissing, place, Some(IMAGE)).with_detail("missing: the image")),
        }
    }
}

/// Attaches to units, and remembers what has found none.
pub(super) struct Attaching<'a> {
    images: &'a Images,
    beside: &'a [Beside],
    used_images: Vec<bool>,
    used_beside: Vec<bool>,
}

impl<'a> Attaching<'a> {
    pub(super) fn new(images: &'a Images, beside: &'a [Beside]) -> Self {
        Self { images, beside, used_images: vec![false; images.0.len()], used_beside: vec![false; beside.len()] }
    }

    /// Adds the images that these rows name, each once; gives their standard names by row.
    pub(super) fn add_images(
        &mut self,
        unit: &mut Unit,
        given: &Given,
        places: &[Place],
    ) -> Result<HashMap<Place, String>> {
        let (mut added, mut names) = (HashMap::new(), HashMap::new());
        for place in places {
            let Some(image) = self.images.of(given, *place)? else { continue };
            self.used_images[image] = true;
            if added.len() >= BRANCHES && !added.contains_key(&image) {
                return Err(given.error(Code::TooLarge, *place, Some(IMAGE)));
            }
            let branch = added.len() as u16 + 1;
            let name = added.entry(image).or_insert_with(|| unit.add_image(branch, self.images.0[image].1.clone()));
            names.insert(*place, name.clone());
        }
        Ok(names)
    }

    /// Adds the attachments of the users that have rows in the unit.
    pub(super) fn add_beside(&mut self, unit: &mut Unit, group: &Group<'_>) -> Result<()> {
        for (at, beside) in self.beside.iter().enumerate() {
            if beside.kind != group.definition.kind || !group.has(&beside.user) {
                continue;
            }
            if unit.attachments().iter().any(|other| other.name.eq_ignore_ascii_case(&beside.name)) {
                return Err(Error::new(Code::AttachmentName).in_file(beside.name.as_str()));
            }
            unit.add_attachment(beside.name.as_str(), beside.source.clone());
            self.used_beside[at] = true;
        }
        Ok(())
    }

    /// Refuses what is left over.
    pub(super) fn finish(self) -> Result<()> {
        let images = self.images.0.iter().map(|(name, _)| name).zip(self.used_images);
        let beside = self.beside.iter().map(|beside| &beside.name).zip(self.used_beside);
        match images.chain(beside).find(|(_, used)| !used) {
            Some((name, _)) => Err(Error::new(Code::RowWithoutUnit).in_file(name.as_str())),
            None => Ok(()),
        }
    }
}
