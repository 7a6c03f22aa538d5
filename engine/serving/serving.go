package serving

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"recollect/engine/analyse"
	"recollect/engine/catalog"
	"recollect/engine/photo"
)

// Models are the models at hand. Its methods may be called from any goroutine, those with a
// catalog only after Begin.
type Models struct {
	o       Options
	catalog *catalog.Catalog

	mu    sync.Mutex // guards all
	all   []*Model   // the first is the shipped one
	added chan struct{}

	choosing sync.Mutex // held while another model begins to embed or to answer
	embeds   atomic.Pointer[Model]
	now      atomic.Pointer[Answerer]
	colour   analyse.Colour
	look     analyse.Look
	grade    analyse.Grade
}

// Open opens the shipped model and those of the library. A model that is damaged is left out: see
// store.List. The caller closes the Models.
func Open(o Options) *Models {
	s := &Models{o: o, added: make(chan struct{}, 1)}
	s.all = []*Model{s.open(ShippedID, o.Shipped)}
	entries, err := o.Store.List()
	if err != nil {
		o.Log.Warn("list the models of the library", "err", err)
	}
	for _, e := range entries {
		if e.Files == nil || e.ID == ShippedID {
			continue
		}
		if m := s.open(e.ID, e.Files); m.Fingerprint() != "" {
			s.all = append(s.all, m)
		}
	}
	s.embeds.Store(s.all[0])
	return s
}

// Close frees all models after the calls in flight.
func (s *Models) Close() error {
	var errs []error
	if a := s.Answerer(); a != nil {
		errs = append(errs, a.Corpus.Close())
	}
	for _, m := range s.atHand() {
		errs = append(errs, m.Close())
	}
	return errors.Join(errs...)
}

func (s *Models) atHand() []*Model {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all)
}

// Shipped is the model that is part of the program.
func (s *Models) Shipped() *Model { return s.atHand()[0] }

// Embeds is the model whose vectors are to be complete one day: it answers from then on.
func (s *Models) Embeds() *Model { return s.embeds.Load() }

// Answerer answers queries now.
func (s *Models) Answerer() *Answerer { return s.now.Load() }

// Fingerprints are those of the models at hand, by ID.
func (s *Models) Fingerprints() map[string]string {
	of := map[string]string{}
	for _, m := range s.atHand() {
		if f := m.Fingerprint(); f != "" {
			of[m.ID] = f
		}
	}
	return of
}

// Find returns the model of an ID, from the library if it has come there meanwhile, or is another one
// than before: other processes change the folder too. Errors: ErrUnknown, store.ErrDamaged,
// model.ErrNoModel.
func (s *Models) Find(id string) (*Model, error) {
	m, old, err := s.find(id)
	if old != nil {
		err = errors.Join(err, old.Close()) // after the calls in flight
	}
	return m, err
}

// find is Find; the caller closes old, which is not at hand any more.
func (s *Models) find(id string) (m, old *Model, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m = s.byID(id)
	if m != nil && s.busy(m) {
		return m, nil, nil
	}
	e := s.o.Store.Find(id)
	if m != nil && e.Err == nil && reflect.DeepEqual(m.Spec, e.Spec) {
		return m, nil, nil
	}
	s.all = slices.DeleteFunc(s.all, func(other *Model) bool { return other == m })
	old = m
	if errors.Is(e.Err, fs.ErrNotExist) {
		return nil, old, fmt.Errorf("%s: %w", id, ErrUnknown)
	}
	if e.Err != nil {
		return nil, old, e.Err
	}
	m = s.open(id, e.Files)
	if m.Fingerprint() == "" {
		return nil, old, errors.Join(m.LoadText(), m.Close())
	}
	s.all = append(s.all, m)
	nudge(s.added)
	return m, old, nil
}

// busy reports whether a model stays at hand whatever becomes of its files: what is running goes on.
func (s *Models) busy(m *Model) bool {
	a := s.Answerer()
	return m.ID == ShippedID || m == s.Embeds() ||
		a != nil && (a.Model == m || a.behind != nil && a.behind.Model == m)
}

func (s *Models) byID(id string) *Model {
	if i := slices.IndexFunc(s.all, func(m *Model) bool { return m.ID == id }); i >= 0 {
		return s.all[i]
	}
	return nil
}

// byFingerprint returns nil where no model at hand has it.
func (s *Models) byFingerprint(f string) *Model {
	all := s.atHand()
	if i := slices.IndexFunc(all, func(m *Model) bool { return f != "" && m.Fingerprint() == f }); i >= 0 {
		return all[i]
	}
	return nil
}

// ID is that of the model of a fingerprint; empty where it is not at hand.
func (s *Models) ID(fingerprint string) string {
	if m := s.byFingerprint(fingerprint); m != nil {
		return m.ID
	}
	return ""
}

// Forget closes a model whose files are about to be deleted, after the calls in flight. It must
// neither embed nor answer.
func (s *Models) Forget(id string) error {
	s.mu.Lock()
	m := s.byID(id)
	s.all = slices.DeleteFunc(s.all, func(m *Model) bool { return m.ID == id && id != ShippedID })
	s.mu.Unlock()
	if m == nil {
		return nil
	}
	return m.Close()
}

