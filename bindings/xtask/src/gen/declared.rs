//! What a C header declares.

/// Every function of a header with its parameters, as C writes them.
pub(crate) fn functions(header: &str) -> impl Iterator<Item = (&str, Vec<String>)> {
    header.split("\nCPL_API").skip(1).filter_map(|rest| {
        let (declaration, _) = rest.split_once(");")?;
        let (start, parameters) = declaration.split_once('(')?;
        let name = start.rsplit([' ', '*', '\n']).next()?;
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some((name, parameters.split(',').map(words).collect()))
    })
}
