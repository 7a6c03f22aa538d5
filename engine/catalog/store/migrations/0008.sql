-- All that a tile says, in the order of the timeline, so that a page is read without the rows of its photos.
-- SQLite looks at state and lead, too, though they are conditions of the index.
DROP INDEX photos_newest;
CREATE INDEX photos_tiles ON photos (taken_ns DESC, id, width, height, colour, mtime_ns, size, animated, folder_id,
        gone_ns, state, lead)
    WHERE lead = 0 AND state < 2;
-- What this index had beside the folder is counted in tallies by now.
DROP INDEX photos_folder;
CREATE INDEX photos_folder ON photos (folder_id);
