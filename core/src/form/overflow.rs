//! What did not fit in its cell: the texts, with the marks that stand in the cells.

use std::collections::HashMap;

/// The texts that did not fit, whole, in the order of their marks.
#[derive(Default)]
pub(super) struct Overflow {
    texts: Vec<(String, String)>,
    marks: HashMap<(String, String), usize>,
}

impl Overflow {
    /// Keeps a text, once, and gives its mark.
    pub(super) fn mark(&mut self, about: &str, text: &str) -> String {
        let key = (about.to_owned(), text.to_owned());
        let number = *self.marks.entry(key).or_insert_with_key(|key| {
            self.texts.push(key.clone());
            self.texts.len()
        });
        format!("※{number}")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Each text with what it is about; the first is ※1.
    pub(super) fn into_texts(self) -> Vec<(String, String)> {
        self.texts
    }
}
