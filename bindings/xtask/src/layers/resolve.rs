//! From the paths in the code to the files that define what they name.

use std::collections::BTreeSet;

use super::circle::Use;
use super::source::{Module, Source};

/// What a name means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Module(usize),
    /// Something that this module defines.
    Item(usize),
}

/// Which names are being looked up, since imports may lead back.
type Asked = BTreeSet<(usize, String)>;

/// Who takes what from whom.
pub(super) fn uses(source: &Source) -> Vec<Use> {
    let mut uses = Vec::new();
    for (at, module) in source.modules.iter().enumerate() {
        let imports = module.imports.iter().filter(|import| !import.is_re_export && import.name.is_some());
        let imports = imports.map(|import| (&import.path, import.line));
        let named = module.paths.iter().map(|named| (&named.path, named.line));
        for (path, line) in imports.chain(named) {
            for target in follow(source, at, path, &mut Asked::new()) {
                if let Target::Item(other) = target {
                    let file = |module: &Module| source.files[module.file].clone();
                    let (from, to) = (file(module), file(&source.modules[other]));
                    uses.push(Use { from, line, to, path: path.join("::") });
                }
            }
        }
    }
    uses.retain(|one| one.from != one.to);
    uses.sort();
    uses.dedup();
    uses
}

/// What a path written in a module leads to.
fn follow(source: &Source, module: usize, path: &[String], asked: &mut Asked) -> Vec<Target> {
    let mut at = vec![Target::Module(module)];
    for (number, name) in path.iter().enumerate() {
        let is_last = number + 1 == path.len();
        let mut next = Vec::new();
        for target in at {
            match (target, name.as_str()) {
                // What follows an item is a part of it.
                (Target::Item(_), _) => next.push(target),
                (Target::Module(_), "crate") if number == 0 => next.push(Target::Module(0)),
                (Target::Module(module), "self") => next.push(Target::Module(module)),
                (Target::Module(module), "super") => {
                    next.extend(source.modules[module].parent.map(Target::Module));
                }
                (Target::Module(module), name) => next.extend(look_up(source, module, name, is_last, asked)),
            }
        }
        next.dedup();
        at = next;
    }
    at
}

/// What a name means in a module: its own first, then what it imports.
fn look_up(source: &Source, at: usize, name: &str, is_last: bool, asked: &mut Asked) -> Vec<Target> {
    let module = &source.modules[at];
    let children = module.children.get(name);
    if module.items.contains(name) && (is_last || children.is_none()) {
        return vec![Target::Item(at)];
    }
    if let Some(children) = children {
        return children.iter().copied().map(Target::Module).collect();
    }
    if !asked.insert((at, name.to_owned())) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for import in module.imports.iter().filter(|import| import.name.as_deref() == Some(name)) {
        found.extend(follow(source, at, &import.path, asked));
    }
    if found.is_empty() {
        for import in module.imports.iter().filter(|import| import.name.is_none()) {
            for target in follow(source, at, &import.path, asked) {
                if let Target::Module(other) = target {
                    found.extend(look_up(source, other, name, is_last, asked));
                }
            }
        }
    }
    found
}
