package addon

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"recollect/assets"
	"recollect/engine/model/fetch"
	"recollect/engine/photo"
	"recollect/words"
)

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

func https(t *testing.T, what, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		t.Errorf("%s: %q is no https address", what, address)
	}
}

func TestTheTableIsSound(t *testing.T) {
	if len(All()) == 0 || len(For("linux", "amd64")) < 3 || len(For("plan9", "arm")) != 0 {
		t.Errorf("%d add-ons", len(All()))
	}
	seen := map[string]bool{}
	for _, a := range All() {
		key := a.ID + " " + a.System + " " + a.Arch
		if seen[key] || a.ID != url.PathEscape(a.ID) || a.Title == "" || a.Provider == "" || a.Devices == "" ||
			(a.Runtime == "") == (a.LeastRuntime == "") || len(a.Archives) == 0 {
			t.Errorf("%s: %+v", key, a)
		}
		seen[key] = true
		names := map[string]bool{}
		for _, x := range a.Archives {
			https(t, key, x.URL)
			https(t, key, x.Licence.URL)
			if !sha256Hex.MatchString(x.SHA256) || x.Bytes <= 0 || x.Package == "" || x.Licence.Terms == "" ||
				len(x.Members) == 0 || x.Form != "zip" && x.Form != "tgz" {
				t.Errorf("%s: %+v", key, x)
			}
			for _, m := range x.Members {
				lower := strings.ToLower(m.To)
				if !sha256Hex.MatchString(m.SHA256) || m.Bytes <= 0 || names[lower] || m.To != filepath.Base(m.To) ||
					!fs.ValidPath(m.From) || strings.ContainsAny(m.To, `\/:`) || strings.HasPrefix(m.To, ".") {
					t.Errorf("%s: %+v", key, m)
				}
				names[lower] = true
			}
		}
		if download, disk := a.Bytes(nil); download <= 0 || disk <= 0 {
			t.Errorf("%s: %d bytes are downloaded, %d on the disk", key, download, disk)
		}
	}
	d := json.NewDecoder(bytes.NewReader(assets.Accelerators))
	d.DisallowUnknownFields()
	into := struct {
		About string `json:"about"`
		document
	}{}
	if err := d.Decode(&into); err != nil {
		t.Error(err)
	}
}

