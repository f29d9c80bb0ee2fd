//! A small API that lives beside the candidate, so that there is traffic that the candidate has nothing to do with.

use moa_bank_registry::ApiDefinition;
use serde_json::json;

use super::LabEnd;

/// The neighbour.
pub(crate) fn neighbour() -> Result<ApiDefinition, LabEnd> {
    let whole = json!({
        "family": "lab-neighbour", "version": "1.0", "title": "Neighbour", "base_path": "/lab-neighbour/v1",
        "operations": [{ "id": "NeighbourAccounts", "method": "GET", "path": "/accounts", "grant": "customer", "scope": "accounts",
            "permissions": ["ReadAccountsBasic", "ReadAccountsDetail"], "handler": { "uk": "Accounts" } }],
        "document": { "openapi": "3.0.3", "info": { "title": "Neighbour", "version": "1.0" }, "paths": { "/accounts": { "get": {
            "operationId": "NeighbourAccounts", "responses": { "200": { "description": "The accounts." } } } } } }
    });
    serde_json::from_value(whole).map_err(|error| LabEnd::Twin(error.to_string()))
}
