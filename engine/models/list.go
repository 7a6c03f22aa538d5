package models

import (
	"context"
	"fmt"

	"recollect/engine/catalog"
	"recollect/engine/model"
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
		all = append(all, use.mark(entryOf(m)))
	}
	stored, err := s.o.Store.List()
	if err != nil {
		return nil, err
	}
	for _, e := range stored {
		all = append(all, use.mark(s.stored(e)))
	}
	for i := range all {
		if all[i].Fingerprint == "" {
			continue
		}
		p, err := s.o.Catalog.Embedded(ctx, all[i].Fingerprint)
		if err != nil {
			return nil, err
		}
		all[i].Embedded, all[i].Total = p, use.photos
	}
	return all, nil
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
func entryOf(m *serving.Model) photo.ModelEntry {
	info := m.Info()
	e := described(m.Spec)
	e.ID, e.State, e.Fingerprint, e.Provider = m.ID, photo.ModelEmbedded, info.Fingerprint, info.Provider
	e.Calibrated = photo.CalibrationShipped
	return e
}

// stored describes a model of the library.
func (s *Service) stored(e store.Entry) photo.ModelEntry {
	entry := described(e.Spec)
	entry.ID, entry.State, entry.Bytes = e.ID, e.State, e.Bytes
	if entry.Title == "" {
		entry.Title = e.ID
	}
	if e.Err != nil {
		entry.Problem, _ = photo.ReasonOf(e.Err)
		return entry
	}
	if e.State != photo.ModelInstalled {
		return entry
	}
	m, err := s.o.Models.Find(e.ID)
	if err != nil {
		entry.State = photo.ModelDamaged
		entry.Problem, _ = photo.ReasonOf(err)
		return entry
	}
	info := m.Info()
	entry.Fingerprint, entry.Provider = info.Fingerprint, info.Provider
	return entry
}

// described is what model.json says.
func described(s model.Spec) photo.ModelEntry {
	e := photo.ModelEntry{
		Title: s.Name, Family: s.Family, Dim: s.Dim, ImagePx: s.ImageSize, Languages: s.Languages,
		Licence: s.Licence, Terms: s.Terms, Source: s.Source, Quality: photo.ModelQuality{Text: s.Quality},
	}
	for _, f := range s.Files {
		e.Bytes += f.Bytes
	}
	e.MemoryBytes = memory(e.Bytes)
	return e
}

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
