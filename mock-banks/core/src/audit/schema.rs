//! The table of the log. The triggers say to everybody who has the file open that history is not rewritten; the first of
//! them also keeps `INSERT OR REPLACE` from being a way around the others.

/// The table of this area.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE audit_records (
        chain TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        at INTEGER NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        facts TEXT NOT NULL,
        previous BLOB NOT NULL CHECK (length(previous) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        seal BLOB NOT NULL CHECK (length(seal) = 32),
        PRIMARY KEY (chain, sequence)
    ) STRICT;
    CREATE INDEX audit_records_about ON audit_records (chain, subject, sequence);

    CREATE TRIGGER audit_records_follow BEFORE INSERT ON audit_records
        WHEN NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM audit_records WHERE chain = NEW.chain), 0)
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_records_stay BEFORE DELETE ON audit_records
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_records_keep BEFORE UPDATE ON audit_records
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
";
