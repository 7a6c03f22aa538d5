package thumb

import (
	"fmt"
	"os"
	"path/filepath"

	"recollect/engine/photo"
)

// Share stores the small picture of one content for another too, without a copy of it: by a hard link, of
// which a file system may allow no more than a thousand. It is for libraries of photos that do not exist.
// It does nothing if there is a picture already.
func (c *Cache) Share(from, to photo.Hash, sizePx int) error {
	path := c.path(to, sizePx)
	if err := c.makeShard(filepath.Dir(path)); err != nil {
		return fmt.Errorf("thumbnail: %w", err)
	}
	if err := unlessThere(os.Link(c.path(from, sizePx), path)); err != nil {
		return fmt.Errorf("thumbnail: %w", err)
	}
	return nil
}
