//! The types of the handles, as the generated programs number and free them.

use std::fmt::Write as _;

use crate::r#gen::api::Api;

/// `T_cpl_<noun>` for every handle, then the header that needs them.
pub(super) fn head(api: &Api, include: &str) -> String {
    let mut text = String::from("#include \"cplink.h\"\n\nenum {\n");
    for noun in api.nouns.iter().filter(|noun| noun.has_handle()) {
        let _ = writeln!(text, "    T_{},", noun.c_name());
    }
    text += "    CPL_TYPES\n};\n\n#include \"";
    text += include;
    text += "\"\n\nstatic void free_handle(int type, void *raw) {\n    switch (type) {\n";
    // The others are only ever lent.
    for noun in api.nouns.iter().filter(|noun| noun.has_handle() && !noun.lent_only) {
        let _ = writeln!(text, "    case T_{0}: {0}_free((struct {0} *)raw); break;", noun.c_name());
    }
    text += "    default: break;\n    }\n}\n";
    text
}
