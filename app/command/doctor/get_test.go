package doctor

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"recollect/app/command/cli"
	"recollect/engine/model/addon"
)

// The terms are shown before anything is downloaded, and without a yes nothing is.
func TestGetAsksFirst(t *testing.T) {
	var said bytes.Buffer
	c := &cli.Call{Environment: cli.Environment{Stdout: &said, Stderr: &said}, Library: t.TempDir()}
	all := addon.All()
	for _, a := range all {
		if _, err := addOn(a.ID, all); err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
	}
	if _, err := addOn("another", all); !errors.As(err, new(cli.Usage)) || !strings.Contains(err.Error(), "cuda") {
		t.Errorf("got %v", err)
	}
	if _, err := addOn("cuda", nil); err == nil {
		t.Error("an add-on where there is none")
	}
	err := Get(t.Context(), c, "webgpu", false)
	if what, next := cli.Explain(err); !strings.Contains(string(what), "Nothing was downloaded") ||
		!strings.Contains(string(next), "--yes") {
		t.Skipf("not for this system: %v", err)
	}
	if !strings.Contains(said.String(), "MIT licence") {
		t.Errorf("said %q", said.String())
	}
	c.Library = "not there"
	if err := Get(t.Context(), c, "webgpu", true); err == nil {
		t.Error("without a library")
	}
}
