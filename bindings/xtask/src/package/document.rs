//! Documents of the tree, as an archive has them.

/// A document without its links to other files of the tree, which lie elsewhere in an archive or are not there.
pub(super) fn without_links(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once("](") {
        match (before.rfind('['), after.split_once(')')) {
            (Some(open), Some((target, further))) if !target.contains("://") => {
                out.push_str(&before[..open]);
                out.push_str(&before[open + 1..]);
                rest = further;
            }
            _ => {
                out.push_str(before);
                out.push_str("](");
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_into_the_tree_go_and_others_stay() {
        assert_eq!(without_links("a [b](c.md), [d](e.md#f)."), "a b, d.");
        assert_eq!(without_links("[a](https://b.example) [c](d)"), "[a](https://b.example) c");
        assert_eq!(without_links("a](b [c"), "a](b [c");
    }
}
