//! Pages as one PDF: text that can be selected and read aloud, in a font that is in the file.

mod face;
mod lattice;
mod marks;
mod picture;
mod place;
mod placed;
mod structure;

use std::io::{self, Write};

use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Transform};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::TagTree;
use krilla::{Document, SerializeSettings};

use self::face::Face;
use super::page::{LANGUAGE, Page, TITLE};

/// The points of a millimetre.
const POINTS: f32 = 72.0 / 25.4;
/// What made the file.
const CREATOR: &str = "CarePlanLink";

/// Writes pages as PDF/UA-1. The same pages give the same bytes: no clock, no name of a machine is in them.
///
/// A character that CP932 lacks is shown as 〓; who copies or hears the text gets the character itself.
///
/// The file is written when it ends, since it says at its end what is where: until then every page is in memory, about
/// a quarter of a MiB with its structure for reading aloud. So there is a limit, [`PdfPainter::MAX_PAGES`].
pub struct PdfPainter<W: Write> {
    out: W,
    document: Document,
    face: Face,
    structure: TagTree,
    outline: Outline,
    pages: usize,
}

impl<W: Write> PdfPainter<W> {
    /// The most pages of a file, for which a process needs one GiB.
    pub const MAX_PAGES: usize = 4000;

    /// Begins a file.
    ///
    /// # Errors
    /// None that is known: those of the font, which is part of the library.
    pub fn begin(out: W) -> io::Result<Self> {
        let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        let configuration = configuration.map_err(|error| io::Error::other(format!("{error:?}")))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        Ok(Self {
            out,
            document: Document::new_with(settings),
            face: Face::new()?,
            structure: TagTree::new().with_lang(Some(LANGUAGE.to_owned())),
            outline: Outline::new(),
            pages: 0,
        })
    }

    /// Adds a page.
    ///
    /// # Errors
    /// [`FileTooLarge`](io::ErrorKind::FileTooLarge) behind the last page that a file may have.
    pub fn page(&mut self, page: &Page) -> io::Result<()> {
        if self.pages == Self::MAX_PAGES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let (width, height) = (page.sheet.width() * POINTS, page.sheet.height() * POINTS);
        let settings = PageSettings::from_wh(width, height).ok_or(io::ErrorKind::InvalidInput)?;
        let mut sheet = self.document.start_page_with(settings);
        let mut surface = sheet.surface();
        // From here on everything is in millimetres.
        surface.push_transform(&Transform::from_scale(POINTS, POINTS));
        self.structure.push(structure::paint(&mut surface, &self.face, page));
        surface.pop();
        surface.finish();
        sheet.finish();
        let top = XyzDestination::new(self.pages, Point::from_xy(0.0, 0.0));
        self.outline.push_child(OutlineNode::new(page.title.clone(), top));
        self.pages += 1;
        Ok(())
    }

    /// Writes the file, and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end(mut self) -> io::Result<W> {
        let metadata =
            Metadata::new().title(TITLE.to_owned()).language(LANGUAGE.to_owned()).creator(CREATOR.to_owned());
        self.document.set_metadata(metadata);
        self.document.set_outline(self.outline);
        self.document.set_tag_tree(self.structure);
        let bytes = self.document.finish().map_err(|error| io::Error::other(format!("{error:?}")))?;
        self.out.write_all(&bytes)?;
        self.out.flush()?;
        Ok(self.out)
    }
}
