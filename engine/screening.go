package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"recollect/engine/catalog"
	"recollect/engine/photo"
	"recollect/engine/things"
)

// Screening returns the names of the screens that are switched on, without the prefix that they
// have among things.
func (t *Things) Screening(ctx context.Context) ([]string, error) {
	value, err := t.e.catalog.Value(ctx, catalog.ScreeningKey)
	if err != nil || value == "" {
		return nil, err
	}
	var names []string
	if err := json.Unmarshal([]byte(value), &names); err != nil {
		return nil, fmt.Errorf("%w: the names of screening: %w", catalog.ErrDamaged, err)
	}
	for i := range names {
		names[i] = strings.TrimPrefix(names[i], things.ScreenPrefix)
	}
	return names, nil
}

// Screen is something that photos can be screened for.
type Screen struct {
	Name    string // without prefix
	On      bool
	Flagged int // photos, with those that a person confirmed; 0 while it is off
}

// Screens returns what photos can be screened for.
func (t *Things) Screens(ctx context.Context) ([]Screen, error) {
	on, err := t.Screening(ctx)
	if err != nil {
		return nil, err
	}
	found, err := t.e.catalog.Things(ctx)
	if err != nil {
		return nil, err
	}
	var out []Screen
	for _, name := range things.Screens() {
		s := Screen{Name: name, On: slices.Contains(on, name)}
		for _, thing := range found {
			if s.On && thing.Name == things.ScreenPrefix+name {
				s.Flagged = thing.Confirmed + thing.Suggested
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// SetScreening chooses what photos are screened for; with no names it is off, and
// nothing is flagged any more. Photos are flagged in the background by Run, also in
// another process that holds the library, and by the next Sync. Verdicts on flagged
// photos stay. Errors: things.ErrNoScreen, or the catalog's.
func (t *Things) SetScreening(ctx context.Context, names []string) error {
	stored := []string{}
	for _, known := range things.Screens() { // in their order, each once
		if slices.Contains(names, known) {
			stored = append(stored, things.ScreenPrefix+known)
		}
	}
	for _, name := range names {
		if !slices.Contains(things.Screens(), name) {
			return fmt.Errorf("%w: %q", things.ErrNoScreen, name)
		}
	}
	value, err := json.Marshal(stored)
	if err != nil {
		return err
	}
	t.changing.Lock()
	defer t.changing.Unlock()
	err = t.e.catalog.Update(ctx, func(tx *catalog.Tx) error {
		return tx.SetValue(catalog.ScreeningKey, string(value))
	})
	if err != nil {
		return err
	}
	t.current.Store(nil) // the next tagger has the screens
	t.e.state.set(func(s *photo.Status) { s.Generation++ })
	nudge(t.wake)
	return nil
}
