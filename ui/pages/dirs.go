package pages

import (
	"context"
	"time"

	"recollect/engine/photo"
	"recollect/ui/notice"
	"recollect/ui/work"
)

// dirsEvery is the shortest time between two readings of directories: while photos are added these change all
// the time, and reading them takes longer the more there are.
const dirsEvery = 300 * time.Millisecond

// Dirs reads the directories in folders that the side bar shows.
type Dirs struct {
	Group *work.Group
	Board *notice.Board
	Timer *work.Timer // of Group, for this alone
	Read  func(context.Context, photo.FolderID) ([]photo.Dir, error)
	Show  func(photo.Folder, []photo.Dir)

	wanted  []photo.Folder
	waiting bool
}

// Want reads the directories of a folder soon.
func (d *Dirs) Want(f photo.Folder) {
	for i, g := range d.wanted {
		if g.ID == f.ID {
			d.wanted[i] = f
			return
		}
	}
	d.wanted = append(d.wanted, f)
	if !d.waiting {
		d.waiting = true
		d.Timer.After(dirsEvery, d.read)
	}
}

// read reads the directories of all folders that are wanted, one after the other.
func (d *Dirs) read() {
	if len(d.wanted) == 0 {
		d.waiting = false
		return
	}
	f := d.wanted[0]
	d.wanted = d.wanted[1:]
	work.Always(d.Group, func(ctx context.Context) ([]photo.Dir, error) { return d.Read(ctx, f.ID) },
		func(all []photo.Dir, err error) {
			if err != nil {
				d.Board.Fail(err)
			} else {
				d.Show(f, all)
			}
			d.Timer.After(dirsEvery, d.read)
		})
}
