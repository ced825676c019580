-- A message costs a page or two of each tree that it touches, so there are few: keys are row ids where they
-- can be. Rows of `message` are removed all together or not at all, with a new id of the store, so
-- under one id no number is given twice.

CREATE TABLE office (
    number        TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    service_types TEXT NOT NULL,           -- 2-digit codes, separated by blanks
    csv_versions  TEXT NOT NULL,           -- separated by blanks
    licence_from  TEXT NOT NULL,           -- YYYY-MM-DD, Japanese time
    licence_until TEXT NOT NULL,           -- the last day
    agents        TEXT NOT NULL            -- numbers of the offices that may act for it, separated by blanks
) STRICT;

CREATE TABLE store (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    id      INTEGER NOT NULL,                       -- tells this store from others; see Store::id
    changes INTEGER NOT NULL,                       -- how many there have been
    offices INTEGER NOT NULL                        -- how many changes of the directory, by whatever program
) STRICT;

CREATE TRIGGER office_added AFTER INSERT ON office BEGIN UPDATE store SET offices = offices + 1; END;
CREATE TRIGGER office_changed AFTER UPDATE ON office BEGIN UPDATE store SET offices = offices + 1; END;
CREATE TRIGGER office_removed AFTER DELETE ON office BEGIN UPDATE store SET offices = offices + 1; END;

CREATE TABLE message (
    seq         INTEGER PRIMARY KEY,                -- order of acceptance: the inbox cursor
    id_key      INTEGER NOT NULL,                   -- the id's first 8 bytes: a small index where ids are no order
    id          BLOB NOT NULL,
    sender      TEXT NOT NULL,
    receiver    TEXT NOT NULL,
    unit        TEXT NOT NULL,                      -- service types and serial
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,                      -- empty once the container is gone: it may name somebody
    size        INTEGER NOT NULL,
    sha256      BLOB NOT NULL,
    accepted_at INTEGER NOT NULL,                   -- milliseconds since 1970
    state       TEXT NOT NULL,
    kept        INTEGER NOT NULL,                   -- 1 while the container is here
    change      INTEGER NOT NULL,                   -- order of changes: the sent-list cursor
    agent       TEXT                                -- the office that sent it for the sender
) STRICT;
CREATE INDEX message_id ON message (id_key);
CREATE INDEX message_receiver ON message (receiver, seq);
CREATE INDEX message_sender ON message (sender, change);
CREATE INDEX message_unit ON message (sender, receiver, unit);
CREATE INDEX message_state ON message (state, seq);
CREATE INDEX message_kept ON message (accepted_at) WHERE kept = 1;

-- Where in the order of acceptance another month of Japan begins: a row or so a month, and one more whenever the clock
-- was set to another.
CREATE TABLE month (
    first INTEGER PRIMARY KEY,                      -- the first message's seq
    month INTEGER NOT NULL                          -- how many months were before it
) STRICT;

CREATE TABLE chunk (
    place INTEGER PRIMARY KEY,                      -- seq * 2^20 + n
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE receipt (
    place INTEGER PRIMARY KEY,                      -- seq * 8 + n
    kind  TEXT NOT NULL,
    der   BLOB NOT NULL
) STRICT;

-- Room for the pick-up of a message on its way out: given back within the change that needs it.
CREATE TABLE reserve (
    seq   INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE chain (
    office TEXT PRIMARY KEY,                        -- the sending office whose chain it is
    number INTEGER NOT NULL,                        -- of its last link: from 1, without gaps
    digest BLOB NOT NULL                            -- SHA-256 of the relay's receipt there
) STRICT, WITHOUT ROWID;

INSERT INTO store (one, id, changes, offices) VALUES (1, random(), 0, 0);
PRAGMA user_version = 6;
