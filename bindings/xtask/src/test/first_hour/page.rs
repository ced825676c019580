//! A page as its blocks.

use crate::place::root;

/// A page.
pub(super) struct Page {
    pub(super) name: String,
    pub(super) blocks: Vec<Block>,
}

/// A block: what is between two fences.
#[derive(Debug, PartialEq)]
pub(super) struct Block {
    /// `sh`, `bat`, `text`, a language of programs.
    pub(super) language: String,
    /// Who types it: `archive`, `source`, a compiler of Windows, or everybody (empty); `fails` where it must.
    pub(super) route: String,
    pub(super) lines: Vec<String>,
}

impl Page {
    /// The page of this path in the tree.
    pub(super) fn read(name: &str) -> Result<Self, String> {
        let text = std::fs::read_to_string(root().join(name)).map_err(|error| format!("{name}: {error}"))?;
        let mut blocks: Vec<Block> = Vec::new();
        let mut is_inside = false;
        for line in text.lines() {
            match line.strip_prefix("```") {
                Some(_) if is_inside => is_inside = false,
                Some(begin) => {
                    let (language, route) = begin.split_once(' ').unwrap_or((begin, ""));
                    blocks.push(Block { language: language.to_owned(), route: route.to_owned(), lines: Vec::new() });
                    is_inside = true;
                }
                None if is_inside => blocks.last_mut().into_iter().for_each(|block| block.lines.push(line.to_owned())),
                None => {}
            }
        }
        if is_inside {
            Err(format!("{name}: a block does not end"))
        } else {
            Ok(Self { name: name.to_owned(), blocks })
        }
    }
}
