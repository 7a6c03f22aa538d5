package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Integrity runs one of SQLite's two checks of a whole file: integrity_check, or
// quick_check, which does not compare the indexes with their tables.
func Integrity(ctx context.Context, db *sql.DB, check string) error {
	rows, err := db.QueryContext(ctx, `PRAGMA `+check)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			return fmt.Errorf("%w: %s", ErrDamaged, line)
		}
	}
	return rows.Err()
}
