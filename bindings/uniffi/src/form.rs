//! Forms.

use cplink::Error;
use cplink::form::{FormKind, NameTable};

use crate::failure::{Result, misuse};
use crate::source::Source;

/// The forms of these names: `table_6`, or `6`.
pub(crate) fn kinds(names: &[String]) -> Result<Vec<FormKind>> {
    let of_name = |name: &String| {
        FormKind::of_id(name.strip_prefix("table_").unwrap_or(name)).ok_or_else(|| {
            let known: Vec<_> = FormKind::ALL.iter().map(|form| form.id()).collect();
            let known = known.join(", ");
            misuse(format!("a form is one of {known}"), format!("帳票の種類は {known} のどれかを指定してください。"))
        })
    };
    names.iter().map(of_name).collect()
}

/// The table of service names.
pub(crate) fn names(source: Option<Source>) -> Result<NameTable> {
    let Some(source) = source else { return Ok(NameTable::default()) };
    let file = if let Source::File { path } = &source { Some(path.clone()) } else { None };
    let named = |error: Error| if let Some(file) = file { error.in_file(file) } else { error };
    Ok(NameTable::read(&source.read()?).map_err(named)?)
}
