//! The changes as pages of HTML.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use cplink::Code;
use cplink::form::{Changes, FormKind, HtmlPainter, NameTable, Page};
use cplink_cli::{Fault, refuse_existing, write_streamed};

use super::results::Sides;
use crate::shell::Shell;
use crate::verbs::input::{Input, has_ending};

/// Refuses what cannot be written before anything is read.
pub(super) fn check_out(out: Option<&Path>, force: bool, shell: Shell) -> Result<(), Fault> {
    match out {
        Some(out) if !has_ending(out, "html") => Err(Fault::argument(
            ["この種類のファイルには書き出せません。", "Files with this extension cannot be written."],
            ["出力先は .html のファイルにしてください。", "Name a file that ends in .html."],
        )
        .about(out.display())),
        Some(out) => refuse_existing(out, force),
        None if shell.json => Err(Fault::argument(
            [
                "--json のときは変更点のページを標準出力に出せません。",
                "With --json the pages cannot go to standard output.",
            ],
            ["出力先を --out で指定してください。", "Name a file with --out."],
        )),
        None => Ok(()),
    }
}

/// Writes the pages as they are made, to the file or else to standard output.
pub(super) fn write(old: &Input, new: &Input, out: Option<&Path>, force: bool) -> Result<(), Fault> {
    let [old, new] = [old, new].map(|input| input.unit.files.iter().map(|file| &file.table));
    let changes = Changes::between(old, new)?;
    paint_to(changes.pages(&NameTable::default()), out, force)
}

/// Writes 第6表 of a plan with its results.
pub(super) fn write_sides(sides: &Sides<'_>, out: Option<&Path>, force: bool) -> Result<(), Fault> {
    paint_to(sides.slip()?.pages(&[FormKind::Table6], &NameTable::default()), out, force)
}

fn paint_to(pages: impl Iterator<Item = Page>, out: Option<&Path>, force: bool) -> Result<(), Fault> {
    let Some(out) = out else {
        let written = paint(&mut BufWriter::new(io::stdout().lock()), pages);
        let written = written.map_err(|error| Fault::io(Code::FileWrite, "stdout", error));
        // A reader that has gone away is no fault of ours.
        return written.or_else(|fault| if fault.is_unread() { Ok(()) } else { Err(fault) });
    };
    write_streamed(out, force, |file| paint(file, pages))
}

fn paint(out: &mut dyn Write, mut pages: impl Iterator<Item = Page>) -> io::Result<()> {
    let mut painter = HtmlPainter::begin(out)?;
    pages.try_for_each(|page| painter.page(&page))?;
    painter.end().map(drop)
}
