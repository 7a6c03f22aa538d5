-- What else is told of a content's vector (see Content.Traits): little-endian float32, NULL until it was computed.
ALTER TABLE vectors ADD COLUMN traits BLOB;
CREATE INDEX vectors_untraited ON vectors (model) WHERE traits IS NULL;

-- Dominant colours (colour.Mask), NULL until looked at.
ALTER TABLE photos ADD COLUMN colours INTEGER;
CREATE INDEX photos_colours ON photos (colours) WHERE colours IS NOT NULL;
CREATE INDEX photos_uncoloured ON photos (id) WHERE colours IS NULL AND hash IS NOT NULL;

-- What filters ask for.
CREATE INDEX photos_format ON photos (format, lead);
CREATE INDEX photos_gear ON photos (camera, lens);
CREATE INDEX photos_place ON photos (lat, lon) WHERE lat IS NOT NULL;
CREATE INDEX photos_rating ON photos (rating) WHERE rating <> 0;
CREATE INDEX photos_label ON photos (label) WHERE label <> '';
CREATE INDEX photos_hidden ON photos (lead, state) WHERE lead <> 0 OR state > 1; -- in no answer by themselves

-- What is written with a photo and with hardly any other: the name of its file, its title and
-- its caption, folded (see fold), a line each.
CREATE TABLE texts (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    text     TEXT NOT NULL
) STRICT;
-- What is written with many: keywords and people, as they are spelled. Kind 'screenshot' has one empty text.
CREATE TABLE words (
    kind     TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, text, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX words_photo ON words (photo_id);
-- Every directory in which files lie. It may name some that have become empty.
CREATE TABLE dirs (
    path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What people say of photos.
CREATE TABLE favourites (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE tags (
    key      TEXT    NOT NULL, -- the name, folded
    name     TEXT    NOT NULL, -- as it is spelled, the same in all rows of a key
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    PRIMARY KEY (key, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_photo ON tags (photo_id);
CREATE TABLE albums (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    key  TEXT NOT NULL UNIQUE, -- the name, folded
    name TEXT NOT NULL,
    line TEXT NOT NULL -- the search
) STRICT;
-- What was searched for, the latest with the highest id.
CREATE TABLE searches (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    line TEXT NOT NULL UNIQUE
) STRICT;

-- Which photos show which things, and who says so.
CREATE TABLE things (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE shows (
    thing    INTEGER NOT NULL REFERENCES things (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    verdict  INTEGER NOT NULL, -- photo.Verdict
    score    REAL,             -- of the suggestion, NULL where there was none
    PRIMARY KEY (thing, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shows_photo ON shows (photo_id);
CREATE INDEX shows_best ON shows (thing, verdict DESC, score DESC);
