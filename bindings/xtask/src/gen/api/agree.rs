//! The finished header says what the description says: the same functions with the same parameters in the same order.

use super::super::declared::functions;
use super::abi;
use super::description::Api;

/// Fails with the first function in which they differ.
pub(crate) fn check(api: &Api, header: &str) -> Result<(), String> {
    let mut declared = functions(header);
    for noun in &api.nouns {
        for function in abi::functions(api, noun)? {
            let described = format!("{}({})", function.name, parameters(&function));
            let found = declared.next().map(|(name, parameters)| format!("{name}({})", parameters.join(", ")));
            if found.as_ref() != Some(&described) {
                let found = found.unwrap_or_else(|| "nothing".to_owned());
                return Err(format!("ffi/api describes {described}, the header declares {found}"));
            }
        }
    }
    match declared.next() {
        Some((name, _)) => Err(format!("the header declares {name}, which ffi/api does not describe")),
        None => Ok(()),
    }
}

fn parameters(function: &abi::Function) -> String {
    let all: Vec<String> = function.arguments.iter().map(abi::Argument::c).collect();
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::super::header::functions;
    use super::super::Api;
    use super::super::model::Sharing;
    use crate::place::root;

    fn read(path: &str) -> String {
        std::fs::read_to_string(root().join(path)).unwrap()
    }

    /// What stands in backticks in the first cell of every line of the table whose head begins with `head`.
    fn first_cells<'a>(page: &'a str, head: &str) -> Vec<Vec<&'a str>> {
        let table = page.split_once(head).unwrap().1.lines().skip(2).take_while(|line| line.starts_with('|'));
        let cells = table.map(|line| line.split('|').nth(1).unwrap());
        cells.map(|cell| cell.split('`').skip(1).step_by(2).collect()).collect()
    }

    /// A parameter's type, with any handle as `cpl_T`.
    fn type_of(parameter: &str) -> String {
        let kind = parameter.trim().trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').trim();
        let kind = if kind.is_empty() { parameter.trim() } else { kind };
        let word = |word: &str| match word {
            "cpl_sign_fn" | "cpl_progress_fn" => word.to_owned(),
            handle if handle.starts_with("cpl_") => "cpl_T".to_owned(),
            other => other.to_owned(),
        };
        kind.split(' ').map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_page_of_the_next_doors_has_every_type_of_the_header() {
        let header = read("ffi/include/cplink.h");
        let mut found: BTreeSet<String> =
            functions(&header).flat_map(|(_, parameters)| parameters).map(|parameter| type_of(&parameter)).collect();
        for callback in ["cpl_sign_fn", "cpl_progress_fn"] {
            let begin = format!("typedef int32_t (*{callback})(");
            let parameters = header.split_once(&begin).unwrap().1.split_once(");").unwrap().0;
            found.extend(parameters.split(',').map(type_of));
        }
        let page = read("ffi/api/README.md");
        let described: BTreeSet<String> =
            first_cells(&page, "| C | where |").into_iter().flatten().map(str::to_owned).collect();
        assert!(found.len() > 20, "{found:?}");
        assert_eq!(described, found);
    }

    #[test]
    fn the_page_of_the_abi_says_who_may_use_what() {
        let api = Api::read(&root().join("ffi/api")).unwrap();
        for (page, head) in [
            ("ffi/README.md", "| object | at the same time |"),
            ("ffi/README.ja.md", "| オブジェクト | 同時に使える範囲 |"),
        ] {
            let page = read(page);
            let lines = first_cells(&page, head);
            for (line, sharing) in lines.iter().zip([Sharing::Always, Sharing::OneVerb, Sharing::ReadOrChange]) {
                let nouns = api.nouns.iter().filter(|noun| noun.has_handle() && noun.sharing == sharing);
                let mut described: Vec<String> = nouns.map(|noun| noun.c_name()).collect();
                described.sort();
                assert_eq!(*line, described, "{sharing:?}");
            }
            assert!(lines.len() == 4 && lines[3].is_empty(), "the others never change");
        }
    }
}
