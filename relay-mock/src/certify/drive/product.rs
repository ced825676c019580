//! The profile of a product that cannot be asked: a file of the vendor's.

use cplink::spec::Kind;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::certify::scenario::{Need, written};
use crate::certify::transcript::{Profile, ProfileFault, ProfileProblem};

/// The bytes that the file may have.
const LARGEST: usize = 64 * 1024;
/// Its keys.
const KEYS: [&str; 4] = ["name", "version", "roles", "supports"];

/// Reads `product.toml`. `import:*`, `export:*`, `enter:*` are all kinds.
///
/// # Errors
/// The first line that cannot be used, and why: it is no text or no TOML, a key is unknown, missing or of another form,
/// the profile says what no profile may ([`Profile::check`]).
pub fn read_product(bytes: &[u8]) -> Result<Profile, ProfileFault> {
    if bytes.len() > LARGEST {
        return Err(ProfileFault::of_file(ProfileProblem::TooLarge));
    }
    let text = written(bytes).ok_or_else(|| ProfileFault::of_file(ProfileProblem::NotText))?;
    let file = File::parse(&text)?;
    let profile = Profile {
        name: file.text("name")?,
        version: file.text("version")?,
        roles: file.list("roles")?,
        supports: file.list("supports")?.into_iter().flat_map(of_all_kinds).collect(),
    };
    profile.check().map_err(|fault| {
        let line = fault.key.as_deref().and_then(|key| file.line_of(key));
        fault.at(line)
    })?;
    Ok(profile)
}

fn of_all_kinds(word: String) -> Vec<String> {
    let of_all = |verb| Kind::ALL.iter().map(|kind| format!("{verb}:{}", kind.name())).collect::<Vec<_>>();
    match word.strip_suffix(":*").map(of_all) {
        Some(all) if all.iter().all(|need| Need::parse(need).is_some()) => all,
        // As it is written, for whoever has to correct it.
        _ => vec![word],
    }
}

/// The file, whose keys are known.
struct File<'t> {
    text: &'t str,
    table: Spanned<DeTable<'t>>,
}

impl<'t> File<'t> {
    fn parse(text: &'t str) -> Result<Self, ProfileFault> {
        let table = DeTable::parse(text).map_err(|error| {
            let line = error.span().map(|span| line_at(text, span.start));
            ProfileFault::of_file(ProfileProblem::Syntax(error.message().trim().to_owned())).at(line)
        })?;
        let keys = table.get_ref().keys().map(|key| (key.span().start, key.get_ref()));
        // In the order of the lines: the first mistake is reported.
        let unknown = keys.filter(|(_, key)| !KEYS.contains(&key.as_ref())).min_by_key(|(at, _)| *at);
        match unknown {
            Some((at, key)) => Err(ProfileFault::of(key, ProfileProblem::Key).at(Some(line_at(text, at)))),
            None => Ok(Self { text, table }),
        }
    }

    fn value(&self, key: &str) -> Result<&Spanned<DeValue<'t>>, ProfileFault> {
        self.table.get_ref().get(key).ok_or_else(|| ProfileFault::of(key, ProfileProblem::Missing))
    }

    fn line_of(&self, key: &str) -> Option<usize> {
        self.table.get_ref().get(key).map(|value| line_at(self.text, value.span().start))
    }

    fn text(&self, key: &str) -> Result<String, ProfileFault> {
        let text = self.value(key)?.get_ref().as_str();
        text.map(str::to_owned).ok_or_else(|| ProfileFault::of(key, ProfileProblem::Text).at(self.line_of(key)))
    }

    fn list(&self, key: &str) -> Result<Vec<String>, ProfileFault> {
        let list = self.value(key)?.get_ref().as_array();
        let texts = list.and_then(|list| list.iter().map(|one| one.get_ref().as_str().map(str::to_owned)).collect());
        texts.ok_or_else(|| ProfileFault::of(key, ProfileProblem::List).at(self.line_of(key)))
    }
}

fn line_at(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}
