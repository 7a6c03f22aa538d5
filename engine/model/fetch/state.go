package fetch

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"recollect/engine/durable"
	"recollect/engine/file"
)

// StateFile is the name of the file in which Fetch remembers what it has seen. It may be removed
// with the folder; without it, half a file is fetched again from its beginning.
const StateFile = "fetch.json"

// state is fetch.json.
type state struct {
	Files map[string]*seen `json:"files"` // by their path
	// Commits are those that repositories without a revision had when they were first seen.
	Commits map[string]string `json:"commits,omitempty"`
}

// seen is what is known of a file from its server.
type seen struct {
	URL    string    `json:"url"`
	Bytes  int64     `json:"bytes,omitempty"`
	SHA256 string    `json:"sha256,omitempty"`
	Blob   string    `json:"git_blob,omitempty"` // the SHA-1 by which git names a file
	Commit string    `json:"commit,omitempty"`
	First  time.Time `json:"first_seen"`
	// ETag is the strong entity tag of the answer that half a file is of; empty: it had none.
	ETag string `json:"etag,omitempty"`
}

// mostState bounds fetch.json: a line for each file of a model.
const mostState = 1 << 20

// readState reads fetch.json. What cannot be read is empty.
func readState(dir string) state {
	var s state
	data, err := file.Read(filepath.Join(dir, StateFile), mostState)
	if err != nil || json.Unmarshal(data, &s) != nil {
		s = state{}
	}
	if s.Files == nil {
		s.Files = map[string]*seen{}
	}
	if s.Commits == nil {
		s.Commits = map[string]string{}
	}
	for path, f := range s.Files {
		if f == nil {
			delete(s.Files, path)
		}
	}
	return s
}

// save writes fetch.json.
func (d *download) save() error {
	data, err := json.MarshalIndent(d.state, "", " ")
	if err != nil {
		return err
	}
	path := filepath.Join(d.dir, StateFile)
	if err := file.Own(path); err != nil {
		return err
	}
	return durable.WriteFile(path, data, 0o600)
}

// of returns what was seen of a file at the same address, or an empty one. Half a file that is of
// something else is removed.
func (d *download) of(f File) (*seen, error) {
	s := d.state.Files[f.Path]
	switch {
	case s == nil:
	case f.SHA256 != "" && s.SHA256 == f.SHA256: // from wherever it comes
		if s.URL != f.URL {
			s.URL, s.ETag = f.URL, ""
		}
		return s, nil
	case f.SHA256 == "" && s.URL == f.URL:
		return s, nil
	}
	if err := discard(partOf(d.place(f))); err != nil {
		return nil, err
	}
	s = &seen{URL: f.URL, First: d.o.moment().UTC()}
	d.state.Files[f.Path] = s
	return s, nil
}

// discard removes a file of ours, if it is there.
func discard(path string) error {
	if err := file.Own(path); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}
