DROP TRIGGER days_added;
DROP TRIGGER days_removed;
DROP TRIGGER days_changed;
DROP INDEX photos_tiles;
CREATE INDEX photos_tiles ON photos ((taken_ns / 1000 - iif(taken_from = 'mtime' OR doubtful <> 0, 86400000000000000, 0)) DESC, id, width, height, colour, mtime_ns, size, animated, folder_id,
        gone_ns, state, lead)
    WHERE lead = 0 AND state < 2;
DELETE FROM days; -- by (taken_ns / 1000 - iif(taken_from = 'mtime' OR doubtful <> 0, 86400000000000000, 0)) from now on
INSERT INTO days SELECT (taken_ns / 1000 - iif(taken_from = 'mtime' OR doubtful <> 0, 86400000000000000, 0)) / 86400000000 - ((taken_ns / 1000 - iif(taken_from = 'mtime' OR doubtful <> 0, 86400000000000000, 0)) < 0 AND (taken_ns / 1000 - iif(taken_from = 'mtime' OR doubtful <> 0, 86400000000000000, 0)) % 86400000000 <> 0), count(*),
        sum(iif(width > 0 AND height > 0, max(400, min(3000, 1000 * width / height)), 1000))
    FROM photos INDEXED BY photos_tiles WHERE lead = 0 AND state < 2 GROUP BY 1;

CREATE TRIGGER days_added AFTER INSERT ON photos WHEN new.lead = 0 AND new.state < 2 BEGIN
    INSERT INTO days VALUES ((new.taken_ns / 1000 - iif(new.taken_from = 'mtime' OR new.doubtful <> 0, 86400000000000000, 0)) / 86400000000 - ((new.taken_ns / 1000 - iif(new.taken_from = 'mtime' OR new.doubtful <> 0, 86400000000000000, 0)) < 0 AND (new.taken_ns / 1000 - iif(new.taken_from = 'mtime' OR new.doubtful <> 0, 86400000000000000, 0)) % 86400000000 <> 0), 1,
            iif(new.width > 0 AND new.height > 0, max(400, min(3000, 1000 * new.width / new.height)), 1000))
        ON CONFLICT DO UPDATE SET n = n + 1, widths = widths + excluded.widths;
END;
CREATE TRIGGER days_removed AFTER DELETE ON photos WHEN old.lead = 0 AND old.state < 2 BEGIN
    UPDATE days SET n = n - 1, widths = widths
            - iif(old.width > 0 AND old.height > 0, max(400, min(3000, 1000 * old.width / old.height)), 1000)
        WHERE day = (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) / 86400000000 - ((old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) < 0 AND (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) % 86400000000 <> 0);
    DELETE FROM days WHERE n = 0
        AND day = (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) / 86400000000 - ((old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) < 0 AND (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) % 86400000000 <> 0);
END;
CREATE TRIGGER days_changed AFTER UPDATE OF state, lead, taken_ns, taken_from, doubtful, width, height ON photos
WHEN (old.lead = 0 AND old.state < 2, (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)), old.width, old.height)
    <> (new.lead = 0 AND new.state < 2, (new.taken_ns / 1000 - iif(new.taken_from = 'mtime' OR new.doubtful <> 0, 86400000000000000, 0)), new.width, new.height) BEGIN
    UPDATE days SET n = n - 1, widths = widths
            - iif(old.width > 0 AND old.height > 0, max(400, min(3000, 1000 * old.width / old.height)), 1000)
        WHERE old.lead = 0 AND old.state < 2
        AND day = (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) / 86400000000 - ((old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) < 0 AND (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) % 86400000000 <> 0);
    DELETE FROM days WHERE n = 0
        AND day = (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) / 86400000000 - ((old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) < 0 AND (old.taken_ns / 1000 - iif(old.taken_from = 'mtime' OR old.doubtful <> 0, 86400000000000000, 0)) % 86400000000 <> 0);
    INSERT INTO days SELECT (new.taken_ns / 1000 - iif(new.taken_from = 'mtime' OR new.doubtful <> 0, 86400000000000000, 0)) / 86400000000 - ((new.taken_ns / 1000 - iif(new.taken_from = 'mtime' OR new.doubtful <> 0, 86400000000000000, 0)) < 0 AND (new.taken_ns / 1000 - iif(new.taken_from = 'mtime' OR new.doubtful <> 0, 86400000000000000, 0)) % 86400000000 <> 0), 1,
            iif(new.width > 0 AND new.height > 0, max(400, min(3000, 1000 * new.width / new.height)), 1000)
        WHERE new.lead = 0 AND new.state < 2
        ON CONFLICT DO UPDATE SET n = n + 1, widths = widths + excluded.widths;
END;
