-- Steps of analysis, by key ("embed sha256:…"). Sets of steps are masks: a step is 1 << bit.
CREATE TABLE steps (
    bit    INTEGER PRIMARY KEY, -- 0 to 61
    key    TEXT    NOT NULL UNIQUE,
    active INTEGER NOT NULL DEFAULT 0 -- every content is to have it
) STRICT;
-- Which steps have looked at a content. Their results stand in tables of their own.
CREATE TABLE analyses (
    hash   BLOB PRIMARY KEY,
    done   INTEGER NOT NULL, -- steps that gave a result
    failed INTEGER NOT NULL  -- steps that cannot give one
) STRICT, WITHOUT ROWID;
-- Why a step cannot give a result.
CREATE TABLE failures (
    hash   BLOB    NOT NULL,
    step   INTEGER NOT NULL, -- its mask
    reason TEXT    NOT NULL,
    PRIMARY KEY (hash, step)
) STRICT, WITHOUT ROWID;

-- A number that rises with each transaction that changes what is shown.
CREATE TABLE sequence (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    n     INTEGER NOT NULL,
    since INTEGER NOT NULL,          -- what changed after this is known
    risen INTEGER NOT NULL DEFAULT 0 -- a change of this transaction has no row that bears its number
) STRICT;
-- Of a catalog that was in this one's place no number is as high.
INSERT INTO sequence (id, n, since) VALUES (1, unixepoch() * 1000000000, unixepoch() * 1000000000);
-- Photos that have no row any more.
CREATE TABLE removals (
    photo_id INTEGER PRIMARY KEY,
    seq      INTEGER NOT NULL
) STRICT;
CREATE INDEX removals_seq ON removals (seq);

-- The active steps that are neither done nor failed for the photo's content; all of them until that is known.
ALTER TABLE photos ADD COLUMN todo INTEGER NOT NULL DEFAULT 0;
-- The transaction that changed the photo last.
ALTER TABLE photos ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE folders ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;

-- State 0 is from now on a file that was not read yet, 1 one that was, whichever model has seen it.
UPDATE photos SET state = 1 WHERE state = 0 AND hash IS NOT NULL;

-- A copy has the colours of its content, also one that was not looked at.
UPDATE photos SET colours = (SELECT max(p.colours) FROM photos p WHERE p.hash = photos.hash)
    WHERE colours IS NULL AND hash IS NOT NULL;

-- What was found out already. The keys are those of the program that made the catalog.
INSERT INTO steps (bit, key)
    SELECT row_number() OVER () - 1, key FROM (
        SELECT 'embed ' || value AS key FROM meta WHERE key = 'model'
        UNION SELECT DISTINCT 'embed ' || model FROM vectors
        UNION SELECT 'traits ' || value FROM meta WHERE key = 'bank'
        UNION SELECT 'things ' || value FROM meta WHERE key = 'things'
        UNION SELECT 'colour v1');
UPDATE steps SET active = 1 WHERE key = (SELECT 'embed ' || value FROM meta WHERE key = 'model');
INSERT INTO analyses (hash, done, failed)
    SELECT v.hash, sum(1 << s.bit), 0 FROM vectors v JOIN steps s ON s.key = 'embed ' || v.model GROUP BY v.hash;
UPDATE analyses SET done = done | (SELECT 1 << bit FROM steps WHERE key = 'things ' || (SELECT value FROM meta WHERE key = 'things'))
    WHERE EXISTS (SELECT 1 FROM steps WHERE key LIKE 'things %')
    AND hash IN (SELECT hash FROM vectors WHERE model = (SELECT value FROM meta WHERE key = 'model'));
UPDATE analyses SET done = done | (SELECT 1 << bit FROM steps WHERE key LIKE 'traits %')
    WHERE EXISTS (SELECT 1 FROM steps WHERE key LIKE 'traits %')
    AND hash IN (SELECT hash FROM vectors WHERE model = (SELECT value FROM meta WHERE key = 'model') AND traits IS NOT NULL);
INSERT INTO analyses (hash, done, failed)
    SELECT DISTINCT p.hash, 1 << s.bit, 0 FROM photos p JOIN steps s ON s.key = 'colour v1'
    WHERE p.hash IS NOT NULL AND p.colours IS NOT NULL
    ON CONFLICT DO UPDATE SET done = done | excluded.done;
UPDATE photos SET todo = (SELECT coalesce(sum(1 << bit), 0) FROM steps WHERE active)
    & ~coalesce((SELECT a.done FROM analyses a WHERE a.hash = photos.hash), 0);

