//! The tables of the registry's room, and the triggers that hold its rules against whoever else writes to the file.
//!
//! Revisions and reports are only ever added. A live row needs a passed report about exactly its hash, unless it came with
//! the program, which nobody can claim later. One version of a major is live at a time, and no row disappears.

pub(crate) const STEPS: &[&str] = &[TABLES, WAYS_AROUND, GOES_LIVE_AS_SAID];

const TABLES: &str = "
    CREATE TABLE registry_generations (
        bank TEXT PRIMARY KEY,
        generation INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE registry_revisions (
        bank TEXT NOT NULL,
        family TEXT NOT NULL,
        major INTEGER NOT NULL,
        minor INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        hash TEXT NOT NULL,
        definition TEXT NOT NULL,
        actor TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (bank, family, major, minor, revision)
    ) STRICT;

    CREATE TABLE registry_copies (
        bank TEXT NOT NULL,
        family TEXT NOT NULL,
        major INTEGER NOT NULL,
        minor INTEGER NOT NULL,
        hash TEXT NOT NULL,
        definition TEXT NOT NULL,
        PRIMARY KEY (bank, family, major, minor)
    ) STRICT;

    CREATE TABLE registry_reports (
        bank TEXT NOT NULL,
        id TEXT NOT NULL,
        family TEXT NOT NULL,
        major INTEGER NOT NULL,
        minor INTEGER NOT NULL,
        definition TEXT NOT NULL,
        passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
        at INTEGER NOT NULL,
        body BLOB NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (bank, id)
    ) STRICT;
    CREATE INDEX registry_reports_about ON registry_reports (bank, family, major, minor);

    CREATE TABLE registry_apis (
        bank TEXT NOT NULL,
        family TEXT NOT NULL,
        major INTEGER NOT NULL,
        minor INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        hash TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('draft', 'submitted', 'verifying', 'verified', 'published', 'deprecated', 'retired', 'blocked')),
        facts TEXT NOT NULL,
        report TEXT,
        shipped INTEGER NOT NULL CHECK (shipped IN (0, 1)),
        created_by TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        audited INTEGER NOT NULL,
        PRIMARY KEY (bank, family, major, minor)
    ) STRICT;
    CREATE UNIQUE INDEX registry_apis_live ON registry_apis (bank, family, major)
        WHERE state IN ('published', 'deprecated', 'blocked');

    CREATE TRIGGER registry_revisions_stay BEFORE UPDATE ON registry_revisions
        BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;
    CREATE TRIGGER registry_revisions_are_kept BEFORE DELETE ON registry_revisions
        BEGIN SELECT RAISE(ABORT, 'a revision is never removed'); END;
    CREATE TRIGGER registry_reports_stay BEFORE UPDATE ON registry_reports
        BEGIN SELECT RAISE(ABORT, 'a report is never changed'); END;
    CREATE TRIGGER registry_reports_are_kept BEFORE DELETE ON registry_reports
        BEGIN SELECT RAISE(ABORT, 'a report is never removed'); END;
    CREATE TRIGGER registry_apis_are_kept BEFORE DELETE ON registry_apis
        BEGIN SELECT RAISE(ABORT, 'an API is retired, never removed'); END;

    CREATE TRIGGER registry_apis_begin_verified BEFORE INSERT ON registry_apis
        WHEN NEW.shipped = 0 AND NEW.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'an API begins as a draft'); END;
    CREATE TRIGGER registry_apis_live_verified BEFORE UPDATE ON registry_apis
        WHEN NEW.shipped = 0 AND NEW.state IN ('published', 'deprecated', 'blocked') AND NOT EXISTS (
            SELECT 1 FROM registry_reports AS report
            WHERE report.bank = NEW.bank AND report.id = NEW.report AND report.family = NEW.family
                AND report.major = NEW.major AND report.minor = NEW.minor
                AND report.definition = NEW.hash AND report.passed = 1)
        BEGIN SELECT RAISE(ABORT, 'a live API needs a passed report about exactly its definition'); END;
    CREATE TRIGGER registry_apis_come_or_are_made BEFORE UPDATE ON registry_apis WHEN NEW.shipped > OLD.shipped
        BEGIN SELECT RAISE(ABORT, 'what did not come with the program never did'); END;
    CREATE TRIGGER registry_apis_keep_their_text BEFORE UPDATE ON registry_apis
        WHEN NEW.hash <> OLD.hash AND NEW.shipped = 0 AND NEW.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'a definition is edited as a draft'); END;
