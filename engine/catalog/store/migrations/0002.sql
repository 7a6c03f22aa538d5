-- What cameras and people wrote about a picture, and which files are one shot.
ALTER TABLE photos ADD COLUMN lead     INTEGER NOT NULL DEFAULT 0; -- id of the photo that it is shown with, 0: it is shown by itself
ALTER TABLE photos ADD COLUMN animated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN damaged  INTEGER NOT NULL DEFAULT 0; -- shown with what there is of it
ALTER TABLE photos ADD COLUMN shot     INTEGER NOT NULL DEFAULT 0; -- the same for the same folder and name without extension; 0: not known
ALTER TABLE photos ADD COLUMN told     INTEGER NOT NULL DEFAULT 0; -- described with all of these columns; otherwise the next scan does it
ALTER TABLE photos ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0; -- nothing can have been taken at taken_ns
ALTER TABLE photos ADD COLUMN sidecars TEXT    NOT NULL DEFAULT ''; -- photo.Sidecars: names, sizes and times

-- photo.Meta: 0 and '' stand for unknown where zero is no value.
ALTER TABLE photos ADD COLUMN make       TEXT    NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN model      TEXT    NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN lens       TEXT    NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN exposure_s REAL    NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN f_number   REAL    NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN iso        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN focal_mm   REAL    NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN focal35_mm REAL    NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN lat        REAL; -- degrees north, NULL where unknown, as lon and alt
ALTER TABLE photos ADD COLUMN lon        REAL; -- degrees east
ALTER TABLE photos ADD COLUMN alt        REAL; -- metres above the sea
ALTER TABLE photos ADD COLUMN rating     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photos ADD COLUMN label      TEXT    NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN title      TEXT    NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN caption    TEXT    NOT NULL DEFAULT '';
ALTER TABLE photos ADD COLUMN keywords   TEXT    NOT NULL DEFAULT '[]'; -- JSON array of strings, as people
ALTER TABLE photos ADD COLUMN people     TEXT    NOT NULL DEFAULT '[]';

CREATE INDEX photos_shot ON photos (shot);
-- Files that are shown with another wait for nothing.
DROP INDEX photos_queue;
CREATE INDEX photos_queue ON photos (state, taken_ns DESC) WHERE lead = 0;
DROP INDEX photos_folder;
CREATE INDEX photos_folder ON photos (folder_id, state, lead);

-- Formats that are not supported are told once per kind; '': a single file's problem.
ALTER TABLE problems ADD COLUMN kind TEXT NOT NULL DEFAULT '';

-- More formats can be shown by now: files with problems are looked at as if they had changed.
UPDATE photos SET mtime_ns = -1 WHERE state = 2;
