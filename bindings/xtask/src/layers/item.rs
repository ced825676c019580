//! What an item says of itself: its name, and whether it is for tests.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Ident, Item, Meta};

/// Without the `r#` of a keyword.
pub(super) fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// Whether it is compiled for tests only.
pub(super) fn is_for_tests(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("test") {
        return true;
    }
    let Meta::List(list) = &attribute.meta else { return false };
    list.path.is_ident("cfg") && names_test(list.tokens.clone())
}

/// `test`, `all(test, …)`, `any(test, …)`; not `not(test)`.
fn names_test(tokens: TokenStream) -> bool {
    let mut before = None;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) => {
                if name == "test" {
                    return true;
                }
                before = Some(name.to_string());
            }
            TokenTree::Group(group) if before.as_deref() != Some("not") && names_test(group.stream()) => return true,
            _ => {}
        }
    }
    false
}

pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(one) => &one.attrs,
        Item::Enum(one) => &one.attrs,
        Item::ExternCrate(one) => &one.attrs,
        Item::Fn(one) => &one.attrs,
        Item::ForeignMod(one) => &one.attrs,
        Item::Impl(one) => &one.attrs,
        Item::Macro(one) => &one.attrs,
        Item::Mod(one) => &one.attrs,
        Item::Static(one) => &one.attrs,
        Item::Struct(one) => &one.attrs,
        Item::Trait(one) => &one.attrs,
        Item::TraitAlias(one) => &one.attrs,
        Item::Type(one) => &one.attrs,
        Item::Union(one) => &one.attrs,
        Item::Use(one) => &one.attrs,
        _ => &[],
    }
}

/// The name that an item gives its module.
pub(super) fn defined(item: &Item) -> Option<&Ident> {
    match item {
        Item::Const(one) => Some(&one.ident),
        Item::Enum(one) => Some(&one.ident),
        Item::Fn(one) => Some(&one.sig.ident),
        Item::Macro(one) => one.ident.as_ref(),
        Item::Static(one) => Some(&one.ident),
        Item::Struct(one) => Some(&one.ident),
        Item::Trait(one) => Some(&one.ident),
        Item::Type(one) => Some(&one.ident),
        Item::Union(one) => Some(&one.ident),
        _ => None,
    }
}
