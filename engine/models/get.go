package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"recollect/engine/catalog"
	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/model"
	"recollect/engine/model/clip"
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
// goroutine at a time. Files that came before an interruption stay. A model that is there already
// is replaced once the new one is complete. Errors: ErrUnknown, ErrBusy, ErrInUse where the model is
// in use, and the Faults of fetching and of packs.
func (s *Service) Download(ctx context.Context, id, variant string, progress func(photo.Transfer)) error {
	known, ok := find(s.o.Listed, id)
	switch {
	case s.o.Access == ReadOnly:
		return ErrReadOnly
	case id == serving.ShippedID:
		return ErrShipped
	case !ok || known.Offer != list.Download:
		return fmt.Errorf("%s: %w", id, ErrUnknown)
	}
	if err := s.o.Store.Make(); err != nil {
		return err
	}
	done, err := s.replace(ctx, id)
	if err != nil {
		return err
	}
	defer done.release()
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
	if err := s.complete(ctx, known, v.Name, part, progress); err != nil {
		return err
	}
	if err := s.o.Models.Forget(id); err != nil {
		return err
	}
	return errors.Join(s.o.Store.Finish(id), done.drop(ctx, ""))
}

// complete makes a model's folder of what is in part and what is missing there.
func (s *Service) complete(
	ctx context.Context, known list.Model, variant, part string, progress func(photo.Transfer),
) error {
	if err := s.begin(known.ID, part, variant); err != nil {
		return err
	}
	got, err := fetch.Model(ctx, s.o.Fetch, known, variant, part, progress)
	if err != nil {
		return err
	}
	if err := describe(ctx, known, variant, part, got); err != nil || s.o.Probe == nil {
		return err
	}
	return pack.Probe(ctx, s.o.Probe, part)
}

// begin makes the folder of a download, and remembers there which variant it is of. What has come of
// another variant is deleted: nobody would ever use it.
func (s *Service) begin(id, part, variant string) error {
	if err := file.OwnFolder(part); err != nil {
		return err
	}
	switch variantIn(part) {
	case variant:
		return nil
	case "":
	default:
		if err := s.o.Store.RemovePartial(id); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(part, 0o700); err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(part, variantFile), []byte(variant), 0o600)
}

// variantIn is what begin has remembered, or empty.
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
	spec, err := pack.Describe(ctx, part, known, variant)
	if err != nil {
		return err
	}
	spec.Version, spec.Revision, spec.Files = variant, known.Revision, map[string]model.File{}
	for _, f := range got {
		spec.Files[f.Path] = model.File{Bytes: f.Bytes, SHA256: f.SHA256}
		if spec.Revision == "" {
			spec.Revision = f.Commit
		}
	}
	data, err := json.MarshalIndent(spec, "", " ")
	if err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(part, "model.json"), data, 0o600)
}

// Import copies a model into the library from a folder, a zip file, or two ONNX files, the one for
// pictures first. progress may be nil. The model's ID is made of name; if that is empty, a model that is
// known by the checksums of its files has the ID of the list, another one that of its own name. A model of the
// list replaces one that is there, once it is complete. The best variant is taken that fits into half of
// the memory. Errors: store.ErrName for a name of which no ID can be made, ErrTaken for that of another model,
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
	o := pack.Options{Progress: progress, Tokenizers: s.tokenizers(), Memory: installed() / 2, Probe: s.o.Probe}
	if len(paths) == 2 {
		o.Other = paths[1]
	}
	p, err := pack.Open(ctx, paths[0], o)
	if err != nil {
		return none, err
	}
	id, err := idFor(name, p.Report())
	if err == nil {
		err = s.take(ctx, id, p)
	}
	err = errors.Join(err, p.Close())
	if err != nil {
		return none, err
	}
	return s.entry(ctx, id)
}

// take puts the model of a pack in its place.
func (s *Service) take(ctx context.Context, id string, p *pack.Pack) error {
	if err := s.o.Store.Make(); err != nil {
		return err
	}
	done, err := s.replace(ctx, id)
	if err != nil {
		return err
	}
	defer done.release()
	if p.Report().Known != id && done.before.State == photo.ModelInstalled {
		return fmt.Errorf("%s: %w", id, ErrTaken)
	}
	to, err := s.o.Store.Path(id)
	if err != nil {
		return err
	}
	_, err = p.Import(ctx, to, func() error { return errors.Join(s.o.Models.Forget(id), s.o.Store.Clear(id)) })
	if err != nil {
		return err
	}
	return done.drop(ctx, "")
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
// as a pack, is a model like any other. One of unknown files that is called like a model of the list is not that.
func idOf(r pack.Report) string {
	if r.Known != "" && r.Known != serving.ShippedID {
		return r.Known
	}
	id := store.ID(r.Spec.Name)
	if _, listed := list.Find(id); listed {
		id = store.ID("imported-" + id)
	}
	if id == "" {
		return "imported"
	}
	return id
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

// replacement is a model whose files are being changed.
type replacement struct {
	s           *Service
	before      photo.ModelEntry // zero: there was none
	fingerprint string           // of before
	release     func()
}

// replace is hold, also for other processes, for a model that may be there already, and must not be in use then.
func (s *Service) replace(ctx context.Context, id string) (r replacement, err error) {
	r.s = s
	here, err := s.hold(id)
	if err != nil {
		return r, err
	}
	everywhere, err := s.o.Store.Hold(id)
	if err != nil {
		here()
		return r, err
	}
	r.release = func() { everywhere(); here() }
	r.before, err = s.entry(ctx, id)
	if err == nil && (r.before.InUse || r.before.Building) {
		err = fmt.Errorf("%s: %w", id, ErrInUse)
	}
	if err != nil && !errors.Is(err, ErrUnknown) {
		r.release()
		return r, err
	}
	r.fingerprint = s.fingerprint(id)
	return r, nil
}

// drop deletes the vectors of the model that was there before, unless a model that is there has them;
// but is an ID that does not count.
func (r replacement) drop(ctx context.Context, but string) error {
	all, err := r.s.List(ctx)
	if err != nil || r.fingerprint == "" {
		return err
	}
	for _, e := range all {
		if e.ID != but && e.Fingerprint == r.fingerprint {
			return nil
		}
	}
	err = r.s.o.Catalog.Update(ctx, func(tx *catalog.Tx) error { return tx.DropModel(r.fingerprint) })
	if errors.Is(err, catalog.ErrInUse) {
		return fmt.Errorf("%s: %w", r.before.ID, ErrInUse)
	}
	if err != nil {
		return err
	}
	return r.s.o.Models.DropIndex(r.fingerprint)
}

// fingerprint is that of a model of the library, also of one whose files are damaged; empty if
// model.json cannot be read.
func (s *Service) fingerprint(id string) string {
	path, err := s.o.Store.Path(id)
	if err != nil {
		return ""
	}
	files, err := store.Folder(path)
	if err != nil {
		return ""
	}
	m := clip.Open(clip.Options{Model: files})
	defer m.Close()
	return m.Info().Fingerprint
}