// each calls do in a goroutine of its own for every model, also those that come, until ctx ends.
func (s *Models) each(ctx context.Context, do func(*Model)) {
	var g errgroup.Group
	done := map[*Model]bool{}
	for {
		for _, m := range s.atHand() {
			if !done[m] {
				done[m] = true
				g.Go(func() error { do(m); return nil })
			}
		}
		select {
		case <-s.added:
		case <-ctx.Done():
			_ = g.Wait() // none fails
			return
		}
	}
}

func nudge(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Begin takes over which model the catalog says embeds, and which one answers. Where that one is not
// at hand nothing is found: it is a library that another process is about to bring up to date.
func (s *Models) Begin(ctx context.Context, c *catalog.Catalog) error {
	s.choosing.Lock()
	defer s.choosing.Unlock()
	s.catalog = c
	now, err := c.Models(ctx)
	if err != nil {
		return err
	}
	if m := s.byFingerprint(now.Building); m != nil {
		s.embeds.Store(m)
	}
	m := s.byFingerprint(now.Serving)
	known := m != nil
	if !known {
		m = s.Embeds()
	}
	a, err := s.answerer(ctx, m, known)
	if err == nil {
		s.now.Store(a)
	}
	return err
}

// Choose records which model a person wants, and has it embed photos. It answers from when it is
// complete, which Take reports. The catalog must be this process's to write to.
func (s *Models) Choose(ctx context.Context, m *Model) error {
	s.choosing.Lock()
	defer s.choosing.Unlock()
	err := s.catalog.Update(ctx, func(tx *catalog.Tx) error {
		return tx.SetValue(catalog.WantedKey, m.ID)
	})
	if err != nil {
		return err
	}
	return s.embed(ctx, m)
}

// Adopt has the model embed photos that another process has chosen, and reports whether that is
// another one than before.
func (s *Models) Adopt(ctx context.Context) (bool, error) {
	s.choosing.Lock()
	defer s.choosing.Unlock()
	id, err := s.catalog.Value(ctx, catalog.WantedKey)
	if err != nil || id == "" || id == s.Embeds().ID {
		return false, err
	}
	m, err := s.Find(id)
	if err != nil {
		return false, err
	}
	return true, s.embed(ctx, m)
}

// Missing returns a Fault if the model that a person has chosen is not at hand, so that another one
// takes its place.
func (s *Models) Missing(ctx context.Context) error {
	id, err := s.catalog.Value(ctx, catalog.WantedKey)
	if err != nil || id == "" || s.Fingerprints()[id] != "" {
		return err
	}
	return &photo.Fault{
		Code: "model:missing", Args: photo.Args{"model": id}, Text: "the chosen model is missing or damaged",
	}
}

func (s *Models) embed(ctx context.Context, m *Model) error {
	var others []string
	for _, f := range s.Fingerprints() {
		others = append(others, f)
	}
	if err := s.catalog.UseModel(ctx, m.Fingerprint(), others); err != nil {
		return err
	}
	s.embeds.Store(m)
	return nil
}

// Take makes the model that embeds the one that answers, if the catalog says that it is complete,
// and reports whether it did. The one before answers until the index of the new one is complete.
func (s *Models) Take(ctx context.Context) (bool, error) {
	s.choosing.Lock()
	defer s.choosing.Unlock()
	if _, err := s.catalog.Promote(ctx); err != nil {
		return false, err
	}
	now, err := s.catalog.Models(ctx)
	if err != nil || now.Serving == s.Answerer().Fingerprint() {
		return false, err
	}
	m := s.byFingerprint(now.Serving)
	if m == nil {
		return false, nil
	}
	a, err := s.answerer(ctx, m, true)
	if err == nil {
		err = a.Follow(ctx)
	}
	if err != nil {
		return false, err
	}
	s.now.Store(a)
	return true, nil
}

// Steps are the steps of analysis but for things, the most urgent first. The bank of a model is made
// before it embeds, so that its vectors bring their traits.
func (s *Models) Steps(ctx context.Context) []analyse.Step {
	a, m := s.Answerer(), s.Embeds()
	steps := []analyse.Step{a.embed}
	if a.Model != m {
		if !m.Bank.Made() {
			if _, err := m.Bank.Get(ctx); err != nil && ctx.Err() == nil {
				s.o.Log.Warn("embed the bank of prompts", "model", m.ID, "err", err)
			}
		}
		steps = append(steps, m.embed)
	}
	return append(steps, &s.colour, &s.look, &s.grade, a.traits)
}

// Banks opens the banks of the models that embed photos.
func (s *Models) Banks(ctx context.Context) error {
	_, err := s.Answerer().Bank.Get(ctx)
	if m := s.Embeds(); m != s.Answerer().Model {
		_, more := m.Bank.Get(ctx)
		err = errors.Join(err, more)
	}
	return err
}

// Progress is how far the model has come that is being built.
func (s *Models) Progress(p catalog.Progress) photo.Building {
	m := s.Embeds()
	if a := s.Answerer(); a == nil || a.Model == m {
		return photo.Building{}
	}
	return photo.Building{
		ID: m.ID, Title: m.Info().Name, Ready: p.Done + p.Failed, Photos: p.Photos,
		Unreachable: p.Unreachable, Failed: p.Failed,
	}
}
