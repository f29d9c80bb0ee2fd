//! Links between the project's own documents: each must lead to a file or folder that is there.

use std::path::Path;

use anyhow::Result;

use super::files;
use crate::cargo;

/// Every relative link in a Markdown file that leads nowhere, as a sentence.
pub(super) fn broken_links() -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for file in files::with_endings(&[".md"])? {
        let text = std::fs::read_to_string(cargo::root().join(&file))?;
        let folder = cargo::root().join(file.parent().unwrap_or(Path::new("")));
        for target in targets(&text) {
            if !folder.join(&target).exists() {
                findings.push(format!("{} links to {target}, which is not there", file.display()));
            }
        }
    }
    Ok(findings)
}

/// The relative targets of `[words](target)` links and `src="target"` pictures, without their `#fragment`.
fn targets(markdown: &str) -> Vec<String> {
    let mut inside_code = false;
    markdown
        .lines()
        .filter(|line| {
            let fence = line.trim_start().starts_with("```");
            inside_code ^= fence;
            !fence && !inside_code
        })
        .flat_map(|line| after(line, "](", ')').into_iter().chain(after(line, "src=\"", '"')))
        .map(|target| target.split('#').next().unwrap_or_default().to_owned())
        // `://` leads out of the house, and `::` names an item of a crate page, which rustdoc checks.
        .filter(|target| !target.is_empty() && !["://", "::", "mailto:"].iter().any(|mark| target.contains(mark)))
        .collect()
}

fn after<'a>(line: &'a str, opening: &str, closing: char) -> Vec<&'a str> {
    line.split(opening).skip(1).filter_map(|rest| rest.split(closing).next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_our_own_files_are_followed() {
        let page = "See [a](docs/a.md#top), [b](https://bank.example), [c](#here) and [`d`](Moa::links).\n```\n[e](nowhere)\n```\n";
        assert_eq!(targets(page), ["docs/a.md"]);
    }
}
