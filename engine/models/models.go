// Package models is what a person does with the models of a library: see which there are, choose
// one, get one, remove one, and learn how good and how fast each is.
//
// Nothing is downloaded, deleted or embedded unless a person asks for it here.
package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"recollect/engine/catalog"
	"recollect/engine/decode"
	"recollect/engine/model/fetch"
	"recollect/engine/model/list"
	"recollect/engine/model/store"
	"recollect/engine/photo"
	"recollect/engine/serving"
)

// ErrUnknown means that a library has no model of an ID, and that none can be downloaded.
var ErrUnknown = serving.ErrUnknown

// Errors that callers distinguish.
var (
	// ErrShipped means that the model of the program cannot be removed or replaced.
	ErrShipped error = &photo.Fault{Code: "model:shipped", Text: "the model is part of the program"}
	// ErrInUse means that a model cannot be removed, because the library uses it.
	ErrInUse error = &photo.Fault{Code: "model:in-use", Text: "the model is in use"}
	// ErrBusy means that something is being done with the same model already, perhaps by another process.
	ErrBusy = store.ErrBusy
	// ErrRemoved means that a model was removed or replaced while it was tried.
	ErrRemoved error = &photo.Fault{Code: "model:removed", Text: "the model was removed meanwhile"}
	// ErrTaken means that a name is that of another model, of the list or the library.
	ErrTaken error = &photo.Fault{Code: "model:taken", Text: "another model has that name"}
	// ErrReadOnly means that the library was opened to be read.
	ErrReadOnly error = &photo.Fault{Code: "model:read-only", Text: "the library was opened to be read"}
)

// Options are what a Service works with. All but Fetch and Probe are needed.
type Options struct {
	Catalog *catalog.Catalog
	Models  *serving.Models
	Store   *store.Store
	Library string         // its folder, where the speeds of models are remembered
	Budget  *decode.Budget // of the memory for decoding
	Fetch   fetch.Options
	Access  Access
	// Listed are the models that can be had. Nil: those of package list. Tests have others.
	Listed []list.Model
	// Probe is pack.Options.Probe: it loads a model that has come in another process. May be nil.
	Probe func(ctx context.Context, dir string) error
	// OnChoose is called after another model was chosen, by a process that holds the library.
	OnChoose func(context.Context) error
}

// Access says what may be done with a library.
type Access int

// What may be done with a library.
const (
	Exclusive Access = iota // everything
	Shared                  // another process holds it, and picks up what is chosen
	ReadOnly                // it is only read
)

// Service manages the models of an open library. Its methods may be called from any goroutine.
type Service struct {
	o Options

	mu   sync.Mutex
	busy map[string]bool // IDs whose files are being changed
}

// NewService returns a Service for an open library.
func NewService(o Options) *Service {
	if o.Listed == nil {
		o.Listed = list.Models()
	}
	return &Service{o: o, busy: map[string]bool{}}
}

// find returns the model of an ID.
func find(listed []list.Model, id string) (list.Model, bool) {
	i := slices.IndexFunc(listed, func(m list.Model) bool { return m.ID == id })
	if i < 0 {
		return list.Model{}, false
	}
	return listed[i], true
}

// Use makes a model the one that the library is to be searched with. It is tried first. Photos are
// then embedded with it in the background, the newest first, and it answers from when all photos are
// ready that can be reached; until then the previous model answers. A model whose vectors are there
// already answers at once. With Shared access, the process that holds the library picks the choice
// up within seconds; where none runs, the next one does. Errors: ErrUnknown, ErrReadOnly,
// store.ErrDamaged, the catalog's, ort.ErrNoRuntime, and Faults of the trial.
func (s *Service) Use(ctx context.Context, id string) error {
	if s.o.Access == ReadOnly {
		return ErrReadOnly
	}
	release, err := s.hold(id)
	if err != nil {
		return err
	}
	defer release()
	m, err := s.o.Models.Find(id)
	if err != nil {
		return err
	}
	if err := passes(ctx, m.Model); err != nil {
		return err
	}
	if s.o.Access == Shared {
		return s.o.Catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.SetValue(catalog.WantedKey, id) })
	}
	if err := s.o.Models.Choose(ctx, m); err != nil {
		return err
	}
	return s.o.OnChoose(ctx)
}

// Remove deletes a model's files and its vectors, and what has come of it when it is half-finished.
// Errors: ErrShipped, ErrInUse, ErrUnknown, ErrBusy, or those of the catalog and the file system.
func (s *Service) Remove(ctx context.Context, id string) error {
	switch {
	case s.o.Access == ReadOnly:
		return ErrReadOnly
	case id == serving.ShippedID:
		return ErrShipped
	}
	r, err := s.replace(ctx, id)
	if err != nil {
		return err
	}
	defer r.release()
	entry := r.before
	if entry.Wanted {
		return fmt.Errorf("%s: %w", id, ErrInUse)
	}
	if entry.ID == "" || entry.State == photo.ModelAvailable || entry.State == photo.ModelImportOnly {
		return fmt.Errorf("%s: %w", id, ErrUnknown)
	}
	if err := r.drop(ctx, id); err != nil {
		return err
	}
	return errors.Join(s.o.Models.Forget(id), s.o.Store.Remove(id))
}

// meanwhile returns err, or ErrRemoved with it if m is not the model of its ID any more.
func (s *Service) meanwhile(m *serving.Model, err error) error {
	if now, lost := s.o.Models.Find(m.ID); lost == nil && now == m {
		return err
	}
	return errors.Join(fmt.Errorf("%s: %w", m.ID, ErrRemoved), err)
}

// hold keeps others in this process from choosing a model, or changing its files, until release is called.
func (s *Service) hold(id string) (release func(), err error) {
	if err := store.CheckID(id); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[id] {
		return nil, fmt.Errorf("%s: %w", id, ErrBusy)
	}
	s.busy[id] = true
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.busy, id)
	}, nil
}