-- What is shown, newest first, and what of it is to be analysed.
DROP INDEX photos_queue;
DROP INDEX photos_uncoloured;
DROP INDEX vectors_untraited;
CREATE INDEX photos_newest ON photos (taken_ns DESC) WHERE lead = 0 AND state < 2;
CREATE INDEX photos_todo ON photos (taken_ns DESC, todo, folder_id) WHERE todo <> 0 AND lead = 0 AND state < 2;
DROP INDEX photos_folder;
CREATE INDEX photos_folder ON photos (folder_id, state, todo, lead);
CREATE INDEX photos_seq ON photos (seq) WHERE seq <> 0;

-- Every change of what is shown bears the number that the sequence will have when the
-- transaction ends. Statements that change many photos set it themselves.
CREATE TRIGGER photos_changed AFTER UPDATE OF
    folder_id, path, size, mtime_ns, state, hash, format, width, height, orientation, taken_ns, taken_offset_s, taken_from,
    camera, colour, lead, animated, damaged, doubtful, make, model, lens, exposure_s, f_number, iso, focal_mm, focal35_mm,
    lat, lon, alt, rating, label, title, caption, keywords, people, gone_ns ON photos
WHEN new.seq <= (SELECT n FROM sequence) BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = new.id;
END;
-- Also those that are hidden by now: who has read nothing since then still shows them.
CREATE TRIGGER photos_removed AFTER DELETE ON photos BEGIN
    INSERT OR REPLACE INTO removals (photo_id, seq) SELECT old.id, n + 1 FROM sequence;
END;
CREATE TRIGGER vectors_added AFTER INSERT ON vectors WHEN new.model = (SELECT value FROM meta WHERE key = 'model') BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE hash = new.hash;
END;
CREATE TRIGGER vectors_changed AFTER UPDATE OF vector, traits ON vectors WHEN new.traits IS NOT NULL BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE hash = new.hash;
END;
CREATE TRIGGER folders_added AFTER INSERT ON folders BEGIN
    UPDATE folders SET seq = (SELECT n + 1 FROM sequence) WHERE id = new.id;
END;
CREATE TRIGGER folders_changed AFTER UPDATE OF path, away, reason ON folders BEGIN
    UPDATE folders SET seq = (SELECT n + 1 FROM sequence) WHERE id = new.id;
END;
CREATE TRIGGER folders_removed AFTER DELETE ON folders BEGIN UPDATE sequence SET risen = 1; END;
CREATE TRIGGER favourites_added AFTER INSERT ON favourites BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = new.photo_id;
END;
CREATE TRIGGER favourites_removed AFTER DELETE ON favourites BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = old.photo_id;
END;
CREATE TRIGGER tags_added AFTER INSERT ON tags BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = new.photo_id;
END;
CREATE TRIGGER tags_removed AFTER DELETE ON tags BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = old.photo_id;
END;
CREATE TRIGGER albums_added AFTER INSERT ON albums BEGIN UPDATE sequence SET risen = 1; END;
CREATE TRIGGER albums_changed AFTER UPDATE ON albums BEGIN UPDATE sequence SET risen = 1; END;
CREATE TRIGGER albums_removed AFTER DELETE ON albums BEGIN UPDATE sequence SET risen = 1; END;
-- Suggestions change nothing that is shown with a photo but whether it is covered.
CREATE TRIGGER shows_added AFTER INSERT ON shows
WHEN new.verdict <> 0 OR (SELECT name LIKE 'screen:%' FROM things WHERE id = new.thing) BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = new.photo_id;
END;
CREATE TRIGGER shows_changed AFTER UPDATE OF verdict ON shows WHEN new.verdict <> old.verdict BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = new.photo_id;
END;
CREATE TRIGGER shows_removed AFTER DELETE ON shows
WHEN old.verdict <> 0 OR (SELECT name LIKE 'screen:%' FROM things WHERE id = old.thing) BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = old.photo_id;
END;
CREATE TRIGGER screening_set AFTER INSERT ON meta WHEN new.key = 'screening' BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id IN
        (SELECT s.photo_id FROM things t JOIN shows s ON s.thing = t.id WHERE t.name LIKE 'screen:%' AND s.verdict >= 0);
END;
CREATE TRIGGER screening_changed AFTER UPDATE ON meta WHEN new.key = 'screening' BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id IN
        (SELECT s.photo_id FROM things t JOIN shows s ON s.thing = t.id WHERE t.name LIKE 'screen:%' AND s.verdict >= 0);
END;
