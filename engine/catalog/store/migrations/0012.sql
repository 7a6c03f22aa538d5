-- The system or program that made a picture says that it is one of a screen. Files of before tell so when they are
-- read again.
ALTER TABLE photos ADD COLUMN screen INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER photos_changed;
CREATE TRIGGER photos_changed AFTER UPDATE OF
    folder_id, path, size, mtime_ns, state, hash, format, width, height, orientation, taken_ns, taken_offset_s, taken_from,
    camera, colour, lead, animated, damaged, doubtful, make, model, lens, exposure_s, f_number, iso, focal_mm, focal35_mm,
    lat, lon, alt, rating, label, title, caption, keywords, people, screen, gone_ns ON photos
WHEN new.seq <= (SELECT n FROM sequence) BEGIN
    UPDATE photos SET seq = (SELECT n + 1 FROM sequence) WHERE id = new.id;
END;

-- How much a picture looks like one of a screen, and like a page of writing (package look); 0: not at all. Few do.
ALTER TABLE grades ADD COLUMN screen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE grades ADD COLUMN page INTEGER NOT NULL DEFAULT 0;
CREATE INDEX grades_screen ON grades (screen) WHERE screen > 0;
CREATE INDEX grades_page ON grades (page) WHERE page > 0;
