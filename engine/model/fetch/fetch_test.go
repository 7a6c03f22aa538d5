package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/engine/photo"
)

func TestFetch(t *testing.T) {
	data, small := noise(700_000), []byte("a b\n")
	s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "small") {
			content(w, r, small, "")
			return
		}
		content(w, r, data, `"1"`)
	})
	o, _ := quick()
	dir := filepath.Join(t.TempDir(), "new")
	files := []File{
		{URL: s.URL + "/big", Path: "onnx/model.onnx", SHA256: sum(data)},
		{URL: s.URL + "/small", Path: "merges.txt", Bytes: 4, SHA256: sum(small)},
	}
	var last photo.Transfer
	for range 2 {
		got, err := Fetch(t.Context(), o, files, dir, func(p photo.Transfer) {
			if p.Done > p.Total && p.Total > 0 {
				t.Errorf("progress %+v", p)
			}
			last = p
		})
		inPlace(t, dir, "onnx/model.onnx", data, err)
		inPlace(t, dir, "merges.txt", small, err)
		if err != nil || got[0].Bytes != 700_000 || got[1].SHA256 != sum(small) {
			t.Fatalf("got %+v, %v", got, err)
		}
		if last.Done != 700_004 || last.Total != 700_004 || last.File != "merges.txt" {
			t.Errorf("the last progress is %+v", last)
		}
	}
	asked := s.requests()
	if len(asked) != 2 {
		t.Fatalf("%d requests", len(asked))
	}
	for _, r := range asked {
		want := http.Header{"User-Agent": {"Recollect"}, "Accept-Encoding": {"identity"}}
		if fmt.Sprint(r.Header) != fmt.Sprint(want) || r.Method != "GET" {
			t.Errorf("%s with %v", r.Method, r.Header)
		}
	}
}

// A file that was changed after it was fetched is fetched again.
func TestAnotherFileInPlace(t *testing.T) {
	data := noise(1000)
	s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { content(w, r, data, "") })
	o, _ := quick()
	dir := t.TempDir()
	for _, there := range [][]byte{noise(1001), append([]byte("x"), data[1:]...), {}} {
		if err := os.MkdirAll(filepath.Join(dir, "onnx"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "onnx/model.onnx"), there, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := one(t, o, dir, s.URL, data); err != nil {
			t.Error(err)
		}
	}
	if n := len(s.requests()); n != 3 {
		t.Errorf("%d requests", n)
	}
}

func TestResume(t *testing.T) {
	data := noise(900_000)
	tests := []struct {
		name   string
		second func(w http.ResponseWriter, r *http.Request)
		ranges []string // of the requests
	}{
		{
			"a range", func(w http.ResponseWriter, r *http.Request) { content(w, r, data, `"1"`) },
			[]string{"", "bytes=300000-"},
		},
		{
			"all again", func(w http.ResponseWriter, r *http.Request) {
				r.Header.Del("Range")
				content(w, r, data, `"1"`)
			},
			[]string{"", "bytes=300000-"},
		},
		{
			"changed, and If-Range is heeded",
			func(w http.ResponseWriter, r *http.Request) { content(w, r, data, `"2"`) },
			[]string{"", "bytes=300000-"},
		},
		{
			"changed, and If-Range is not heeded", func(w http.ResponseWriter, r *http.Request) {
				r.Header.Del("If-Range")
				content(w, r, data, `"2"`)
			},
			[]string{"", "bytes=300000-", ""},
		},
		{
			"it has less", func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Range") != "" {
					w.Header().Set("Content-Range", "bytes */100")
					w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
					return
				}
				content(w, r, data, `"1"`)
			},
			[]string{"", "bytes=300000-", ""},
		},
		{
			"the first half was of another file", func(w http.ResponseWriter, r *http.Request) {
				r.Header.Del("If-Range")
				content(w, r, append([]byte("other"), data[5:]...), "")
			},
			nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
				if n == 0 {
					w.Header().Set("Etag", `"1"`)
					breakOff(w, len(data), 300_000, data)
				}
				tt.second(w, r)
			})
			o, _ := quick()
			dir := t.TempDir()
			err := one(t, o, dir, s.URL, data)
			var ranges []string
			for _, r := range s.requests() {
				ranges = append(ranges, r.Header.Get("Range"))
				if want := `"1"`; r.Header.Get("Range") != "" && r.Header.Get("If-Range") != want {
					t.Errorf("If-Range %q", r.Header.Get("If-Range"))
				}
			}
			if tt.ranges != nil && (err != nil || !slices.Equal(ranges, tt.ranges)) {
				t.Errorf("asked for %q, %v", ranges, err)
			}
		})
	}
}

// What is left by an earlier call is continued, and what does not belong to it is not.
func TestResumeByAnother(t *testing.T) {
	data := noise(900_000)
	for _, tt := range []struct {
		name  string
		spoil func(part string) error
		want  string // the range of the second request
	}{
		{"as it was", func(string) error { return nil }, "bytes=300000-"},
		{"a part is lost", func(p string) error { return os.Truncate(p, 1000) }, "bytes=1000-"},
		{"the part is lost", os.Remove, ""},
		{"another part", func(p string) error {
			return os.WriteFile(p, make([]byte, 300_000), 0o600)
		}, "bytes=300000-"},
		{"too much", func(p string) error { return os.WriteFile(p, make([]byte, 900_001), 0o600) }, ""},
		{"all", func(p string) error { return os.WriteFile(p, data, 0o600) }, "none"},
		{"all, and wrong", func(p string) error { return os.WriteFile(p, make([]byte, 900_000), 0o600) }, ""},
		{"nothing is remembered", func(p string) error {
			return os.Remove(filepath.Join(filepath.Dir(filepath.Dir(p)), StateFile))
		}, ""},
		{"what is remembered is damaged", func(p string) error {
			p = filepath.Join(filepath.Dir(filepath.Dir(p)), StateFile)
			return os.WriteFile(p, []byte(`{"files":{"x":null`), 0o600)
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			broken := true
			s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
				if broken {
					w.Header().Set("Etag", `"1"`)
					breakOff(w, len(data), 300_000, data)
				}
				content(w, r, data, `"1"`)
			})
			o, _ := quick()
			o.wait = func(context.Context, time.Duration) error { return context.DeadlineExceeded }
			dir := t.TempDir()
			if err := one(t, o, dir, s.URL, data); !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
			if n := beside(t, dir, "onnx/model.onnx"); n != 300_000 {
				t.Fatalf("%d bytes are beside", n)
			}
			if err := tt.spoil(partOf(filepath.Join(dir, "onnx/model.onnx"))); err != nil {
				t.Fatal(err)
			}
			broken = false
			o.wait = func(context.Context, time.Duration) error { return nil }
			if err := one(t, o, dir, s.URL, data); err != nil {
				t.Fatal(err)
			}
			got := "none"
			if asked := s.requests(); len(asked) > 1 {
				got = asked[1].Header.Get("Range")
			}
			if got != tt.want {
				t.Errorf("asked for %q, want %q", got, tt.want)
			}
		})
	}
}
