-- Browsers in which a login has succeeded (only a digest of what they hold), and which apps ever came back after they
-- registered. Apps that were there before this step count as used.
CREATE TABLE authz_browsers (
    bank TEXT NOT NULL, digest TEXT NOT NULL, login TEXT NOT NULL, expires_at INTEGER NOT NULL,
    PRIMARY KEY (bank, digest, login)
) STRICT;
ALTER TABLE authz_clients ADD COLUMN used_at INTEGER;
UPDATE authz_clients SET used_at = created_at;
CREATE INDEX authz_clients_never_used ON authz_clients (bank, created_at) WHERE used_at IS NULL;
CREATE INDEX authz_refresh_tokens_of_grant ON authz_refresh_tokens (bank, grant_id);
