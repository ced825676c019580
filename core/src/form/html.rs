//! Pages as one HTML file: it loads nothing, runs nothing and escapes everything.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use base64ct::{Base64, Encoding as _};

use super::fit::PAD;
use super::frame::Frame;
use super::grid::{Cell, Fill, Grid, Role, Stroke};
use super::lines::{Align, Lines, Run, Style, VerticalAlign};
use super::page::{Item, LANGUAGE, Label, LabelRole, Page, Picture, Sheet, TITLE};

const STYLE: &str = include_str!("html.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// Writes pages as they come; only one of them is in memory.
pub struct HtmlPainter<W: Write>(W);

impl<W: Write> HtmlPainter<W> {
    /// Writes what comes before the first page.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn begin(mut out: W) -> io::Result<Self> {
        writeln!(out, "<!DOCTYPE html>\n<html lang=\"{LANGUAGE}\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">")?;
        writeln!(out, "<title>{TITLE}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>")?;
        Ok(Self(out))
    }

    /// Writes a page.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn page(&mut self, page: &Page) -> io::Result<()> {
        let mut html = String::new();
        // A text takes everything.
        let _ = paint(&mut html, page);
        self.0.write_all(html.as_bytes())
    }

    /// Writes what comes behind the last page, and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end(mut self) -> io::Result<W> {
        self.0.write_all(b"</body>\n</html>\n")?;
        self.0.flush()?;
        Ok(self.0)
    }
}

fn paint(out: &mut String, page: &Page) -> fmt::Result {
    let class = if page.sheet == Sheet::Landscape { "landscape" } else { "portrait" };
    writeln!(out, "<section class=\"{class}\" aria-label=\"{}\">", Escaped(&page.title))?;
    for item in &page.items {
        match item {
            Item::Label(label) => paint_label(out, label)?,
            Item::Grid(grid) => paint_grid(out, grid)?,
            Item::Rule(rule) => {
                let ((left, top), (right, bottom)) = (rule.from, rule.to);
                let frame = Frame { left, top, width: right - left, height: bottom - top };
                writeln!(out, "<hr style=\"{}\">", Place(frame))?;
            }
            Item::Picture(picture) => paint_picture(out, picture)?,
        }
    }
    writeln!(out, "</section>")
}

fn paint_label(out: &mut String, label: &Label) -> fmt::Result {
    let tag = if label.role == LabelRole::Heading { "h1" } else { "p" };
    let boxed = if label.is_boxed { " boxed" } else { "" };
    write!(out, "<{tag} class=\"{}{boxed}\" style=\"{}", align(label.align), Place(label.frame))?;
    write!(out, ";line-height:{:.2}mm;font-size:{:.2}mm\">", label.frame.height, label.lines.size)?;
    paint_lines(out, &label.lines, label.frame.width)?;
    writeln!(out, "</{tag}>")
}

fn paint_picture(out: &mut String, picture: &Picture) -> fmt::Result {
    write!(out, "<img style=\"{}\" alt=\"{}\" ", Place(picture.frame), Escaped(&picture.alt))?;
    // The file has the picture in it, so that nothing is loaded.
    writeln!(out, "src=\"data:{};base64,{}\">", picture.format.media_type(), Base64::encode_string(&picture.bytes))
}

