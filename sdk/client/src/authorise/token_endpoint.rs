//! The token endpoint: a code, a refresh token or the app itself becomes an access token.
//!
//! The `oauth2` crate writes the requests and reads the answers; what it lacks (the client's assertion, the DPoP proof, the
//! nonce, the limits) is added by the hook it calls for sending, which is [`BankHttp`]. Its own errors may hold the whole
//! body of an answer, so they are translated here and dropped.

use std::borrow::Cow;
use std::sync::Arc;

use futures::future::BoxFuture;
use http::Response;
use moa_kernel::{ExposeSecret as _, SecretString};
use moa_security::keys::SigningKey;
use moa_security::pkce::Verifier;
use oauth2::basic::{BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse};
use oauth2::{
    AsyncHttpClient, AuthType, AuthorizationCode, Client, ClientId, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken,
    TokenUrl,
};
use url::{Url, form_urlencoded};

use super::metadata::Metadata;
use super::tokens::{RawTokens, TokenError, Tokens};
use crate::error::{CallContext, Error};
use crate::http::{BankHttp, Call, Payload};
use crate::registration::ClientIdentity;

type TokenClient = Client<
    BasicErrorResponse,
    RawTokens,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

type Answer = Result<RawTokens, RequestTokenError<Error, BasicErrorResponse>>;

/// A bank's token endpoint, as one client with one DPoP key.
///
/// It owns what it needs: `oauth2` asks for a hook that is good for every lifetime.
pub(crate) struct TokenEndpoint {
    pub(crate) http: Arc<BankHttp>,
    pub(crate) metadata: Metadata,
    pub(crate) client: ClientIdentity,
    pub(crate) key: SigningKey,
}

impl TokenEndpoint {
    /// Redeems a code with the verifier only we have.
    pub(crate) async fn exchange_code(
        &self,
        code: &SecretString,
        verifier: Verifier,
        redirect_uri: Url,
        asked_scope: &str,
    ) -> Result<Tokens, TokenError> {
        let answer = self
            .oauth2()
            .exchange_code(AuthorizationCode::new(code.expose_secret().to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()))
            .set_redirect_uri(Cow::Owned(RedirectUrl::from_url(redirect_uri)))
            .request_async(self)
            .await;
        read(answer, asked_scope)
    }

    /// Keeps a grant alive. The scope is left out: it stays what it was.
    pub(crate) async fn refresh(&self, token: &SecretString, asked_scope: &str) -> Result<Tokens, TokenError> {
        let token = RefreshToken::new(token.expose_secret().to_owned());
        let answer = self.oauth2().exchange_refresh_token(&token).request_async(self).await;
        read(answer, asked_scope)
    }

    /// Gets a token for the app itself, to make and end consents with.
    pub(crate) async fn speak_for_the_app(&self, scope: &str) -> Result<Tokens, TokenError> {
        let client = self.oauth2();
        let request = client.exchange_client_credentials().add_scope(Scope::new(scope.to_owned()));
        read(request.request_async(self).await, scope)
    }

    fn oauth2(&self) -> TokenClient {
        Client::new(ClientId::new(self.client.client_id().as_str().to_owned()))
            .set_token_uri(TokenUrl::from_url(self.metadata.token_endpoint.clone()))
            .set_auth_type(AuthType::RequestBody)
    }
}

/// The hook `oauth2` sends with: takes the form it wrote, and sends it our way. The address is the pinned one, whatever
/// the request says.
impl<'c> AsyncHttpClient<'c> for TokenEndpoint {
    type Error = Error;
    type Future = BoxFuture<'c, Result<HttpResponse, Error>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.carry(request))
    }
}

impl TokenEndpoint {
    async fn carry(&self, request: HttpRequest) -> Result<HttpResponse, Error> {
        let fields = form_urlencoded::parse(request.body());
        let fields = fields.map(|(name, value)| (name.into_owned(), SecretString::from(value.into_owned()))).collect();
        let payload = Payload::Form { fields, client: &self.client, issuer: &self.metadata.issuer };
        let url = self.metadata.token_endpoint.clone();
        let reply = self.http.call(&Call::form(url, payload, Some(&self.key), self.http.limits().small_body)).await?;
        let mut response = Response::new(reply.body.to_vec());
        *response.status_mut() = reply.status;
        *response.headers_mut() = reply.headers;
        Ok(response)
    }
}

fn read(answer: Answer, asked_scope: &str) -> Result<Tokens, TokenError> {
    match answer {
        Ok(raw) => Tokens::check(&raw, asked_scope),
        Err(RequestTokenError::ServerResponse(said)) => {
            Err(TokenError::Refused { code: CallContext::oauth_code(said.error().as_ref()) })
        }
        Err(RequestTokenError::Request(error)) => Err(TokenError::Call(Box::new(error))),
        Err(RequestTokenError::Parse(..) | RequestTokenError::Other(_)) => Err(TokenError::Unreadable),
    }
}
