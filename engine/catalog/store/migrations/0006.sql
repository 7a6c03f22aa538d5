-- Numbers that are kept, so that asking for them takes the same time however large the library is. Triggers
-- keep them; files that follow a photo are not counted, and no row has n = 0.

-- How many photos there are of each kind.
CREATE TABLE tallies (
    folder_id INTEGER NOT NULL,
    state     INTEGER NOT NULL,
    todo      INTEGER NOT NULL,
    missing   INTEGER NOT NULL, -- gone_ns <> 0
    n         INTEGER NOT NULL,
    PRIMARY KEY (folder_id, state, todo, missing)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies SELECT folder_id, state, todo, gone_ns <> 0, count(*) FROM photos WHERE lead = 0 GROUP BY 1, 2, 3, 4;

-- How many of the photos that are shown were taken on each day.
CREATE TABLE days (
    day    INTEGER PRIMARY KEY, -- since 1970, of taken_ns
    n      INTEGER NOT NULL,
    widths INTEGER NOT NULL -- sum, in thousandths of the heights: 1000 where one is not known, else 400 to 3000
) STRICT;
INSERT INTO days SELECT taken_ns / 86400000000000 - (taken_ns < 0 AND taken_ns % 86400000000000 <> 0), count(*),
        sum(iif(width > 0 AND height > 0, max(400, min(3000, 1000 * width / height)), 1000))
    FROM photos WHERE lead = 0 AND state < 2 GROUP BY 1;

CREATE TRIGGER tallies_added AFTER INSERT ON photos WHEN new.lead = 0 BEGIN
    INSERT INTO tallies VALUES (new.folder_id, new.state, new.todo, new.gone_ns <> 0, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER tallies_removed AFTER DELETE ON photos WHEN old.lead = 0 BEGIN
    UPDATE tallies SET n = n - 1 WHERE folder_id = old.folder_id AND state = old.state AND todo = old.todo
        AND missing = (old.gone_ns <> 0);
    DELETE FROM tallies WHERE folder_id = old.folder_id AND state = old.state AND todo = old.todo
        AND missing = (old.gone_ns <> 0) AND n = 0;
END;
CREATE TRIGGER tallies_changed AFTER UPDATE OF folder_id, state, todo, lead, gone_ns ON photos
WHEN (old.folder_id, old.state, old.todo, old.gone_ns <> 0, old.lead = 0)
    <> (new.folder_id, new.state, new.todo, new.gone_ns <> 0, new.lead = 0) BEGIN
    UPDATE tallies SET n = n - 1 WHERE old.lead = 0 AND folder_id = old.folder_id AND state = old.state
        AND todo = old.todo AND missing = (old.gone_ns <> 0);
    DELETE FROM tallies WHERE old.lead = 0 AND folder_id = old.folder_id AND state = old.state
        AND todo = old.todo AND missing = (old.gone_ns <> 0) AND n = 0;
    INSERT INTO tallies SELECT new.folder_id, new.state, new.todo, new.gone_ns <> 0, 1 WHERE new.lead = 0
        ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER days_added AFTER INSERT ON photos WHEN new.lead = 0 AND new.state < 2 BEGIN
    INSERT INTO days VALUES (new.taken_ns / 86400000000000 - (new.taken_ns < 0 AND new.taken_ns % 86400000000000 <> 0), 1,
            iif(new.width > 0 AND new.height > 0, max(400, min(3000, 1000 * new.width / new.height)), 1000))
        ON CONFLICT DO UPDATE SET n = n + 1, widths = widths + excluded.widths;
END;
CREATE TRIGGER days_removed AFTER DELETE ON photos WHEN old.lead = 0 AND old.state < 2 BEGIN
    UPDATE days SET n = n - 1, widths = widths
            - iif(old.width > 0 AND old.height > 0, max(400, min(3000, 1000 * old.width / old.height)), 1000)
        WHERE day = old.taken_ns / 86400000000000 - (old.taken_ns < 0 AND old.taken_ns % 86400000000000 <> 0);
    DELETE FROM days WHERE n = 0
        AND day = old.taken_ns / 86400000000000 - (old.taken_ns < 0 AND old.taken_ns % 86400000000000 <> 0);
END;
CREATE TRIGGER days_changed AFTER UPDATE OF state, lead, taken_ns, width, height ON photos
WHEN (old.lead = 0 AND old.state < 2, old.taken_ns, old.width, old.height)
    <> (new.lead = 0 AND new.state < 2, new.taken_ns, new.width, new.height) BEGIN
    UPDATE days SET n = n - 1, widths = widths
            - iif(old.width > 0 AND old.height > 0, max(400, min(3000, 1000 * old.width / old.height)), 1000)
        WHERE old.lead = 0 AND old.state < 2
        AND day = old.taken_ns / 86400000000000 - (old.taken_ns < 0 AND old.taken_ns % 86400000000000 <> 0);
    DELETE FROM days WHERE n = 0
        AND day = old.taken_ns / 86400000000000 - (old.taken_ns < 0 AND old.taken_ns % 86400000000000 <> 0);
    INSERT INTO days SELECT new.taken_ns / 86400000000000 - (new.taken_ns < 0 AND new.taken_ns % 86400000000000 <> 0), 1,
            iif(new.width > 0 AND new.height > 0, max(400, min(3000, 1000 * new.width / new.height)), 1000)
        WHERE new.lead = 0 AND new.state < 2
        ON CONFLICT DO UPDATE SET n = n + 1, widths = widths + excluded.widths;
END;
