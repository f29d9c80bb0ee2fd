//! `client_credentials`: an app's own token, good for creating, reading and deleting its consents.

use super::{Given, TokenError, TokenRequest};
use crate::desk::Desk;
use crate::issue::{self, Bearing};
use crate::scope;
use moa_wire::oauth::param;

pub(super) fn exchange(desk: &Desk, request: &TokenRequest<'_>) -> Result<Given, TokenError> {
    let scope = scope::own(request.form.find(param::SCOPE))?;
    let bearing =
        Bearing { grant: None, client: &request.client.id, scope: &scope, jkt: request.jkt, consent_until: None };
    let access = desk.bank.database().write(|tx| {
        desk.sweep(tx)?;
        issue::access_token(desk, tx, &bearing)
    })?;
    Ok(Given { access, scope, refresh: None, id_token: None })
}

#[cfg(test)]
mod tests;
