package ort

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"recollect/engine/model/ort/telemetry"
)

// witnessVariable names a library that a child of the test is to load.
const witnessVariable = "RECOLLECT_WITNESS"

// Whatever library is loaded finds the telemetry switch set, as C sees it, and is
// told to emit no events as soon as there is an environment. A child loads it: a process
// loads one library only.
func TestTelemetryIsDisabled(t *testing.T) {
	if library := os.Getenv(witnessVariable); library != "" {
		if err := startRuntime(library); err != nil {
			t.Fatal(err)
		}
		return
	}
	dir := t.TempDir()
	library, witness := filepath.Join(dir, LibraryName()), filepath.Join(dir, "witness")
	build(t, library, witness)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-test.run", "^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), witnessVariable+"="+library, telemetry.Switch+"=") // nobody has set it before
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, err := os.ReadFile(witness)
	if err != nil {
		t.Fatal(err)
	}
	const want = "loaded with ORT_DISABLE_TELEMETRY=1\nenvironment\ntelemetry disabled\n"
	if string(got) != want {
		t.Errorf("want:\n%sgot:\n%s", want, got)
	}
}

// build compiles testdata/witness.c, which notes in the file witness what happens to it.
func build(t *testing.T, library, witness string) {
	t.Helper()
	headers, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yalue/onnxruntime_go").Output()
	if err != nil {
		t.Fatal(err)
	}
	cc := exec.Command("cc", "-shared", "-fPIC", "-I", strings.TrimSpace(string(headers)),
		fmt.Sprintf("-DWITNESS=%q", witness), "-o", library, "testdata/witness.c")
	if out, err := cc.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}