";

/// `INSERT OR REPLACE` removes a row without asking the triggers on removal; and a row that says it came with the program is
/// believed no further than the audit log says so.
const WAYS_AROUND: &str = "
    CREATE TRIGGER registry_revisions_are_new BEFORE INSERT ON registry_revisions
        WHEN EXISTS (SELECT 1 FROM registry_revisions AS known
            WHERE known.bank = NEW.bank AND known.family = NEW.family AND known.major = NEW.major
                AND known.minor = NEW.minor AND known.revision = NEW.revision)
        BEGIN SELECT RAISE(ABORT, 'a revision is never replaced'); END;
    CREATE TRIGGER registry_reports_are_new BEFORE INSERT ON registry_reports
        WHEN EXISTS (SELECT 1 FROM registry_reports AS known WHERE known.bank = NEW.bank AND known.id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'a report is never replaced'); END;
    CREATE TRIGGER registry_apis_are_new BEFORE INSERT ON registry_apis
        WHEN EXISTS (SELECT 1 FROM registry_apis AS known
            WHERE known.bank = NEW.bank AND known.family = NEW.family AND known.major = NEW.major
                AND (known.minor = NEW.minor OR (known.state IN ('published', 'deprecated', 'blocked')
                    AND NEW.state IN ('published', 'deprecated', 'blocked'))))
        BEGIN SELECT RAISE(ABORT, 'an API is changed, never replaced'); END;

    CREATE TRIGGER registry_apis_came BEFORE INSERT ON registry_apis
        WHEN NEW.shipped = 1 AND NOT EXISTS (SELECT 1 FROM audit_records
            WHERE chain = 'bank:' || NEW.bank AND sequence = NEW.audited AND action = 'api.ship'
                AND subject = 'api/' || NEW.family || '/' || NEW.major || '.' || NEW.minor)
        BEGIN SELECT RAISE(ABORT, 'what comes with the program is written down as such'); END;
    CREATE TRIGGER registry_apis_come_again BEFORE UPDATE ON registry_apis
        WHEN NEW.shipped = 1 AND NEW.hash <> OLD.hash AND NOT EXISTS (SELECT 1 FROM audit_records
            WHERE chain = 'bank:' || NEW.bank AND sequence = NEW.audited AND action = 'api.ship'
                AND subject = 'api/' || NEW.family || '/' || NEW.major || '.' || NEW.minor)
        BEGIN SELECT RAISE(ABORT, 'what comes with the program is written down as such'); END;
";

/// What goes live is what somebody said: the record of its publication names its very hash.
const GOES_LIVE_AS_SAID: &str = "
    CREATE TRIGGER registry_apis_go_live_as_said BEFORE UPDATE ON registry_apis
        WHEN NEW.shipped = 0 AND OLD.state NOT IN ('published', 'deprecated', 'blocked')
            AND NEW.state IN ('published', 'deprecated', 'blocked') AND NOT EXISTS (
            SELECT 1 FROM audit_records
            WHERE chain = 'bank:' || NEW.bank AND sequence = NEW.audited AND action IN ('api.publish', 'api.stand-in')
                AND subject = 'api/' || NEW.family || '/' || NEW.major || '.' || NEW.minor
                AND json_extract(facts, '$.hash') = NEW.hash)
        BEGIN SELECT RAISE(ABORT, 'a definition goes live when its publication is written down, with its hash'); END;
";
