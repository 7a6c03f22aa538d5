package export

import (
	"errors"
	"path/filepath"
	"slices"

	"recollect/engine/durable"
	"recollect/engine/photo"
	"recollect/engine/sidecar"
	"recollect/engine/stamp"
)

// says returns what a copy that is no plain one says of itself.
func (r *run) says(s shot, orientation int) (stamp.Says, error) {
	says := stamp.Says{Orientation: orientation}
	if r.Strip == All {
		return says, nil
	}
	meta := s.Meta
	if r.Strip == Location {
		meta.Place = nil
	}
	says.Meta = &meta
	if s.Taken.From != photo.FromModTime {
		says.Taken = s.Taken
	}
	c := r.change(s, photo.Fields())
	c.AddTags = append(slices.Clone(s.Meta.Keywords), c.AddTags...)
	if c.Empty() {
		return says, nil
	}
	var err error
	says.XMP, err = sidecar.Merge(nil, c)
	return says, err
}

// change returns what a sidecar says of some fields of a photo, and of its tags.
func (r *run) change(s shot, fields []photo.Field) sidecar.Change {
	c := sidecar.Change{AddTags: s.tags}
	m := &s.Meta
	own := s.edited != nil
	said := func(f photo.Field, there bool) bool {
		return slices.Contains(fields, f) && (there || own && slices.Contains(s.edited.Fields, f))
	}
	if said(photo.RatingField, m.Rating != 0) {
		c.Rating = &m.Rating
	}
	if said(photo.LabelField, m.Label != "") {
		c.Label = &m.Label
	}
	if said(photo.TitleField, m.Title != "") {
		c.Title = &m.Title
	}
	if said(photo.CaptionField, m.Caption != "") {
		c.Caption = &m.Caption
	}
	if said(photo.DateField, s.Taken.From != photo.FromModTime) {
		c.Taken = &s.Taken
	}
	if r.Strip == Nothing && m.Place != nil && said(photo.PlaceField, true) {
		c.Place = m.Place
	}
	return c
}

// sidecar writes the sidecar of the first copy of a shot, unless it would say nothing, and returns its path.
func (r *run) sidecar(s shot, end string) (path string, err error) {
	packet, err := r.packet(s)
	if err != nil || len(packet) == 0 {
		return "", err
	}
	fresh, err := durable.NewFresh(r.Dir, r.mark)
	if err != nil {
		return "", inDir(r.Dir, err)
	}
	defer func() { err = errors.Join(err, fresh.Discard()) }()
	if _, err = fresh.Write(packet); err == nil {
		err = fresh.Finish(s.ModTime)
	}
	if err == nil {
		path = sidecarOf(filepath.Join(r.Dir, s.name+end))
		err = fresh.Place(path)
	}
	if err != nil {
		return "", inDir(r.Dir, err)
	}
	return path, nil
}

// packet returns the sidecar of a copy.
func (r *run) packet(s shot) ([]byte, error) {
	if !r.original() || r.Strip != Nothing {
		says, err := r.says(s, 0)
		return says.XMP, err
	}
	names := append(s.Sidecars.Names(), filepath.Base(s.Path))
	at, err := sidecar.Open(sidecar.Beside(s.Path, names))
	if err != nil {
		return nil, err
	}
	var fields []photo.Field // the copy itself says all that nobody has edited
	if s.edited != nil {
		fields = s.edited.Fields
	}
	c := r.change(s, fields)
	if c.Empty() {
		return at.Packet, nil
	}
	return sidecar.Merge(at.Packet, c)
}
