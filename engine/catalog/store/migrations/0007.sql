-- Perceptual hashes (look.Hash), of photos whose content was looked at. Beside photos, because all of them are read at once.
CREATE TABLE looks (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    look     INTEGER NOT NULL
) STRICT;
