// Package discard moves files of photos to the system's trash because of one that is kept, and brings them back, also
// weeks later: acts of the journal say which, how they were, and where they went.
//
// Its invariant: files go all or none, and only if they and the one that is kept are as the acts say; what comes back
// replaces no other file. Package userdata keeps the acts, package library moves files and acts together.
package discard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/catalog/journal"
	"recollect/engine/photo"
	"recollect/engine/trash"
)

// errChanged means that a file is not as the library knows it, so that it must be looked at again before others go
// because of it.
var errChanged error = &photo.Fault{Code: "trash:changed", Text: "a file has changed since it was looked at"}

// ErrAway means that neither the trash nor the folder of some files is there at present. Nothing was moved.
var ErrAway = errors.New("the drive of a file in the trash is not there")

// ErrNotBack means that some files cannot be brought back, now or later. The others are back.
var ErrNotBack = errors.New("not all files are back")

// state is the value of an act: the file as it was, the one that is kept, and where in the trash the file is.
type state struct {
	Size     int64        `json:"size"`
	Time     int64        `json:"time"` // of modification, ns since 1970
	Keep     journal.Text `json:"keep"`
	KeepSize int64        `json:"keepSize"`
	KeepTime int64        `json:"keepTime"`
	Trashed  journal.Text `json:"trashed,omitempty"` // empty: not moved yet, or the system does not say
	Record   journal.Text `json:"record,omitempty"`
}

// Acts returns the acts that move others to the trash because of keep, or why they must not go.
func Acts(keep photo.File, others []photo.File) (acts []journal.Act, err error) {
	var all []*journal.Act
	for _, o := range others {
		a := journal.Act{Do: journal.Trash, Name: journal.Text(o.Path)}
		err = errors.Join(err, write(&a, state{
			Size: o.Size, Time: o.ModTime.UnixNano(), Keep: journal.Text(keep.Path),
			KeepSize: keep.Size, KeepTime: keep.ModTime.UnixNano(),
		}))
		acts, all = append(acts, a), append(all, &a)
	}
	return acts, errors.Join(err, asKnown(all))
}

func write(a *journal.Act, s state) error {
	b, err := json.Marshal(s)
	a.Value = journal.Text(b)
	return err
}

func read(a *journal.Act) (s state, err error) {
	if err := json.Unmarshal([]byte(a.Value), &s); err != nil {
		return s, fmt.Errorf("an act of the trash: %w", err)
	}
	return s, nil
}

// Announce notes in acts that their files are about to go to the trash again, or returns why they must not go.
func Announce(acts []*journal.Act) error {
	for _, a := range acts {
		s, err := read(a)
		if err != nil {
			return err
		}
		s.Trashed, s.Record = "", "" // where they were the last time
		if err := write(a, s); err != nil {
			return err
		}
	}
	return asKnown(acts)
}

// Mover does acts of the kind journal.Trash, all of one direction.
type Mover struct{ moved []trash.Item }

// Do moves the files of acts to the trash, or back if the acts say No, and writes into them where they are. The error
// is ErrNotBack if the trash does not hold some of those that are to come back, or others have their places, and
// ErrAway if their drive is not there.
func (m *Mover) Do(ctx context.Context, acts []*journal.Act) error {
	if acts[0].No {
		return bring(ctx, acts)
	}
	if err := asKnown(acts); err != nil {
		return err
	}
	for _, a := range acts {
		item, err := trash.Put(ctx, string(a.Name))
		if err != nil {
			return errors.Join(err, m.Back(ctx))
		}
		m.moved = append(m.moved, item)
		s, err := read(a)
		if err != nil {
			return errors.Join(err, m.Back(ctx))
		}
		s.Trashed, s.Record = journal.Text(item.Trashed), journal.Text(item.Record)
		if err := write(a, s); err != nil {
			return errors.Join(err, m.Back(ctx))
		}
	}
	return nil
}

// Back brings back what Do has moved to the trash, for acts that could not be recorded.
func (m *Mover) Back(ctx context.Context) (err error) {
	for _, item := range m.moved {
		err = errors.Join(err, trash.Restore(context.WithoutCancel(ctx), item))
	}
	m.moved = nil
	return err
}

