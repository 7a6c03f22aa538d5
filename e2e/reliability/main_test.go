// Package reliability holds the tests that nothing is lost: processes killed in
// the middle of their work, disks that fail, are full or go away, and folders
// that change faster than anybody can follow. Each runs the real engine, most of
// them in a process of its own.
//
// RECOLLECT_SOAK=1, which `make soak` sets, runs them at full length; without
// it they do a few rounds, so that every test run has them.
package reliability

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recollect/engine"
	"recollect/engine/catalog"
	"recollect/engine/model/clip/cliptest"
	"recollect/engine/photo"
)

// root is the root of the repository.
const root = "../.."

// childVariable tells the test program that it is not to test but to be the
// process that is tested: its value is what it should do.
const childVariable = "RECOLLECT_CHILD"

func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(childVariable) {
	case "sync":
		err = syncChild(os.Args[1], os.Args[2], os.Args[3:])
	case "watch":
		err = watchChild(os.Args[1], os.Args[2], os.Args[3])
	case "switch":
		err = switchChild(os.Args[1], os.Args[2], os.Args[3])
	case "churn":
		err = churnChild(os.Args[1], os.Args[2], os.Args[3])
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(3)
	}
}

// syncChild brings a library up to date with folders, and checks it.
func syncChild(runtimeDir, library string, folders []string) error {
	ctx := context.Background()
	e, err := engine.Open(ctx, options(runtimeDir, library))
	if err != nil {
		return err
	}
	defer e.Close()
	for _, dir := range folders {
		if err := e.Folders.Add(ctx, dir); err != nil {
			return err
		}
	}
	if _, err := e.Sync(ctx); err != nil {
		return err
	}
	return e.Upkeep.Check(ctx)
}

func options(runtimeDir, library string) engine.Options {
	return engine.Options{
		Library: library, Model: os.DirFS(filepath.Join(root, "assets/models/mini")),
		RuntimeDirs: []string{runtimeDir}, Purpose: "a test",
	}
}

// child is a process that brings library up to date with folders.
func child(t *testing.T, library string, folders ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append([]string{cliptest.RuntimeDir(t, root), library}, folders...)...)
	cmd.Env = append(os.Environ(), childVariable+"=sync")
	return cmd
}

// run runs a child to its end.
func run(t *testing.T, library string, folders ...string) {
	t.Helper()
	if out, err := child(t, library, folders...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// soak reports whether tests run at full length.
func soak() bool { return os.Getenv("RECOLLECT_SOAK") != "" }

// rounds is how often a test does its thing: few times, or all.
func rounds(few, all int) int {
	if soak() {
		return all
	}
	return few
}

// draw writes n small pictures, no two alike, below a new folder.
func draw(t *testing.T, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pictures")
	for i := range n {
		picture(t, filepath.Join(dir, fmt.Sprintf("%02d", i%7), fmt.Sprintf("IMG_%04d.jpg", i)), uint64(i))
	}
	return dir
}

// picture writes the picture that seed names.
func picture(t *testing.T, path string, seed uint64) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(jpeg.Encode(file, blots(seed), nil), file.Close()); err != nil {
		t.Fatal(err)
	}
}

// blots is a picture of coloured rectangles.
func blots(seed uint64) image.Image {
	random := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, 96, 64))
	for range 12 {
		c := color.RGBA{uint8(random.Uint32()), uint8(random.Uint32()), uint8(random.Uint32()), 255}
		left, top := random.IntN(96), random.IntN(64)
		for y := top; y < min(64, top+24); y++ {
			for x := left; x < min(96, left+32); x++ {
				img.SetRGBA(x, y, c)
			}
		}
	}
	return img
}

// state is all that a library holds of its photos, by path.
func state(t *testing.T, library string) map[string]string {
	t.Helper()
	model := fingerprint(t, library)
	c, err := catalog.Open(t.Context(), filepath.Join(library, "recollect.db"), catalog.Options{
		ReadOnly: true, Model: model,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	vectors := map[photo.ID]photo.Vector{}
	if err := c.Vectors(t.Context(), model, func(id photo.ID, v photo.Vector, _ []float32) error {
		vectors[id] = v
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	folders, err := c.Folders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range folders {
		photos, err := c.InFolder(t.Context(), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range photos {
			id := p.ID
			p.ID, p.Folder, p.Lead = 0, 0, 0 // numbers depend on the order of arrival
			p.ModTime = p.ModTime.UTC()
			all[p.Path] = fmt.Sprintf("%+v %v", p, vectors[id])
		}
	}
	return all
}

// fingerprint is that of the model, which the engine knows.
func fingerprint(t *testing.T, library string) string {
	t.Helper()
	o := options(cliptest.RuntimeDir(t, root), library)
	o.Mode = engine.ReadOnly
	e, err := engine.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	return e.Model().Fingerprint
}

// compare tells where two libraries differ.
func compare(t *testing.T, got, want map[string]string) {
	t.Helper()
	var wrong []string
	for path, w := range want {
		if g := got[path]; g != w {
			wrong = append(wrong, fmt.Sprintf("%s\n got %.300s\nwant %.300s", path, g, w))
		}
	}
	for path := range got {
		if _, known := want[path]; !known {
			wrong = append(wrong, "not wanted: "+path)
		}
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		t.Errorf("%d photos differ, the first of them:\n%s", len(wrong), strings.Join(wrong[:min(3, len(wrong))], "\n"))
	}
}
