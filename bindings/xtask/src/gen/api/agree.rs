//! The finished header says what the description says: the same functions with the same parameters in the same order.

use super::super::header::functions;
use super::{Api, abi};

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
