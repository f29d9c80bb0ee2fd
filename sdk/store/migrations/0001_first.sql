-- Where everything came through. The record is the link as JSON.
CREATE TABLE link (
    id        TEXT PRIMARY KEY,
    linked_at INTEGER NOT NULL,
    record    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Provenance, written once per page instead of once per row.
CREATE TABLE source (
    number INTEGER PRIMARY KEY,
    link   TEXT NOT NULL REFERENCES link (id),
    record TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX source_of_link ON source (link);

CREATE TABLE account (
    link          TEXT NOT NULL REFERENCES link (id),
    id            TEXT NOT NULL,
    place         INTEGER NOT NULL,
    missing_since TEXT,
    value         TEXT NOT NULL,
    source        INTEGER NOT NULL REFERENCES source (number),
    original      TEXT NOT NULL,
    PRIMARY KEY (link, id)
) STRICT, WITHOUT ROWID;

-- Short lists of an account or a customer (account ''): balances, payees, direct debits and so on.
CREATE TABLE listed (
    link     TEXT NOT NULL REFERENCES link (id),
    account  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    place    INTEGER NOT NULL,
    value    TEXT NOT NULL,
    source   INTEGER NOT NULL REFERENCES source (number),
    original TEXT NOT NULL,
    PRIMARY KEY (link, account, kind, place)
) STRICT, WITHOUT ROWID;

-- An account as a small number, to keep the indexes of transactions narrow; and how far it is known.
CREATE TABLE holding (
    number    INTEGER PRIMARY KEY,
    link      TEXT NOT NULL REFERENCES link (id),
    account   TEXT NOT NULL,
    read_from TEXT,
    read_to   TEXT,
    UNIQUE (link, account)
) STRICT;

-- `day` is yyyymmdd, `at` microseconds of Unix time, `scaled` the signed amount in hundred-thousandths of its currency:
-- five decimals is the finest any standard sends. Never a float.
CREATE TABLE movement (
    number    INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,
    holding   INTEGER NOT NULL REFERENCES holding (number),
    standing  INTEGER NOT NULL,
    awaited   INTEGER NOT NULL,
    booked    INTEGER NOT NULL,
    day       INTEGER,
    at        INTEGER,
    currency  TEXT NOT NULL,
    scaled    INTEGER NOT NULL,
    magnitude INTEGER NOT NULL,
    bank_id   TEXT,
    value     TEXT NOT NULL,
    source    INTEGER NOT NULL REFERENCES source (number),
    original  TEXT NOT NULL
) STRICT;
-- The last columns are there to be looked at: a filter on direction or status then never leaves the index.
CREATE INDEX movement_by_time ON movement (awaited, day, at, key, scaled, booked, holding);
CREATE INDEX movement_of_holding_by_time ON movement (holding, awaited, day, at, key, scaled, booked);
-- By size there is one index for all accounts: its places are random, so each further one costs a quarter of every write.
CREATE INDEX movement_by_size ON movement (magnitude, awaited, day, at, key, scaled, booked, holding);
CREATE INDEX movement_of_holding_by_bank_id ON movement (holding, bank_id) WHERE bank_id IS NOT NULL;
-- Holds all that a sum over days needs.
CREATE INDEX movement_sums ON movement (holding, day, currency, booked, scaled);
CREATE INDEX movement_of_source ON movement (source);

-- Sums per month (yyyymm; 0 for rows without a day), kept up to date by every commit.
CREATE TABLE month_sum (
    holding   INTEGER NOT NULL REFERENCES holding (number),
    month     INTEGER NOT NULL,
    currency  TEXT NOT NULL,
    count     INTEGER NOT NULL,
    money_in  INTEGER NOT NULL,
    money_out INTEGER NOT NULL,
    PRIMARY KEY (holding, month, currency)
) STRICT, WITHOUT ROWID;

-- The words come ready from moa_sdk::store::search, one space apart; an amount keeps its point.
CREATE VIRTUAL TABLE search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    tokenize = "ascii tokenchars '.'",
    prefix = '2 3'
);

CREATE TABLE sync (
    link   TEXT PRIMARY KEY REFERENCES link (id),
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
