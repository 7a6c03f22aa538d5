package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/model"
	"recollect/engine/model/fetch"
	"recollect/engine/model/list"
	"recollect/engine/model/pack"
	"recollect/engine/model/store"
	"recollect/engine/photo"
	"recollect/engine/serving"
)

// variantFile holds, beside the files of a download that has begun, the name of its variant.
const variantFile = "variant"

// Download fetches a model of the list into the library. variant is one of its Variants; empty: that
// of a download that was interrupted, else the first. progress may be nil; it is called from one
// goroutine at a time. Files that came before an interruption stay. Errors: ErrUnknown, ErrBusy,
// ErrInUse where the model is there already and in use, and the Faults of fetching and of packs.
func (s *Service) Download(ctx context.Context, id, variant string, progress func(photo.Transfer)) error {
	known, ok := list.Find(id)
	switch {
	case s.o.Access == ReadOnly:
		return ErrReadOnly
	case id == serving.ShippedID:
		return ErrShipped
	case !ok || known.Offer != list.Download:
		return fmt.Errorf("%s: %w", id, ErrUnknown)
	}
	release, err := s.replace(ctx, id)
	if err != nil {
		return err
	}
	defer release()
	part, err := s.o.Store.Partial(id)
	if err != nil {
		return err
	}
	if variant == "" {
		variant = variantIn(part)
	}
	v, ok := known.Variant(variant)
	if !ok {
		return fmt.Errorf("%s: no variant %q: %w", id, variant, ErrUnknown)
	}
	if err := s.o.Store.Make(); err != nil {
		return err
	}
	got, err := fetch.Model(ctx, s.o.Fetch, known, v.Name, part, progress)
	if err != nil {
		return errors.Join(err, mark(part, v.Name))
	}
	err = describe(ctx, known, v.Name, part, got)
	if err == nil && s.o.Probe != nil {
		err = s.o.Probe(ctx, part)
	}
	if err != nil {
		return err
	}
	if err := s.o.Models.Forget(id); err != nil {
		return err
	}
	return s.o.Store.Finish(id)
}

// mark remembers which variant a download has begun with, if anything of it is there.
func mark(part, variant string) error {
	if file.OwnFolder(part) != nil || variantIn(part) == variant {
		return nil
	}
	_ = durable.WriteFile(filepath.Join(part, variantFile), []byte(variant), 0o600) // the first is taken else
	return nil
}

// variantIn is what mark has remembered, or empty.
func variantIn(part string) string {
	data, err := file.Read(filepath.Join(part, variantFile), 64)
	if err != nil {
		return ""
	}
	return string(data)
}

// describe writes model.json for the files that were fetched: what the list says of the model, and
// what its graphs say of their inputs and outputs. A graph that is not safe or does not fit is refused.
func describe(ctx context.Context, known list.Model, variant, part string, got []fetch.Fetched) error {
	spec, _ := known.Spec(variant)
	found, err := pack.Inspect(ctx, part, pack.Options{Variant: variant})
	if err != nil {
		return err
	}
	spec.Vision, spec.Text = asBuilt(spec.Vision, found.Spec.Vision), asBuilt(spec.Text, found.Spec.Text)
	spec.Name, spec.Version = known.Title, variant
	for _, f := range got {
		spec.Files[f.Path] = model.File{Bytes: f.Bytes, SHA256: f.SHA256}
	}
	data, err := json.MarshalIndent(spec, "", " ")
	if err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(part, "model.json"), data, 0o600)
}

// asBuilt is what a graph says of a tower, with the files of the list.
func asBuilt(listed, found model.Tower) model.Tower {
	found.File, found.External = listed.File, listed.External
	return found
}

// Import copies a model into the library from a folder, a zip file, or two ONNX files, the one for
// pictures first. progress may be nil. The model's ID is made of name; if that is empty, a model that is
// known by the checksums of its files has the ID of the list, another one that of its own name. Errors:
// store.ErrName for a name of which no ID can be made, ErrTaken for that of another model of the list,
// ErrBusy, ErrInUse where a model of this ID is in use, and the Faults of packs.
func (s *Service) Import(
	ctx context.Context, name string, progress func(photo.Transfer), paths ...string,
) (photo.ModelEntry, error) {
	var none photo.ModelEntry
	if s.o.Access == ReadOnly {
		return none, ErrReadOnly
	}
	if len(paths) == 0 || len(paths) > 2 {
		return none, fmt.Errorf("import of %d paths: %w", len(paths), ErrUnknown)
	}
	o := pack.Options{Progress: progress, Tokenizers: s.tokenizers(), Probe: s.o.Probe}
	if len(paths) == 2 {
		o.Other = paths[1]
	}
	report, err := pack.Inspect(ctx, paths[0], o)
	if err != nil {
		return none, err
	}
	id, err := idFor(name, report)
	if err != nil {
		return none, err
	}
	release, err := s.replace(ctx, id)
	if err != nil {
		return none, err
	}
	defer release()
	if err := s.o.Store.Make(); err != nil {
		return none, err
	}
	if err := errors.Join(s.o.Models.Forget(id), s.o.Store.Remove(id)); err != nil {
		return none, err
	}
	to, err := s.o.Store.Path(id)
	if err != nil {
		return none, err
	}
	if _, err := pack.Import(ctx, paths[0], to, o); err != nil {
		return none, err
	}
	return s.entry(ctx, id)
}

// idFor is the ID that a person wants for a model, or idOf.
func idFor(name string, r pack.Report) (string, error) {
	if name == "" {
		return idOf(r), nil
	}
	id := store.ID(name)
	if id == "" {
		return "", fmt.Errorf("%q: %w", name, store.ErrName)
	}
	if _, listed := list.Find(id); listed && id != r.Known || id == serving.ShippedID {
		return "", fmt.Errorf("%s: %w", id, ErrTaken)
	}
	return id, nil
}

// idOf is the ID of the list, or made of the model's name. The model of the program, brought along
// as a pack, is a model like any other.
func idOf(r pack.Report) string {
	if r.Known != "" && r.Known != serving.ShippedID {
		return r.Known
	}
	if id := store.ID(r.Spec.Name); id != "" && id != serving.ShippedID {
		return id
	}
	return "imported"
}

// tokenizers are the folders of the models that are there.
func (s *Service) tokenizers() (dirs []string) {
	all, err := s.o.Store.List()
	if err != nil {
		return nil // others report it
	}
	for _, e := range all {
		if path, err := s.o.Store.Path(e.ID); err == nil && e.State == photo.ModelInstalled {
			dirs = append(dirs, path)
		}
	}
	return dirs
}

// replace is hold for a model that may be there already, and must not be in use then.
func (s *Service) replace(ctx context.Context, id string) (release func(), err error) {
	release, err = s.hold(id)
	if err != nil {
		return nil, err
	}
	e, err := s.entry(ctx, id)
	if err == nil && (e.InUse || e.Building) {
		err = fmt.Errorf("%s: %w", id, ErrInUse)
	}
	if err != nil && !errors.Is(err, ErrUnknown) {
		release()
		return nil, err
	}
	return release, nil
}
