CREATE TABLE IF NOT EXISTS office (
    number        TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    service_types TEXT NOT NULL,           -- 2-digit codes, separated by blanks
    csv_versions  TEXT NOT NULL,           -- separated by blanks
    licence_from  TEXT NOT NULL,           -- YYYY-MM-DD, Japanese time
    licence_until TEXT NOT NULL            -- the last day
) STRICT;

CREATE TABLE IF NOT EXISTS message (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of acceptance: the inbox cursor
    id          BLOB NOT NULL UNIQUE,
    sender      TEXT NOT NULL,
    receiver    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    size        INTEGER NOT NULL,
    sha256      BLOB NOT NULL,
    accepted_at INTEGER NOT NULL,                   -- milliseconds since 1970
    state       TEXT NOT NULL,
    kept        INTEGER NOT NULL,                   -- 1 while the container is here
    change      INTEGER NOT NULL                    -- order of changes: the sent-list cursor
) STRICT;
CREATE INDEX IF NOT EXISTS message_receiver ON message (receiver, seq);
CREATE INDEX IF NOT EXISTS message_sender ON message (sender, change);
CREATE INDEX IF NOT EXISTS message_kept ON message (kept, accepted_at);
CREATE INDEX IF NOT EXISTS message_change ON message (change);

CREATE TABLE IF NOT EXISTS chunk (
    message INTEGER NOT NULL REFERENCES message (seq),
    n       INTEGER NOT NULL,
    bytes   BLOB NOT NULL,
    PRIMARY KEY (message, n)
) STRICT;

CREATE TABLE IF NOT EXISTS receipt (
    message INTEGER NOT NULL REFERENCES message (seq),
    n       INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    der     BLOB NOT NULL,
    PRIMARY KEY (message, n),
    UNIQUE (message, kind)
) STRICT;

CREATE TABLE IF NOT EXISTS link (
    office TEXT NOT NULL,                           -- the sending office whose chain it is
    number INTEGER NOT NULL,                        -- from 1, without gaps
    digest BLOB NOT NULL,                           -- SHA-256 of the relay's receipt
    PRIMARY KEY (office, number)
) STRICT;
