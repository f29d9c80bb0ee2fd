//! One file per endpoint, each in the same order: what it does, its error, its function, its tests.
//!
//! An app's way through them: [`metadata`] tells it where everything is, [`register`] makes it known, [`par`] takes its
//! request, [`authorize`] lets the customer decide, [`token`] turns the answer into tokens, [`revoke`] gives them back.
//! Resource servers ask [`introspect`]; whoever checks an ID token fetches [`jwks`].

pub(crate) mod authorize;
pub(crate) mod introspect;
pub(crate) mod jwks;
pub(crate) mod metadata;
pub(crate) mod par;
pub(crate) mod register;
pub(crate) mod revoke;
pub(crate) mod token;

/// Where each endpoint is, under the issuer.
pub(crate) mod path {
    pub(crate) const OPENID_CONFIGURATION: &str = "/.well-known/openid-configuration";
    pub(crate) const OAUTH_METADATA: &str = "/.well-known/oauth-authorization-server";
    pub(crate) const JWKS: &str = "/jwks";
    pub(crate) const PAR: &str = "/par";
    pub(crate) const AUTHORIZE: &str = "/authorize";
    pub(crate) const TOKEN: &str = "/token";
    pub(crate) const INTROSPECT: &str = "/introspect";
    pub(crate) const REVOKE: &str = "/revoke";
    pub(crate) const REGISTER: &str = "/register";
}
