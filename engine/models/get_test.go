package models

import (
	"os"
	"path/filepath"
	"testing"

	"recollect/engine/model"
	"recollect/engine/model/pack"
	"recollect/engine/model/store"
)

// A download is known by its variant before anything has come, so that it goes on after a kill; what
// has come of another variant is deleted.
func TestADownloadRemembersItsVariant(t *testing.T) {
	s := NewService(Options{Store: store.Open(t.TempDir())})
	part, err := s.o.Store.Partial("one")
	if err != nil {
		t.Fatal(err)
	}
	come := filepath.Join(part, "vision.onnx.part")
	for _, step := range []struct {
		variant string
		stays   bool
	}{{"int8", false}, {"int8", true}, {"fp32", false}} {
		if err := s.begin("one", part, step.variant); err != nil {
			t.Fatal(err)
		}
		if got := variantIn(part); got != step.variant {
			t.Errorf("%q is remembered, want %q", got, step.variant)
		}
		if _, err := os.Stat(come); (err == nil) != step.stays {
			t.Errorf("%s: what has come: %v", step.variant, err)
		}
		if err := os.WriteFile(come, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A model of unknown files is not taken for that of the list, or of the program, that it is called like.
func TestIDs(t *testing.T) {
	for _, tt := range []struct{ name, known, want string }{
		{"My own", "", "my-own"},
		{"", "", "imported"},
		{"mini", "", "imported-mini"},
		{"mini", "mini", "imported-mini"},
		{"anything", "siglip2-b16-256", "siglip2-b16-256"},
		{"siglip2-b16-256", "", "imported-siglip2-b16-256"},
		{"SigLIP2 b16 256", "openai-clip-vit-b32", "openai-clip-vit-b32"},
	} {
		r := pack.Report{Known: tt.known, Spec: model.Spec{Name: tt.name}}
		if got := idOf(r); got != tt.want {
			t.Errorf("%q, known as %q: %s, want %s", tt.name, tt.known, got, tt.want)
		}
	}
}
