-- What people say of photos in place of their files. The columns of photos hold what counts: what a person
-- says or, where there is nothing of that, the file.
CREATE TABLE edits (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    field    TEXT    NOT NULL, -- photo.Field
    value    TEXT    NOT NULL, -- see package userdata
    PRIMARY KEY (photo_id, field)
) STRICT, WITHOUT ROWID;
-- What the files of these photos say.
CREATE TABLE originals (
    photo_id       INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    rating         INTEGER NOT NULL,
    label          TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    caption        TEXT    NOT NULL,
    taken_ns       INTEGER NOT NULL,
    taken_offset_s INTEGER,
    taken_from     TEXT    NOT NULL,
    doubtful       INTEGER NOT NULL,
    lat            REAL,
    lon            REAL,
    alt            REAL
) STRICT;

-- Albums that people make by hand have members, and no search.
ALTER TABLE albums ADD COLUMN hand INTEGER NOT NULL DEFAULT 0;
CREATE TABLE members (
    album_id INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    place    REAL    NOT NULL, -- the members are in this order
    PRIMARY KEY (album_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_place ON members (album_id, place);
CREATE INDEX members_photo ON members (photo_id);
CREATE TRIGGER members_added AFTER INSERT ON members BEGIN UPDATE sequence SET risen = 1; END;
CREATE TRIGGER members_changed AFTER UPDATE ON members BEGIN UPDATE sequence SET risen = 1; END;
CREATE TRIGGER members_removed AFTER DELETE ON members BEGIN UPDATE sequence SET risen = 1; END;

-- What people did, so that it can be undone. Those that are undone follow all others.
CREATE TABLE acts (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ns   INTEGER NOT NULL,
    undone  INTEGER NOT NULL DEFAULT 0,
    kind    TEXT    NOT NULL, -- of the first change, as name, value and no
    name    TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    no      INTEGER NOT NULL,
    photos  INTEGER NOT NULL,
    changes BLOB    NOT NULL  -- see package userdata
) STRICT;