// asKnown returns errChanged unless all files are as acts say, and none is the one that is kept.
func asKnown(acts []*journal.Act) error {
	for _, a := range acts {
		s, err := read(a)
		if err != nil {
			return err
		}
		kept, err := known(string(s.Keep), s.KeepSize, s.KeepTime)
		if err != nil {
			return err
		}
		goes, err := known(string(a.Name), s.Size, s.Time)
		if err != nil {
			return err
		}
		if os.SameFile(kept, goes) {
			return fmt.Errorf("%s is %s: %w", a.Name, s.Keep, errChanged)
		}
	}
	return nil
}

// known returns what the file system says of a file if that is what is known of it.
func known(path string, size, ns int64) (os.FileInfo, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() != size || !info.ModTime().Equal(time.Unix(0, ns)) {
		return nil, fmt.Errorf("%s: %w", path, errChanged)
	}
	return info, nil
}

// bring moves files back from the trash. Those that are back already are none of its errors.
func bring(ctx context.Context, acts []*journal.Act) (err error) {
	if err := there(acts); err != nil {
		return err
	}
	var gone, taken []string
	for _, a := range acts {
		s, err := read(a)
		if err != nil {
			return err
		}
		path := string(a.Name)
		switch err := back(ctx, path, s); {
		case errors.Is(err, trash.ErrGone):
			gone = append(gone, path)
		case errors.Is(err, trash.ErrTaken):
			taken = append(taken, path)
		case err != nil:
			return err
		}
	}
	if n := len(gone); n > 0 {
		err = because(ErrNotBack, &photo.Fault{
			Code: "trash:gone", Args: photo.Args{"n": fmt.Sprint(n), "path": gone[0]}, Text: "gone from the trash",
		})
	}
	if n := len(taken); n > 0 {
		err = errors.Join(err, because(ErrNotBack, &photo.Fault{
			Code: "trash:taken", Args: photo.Args{"n": fmt.Sprint(n), "path": taken[0]}, Text: "its place is taken",
		}))
	}
	return err
}

// because is err for a reason, which names a path.
func because(err error, why *photo.Fault) error {
	return fmt.Errorf("%w: %q: %w", err, why.Args["path"], why)
}

// there returns ErrAway if the drives of some files are not there, which then all stay where they are.
func there(acts []*journal.Act) error {
	var away []string
	for _, a := range acts {
		s, err := read(a)
		if err != nil {
			return err
		}
		if isAway(string(a.Name), s) {
			away = append(away, string(a.Name))
		}
	}
	if n := len(away); n > 0 {
		return because(ErrAway, &photo.Fault{
			Code: "trash:away", Args: photo.Args{"n": fmt.Sprint(n), "path": away[0]}, Text: "its drive is not there",
		})
	}
	return nil
}

// isAway reports whether neither a file is there, nor its folder, nor where it is in the trash, which may not be known.
// Where a drive is mounted, an empty folder may be left.
func isAway(path string, s state) bool {
	if s.Trashed != "" && !missing(filepath.Dir(string(s.Trashed))) {
		return false
	}
	inside, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(inside) > 0 {
		return errors.Is(err, fs.ErrNotExist)
	}
	if s.Trashed == "" { // a folder that is there is empty, too, once its last file has gone
		_, err = trash.Find(path, s.Size, time.Unix(0, s.Time))
		return err != nil
	}
	return true
}

// back moves one file back, unless it is.
func back(ctx context.Context, path string, s state) error {
	trashed := string(s.Trashed)
	if _, err := os.Lstat(trashed); trashed != "" && !errors.Is(err, fs.ErrNotExist) {
		return trash.Restore(ctx, trash.Item{Path: path, Trashed: trashed, Record: string(s.Record)})
	}
	_, err := os.Lstat(path)
	if trashed != "" && err == nil {
		_, err = known(path, s.Size, s.Time)
	}
	if err == nil {
		return nil // it has not gone, or a person or a process that was killed then has brought it back
	}
	if errors.Is(err, errChanged) {
		return trash.ErrTaken
	}
	if trashed == "" { // the process has ended before it could record that
		item, err := trash.Find(path, s.Size, time.Unix(0, s.Time))
		if err != nil {
			return err
		}
		return trash.Restore(ctx, item)
	}
	return trash.ErrGone
}

func missing(dir string) bool {
	_, err := os.Lstat(dir)
	return errors.Is(err, fs.ErrNotExist)
}
