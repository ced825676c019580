//! What a source file defines and names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, ItemMod, ItemUse, Lit, Macro, Meta, UseTree, Visibility};

use super::item::{attributes, defined, is_for_tests, plain};
use super::source::{Import, Named, Pending, Source};

/// Reads a file into a module; gives the modules that lie in files of their own.
pub(super) fn file(
    source: &mut Source,
    module: usize,
    text: &str,
    path: &Path,
    folder: &Path,
) -> Result<Vec<Pending>, String> {
    let parsed = syn::parse_file(text).map_err(|error| format!("{}: {error}", error.span().start().line))?;
    let mut bound = Bound::default();
    bound.visit_file(&parsed);
    let mut reader = Reader {
        source,
        module,
        folder: folder.to_path_buf(),
        beside: path.parent().unwrap_or(path).to_path_buf(),
        bound: bound.0,
        pending: Vec::new(),
    };
    reader.visit_file(&parsed);
    Ok(reader.pending)
}

/// The names that patterns bind: they may hide an item of the same name.
#[derive(Default)]
struct Bound(BTreeSet<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        self.0.insert(plain(&pattern.ident));
        visit::visit_pat_ident(self, pattern);
    }
}

struct Reader<'a> {
    source: &'a mut Source,
    module: usize,
    /// Where the files of the module's children lie.
    folder: PathBuf,
    /// Where the file itself lies, for `#[path]`.
    beside: PathBuf,
    bound: BTreeSet<String>,
    pending: Vec<Pending>,
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if attributes(item).iter().any(is_for_tests) {
            return;
        }
        if let Some(name) = defined(item) {
            self.source.modules[self.module].items.insert(plain(name));
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let name = plain(&item.ident);
        let module = self.source.add(self.module, &name);
        let inner = self.folder.join(&name);
        let Some((_, items)) = &item.content else {
            self.pending.push(file_of(module, &name, &item.attrs, &self.folder, &self.beside));
            return;
        };
        let (outer, folder) = (self.module, std::mem::replace(&mut self.folder, inner));
        self.module = module;
        items.iter().for_each(|item| self.visit_item(item));
        (self.module, self.folder) = (outer, folder);
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        // Another crate, whatever is named like it here.
        if item.leading_colon.is_none() {
            let is_re_export = !matches!(item.vis, Visibility::Inherited);
            imports(&item.tree, &mut Vec::new(), is_re_export, &mut self.source.modules[self.module].imports);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let names: Vec<&Ident> = path.segments.iter().map(|segment| &segment.ident).collect();
            self.name(&names);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, invoked: &'ast Macro) {
        self.visit_path(&invoked.path);
        self.tokens(invoked.tokens.clone());
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        self.tokens(item.mac.tokens.clone());
        if item.ident.is_none() {
            self.visit_path(&item.mac.path);
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}

impl Reader<'_> {
    fn name(&mut self, names: &[&Ident]) {
        let Some(first) = names.first() else { return };
        let path: Vec<String> = names.iter().map(|name| plain(name)).collect();
        if path.len() == 1 && self.bound.contains(&path[0]) {
            return;
        }
        let line = first.span().start().line;
        self.source.modules[self.module].paths.push(Named { path, line });
    }

    /// The paths among the arguments of a macro, which may be anything.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is = |at: Option<usize>, sign: char| matches!(at.and_then(|at| tokens.get(at)), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => {
                    self.tokens(group.stream());
                    at += 1;
                }
                TokenTree::Literal(literal) => {
                    self.text(literal);
                    at += 1;
                }
                TokenTree::Punct(_) => at += 1,
                TokenTree::Ident(first) => {
                    // `.method`, `'lifetime`, the rest of a path of another crate.
                    let before = at.checked_sub(1);
                    let is_no_path =
                        is(before, '.') || is(before, '\'') || is(before, ':') && !is(at.checked_sub(3), '$');
                    let mut names = vec![first];
                    at += 1;
                    while is(Some(at), ':') && is(Some(at + 1), ':') {
                        let Some(TokenTree::Ident(name)) = tokens.get(at + 2) else { break };
                        names.push(name);
                        at += 3;
                    }
                    // `field: value`, `key = value`.
                    let is_key = names.len() == 1 && (is(Some(at), ':') && !is(Some(at + 1), ':') || is(Some(at), '='));
                    if (!is_no_path || is_type_after(&tokens, before)) && !is_key {
                        self.name(&names);
                    }
                }
            }
        }
    }

    /// A path in an attribute's text, as in `with = "crate::text"`.
    fn text(&mut self, literal: &proc_macro2::Literal) {
        let Lit::Str(text) = Lit::new(literal.clone()) else { return };
        let value = text.value();
        if value.contains("::")
            && let Ok(path) = syn::parse_str::<syn::Path>(&value)
        {
            let line = literal.span().start().line;
            let path = path.segments.iter().map(|segment| plain(&segment.ident)).collect();
            self.source.modules[self.module].paths.push(Named { path, line });
        }
    }
}

/// `name: Type`: one colon alone before the path.
fn is_type_after(tokens: &[TokenTree], before: Option<usize>) -> bool {
    let colon = |at: Option<usize>| matches!(at.and_then(|at| tokens.get(at)), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    colon(before) && !colon(before.and_then(|before| before.checked_sub(1)))
}

fn imports(tree: &UseTree, path: &mut Vec<String>, is_re_export: bool, out: &mut Vec<Import>) {
    let mut leaf = |name: Option<&Ident>, last: Option<&Ident>, line: usize| {
        let mut path = path.clone();
        // `{self}` names the path before it.
        path.extend(last.map(plain).filter(|last| last != "self" || path.is_empty()));
        let name = match name.map(plain) {
            Some(name) if name == "self" => path.last().cloned(),
            name => name,
        };
        out.push(Import { name, path, is_re_export, line });
    };
    match tree {
        UseTree::Name(one) => leaf(Some(&one.ident), Some(&one.ident), one.ident.span().start().line),
        UseTree::Rename(one) => leaf(Some(&one.rename), Some(&one.ident), one.ident.span().start().line),
        UseTree::Glob(star) => leaf(None, None, star.star_token.spans[0].start().line),
        UseTree::Path(one) => {
            path.push(plain(&one.ident));
            imports(&one.tree, path, is_re_export, out);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, path, is_re_export, out)),
    }
}

/// Where the file of `mod name;` lies.
fn file_of(module: usize, name: &str, attributes: &[Attribute], folder: &Path, beside: &Path) -> Pending {
    let told = attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    if let Some(told) = told {
        let path = beside.join(told);
        let folder = path.parent().unwrap_or(beside).to_path_buf();
        return Pending { module, path, folder };
    }
    let inner = folder.join(name);
    let flat = folder.join(format!("{name}.rs"));
    let path = if flat.is_file() { flat } else { inner.join("mod.rs") };
    Pending { module, path, folder: inner }
}
