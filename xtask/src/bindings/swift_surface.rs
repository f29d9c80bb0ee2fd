//! What the Swift package shows to apps, as a text to be reviewed: every public declaration, by its full name. It is read out
//! of the symbol graph that Swift itself writes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Deserialize;

#[derive(Deserialize)]
struct Graph {
    symbols: Vec<Symbol>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Symbol {
    path_components: Vec<String>,
    declaration_fragments: Vec<Fragment>,
}

#[derive(Deserialize)]
struct Fragment {
    spelling: String,
}

/// The file in which Swift described the package.
pub(super) fn graph(scratch: &Path) -> Result<PathBuf> {
    let machines = fs::read_dir(scratch)?.flatten().map(|entry| entry.path().join("symbolgraph/MoaSDK.symbols.json"));
    machines.into_iter().find(|file| file.exists()).context("Swift left no description of MoaSDK")
}

/// The declarations of a symbol graph, by their full names.
pub(super) fn of(graph: &str) -> Result<String> {
    let graph: Graph = serde_json::from_str(graph).context("Swift's description of the package cannot be read")?;
    let mut lines: Vec<String> = graph.symbols.iter().map(Symbol::line).collect();
    lines.sort();
    lines.dedup();
    Ok(lines.join("\n") + "\n")
}

impl Symbol {
    fn line(&self) -> String {
        let declaration: String = self.declaration_fragments.iter().map(|part| part.spelling.as_str()).collect();
        let declaration = declaration.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}: {declaration}", self.path_components.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declaration_is_a_line_under_its_full_name() {
        let graph = r#"{"symbols": [
            {"pathComponents": ["Moa", "close()"], "declarationFragments": [{"kind": "keyword", "spelling": "func"},
                {"kind": "text", "spelling": " "}, {"kind": "identifier", "spelling": "close"}, {"kind": "text", "spelling": "()"}]},
            {"pathComponents": ["Bank"], "declarationFragments": [{"kind": "keyword", "spelling": "struct Bank"}]}
        ], "relationships": []}"#;
        assert_eq!(of(graph).unwrap(), "Bank: struct Bank\nMoa.close(): func close()\n");
        assert!(of("{}").is_err());
    }
}
