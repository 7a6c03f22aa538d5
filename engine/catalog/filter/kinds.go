package filter

import (
	"context"

	"recollect/engine/look"
	"recollect/engine/photo"
)

// Of the pictures without a camera's name those are of a screen that are told to be by their names or files, that
// look like it, and that look a little like it and have the size of a display. The first part
// reads the rows of an index that it returns, the others those of pictures that look at least a little like a screen:
// a library may have many of the size of a display. CROSS JOIN: without it SQLite may go through all photos.
const (
	namedScreens = `SELECT photo_id AS id FROM words WHERE kind = 'screenshot'`
	likeScreens  = `SELECT p.id FROM grades g CROSS JOIN photos p ON p.id = g.photo_id
		WHERE g.screen > 0 AND g.screen >= ?1 AND p.camera = ''`
	sizedScreens = `SELECT g.photo_id AS id FROM grades g
		CROSS JOIN words w ON w.photo_id = g.photo_id AND w.kind = 'display'
		WHERE g.screen > 0 AND g.screen >= ?2`
	allScreens = namedScreens + ` UNION ALL ` + likeScreens + ` UNION ALL ` + sizedScreens
	allPages   = `SELECT photo_id AS id FROM grades WHERE page > 0 AND page >= ?`
)

func (r Reader) screenshots(ctx context.Context) (*photo.Set, error) {
	return r.find(ctx, allScreens, look.Screen, look.ScreenSized)
}

// documents finds pictures of pages; a page that is seen on a screen is a picture of the screen.
func (r Reader) documents(ctx context.Context) (*photo.Set, error) {
	pages, err := r.find(ctx, allPages, look.Page)
	if err != nil {
		return nil, err
	}
	screens, err := r.screenshots(ctx)
	if err != nil {
		return nil, err
	}
	pages.AndNot(screens)
	return pages, nil
}
