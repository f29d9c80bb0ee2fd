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
    /// Its comment, its own or that of the requirement it fulfils.
    doc_comment: Option<serde::de::IgnoredAny>,
}

/// What `RawRepresentable`, `CustomStringConvertible`, `Identifiable` and their like ask for.
const OF_SWIFT: &[&str] = &[
    "rawValue",
    "init(rawValue:)",
    "init(stringLiteral:)",
    "init(from:)",
    "description",
    "debugDescription",
    "customMirror",
    "errorDescription",
    "id",
    "<(_:_:)",
];

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
    let graph = read(graph)?;
    let mut lines: Vec<String> = graph.symbols.iter().map(Symbol::line).collect();
    lines.sort();
    lines.dedup();
    Ok(lines.join("\n") + "\n")
}

/// The names of declarations, without those that Apple's systems alone have.
pub(super) fn names(surface: &str) -> String {
    let name = |line: &str| line.split(": ").next().unwrap_or_default().to_owned();
    let mut names: Vec<String> = surface.lines().map(name).filter(|name| !is_apples(name)).collect();
    names.sort();
    names.dedup();
    names.join("\n") + "\n"
}

/// The keychain is on Apple's systems alone, and the snapshot is taken on Linux.
fn is_apples(name: &str) -> bool {
    name.split('.').next() == Some("KeychainVault")
}

/// The declarations that say nothing about themselves, by their full names.
pub(super) fn undocumented(graph: &str) -> Result<Vec<String>> {
    let silent =
        read(graph)?.symbols.into_iter().filter(|symbol| symbol.doc_comment.is_none() && !symbol.speaks_for_itself());
    let mut names: Vec<String> = silent.map(|symbol| symbol.path_components.join(".")).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

fn read(graph: &str) -> Result<Graph> {
    serde_json::from_str(graph).context("Swift's description of the package cannot be read")
}

impl Symbol {
    /// Whether it is what a protocol of Swift's own asks for, and means what it means there.
    fn speaks_for_itself(&self) -> bool {
        let own = self.path_components.last().map(String::as_str);
        own.is_some_and(|own| OF_SWIFT.contains(&own))
    }

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

    #[test]
    fn a_declaration_says_what_it_is_unless_swift_does() {
        let graph = r#"{"symbols": [
            {"pathComponents": ["Moa"], "declarationFragments": [], "docComment": {"lines": [{"text": "The whole."}]}},
            {"pathComponents": ["Moa", "close()"], "declarationFragments": []},
            {"pathComponents": ["BankID", "rawValue"], "declarationFragments": []}
        ]}"#;
        assert_eq!(undocumented(graph).unwrap(), ["Moa.close()"]);
    }

    #[test]
    fn every_swift_is_held_to_the_same_names() {
        let debians = "Bank.id: let id: BankID\nBank: struct Bank\n";
        let another = "Bank.id: nonisolated let id: BankID\nBank: struct Bank\nKeychainVault: final class KeychainVault\n\
            KeychainVault.find(_:): func find(_ name: String)\n";
        assert_eq!(names(debians), names(another));
        assert_eq!(names(debians), "Bank\nBank.id\n");
        assert_ne!(names(debians), names("Bank: struct Bank\n"));
    }
}