fn paint_grid(out: &mut String, grid: &Grid) -> fmt::Result {
    let frame =
        Frame { left: grid.left, top: grid.top, width: grid.columns.iter().sum(), height: grid.rows.iter().sum() };
    write!(out, "<table style=\"{}\">\n<caption", Place(frame))?;
    if grid.is_captioned {
        let (above, size) = Grid::CAPTION;
        write!(out, " class=\"shown\" style=\"top:-{above:.2}mm;font-size:{size:.2}mm\"")?;
    }
    writeln!(out, ">{}</caption>\n<colgroup>", Escaped(&grid.caption))?;
    for width in &grid.columns {
        write!(out, "<col style=\"width:{width:.2}mm\">")?;
    }
    writeln!(out, "\n</colgroup>")?;
    let mut cells = grid.cells.iter().peekable();
    for (row, height) in grid.rows.iter().enumerate() {
        write!(out, "<tr style=\"height:{height:.2}mm\">")?;
        while let Some(cell) = cells.next_if(|cell| cell.row == row) {
            paint_cell(out, grid, cell)?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</table>")
}

fn paint_cell(out: &mut String, grid: &Grid, cell: &Cell) -> fmt::Result {
    let tag = if cell.role == Role::Data { "td" } else { "th" };
    write!(out, "<{tag}")?;
    let scope = match cell.role {
        Role::ColumnHead if cell.column_span > 1 => " scope=\"colgroup\"",
        Role::ColumnHead => " scope=\"col\"",
        Role::RowHead if cell.row_span > 1 => " scope=\"rowgroup\"",
        Role::RowHead => " scope=\"row\"",
        Role::Data => "",
    };
    out.write_str(scope)?;
    for (name, span) in [("rowspan", cell.row_span), ("colspan", cell.column_span)] {
        if span > 1 {
            write!(out, " {name}=\"{span}\"")?;
        }
    }
    write!(out, " class=\"{}", align(cell.align))?;
    let is_marked = cell.fill == Fill::Marked;
    for (applies, class) in [
        (cell.fill == Fill::Struck, " struck"),
        (is_marked, " marked"),
        (cell.vertical == VerticalAlign::Top, " t"),
        (cell.borders.top == Stroke::Dotted, " above"),
        (cell.borders.bottom == Stroke::Dotted, " below"),
    ] {
        out.write_str(if applies { class } else { "" })?;
    }
    out.write_str("\"")?;
    if !cell.lines.lines.is_empty() {
        write!(out, " style=\"font-size:{:.2}mm\"", cell.lines.size)?;
    }
    if is_marked {
        write!(out, " title=\"{}\"><mark>", Escaped(grid.marked))?;
    } else {
        out.write_str(">")?;
    }
    let frame = grid.frame(cell);
    if cell.fill == Fill::Struck {
        // Drawn, not a background: browsers do not print those unless told to.
        write!(out, "<svg viewBox=\"0 0 1 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\" ")?;
        write!(out, "style=\"height:{:.2}mm\"><path d=\"M0 1 1 0\"/></svg>", frame.height - PAD)?;
    }
    paint_lines(out, &cell.lines, frame.width)?;
    write!(out, "{}</{tag}>", if is_marked { "</mark>" } else { "" })
}

fn paint_lines(out: &mut String, lines: &Lines, width: f32) -> fmt::Result {
    for (at, line) in lines.lines.iter().enumerate() {
        if at > 0 {
            out.write_str("<br>")?;
        }
        for run in line {
            paint_run(out, run, width)?;
        }
    }
    Ok(())
}

fn paint_run(out: &mut String, run: &Run, width: f32) -> fmt::Result {
    match run.style {
        Style::Plain => write!(out, "{}", Escaped(&run.text)),
        Style::Circled => write!(out, "<em>{}</em>", Escaped(&run.text)),
        Style::Boxed { boxes } => {
            let each = (width - 2.0 * PAD) / f32::from(boxes);
            let missing = usize::from(boxes).saturating_sub(run.text.chars().count());
            for character in std::iter::repeat_n(None, missing).chain(run.text.chars().map(Some)) {
                let text = character.map(String::from).unwrap_or_default();
                write!(out, "<i style=\"width:{each:.2}mm\">{}</i>", Escaped(&text))?;
            }
            Ok(())
        }
    }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "l",
        Align::Centre => "c",
        Align::Right => "r",
    }
}

/// A place, as a style.
struct Place(Frame);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Frame { left, top, width, height } = self.0;
        write!(f, "left:{left:.2}mm;top:{top:.2}mm;width:{width:.2}mm;height:{height:.2}mm")
    }
}

/// A text in which nothing is markup.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}
