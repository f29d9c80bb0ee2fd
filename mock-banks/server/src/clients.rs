//! Apps that are known from the start, read from a file: for tests, and for apps that cannot register themselves.
//!
//! The file is TOML, or JSON when its name ends in `.json`:
//!
//! ```toml
//! [[clients]]
//! id = "my-app"
//! name = "My app"
//! redirect_uris = ["http://127.0.0.1/callback/thames"]
//! banks = ["thames"]            # all banks when left out
//! [[clients.jwks.keys]]
//! kty = "EC"
//! crv = "P-256"
//! x = "…"
//! y = "…"
//! ```

use std::path::Path;

use moa_bank_authz::{AuthorisationServer, Client, RedirectUri, RedirectUriError, Role, clean_name};
use moa_bank_core::Bank;
use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ClientId};
use moa_wire::jose::Jwks;
use serde::Deserialize;

/// A file of thousands of apps is still smaller.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Apps from a file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientsFile {
    /// The apps.
    pub clients: Vec<ClientEntry>,
}

/// One app.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientEntry {
    /// Its name in the protocol.
    pub id: ClientId,
    /// Its name on the pages; its id when left out.
    pub name: Option<String>,
    /// Where answers may be sent.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Its public keys.
    pub jwks: Jwks,
    /// At which banks; at all when left out.
    #[serde(default)]
    pub banks: Vec<BankId>,
    /// Whether it is a resource server, which may ask what tokens are worth and nothing else.
    #[serde(default)]
    pub resource_server: bool,
}

/// Why apps from a file are not known.
#[derive(Debug, thiserror::Error)]
pub enum ClientsError {
    /// The file cannot be read.
    #[error("the file of apps cannot be read")]
    File(#[from] std::io::Error),
    /// The file is larger than any file of apps.
    #[error("the file of apps is larger than {FILE_BYTES_MAX} bytes")]
    TooLarge,
    /// The file makes no sense as TOML.
    #[error("the file of apps makes no sense: {0}")]
    Toml(#[from] toml::de::Error),
    /// The file makes no sense as JSON.
    #[error("the file of apps makes no sense: {0}")]
    Json(#[from] serde_json::Error),
    /// An app's address is none that answers may be sent to.
    #[error("the app `{client}` has an address that cannot be used")]
    RedirectUri {
        /// Which app.
        client: ClientId,
        /// What about the address.
        source: RedirectUriError,
    },
    /// The state cannot be used.
    #[error("the apps cannot be kept")]
    State(#[from] StateError),
}

impl ClientsFile {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, is too large, or makes no sense.
    pub fn load(path: &Path) -> Result<Self, ClientsError> {
        if std::fs::metadata(path)?.len() > FILE_BYTES_MAX {
            return Err(ClientsError::TooLarge);
        }
        let text = std::fs::read_to_string(path)?;
        if path.extension().is_some_and(|extension| extension == "json") {
            Ok(serde_json::from_str(&text)?)
        } else {
            Ok(toml::from_str(&text)?)
        }
    }
}

/// Makes the apps known at one bank.
pub(crate) fn register(
    file: Option<&ClientsFile>,
    bank: &Bank,
    server: &AuthorisationServer,
) -> Result<(), ClientsError> {
    let here = |entry: &&ClientEntry| entry.banks.is_empty() || entry.banks.contains(bank.id());
    for entry in file.iter().flat_map(|file| &file.clients).filter(here) {
        server.register_client(&client(entry)?)?;
    }
    Ok(())
}

fn client(entry: &ClientEntry) -> Result<Client, ClientsError> {
    let uri = |text: &String| {
        RedirectUri::new(text).map_err(|source| ClientsError::RedirectUri { client: entry.id.clone(), source })
    };
    let name = entry.name.as_deref().and_then(clean_name);
    Ok(Client {
        id: entry.id.clone(),
        role: if entry.resource_server { Role::ResourceServer } else { Role::App },
        name: name.unwrap_or_else(|| entry.id.to_string()),
        redirect_uris: entry.redirect_uris.iter().map(uri).collect::<Result<_, _>>()?,
        jwks: entry.jwks.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = r#"
        [[clients]]
        id = "my-app"
        redirect_uris = ["http://127.0.0.1/callback/thames"]
        [[clients.jwks.keys]]
        kty = "EC"
        crv = "P-256"
        x = "eA"
        y = "eQ"
    "#;

    fn load(name: &str, text: &str) -> Result<ClientsFile, ClientsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        ClientsFile::load(&path)
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let json = r#"{"clients":[{"id":"my-app","redirect_uris":["http://127.0.0.1/callback/thames"],
            "jwks":{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ"}]}}]}"#;
        let (one, other) = (load("a.toml", TOML).unwrap(), load("a.json", json).unwrap());
        assert_eq!(format!("{one:?}"), format!("{other:?}"));
        assert_eq!(client(&one.clients[0]).unwrap().name, "my-app");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert!(matches!(load("a.toml", "[[clients]]\nid = 7"), Err(ClientsError::Toml(_))));
        assert!(matches!(load("a.json", "{}"), Err(ClientsError::Json(_))));
        assert!(matches!(ClientsFile::load(Path::new("/nowhere.toml")), Err(ClientsError::File(_))));
        let mut file = load("a.toml", TOML).unwrap();
        file.clients[0].redirect_uris = vec!["http://elsewhere.example/".to_owned()];
        assert!(matches!(client(&file.clients[0]), Err(ClientsError::RedirectUri { .. })));
    }
}
