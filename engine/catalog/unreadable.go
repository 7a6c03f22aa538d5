package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"recollect/engine/catalog/filter"
	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// unreadableKey has the folders that the last scans could not list.
const unreadableKey Key = "unreadable"

// unreadable is the stored form of such a folder. A path is bytes, which a JSON string cannot hold.
type unreadable struct {
	Path   []byte       `json:"path"`
	Reason photo.Reason `json:"reason"`
	Detail string       `json:"detail"`
}

// Unreadable returns the folders, inside those of the library, that the last scans
// could not list, by path. Known is set only with count.
func (c *Catalog) Unreadable(ctx context.Context, count bool) ([]photo.Unreadable, error) {
	raw, err := c.Value(ctx, unreadableKey)
	if err != nil || raw == "" {
		return nil, err
	}
	var stored []unreadable
	if err := json.Unmarshal([]byte(raw), &stored); err != nil {
		return nil, nil // the next scan finds them again
	}
	folders, err := c.Folders(ctx)
	if err != nil {
		return nil, err
	}
	var all []photo.Unreadable
	for _, s := range stored {
		u := photo.Unreadable{Path: string(s.Path), Reason: s.Reason, Detail: s.Detail}
		if _, ok := around(folders, u.Path); !ok { // its folder was removed
			continue
		}
		if count {
			if u.Known, err = c.known(ctx, u.Path); err != nil {
				return nil, err
			}
		}
		all = append(all, u)
	}
	return all, nil
}

// known counts the photos that can be shown and lie below a directory.
func (c *Catalog) known(ctx context.Context, dir string) (n int, err error) {
	from, to := filter.Below(dir)
	row := c.read.QueryRowContext(ctx, `
		SELECT count(*) FROM photos WHERE path > ? AND path < ? AND state < 2 AND lead = 0`, from, to)
	err = row.Scan(&n)
	return n, store.Explain(err)
}

// SetUnreadable records which folders cannot be listed. Their Known is ignored.
func (t *Tx) SetUnreadable(all []photo.Unreadable) error {
	stored := make([]unreadable, len(all))
	for i, u := range all {
		stored[i] = unreadable{[]byte(u.Path), u.Reason, u.Detail}
	}
	raw, err := json.Marshal(stored)
	if err != nil {
		return fmt.Errorf("list of folders: %w", err)
	}
	return t.SetValue(unreadableKey, string(raw))
}
