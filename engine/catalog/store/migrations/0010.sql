-- Contents that a person has told apart: they are no duplicates of each other, however alike. Of a content that is
-- told apart from itself several files are wanted. a <= b, both are SHA-256.
CREATE TABLE apart (
    a BLOB NOT NULL,
    b BLOB NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER apart_added AFTER INSERT ON apart BEGIN UPDATE sequence SET risen = 1; END;
CREATE TRIGGER apart_removed AFTER DELETE ON apart BEGIN UPDATE sequence SET risen = 1; END;

-- How sharp and how bright pictures are (package look), of photos whose content was looked at.
CREATE TABLE grades (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    sharp    INTEGER NOT NULL,
    light    INTEGER NOT NULL
) STRICT;
CREATE INDEX grades_sharp ON grades (sharp);
CREATE INDEX grades_light ON grades (light);
