//! Names in the style of each language.

/// `UPKIHON_SUB1` to `UpkihonSub1`, `care_plan` to `CarePlan`.
pub(super) fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{}{}", first.to_uppercase(), rest.to_lowercase())
        })
        .collect()
}

/// `UPKIHON_SUB1` to `upkihon_sub1`.
pub(super) fn snake(name: &str) -> String {
    name.to_lowercase()
}
