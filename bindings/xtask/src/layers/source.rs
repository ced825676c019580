//! The modules of a crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A crate's modules; the first one is the root.
pub(super) struct Source {
    pub(super) modules: Vec<Module>,
    /// The files, by their path below the crate's `src`.
    pub(super) files: Vec<String>,
    /// Those of them that a generator wrote.
    pub(super) generated: BTreeSet<String>,
}

/// A module, in a file of its own or inside one.
#[derive(Default)]
pub(super) struct Module {
    pub(super) file: usize,
    pub(super) parent: Option<usize>,
    /// By name; two where the compiler takes one or the other.
    pub(super) children: BTreeMap<String, Vec<usize>>,
    /// What it defines: types, functions, constants, macros.
    pub(super) items: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    pub(super) paths: Vec<Named>,
}

/// One name that a `use` brings in.
pub(super) struct Import {
    /// `None` for `*`.
    pub(super) name: Option<String>,
    pub(super) path: Vec<String>,
    /// It is not for this module alone.
    pub(super) is_re_export: bool,
    pub(super) line: usize,
}

/// A path in the code.
pub(super) struct Named {
    pub(super) path: Vec<String>,
    pub(super) line: usize,
}

/// A `mod name;` whose file is still to be read.
pub(super) struct Pending {
    pub(super) module: usize,
    pub(super) path: PathBuf,
    /// The folder its own children lie in.
    pub(super) folder: PathBuf,
}

impl Source {
    /// A new module of this parent, for now in the parent's file.
    pub(super) fn add(&mut self, parent: usize, name: &str) -> usize {
        let file = self.modules[parent].file;
        self.modules.push(Module { file, parent: Some(parent), ..Module::default() });
        let module = self.modules.len() - 1;
        self.modules[parent].children.entry(name.to_owned()).or_default().push(module);
        module
    }
}
