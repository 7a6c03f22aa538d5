-- Photos that vanished from a healthy folder: state 3. Their row stays for some weeks, under a
-- path that no file has, so that another file may take theirs.
ALTER TABLE photos ADD COLUMN was     TEXT    NOT NULL DEFAULT ''; -- where a photo in state 3 was
ALTER TABLE photos ADD COLUMN gone_ns INTEGER NOT NULL DEFAULT 0;  -- since when it is in state 3, as far as is known

-- Why a folder is away (photo.AwayReason), and where it lies on which volume (volume.Place); '': not known.
ALTER TABLE folders ADD COLUMN reason      TEXT NOT NULL DEFAULT '';
ALTER TABLE folders ADD COLUMN volume      TEXT NOT NULL DEFAULT '';
ALTER TABLE folders ADD COLUMN volume_path TEXT NOT NULL DEFAULT '';
UPDATE folders SET reason = 'missing' WHERE away;
