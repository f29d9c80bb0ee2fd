//! The tables of the books. Instants are microseconds since 1970, amounts are minor units, and history is not rewritten:
//! the triggers say so to everybody who has the file open.

/// The tables of this area.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE core_accounts (
        seq INTEGER PRIMARY KEY,
        bank TEXT NOT NULL,
        id TEXT NOT NULL,
        customer TEXT,
        facts TEXT,
        issued INTEGER NOT NULL DEFAULT 0,
        UNIQUE (bank, id)
    ) STRICT;
    CREATE INDEX core_accounts_of_customer ON core_accounts (bank, customer);
    CREATE TABLE core_balances (
        account INTEGER NOT NULL REFERENCES core_accounts (seq),
        currency TEXT NOT NULL,
        booked INTEGER NOT NULL,
        PRIMARY KEY (account, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE core_entries (
        seq INTEGER PRIMARY KEY,
        bank TEXT NOT NULL,
        booked_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE core_postings (
        entry INTEGER NOT NULL REFERENCES core_entries (seq),
        account INTEGER NOT NULL REFERENCES core_accounts (seq),
        currency TEXT NOT NULL,
        minor INTEGER NOT NULL CHECK (minor <> 0)
    ) STRICT;
    CREATE TABLE core_transactions (
        seq INTEGER PRIMARY KEY,
        account INTEGER NOT NULL REFERENCES core_accounts (seq),
        id TEXT NOT NULL,
        entry INTEGER REFERENCES core_entries (seq),
        booked_at INTEGER NOT NULL,
        value_at INTEGER NOT NULL,
        currency TEXT NOT NULL,
        minor INTEGER NOT NULL CHECK (minor <> 0),
        balance_after INTEGER,
        particulars TEXT NOT NULL,
        UNIQUE (account, id)
    ) STRICT;
    CREATE INDEX core_transactions_by_time ON core_transactions (account, booked_at, seq);
    CREATE INDEX core_transactions_pending ON core_transactions (account) WHERE entry IS NULL;

    CREATE TRIGGER core_entries_stay BEFORE DELETE ON core_entries
        BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
    CREATE TRIGGER core_entries_keep BEFORE UPDATE ON core_entries
        BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
    CREATE TRIGGER core_postings_stay BEFORE DELETE ON core_postings
        BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
    CREATE TRIGGER core_postings_keep BEFORE UPDATE ON core_postings
        BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
    CREATE TRIGGER core_transactions_stay BEFORE DELETE ON core_transactions WHEN OLD.entry IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
    CREATE TRIGGER core_transactions_keep BEFORE UPDATE ON core_transactions
        BEGIN SELECT RAISE(ABORT, 'the books are append-only'); END;
";
