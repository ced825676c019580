//! The classes of the nouns.

use std::fmt::Write as _;

use super::super::super::name::camel;
use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::Noun;
use super::values::{self, Place};
use super::{docs, names, settings, verbs};

/// The line that begins a class, with what it derives from.
fn class(out: &mut String, api: &Api, noun: &Noun, kind: &str, bases: &[String]) {
    docs::summary(out, 4, api, [&noun.en, &noun.ja], &[]);
    let bases = if bases.is_empty() { String::new() } else { format!(" : {}", bases.join(", ")) };
    let _ = writeln!(out, "    public {kind} class {}{bases}\n    {{", names::class(noun));
}

/// A class whose values are copied out when it is made.
pub(super) fn copy(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    let name = names::class(noun);
    let list = names::own_list(api, noun)?.map(|record| camel(&record.name));
    let base = list.as_ref().map(|record| format!("ReadOnlyCollection<{record}>"));
    class(out, api, noun, "sealed", &base.into_iter().collect::<Vec<_>>());
    let call = list.as_ref().map(|record| format!(" : base({record}.All(handle))")).unwrap_or_default();
    let _ = writeln!(out, "        private {name}(NativeHandle handle){call}\n        {{");
    values::assignments(out, api, &Place::of(noun, "handle"), &noun.values)?;
    out.push_str("        }\n");
    if let Some(record) = list {
        let _ = writeln!(out, "\n        private {name}() : base(new {record}[0])\n        {{\n        }}\n");
        let _ = writeln!(out, "        internal static readonly {name} None = new {name}();");
    }
    values::properties(out, api, &noun.values, "")?;
    let _ = writeln!(
        out,
        "\n        internal static {name} Take(IntPtr made) => Border.Take(made, Native.{}_free, handle => new {name}(handle));",
        noun.c_name()
    );
    if is_lent(api, noun)? {
        let _ = writeln!(
            out,
            "\n        internal static {name} Lent(NativeHandle lent) => Border.Copy(lent, handle => new {name}(handle));"
        );
    }
    out.push_str("    }\n");
    Ok(())
}

/// Whether it is a value of another noun.
fn is_lent(api: &Api, noun: &Noun) -> Result<bool, String> {
    let own = api.nouns.iter().flat_map(|noun| &noun.values);
    for value in own.chain(api.nouns.iter().flat_map(|noun| &noun.records).flat_map(|record| &record.values)) {
        if value.kind()? == Kind::Noun(&noun.noun) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The exception: its properties, and how they are filled.
pub(super) fn exception(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    class(out, api, noun, "sealed partial", &[]);
    out.push_str("        private void Fill(NativeHandle handle)\n        {\n");
    values::assignments(out, api, &Place::of(noun, "handle"), &noun.values)?;
    out.push_str("        }\n");
    values::properties(out, api, &noun.values, " private set;")?;
    out.push_str("    }\n");
    Ok(())
}

/// A class that holds the handle.
pub(super) fn holder(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    let name = names::class(noun);
    let list = names::own_list(api, noun)?.map(|record| camel(&record.name));
    let mut bases: Vec<String> = list.iter().map(|record| format!("ReadOnlyCollection<{record}>")).collect();
    bases.push("IDisposable".to_owned());
    class(out, api, noun, "sealed partial", &bases);
    let call = list.map(|record| format!(" : base({record}.All(handle))")).unwrap_or_default();
    let _ = writeln!(out, "        internal {name}(NativeHandle handle){call} => Handle = handle;\n");
    out.push_str("        internal NativeHandle Handle { get; }\n");
    for value in values::shown(&noun.values) {
        let member = names::member(&value.name);
        let reading = values::reading(api, &Place::of(noun, "Handle"), value)?;
        let kept = matches!(value.kind()?, Kind::Noun(_)) && !value.optional;
        if kept {
            let _ = writeln!(out, "\n        private {} {};", values::of(api, value)?, names::parameter(&value.name));
        }
        values::heading(out, api, value)?;
        let reading = if kept { format!("{0} ?? ({0} = {reading})", names::parameter(&value.name)) } else { reading };
        let _ = writeln!(out, "        public {} {member} => {reading};", values::of(api, value)?);
    }
    settings::properties(out, api, noun)?;
    verbs::methods(out, api, noun)?;
    if !noun.lent_only {
        let _ = writeln!(
            out,
            "\n        internal static {name} Take(IntPtr made) =>\n            made == IntPtr.Zero ? null : new \
             {name}(NativeHandle.Owned(made, Native.{}_free));",
            noun.c_name()
        );
    }
    if is_lent(api, noun)? {
        let _ = writeln!(
            out,
            "\n        internal static {name} Lent(NativeHandle handle) => handle.IsInvalid ? null : new {name}(handle);"
        );
    }
    out.push_str("\n        partial void Disposing();\n");
    if let Some(texts) = &noun.freeing {
        out.push('\n');
        let [en, ja] = [format!("Frees it at once. {}", texts.en), format!("すぐに解放する。{}", texts.ja)];
        docs::summary(out, 8, api, [&en, &ja], &[]);
    } else {
        out.push_str("\n        /// <inheritdoc/>\n");
    }
    out.push_str("        public void Dispose()\n        {\n            Disposing();\n            Handle.Dispose();\n        }\n    }\n");
    Ok(())
}

/// A list of numbers, which is copied.
pub(super) fn numbers(out: &mut String, noun: &Noun) {
    let value = &noun.values[0].name;
    let (name, c) = (camel(&noun.noun), noun.c_name());
    let _ = writeln!(
        out,
        "    internal static class Taken{name}\n    {{\n        internal static IReadOnlyList<int> Take(IntPtr made) =>\n            \
         Border.Take(made, Native.{c}_free, handle => Border.Numbers(Native.{c}_{value}, handle));\n    }}"
    );
}

/// Functions without a handle.
pub(super) fn functions(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    class(out, api, noun, "static partial", &[]);
    let mut body = String::new();
    verbs::methods(&mut body, api, noun)?;
    out.push_str(body.trim_start_matches('\n'));
    out.push_str("    }\n");
    Ok(())
}
