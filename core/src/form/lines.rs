//! Text in its place: lines of one size.

/// Where a text is in its place, from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// Where a text is in its place, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerticalAlign {
    /// At the top: what is written into a large box.
    Top,
    /// In the middle.
    Middle,
}

/// How a piece of a line is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Plain,
    /// With a circle around it: the choice that applies, a Sunday.
    Circled,
    /// Each character in a box of its own, the boxes at the right of the place.
    Boxed {
        /// How many boxes there are.
        boxes: u8,
    },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its text, without line ends and control characters.
    pub text: String,
    /// How it is shown.
    pub style: Style,
}

impl Run {
    /// A piece that is shown as it is.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: Style::Plain }
    }
}

/// Lines of one size, broken so that they fit in their place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// The height of a character, and the width of a full-width one, in millimetres.
    pub size: f32,
    /// The lines, each in its pieces.
    pub lines: Vec<Vec<Run>>,
}

impl Lines {
    /// From one line to the next, for each millimetre of size.
    pub const LEADING: f32 = 1.15;

    /// The height of all lines.
    pub fn height(&self) -> f32 {
        self.size * Self::LEADING * self.lines.len() as f32
    }

    /// The text, with line ends.
    pub fn text(&self) -> String {
        let line = |runs: &Vec<Run>| runs.iter().map(|run| run.text.as_str()).collect::<String>();
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
