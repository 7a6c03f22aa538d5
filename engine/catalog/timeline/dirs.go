package timeline

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

const dirsQuery = `SELECT p.path FROM photos p INDEXED BY photos_folder
	WHERE p.folder_id = ? AND p.lead = 0 AND p.state < 2`

// Dirs returns the directories of a folder in which photos lie that Tiles returns, by path. It reads all
// paths of the folder's photos: 0.1 s for 100,000.
func (l *Timeline) Dirs(ctx context.Context, folder photo.FolderID) ([]photo.Dir, error) {
	found := map[string]int{}
	_, err := store.Collect(ctx, l.db, func(row store.Scanner) (none struct{}, err error) {
		var path string
		if err = row.Scan(&path); err == nil {
			found[filepath.Dir(path)]++
		}
		return none, err
	}, dirsQuery, folder)
	if err != nil {
		return nil, err
	}
	dirs := make([]photo.Dir, 0, len(found))
	for path, n := range found {
		dirs = append(dirs, photo.Dir{Path: path, Photos: n})
	}
	slices.SortFunc(dirs, func(a, b photo.Dir) int { return cmp.Compare(a.Path, b.Path) })
	return dirs, nil
}
