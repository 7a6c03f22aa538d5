package filter

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"

	"recollect/engine/catalog/store"
	"recollect/engine/photo"
)

// inDirQuery takes the bounds of directories, as Below returns them. Paths are compared as bytes: they need not
// be UTF-8.
const inDirQuery = `
	SELECT p.id FROM json_each(?) d CROSS JOIN photos p
	ON p.path > CAST(unhex(d.value ->> 0) AS TEXT) AND p.path < CAST(unhex(d.value ->> 1) AS TEXT)
	WHERE instr(substr(CAST(p.path AS BLOB), length(unhex(d.value ->> 0)) + 1), CAST(? AS BLOB)) = 0`

// inDir finds the files that lie in directories with the name want, and not below them. An absolute path is
// that of one directory.
func (r Reader) inDir(ctx context.Context, want string, f form) (*photo.Set, error) {
	dirs, err := store.Collect(ctx, r.DB, store.Text, `SELECT path FROM dirs`)
	if err != nil {
		return nil, err
	}
	is := func(dir string) bool { return f(filepath.Base(dir)) == f(want) }
	if filepath.IsAbs(want) {
		want = Fold(filepath.Clean(want))
		is = func(dir string) bool { return Fold(dir) == want }
	}
	var bounds [][2]string
	for _, dir := range dirs {
		if is(dir) {
			from, to := Below(dir)
			bounds = append(bounds, [2]string{hex.EncodeToString([]byte(from)), hex.EncodeToString([]byte(to))})
		}
	}
	list, err := json.Marshal(bounds)
	if err != nil || len(bounds) == 0 {
		return new(photo.Set), err
	}
	return r.find(ctx, inDirQuery, string(list), string(os.PathSeparator))
}
