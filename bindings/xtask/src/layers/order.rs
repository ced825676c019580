//! The order of core's layers.

use super::circle::Use;

/// Top first. The modules of a line may import from their own line and from those before it.
const LAYERS: &[&[&str]] = &[
    &["error", "finding", "progress", "secret"],
    &["file"],
    &["text"],
    &["spec"],
    &["record"],
    &["json"],
    &["typed"],
    &["convert"],
    &["unit"],
    &["translate", "interpret"],
    &["rules"],
    &["form"],
    &["keys"],
    &["seal"],
    &["evidence"],
    &["relay"],
    &["client"],
    &["mailbox"],
];

/// Pairs that meet in `client` only, whatever their order.
const STRANGERS: &[(&str, &str)] = &[
    ("keys", "convert"),
    ("keys", "rules"),
    ("relay", "convert"),
    ("relay", "rules"),
    ("relay", "unit"),
    ("seal", "rules"),
    ("seal", "convert"),
];

/// Where strangers meet before `client`: files that people carry are units that are taken apart and put together.
const MEETING: &[&str] = &["relay/folder/"];

/// A folder that one file alone may know, besides its own: each is one transport of several.
const PRIVATE: &[(&str, &str)] = &[("relay/cpx/", "relay/connect.rs"), ("relay/folder/", "relay/connect.rs")];

/// The uses in core that the order forbids.
pub(super) fn faults(uses: &[Use]) -> Result<Vec<String>, String> {
    let (mut faults, mut checked) = (Vec::new(), 0);
    for one in uses {
        let (Some(own), Some(other)) = (rank(layer(&one.from)), rank(layer(&one.to))) else { continue };
        checked += 1;
        let (from, to) = (layer(&one.from), layer(&one.to));
        let place = format!("core: {}:{} takes {} from {}", one.from, one.line, one.path, one.to);
        if other > own {
            faults.push(format!("{place}: {to} is below {from}"));
        }
        let may_meet = MEETING.iter().any(|folder| one.from.starts_with(folder));
        if STRANGERS.contains(&(from, to)) && !may_meet {
            faults.push(format!("{place}: {from} and {to} meet in client only"));
        }
        for (folder, knows) in PRIVATE {
            if one.to.starts_with(folder) && !one.from.starts_with(folder) && one.from != *knows {
                faults.push(format!("{place}: only {knows} may know {folder}"));
            }
        }
    }
    // A finder that finds nothing would say that all is well.
    if checked < 200 { Err(format!("core: only {checked} uses were seen")) } else { Ok(faults) }
}

/// The first part of a file's path.
fn layer(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn rank(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|line| line.contains(&layer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(from: &str, to: &str) -> Use {
        Use { from: from.to_owned(), line: 1, to: to.to_owned(), path: "x".to_owned() }
    }

    #[test]
    fn a_layer_takes_only_from_above() {
        let sound: Vec<Use> = (0..200).map(|_| one("client/send.rs", "text/mod.rs")).collect();
        assert!(faults(&sound).unwrap().is_empty());
        assert!(faults(&sound[..199]).is_err());
        for (from, to, said) in [
            ("text/mod.rs", "client/send.rs", "client is below text"),
            ("seal/cms.rs", "rules/mod.rs", "meet in client only"),
            ("relay/cpx/wire.rs", "unit/mod.rs", "meet in client only"),
            ("relay/folder/whole.rs", "client/send.rs", "client is below relay"),
            ("relay/state.rs", "relay/cpx/wire.rs", "only relay/connect.rs may know relay/cpx/"),
        ] {
            let found = faults(&[sound.clone(), vec![one(from, to)]].concat()).unwrap();
            assert!(found.len() == 1 && found[0].contains(said), "{found:?}");
        }
        let allowed = vec![
            one("relay/connect.rs", "relay/cpx/wire.rs"),
            one("relay/folder/whole.rs", "unit/mod.rs"),
            one("relay/folder/whole.rs", "rules/mod.rs"),
        ];
        assert!(faults(&[sound, allowed].concat()).unwrap().is_empty());
    }
}
