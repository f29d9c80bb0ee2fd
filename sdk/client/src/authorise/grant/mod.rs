//! A living grant: tokens that keep themselves fresh.
//!
//! Whoever needs the token asks [`Grant::access`]; close to its end the token is refreshed first. However many tasks ask at
//! once, one request goes out and all of them get its result. A bank may rotate refresh tokens, and its answer may get lost:
//! the new token is in the vault before it is used, and the one before it is kept as the way back (FAPI 2.0 §5.3.3.1).

mod stored;

use std::sync::Arc;

use moa_kernel::{ExposeSecret as _, LinkId, SecretString, same_secret};
use moa_security::keys::SigningKey;
use moa_wire::oauth::{code, param};
use tokio::sync::Mutex;

pub(crate) use self::stored::Held;
use super::bank_client::{BankClient, NEARLY_OVER};
use super::push::ASKED_SCOPE;
use super::tokens::{TokenError, Tokens};
use crate::error::{CallContext, Error, ErrorKind};
use crate::http::{Call, Payload};
use crate::standards::{HttpAsk, HttpReply};
use crate::vault::VaultName;

/// One link's tokens.
pub(crate) struct Grant {
    link: LinkId,
    client: Arc<BankClient>,
    state: Mutex<State>,
}

struct State {
    held: Held,
    /// Whether the vault has not yet confirmed what `held` says.
    unsaved: bool,
    closed: bool,
}

impl Grant {
    /// Takes the grant of a link out of the vault.
    pub(crate) async fn load(link: &LinkId, client: Arc<BankClient>) -> Result<Self, Error> {
        let ended = || Error::new(ErrorKind::LinkEnded).within(CallContext::of_bank(client.bank.id()));
        let kept = client.shared.vault.find(&VaultName::Grant(link).text()).await?.ok_or_else(ended)?;
        let held = Held::from_secret(&kept)?;
        if !held.belongs_to(&client.bank) {
            // The directory now names another authorisation server or API for this bank: these tokens are not for it.
            return Err(ended());
        }
        let state = Mutex::new(State { held, unsaved: false, closed: false });
        Ok(Self { link: link.clone(), client, state })
    }

    /// Carries a request with the customer's token. A token the bank no longer knows is refreshed once.
    ///
    /// # Errors
    /// [`ErrorKind::LinkEnded`] when the bank refuses the fresh token too.
    pub(crate) async fn send(&self, ask: &HttpAsk) -> Result<HttpReply, Error> {
        let (token, key) = self.access().await?;
        let reply = self.client.http.ask(&key, &token, ask).await?;
        if reply.status.as_u16() != 401 {
            return Ok(reply);
        }
        let (token, key) = self.renew_after(&token).await?;
        let reply = self.client.http.ask(&key, &token, ask).await?;
        if reply.status.as_u16() == 401 { Err(self.ended()) } else { Ok(reply) }
    }

    /// A token that is good for a while yet, and the key it is bound to.
    pub(crate) async fn access(&self) -> Result<(SecretString, SigningKey), Error> {
        let mut state = self.state.lock().await;
        self.must_be_open(&state)?;
        let left = state.held.ends_at.duration_since(self.client.now());
        if left <= NEARLY_OVER {
            self.refresh(&mut state).await?;
        }
        self.save(&mut state).await?;
        Ok((state.held.access.clone(), state.held.key.clone()))
    }

    /// Refreshes because the bank refused `refused`, unless somebody else has done so meanwhile.
    async fn renew_after(&self, refused: &SecretString) -> Result<(SecretString, SigningKey), Error> {
        let mut state = self.state.lock().await;
        self.must_be_open(&state)?;
        if same_secret(&state.held.access, refused) {
            self.refresh(&mut state).await?;
        }
        self.save(&mut state).await?;
        Ok((state.held.access.clone(), state.held.key.clone()))
    }

    /// The lock on the state is held throughout: that is what makes it a single flight.
    async fn refresh(&self, state: &mut State) -> Result<(), Error> {
        let current = state.held.refresh.clone().ok_or_else(|| self.ended())?;
        let mut tokens = self.refresh_with(&current, &state.held.key).await;
        let unknown =
            matches!(&tokens, Err(TokenError::Refused { code: said }) if said.as_deref() == Some(code::INVALID_GRANT));
        if let Some(previous) = state.held.previous.clone().filter(|_| unknown) {
            tokens = self.refresh_with(&previous, &state.held.key).await;
        }
        let tokens = tokens.map_err(|error| self.refused(error))?;
        state.held = state.held.renewed(&tokens, self.client.now());
        state.unsaved = true;
        Ok(())
    }

    async fn refresh_with(&self, token: &SecretString, key: &SigningKey) -> Result<Tokens, TokenError> {
        let endpoint = self.client.token_endpoint(key).await.map_err(|error| TokenError::Call(Box::new(error)))?;
        endpoint.refresh(token, ASKED_SCOPE).await
    }

    /// What is not in the vault is not handed out: after a crash it would be lost, and the bank would not know why.
    async fn save(&self, state: &mut State) -> Result<(), Error> {
        if state.unsaved {
            let secret = state.held.to_secret()?;
            self.client.shared.vault.keep(&VaultName::Grant(&self.link).text(), &secret).await?;
            state.unsaved = false;
        }
        Ok(())
    }

    /// Stops handing out tokens. Requests that already have one run to their end.
    pub(crate) async fn close(&self) {
        self.state.lock().await.closed = true;
    }

    /// Whether it was closed here, which says nothing about what the bank thinks of it.
    pub(crate) async fn is_closed(&self) -> bool {
        self.state.lock().await.closed
    }

    /// Tells the bank that the tokens are not wanted any more (RFC 7009). True when it confirmed; a bank without a
    /// revocation endpoint has nothing to confirm.
    pub(crate) async fn revoke_at_bank(&self) -> Result<(), Error> {
        let metadata = self.client.metadata().await?;
        let Some(endpoint) = metadata.revocation_endpoint.clone() else { return Ok(()) };
        let identity = self.client.identity().await?;
        let (token, hint) = {
            let state = self.state.lock().await;
            match &state.held.refresh {
                Some(refresh) => (refresh.clone(), "refresh_token"),
                None => (state.held.access.clone(), "access_token"),
            }
        };
        let field = |name: &str, value: &str| (name.to_owned(), SecretString::from(value));
        let fields = vec![
            field(param::CLIENT_ID, identity.client_id().as_str()),
            field(param::TOKEN, token.expose_secret()),
            field(param::TOKEN_TYPE_HINT, hint),
        ];
        let payload = Payload::Form { fields, client: &identity, issuer: &metadata.issuer };
        // `oauth2` carries revocations only to https, which a sandbox on this device does not have: so this one is ours.
        let http = &self.client.http;
        let reply = http.call(&Call::form(endpoint, payload, None, http.limits().small_body)).await?;
        if reply.status.is_success() { Ok(()) } else { Err(Error::new(ErrorKind::BankRefused)) }
    }

    fn must_be_open(&self, state: &State) -> Result<(), Error> {
        if state.closed { Err(self.ended()) } else { Ok(()) }
    }

    fn refused(&self, error: TokenError) -> Error {
        let over = matches!(&error, TokenError::Refused { code: said } if said.as_deref() == Some(code::INVALID_GRANT));
        let error = if over { self.ended().caused_by(error) } else { Error::from(error) };
        error.within(CallContext::of_bank(self.client.bank.id()))
    }

    fn ended(&self) -> Error {
        Error::new(ErrorKind::LinkEnded).within(CallContext::of_bank(self.client.bank.id()))
    }
}
