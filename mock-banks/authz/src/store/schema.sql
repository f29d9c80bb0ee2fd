-- Everything the authorisation server remembers. Codes, tokens, request URIs and browser secrets stand here only as
-- SHA-256 digests: a stolen file opens nothing. Instants are Unix milliseconds. Several banks share one file.
CREATE TABLE authz_secrets (
    bank TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (bank, name)
) STRICT;
CREATE TABLE authz_clients (
    bank TEXT NOT NULL, client_id TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
    redirect_uris TEXT NOT NULL, jwks TEXT NOT NULL, created_at INTEGER NOT NULL,
    PRIMARY KEY (bank, client_id)
) STRICT;
CREATE TABLE authz_requests (
    bank TEXT NOT NULL, digest TEXT NOT NULL, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, scope TEXT NOT NULL,
    state TEXT, nonce TEXT, challenge TEXT NOT NULL, dpop_jkt TEXT, consent TEXT NOT NULL, ui_locales TEXT,
    expires_at INTEGER NOT NULL, outcome TEXT,
    PRIMARY KEY (bank, digest)
) STRICT;
CREATE TABLE authz_interactions (
    bank TEXT NOT NULL, digest TEXT NOT NULL, request TEXT NOT NULL, customer TEXT, authenticated_at INTEGER,
    wrong_passwords INTEGER NOT NULL, notice TEXT, language TEXT, expires_at INTEGER NOT NULL,
    PRIMARY KEY (bank, digest)
) STRICT;
CREATE TABLE authz_codes (
    bank TEXT NOT NULL, digest TEXT NOT NULL, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, scope TEXT NOT NULL,
    nonce TEXT, challenge TEXT NOT NULL, dpop_jkt TEXT, consent TEXT NOT NULL, customer TEXT NOT NULL,
    authenticated_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, spent_at INTEGER, grant_id TEXT,
    PRIMARY KEY (bank, digest)
) STRICT;
CREATE TABLE authz_grants (
    bank TEXT NOT NULL, id TEXT NOT NULL, client_id TEXT NOT NULL, customer TEXT NOT NULL, consent TEXT NOT NULL,
    scope TEXT NOT NULL, created_at INTEGER NOT NULL, revoked_at INTEGER,
    PRIMARY KEY (bank, id)
) STRICT;
CREATE INDEX authz_grants_by_consent ON authz_grants (bank, consent);
CREATE TABLE authz_access_tokens (
    bank TEXT NOT NULL, digest TEXT NOT NULL, grant_id TEXT, client_id TEXT NOT NULL, scope TEXT NOT NULL,
    jkt TEXT NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER,
    PRIMARY KEY (bank, digest)
) STRICT;
CREATE INDEX authz_access_tokens_by_expiry ON authz_access_tokens (bank, expires_at);
CREATE TABLE authz_refresh_tokens (
    bank TEXT NOT NULL, digest TEXT NOT NULL, grant_id TEXT NOT NULL, expires_at INTEGER NOT NULL, replaced_at INTEGER,
    PRIMARY KEY (bank, digest)
) STRICT;
CREATE TABLE authz_spent (
    bank TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, until INTEGER NOT NULL,
    PRIMARY KEY (bank, kind, key)
) STRICT;
CREATE INDEX authz_spent_by_end ON authz_spent (bank, until);