// NVIDIA's own libraries are under terms of their own, which are shown, and are left out where they are there.
func TestCUDA(t *testing.T) {
	i := slices.IndexFunc(For("linux", "amd64"), func(a AddOn) bool { return a.ID == "cuda" })
	a := For("linux", "amd64")[i]
	if got := a.Licences(nil); len(got) != 2 || got[0].Name != "MIT" || got[1].Name != "NVIDIA" {
		t.Errorf("licences %+v", got)
	}
	all, _ := a.Bytes(nil)
	without, _ := a.Bytes(func(x Archive) bool { return x.Shared })
	if all < 1e9 || without > 300e6 {
		t.Errorf("%d bytes, without what is shared %d", all, without)
	}
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// entry is an entry of an archive that a test makes.
type entry struct {
	name, data string
	link       bool
}

func zipOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.link {
			h.SetMode(fs.ModeSymlink | 0o777)
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write([]byte(e.data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tgzOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	g := gzip.NewWriter(&b)
	w := tar.NewWriter(g)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: tar.TypeReg, Size: int64(len(e.data)), Mode: 0o777}
		if e.link {
			h = &tar.Header{Name: e.name, Typeflag: tar.TypeSymlink, Linkname: e.data}
		}
		err := w.WriteHeader(h)
		if err == nil && !e.link {
			_, err = w.Write([]byte(e.data))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), g.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// served is an add-on of archives that a server of this computer has.
func served(t *testing.T, form string, archives ...[]byte) (AddOn, *atomic.Int64) {
	t.Helper()
	asked := new(atomic.Int64)
	a := AddOn{ID: "test"}
	mux := http.NewServeMux()
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	for i, data := range archives {
		path := "/" + string(rune('a'+i))
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
		})
		a.Archives = append(a.Archives, Archive{
			URL: s.URL + path, Form: form, Bytes: int64(len(data)), SHA256: sum(data), Package: path,
		})
	}
	return a, asked
}

func member(from, to, data string) Member {
	return Member{From: from, To: to, Bytes: int64(len(data)), SHA256: sum([]byte(data))}
}

var quick = fetch.Options{Loopback: true}

func TestInstall(t *testing.T) {
	one := []entry{{name: "a/lib.so", data: strings.Repeat("one ", 10_000)}, {name: "../evil", data: "x"}}
	two := []entry{{name: "x", data: "other"}, {name: "/abs", data: "x"}, {name: "b/lib2.so", data: "two"}}
	for form, pack := range map[string]func(*testing.T, ...entry) []byte{"zip": zipOf, "tgz": tgzOf} {
		t.Run(form, func(t *testing.T) {
			a, asked := served(t, form, pack(t, one...), pack(t, two...))
			a.Archives[0].Members = []Member{member("a/lib.so", "lib.so", one[0].data)}
			a.Archives[1].Members = []Member{member("b/lib2.so", "lib2.so", "two"), member("x", "lib3.so", "other")}
			parent := filepath.Join(t.TempDir(), "accelerators")
			if err := Check(t.Context(), a, parent, nil); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("got %v", err)
			}
			var last photo.Transfer
			for range 2 {
				if err := Install(t.Context(), quick, a, parent, nil, func(p photo.Transfer) { last = p }); err != nil {
					t.Fatal(err)
				}
				wantFiles(t, parent, "test/lib.so", "test/lib2.so", "test/lib3.so")
			}
			if asked.Load() != 2 || last.Done != last.Total || last.Done == 0 {
				t.Errorf("%d requests, %+v", asked.Load(), last)
			}
			if err := os.WriteFile(filepath.Join(parent, "test/lib2.so"), []byte("twp"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := Check(t.Context(), a, parent, nil); !errors.Is(err, ErrDamaged) {
				t.Errorf("a changed library: %v", err)
			}
			if err := Install(t.Context(), quick, a, parent, nil, nil); err != nil {
				t.Error(err)
			}
			if err := Check(t.Context(), a, parent, nil); err != nil {
				t.Error(err)
			}
			if err := Remove(a, parent); err != nil {
				t.Error(err)
			}
			wantFiles(t, parent)
			skip := func(x Archive) bool { return x.Package == "/b" }
			if err := Install(t.Context(), quick, a, parent, skip, nil); err != nil {
				t.Error(err)
			}
			wantFiles(t, parent, "test/lib.so")
		})
	}
}

// wantFiles checks which files there are below a folder.
func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	var got []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			got = append(got, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("there are %q, %v; want %q", got, err, want)
	}
}

// Archives that do not hold what they must: nothing of them is put in place.
func TestHostileArchives(t *testing.T) {
	good := entry{name: "lib.so", data: "library"}
	for _, tt := range []struct {
		name    string
		entries []entry
	}{
		{"empty", nil},
		{"another name", []entry{{name: "LIB.so", data: "library"}}},
		{"a path around it", []entry{{name: "./lib.so", data: "library"}}},
		{"another content", []entry{{name: "lib.so", data: "Library"}}},
		{"longer", []entry{{name: "lib.so", data: "library1"}}},
		{"shorter", []entry{{name: "lib.so", data: "librar"}}},
		{"a link", []entry{{name: "lib.so", data: "library", link: true}}},
	} {
		for form, pack := range map[string]func(*testing.T, ...entry) []byte{"zip": zipOf, "tgz": tgzOf} {
			a, _ := served(t, form, pack(t, tt.entries...))
			a.Archives[0].Members = []Member{member("lib.so", "lib.so", "library")}
			refused(t, a, tt.name+", "+form)
		}
	}
	// Two of a name: which one is meant would be for the reader to guess.
	a, _ := served(t, "zip", zipOf(t, good, good))
	a.Archives[0].Members = []Member{member("lib.so", "lib.so", "library")}
	refused(t, a, "twice")
	for _, form := range []string{"zip", "tgz"} {
		a, _ := served(t, form, []byte("no archive"))
		a.Archives[0].Members = []Member{member("lib.so", "lib.so", "library")}
		refused(t, a, "no archive, "+form)
	}
}

func refused(t *testing.T, a AddOn, name string) {
	t.Helper()
	parent := t.TempDir()
	err := Install(t.Context(), quick, a, parent, nil, nil)
	if !errors.Is(err, ErrDamaged) || words.English().Error(err).What == "" {
		t.Errorf("%s: %v", name, err)
	}
	if _, err := os.Lstat(filepath.Join(parent, "test")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s: it is in place", name)
	}
}

func TestNoRoom(t *testing.T) {
	a, asked := served(t, "zip", zipOf(t, entry{name: "lib.so", data: strings.Repeat("x", 1_000_000)}))
	a.Archives[0].Members = []Member{member("lib.so", "lib.so", strings.Repeat("x", 1_000_000))}
	o := quick
	o.Free = func(string) (int64, error) { return 1_000_000, nil }
	err := Install(t.Context(), o, a, t.TempDir(), nil, nil)
	if reason, _ := photo.ReasonOf(err); !strings.HasPrefix(string(reason), "fetch:space") || asked.Load() > 0 {
		t.Errorf("got %v", err)
	}
}

// A link where the add-on belongs is not followed.
func TestLinks(t *testing.T) {
	a, _ := served(t, "zip", zipOf(t, entry{name: "lib.so", data: "x"}))
	a.Archives[0].Members = []Member{member("lib.so", "lib.so", "x")}
	outside, parent := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(parent, "test")); err != nil {
		t.Skip(err)
	}
	err := Install(t.Context(), quick, a, parent, nil, nil)
	if reason, _ := photo.ReasonOf(err); !strings.HasPrefix(string(reason), "file:foreign-link") {
		t.Errorf("got %v", err)
	}
	if err := Remove(a, parent); err == nil {
		t.Error("the link was removed")
	}
	wantFiles(t, outside, "mine")
}
