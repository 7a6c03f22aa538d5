package models

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"

	"recollect/engine/catalog"
	"recollect/engine/model"
	"recollect/engine/model/list"
	"recollect/engine/model/store"
	"recollect/engine/photo"
	"recollect/engine/serving"
)

// List returns all models: the one that is part of the program, then those in the library by ID,
// then those that can be downloaded. Errors are the catalog's, or the file system's.
func (s *Service) List(ctx context.Context) ([]photo.ModelEntry, error) {
	use, err := s.use(ctx)
	if err != nil {
		return nil, err
	}
	var all []photo.ModelEntry
	if m := s.o.Models.Shipped(); m.Fingerprint() != "" {
		all = append(all, use.mark(s.entryOf(m)))
	}
	stored, err := s.o.Store.List()
	if err != nil {
		return nil, err
	}
	for _, e := range stored {
		all = append(all, use.mark(s.stored(e)))
	}
	all = append(all, toGet(s.o.Listed, all, use)...)
	trials := s.trials()
	for i := range all {
		if all[i].Fingerprint == "" {
			continue
		}
		if t, ok := trials[all[i].Fingerprint]; ok {
			all[i].PerSecond, all[i].Provider = t.PerSecond, t.Provider
		}
		p, err := s.o.Catalog.Embedded(ctx, all[i].Fingerprint)
		if err != nil {
			return nil, err
		}
		all[i].Embedded, all[i].Total = p, use.photos
	}
	return all, nil
}

// toGet are the models of the list that are not among all.
func toGet(listed []list.Model, all []photo.ModelEntry, u use) (more []photo.ModelEntry) {
	for _, m := range listed {
		there := slices.ContainsFunc(all, func(e photo.ModelEntry) bool { return e.ID == m.ID })
		if !there && m.ID != serving.ShippedID {
			more = append(more, u.mark(m.Entry()))
		}
	}
	return more
}

// entry is the one of List.
func (s *Service) entry(ctx context.Context, id string) (photo.ModelEntry, error) {
	all, err := s.List(ctx)
	if err != nil {
		return photo.ModelEntry{}, err
	}
	for _, e := range all {
		if e.ID == id {
			return e, nil
		}
	}
	return photo.ModelEntry{}, fmt.Errorf("%s: %w", id, ErrUnknown)
}

// entryOf describes the model of the program.
func (s *Service) entryOf(m *serving.Model) photo.ModelEntry {
	info := m.Info()
	e := listing(s.o.Listed, m.ID, m.Spec)
	e.State, e.Fingerprint, e.Provider = photo.ModelEmbedded, info.Fingerprint, info.Provider
	e.Calibrated = photo.CalibrationShipped
	return e
}

// stored describes a model of the library.
func (s *Service) stored(e store.Entry) photo.ModelEntry {
	entry := listing(s.o.Listed, e.ID, e.Spec)
	entry.State, entry.Bytes = e.State, e.Bytes
	if e.State == photo.ModelIncomplete {
		if part, err := s.o.Store.Partial(e.ID); err == nil {
			entry.Variant = variantIn(part)
		}
		return entry
	}
	if e.Err != nil {
		entry.Problem, _ = photo.ReasonOf(e.Err)
		return entry
	}
	m, err := s.o.Models.Find(e.ID)
	if err != nil {
		entry.State = photo.ModelDamaged
		entry.Problem, _ = photo.ReasonOf(err)
		return entry
	}
	if _, err := fs.Stat(m.Files, "calibration.json"); err == nil {
		entry.Calibrated = photo.CalibrationShipped
	}
	info := m.Info()
	entry.Fingerprint, entry.Provider = info.Fingerprint, info.Provider
	return entry
}

// listing is what the list, and model.json, say of a model that is here.
func listing(listed []list.Model, id string, spec model.Spec) photo.ModelEntry {
	var e photo.ModelEntry
	if known, ok := find(listed, id); ok {
		e = known.Entry()
	}
	e.ID = id
	if spec.Name == "" { // nothing can be read of it
		e.Title = cmp.Or(e.Title, id)
		return e
	}
	e.Title, e.Family, e.Variant = cmp.Or(e.Title, spec.Name), cmp.Or(e.Family, spec.Family), spec.Version
	e.Dim, e.ImagePx, e.Languages = spec.Dim, spec.ImageSize, spec.Languages
	e.Licence, e.Terms = cmp.Or(e.Licence, spec.Licence), cmp.Or(spec.Terms, e.Terms)
	e.Source, e.Quality.Text = cmp.Or(e.Source, spec.Source), cmp.Or(spec.Quality, e.Quality.Text)
	e.Bytes = 0
	for _, f := range spec.Files {
		e.Bytes += f.Bytes
	}
	e.MemoryBytes = memory(spec.Files[spec.Vision.File].Bytes + spec.Files[spec.Text.File].Bytes)
	e.Calibrated = photo.CalibrationFitted
	return e
}

// memory is about what both networks of a model take: their weights, and what they compute.
func memory(networkBytes int64) int64 { return networkBytes + 200<<20 }

// use is which models a library uses.
type use struct {
	wanted            string // ID
	serving, building string // fingerprints
	photos            int
}

func (s *Service) use(ctx context.Context) (use, error) {
	wanted, err := s.o.Catalog.Value(ctx, catalog.WantedKey)
	if err != nil {
		return use{}, err
	}
	now, err := s.o.Catalog.Models(ctx)
	if err != nil {
		return use{}, err
	}
	n, err := s.o.Catalog.Counts(ctx)
	if wanted == "" {
		wanted = serving.ShippedID
	}
	return use{wanted, now.Serving, now.Building, n.Photos}, err
}

// mark says how a model is used. The two models of one fingerprint, which have the same files, are
// used together.
func (u use) mark(e photo.ModelEntry) photo.ModelEntry {
	e.InUse = e.Fingerprint != "" && e.Fingerprint == u.serving
	e.Building = e.Fingerprint != "" && e.Fingerprint == u.building && !e.InUse
	e.Wanted = e.ID == u.wanted
	return e
}
