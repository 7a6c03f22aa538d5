-- Folders that the user added.
CREATE TABLE folders (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    path     TEXT    NOT NULL UNIQUE,
    away     INTEGER NOT NULL DEFAULT 0,
    added_ns INTEGER NOT NULL
) STRICT;

-- Picture files below them. AUTOINCREMENT: an id is never given twice.
CREATE TABLE photos (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id      INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
    path           TEXT    NOT NULL UNIQUE,
    size           INTEGER NOT NULL,
    mtime_ns       INTEGER NOT NULL,
    identity       TEXT    NOT NULL,
    state          INTEGER NOT NULL, -- 0 waiting, 1 encoded, 2 broken
    hash           BLOB,             -- SHA-256 of the content, NULL until read
    format         TEXT    NOT NULL,
    width          INTEGER NOT NULL, -- upright
    height         INTEGER NOT NULL,
    orientation    INTEGER NOT NULL,
    taken_ns       INTEGER NOT NULL,
    taken_offset_s INTEGER,          -- seconds east of UTC, NULL where unknown
    taken_from     TEXT    NOT NULL,
    camera         TEXT    NOT NULL,
    colour         INTEGER NOT NULL  -- average, 0xRRGGBB
) STRICT;
CREATE INDEX photos_folder ON photos (folder_id, state);
CREATE INDEX photos_queue ON photos (state, taken_ns DESC);
CREATE INDEX photos_hash ON photos (hash) WHERE hash IS NOT NULL;

-- Vectors by content and model: copies share one, and a moved file keeps it.
CREATE TABLE vectors (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    hash   BLOB NOT NULL,
    model  TEXT NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (model, hash)
) STRICT;

-- Why a photo in state 2 cannot be shown.
CREATE TABLE problems (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    reason   TEXT NOT NULL,
    detail   TEXT NOT NULL
) STRICT;

-- Single values: the fingerprint of the model that the states speak of.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
