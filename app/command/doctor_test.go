package command

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/app/command/cli"
	"recollect/app/command/doctor"
	"recollect/assets"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/telemetry"
)

// A thumbnail that a power cut tore is found, and gone after a repair.
func TestDoctorRepairs(t *testing.T) {
	m := newTerminal(t)
	lines[doctor.Finding](m, "doctor", "--repair") // no library yet
	lines[summaryLine](m, "index", filepath.FromSlash("../../testdata/sample-photos/photos/animals"))
	thumbs, err := filepath.Glob(filepath.Join(m.library, "thumbs", "v*", "*", "*"))
	if err != nil || len(thumbs) == 0 {
		t.Fatalf("the library has no thumbnails: %v", err)
	}
	if err := os.Truncate(thumbs[0], 10); err != nil {
		t.Fatal(err)
	}
	if r := m.run("doctor"); r.status != cli.Failed || !strings.Contains(r.stdout, "doctor --repair") {
		t.Errorf("got %+v", r)
	}
	found := lines[doctor.Finding](m, "doctor", "--repair")
	if found[0].Check != "repair" || !strings.HasPrefix(string(found[0].What), "1 thing") {
		t.Errorf("got %+v", found[0])
	}
	for _, f := range found {
		if !f.OK {
			t.Errorf("after the repair: %+v", f)
		}
	}
	if again := lines[doctor.Finding](m, "doctor", "--repair"); again[0].What != "nothing had to be mended" {
		t.Errorf("got %+v", again[0])
	}
}

// The doctor says whether ONNX Runtime's library holds a telemetry client, and
// that it is switched off. Bytes after a library's end do not keep it from loading.
func TestDoctorLooksForTelemetry(t *testing.T) {
	m := newTerminal(t)
	ours, err := os.ReadFile(filepath.Join(m.dirs[0], ort.LibraryName()))
	if err != nil {
		t.Fatal(err)
	}
	m.run("doctor") // loads ours, once for the process, which switches telemetry off
	cases := []struct {
		appended, value string
		want            string // what is said after the path
		ok              bool
	}{
		{"", "1", " holds no telemetry client", true},
		{telemetry.Switch, "1", " holds a telemetry client, which is switched off (ORT_DISABLE_TELEMETRY=1)", true},
		{telemetry.Switch, "0", " holds a telemetry client", false}, // would be our mistake, and is not hidden
	}
	for _, c := range cases {
		m.dirs = []string{t.TempDir()}
		library := filepath.Join(m.dirs[0], ort.LibraryName())
		if err := os.WriteFile(library, append(slices.Clip(ours), c.appended...), 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(telemetry.Switch, c.value)
		r := m.run("--json", "doctor")
		want, err := json.Marshal(library + c.want)
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf(`{"check":"telemetry","ok":%v,"what":%s`, c.ok, want)
		if (r.status == cli.OK) != c.ok || !strings.Contains(r.stdout, line) {
			t.Errorf("want %s, got %+v", line, r)
		}
	}
}

// The window's report is about the library that it has open: it opens no second one.
func TestReportOfAnOpenLibrary(t *testing.T) {
	m := newTerminal(t)
	c := call{cli.Call{
		Environment: cli.Environment{Model: assets.Mini(), RuntimeDirs: m.dirs, Version: "test"}, Library: m.library,
	}}
	e, err := c.openToWrite(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	got := Report(t.Context(), c.Environment, m.library, e)
	for _, want := range []string{"Recollect test", m.library + ": 0 photos, 0 encoded", "ONNX Runtime", "backups"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}
