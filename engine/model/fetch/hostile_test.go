package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/words"
)

// hostile are servers from which nothing must come to its place.
func TestHostileServers(t *testing.T) {
	data := noise(400_000)
	other := noise(400_001)[:400_000]
	far := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { content(w, r, data, "") })
	sends := func(b []byte) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, r *http.Request) { content(w, r, b, "") }
	}
	to := func(location string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusFound)
		}
	}
	status := func(s int, pairs ...string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(pairs); i += 2 {
				w.Header().Set(pairs[i], pairs[i+1])
			}
			w.WriteHeader(s)
		}
	}
	tests := []struct {
		name   string
		handle func(n int, w http.ResponseWriter, r *http.Request)
		code   string
		asked  int // requests; 0: any number
		left   bool
	}{
		{"another file", sends(other), "fetch:hash", 1, false},
		{"too short", sends(data[:399_999]), "fetch:size", 1, false},
		{"too long", sends(append(data, 1)), "fetch:size", 1, false},
		{"a page to sign in", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>Welcome to the hotel</html>")
		}, "fetch:size", 1, false},
		{"without an end", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush()
			for {
				if _, err := w.Write(data); err != nil {
					return
				}
			}
		}, "fetch:size", 1, false},
		{"cut off each time", func(_ int, w http.ResponseWriter, _ *http.Request) {
			breakOff(w, len(data), 0, data)
		}, "fetch:cut", tries, true},
		{"cut off, and no length", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush()
			w.Write(data[:1000])
		}, "fetch:cut", tries, true},
		{"no answer", func(int, http.ResponseWriter, *http.Request) {
			panic(http.ErrAbortHandler)
		}, "fetch:unreachable", 0, false},
		{"around in a circle", to("/again"), "fetch:redirects", hops + 1, false},
		{"to another server", to(far.URL), "fetch:address", 1, false},
		{"to another scheme", to("file:///etc/passwd"), "fetch:address", 1, false},
		{"to a service of the network", to("http://169.254.169.254/latest"), "fetch:address", 1, false},
		{"to a stranger", to("https://example.org/model.onnx"), "fetch:address", 1, false},
		{"to a name and a password", to("http://a:b@127.0.0.1/"), "fetch:address", 1, false},
		{"to nowhere", to(""), "fetch:answer", 1, false},
		{"to no address", to("http://[::1"), "fetch:answer", 1, false},
		{"401", status(401), "fetch:forbidden", 1, false},
		{"403", status(403), "fetch:forbidden", 1, false},
		{"404", status(404), "fetch:missing", 1, false},
		{"410", status(410), "fetch:missing", 1, false},
		{"416", status(416), "fetch:server", 1, false},
		{"418", status(418), "fetch:server", 1, false},
		{"204", status(204), "fetch:server", 1, false},
		{"304", status(304), "fetch:server", 1, false},
		{"500", status(500), "fetch:server", tries, false},
		{"503", status(503), "fetch:busy", tries, false},
		{"429", status(429, "Retry-After", "3"), "fetch:busy", tries, false},
		{"429, tomorrow", status(429, "Retry-After", "86400"), "fetch:busy", 1, false},
		{"206 that was not asked for", func(_ int, w http.ResponseWriter, r *http.Request) {
			r.Header.Set("Range", "bytes=0-399999")
			content(w, r, data, "")
		}, "fetch:answer", 1, false},
		{"packed", func(_ int, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			content(w, r, data, "")
		}, "fetch:answer", 1, false},
		{"other bytes", func(n int, w http.ResponseWriter, _ *http.Request) {
			if n == 0 {
				breakOff(w, len(data), 1000, data)
			}
			w.Header().Set("Content-Range", "bytes 2000-399999/400000")
			w.WriteHeader(http.StatusPartialContent)
			w.Write(data[2000:])
		}, "fetch:answer", 2, false},
		{"of another size", func(n int, w http.ResponseWriter, _ *http.Request) {
			if n == 0 {
				breakOff(w, len(data), 1000, data)
			}
			w.Header().Set("Content-Range", "bytes 1000-400000/400001")
			w.WriteHeader(http.StatusPartialContent)
			w.Write(data[1000:])
		}, "fetch:size", 2, false},
		{"no range that can be read", func(n int, w http.ResponseWriter, _ *http.Request) {
			if n == 0 {
				breakOff(w, len(data), 1000, data)
			}
			w.Header().Set("Content-Range", "bytes 1000-999999999999999999999/*")
			w.WriteHeader(http.StatusPartialContent)
		}, "fetch:answer", 2, false},
		{"several ranges", func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 0 {
				breakOff(w, len(data), 1000, data)
			}
			r.Header.Set("Range", "bytes=1000-2000,3000-4000")
			content(w, r, data, "")
		}, "fetch:answer", 2, false},
		{"the hub says that it has another file", func(_ int, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Repo-Commit", commit)
			w.Header().Set("X-Linked-Etag", `"`+sum(other)+`"`)
			content(w, r, data, "")
		}, "fetch:hash", 1, false},
		{"the hub says that it is larger", func(_ int, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Repo-Commit", commit)
			w.Header().Set("X-Linked-Etag", `"`+sum(data)+`"`)
			w.Header().Set("X-Linked-Size", "400001")
			content(w, r, data, "")
		}, "fetch:size", 1, false},
		{"a head without an end", func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Much", strings.Repeat("x", 80<<10))
		}, "fetch:unreachable", tries, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.handle)
			o, _ := quick()
			dir := t.TempDir()
			err := one(t, o, dir, s.URL+"/file", data)
			told(t, err, tt.code)
			if n := len(s.requests()); tt.asked != 0 && n != tt.asked {
				t.Errorf("%d requests, want %d", n, tt.asked)
			}
			if left := beside(t, dir, "onnx/model.onnx"); left > 0 && !tt.left {
				t.Errorf("%d bytes were not removed", left)
			}
		})
	}
	if n := len(far.requests()); n != 0 {
		t.Errorf("the other server was asked %d times", n)
	}
}

// A server that sends a byte now and then is given up, however long it would go on.
func TestSlowServer(t *testing.T) {
	data := noise(100_000)
	for _, silent := range []bool{true, false} {
		s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
			if !silent {
				w.Header().Set("Content-Length", "100000")
			}
			for i := 0; r.Context().Err() == nil; i++ {
				if !silent {
					if _, err := w.Write(data[i : i+1]); err != nil {
						return
					}
					w.(http.Flusher).Flush()
				}
				time.Sleep(time.Millisecond)
			}
		})
		o, waits := quick()
		o.stall = 20 * time.Millisecond
		err := one(t, o, t.TempDir(), s.URL, data)
		told(t, err, "fetch:slow")
		if want := []time.Duration{1e9, 2e9, 4e9, 8e9}; !slices.Equal(*waits, want) {
			t.Errorf("waited %v, want %v", *waits, want)
		}
	}
}

// A server that is slow, but not too slow, is waited for.
func TestPatience(t *testing.T) {
	data := noise(40 * leastBytes)
	s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		for i := 0; i < len(data); i += leastBytes {
			if _, err := w.Write(data[i : i+leastBytes]); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(30 * time.Millisecond)
		}
	})
	o, _ := quick()
	o.stall = 300 * time.Millisecond
	if err := one(t, o, t.TempDir(), s.URL, data); err != nil {
		t.Error(err)
	}
}

func TestRetryAfter(t *testing.T) {
	data := noise(1000)
	now := time.Date(2024, 6, 3, 12, 0, 0, 0, time.UTC)
	for after, want := range map[string]time.Duration{
		"7": 7 * time.Second, "0": time.Second, "-5": time.Second, "": time.Second, "soon": time.Second,
		"Mon, 03 Jun 2024 12:00:30 GMT": 30 * time.Second, "Mon, 03 Jun 2024 11:00:00 GMT": time.Second,
	} {
		s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
			if n == 0 {
				w.Header().Set("Retry-After", after)
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			content(w, r, data, "")
		})
		o, waits := quick()
		o.moment = func() time.Time { return now }
		if err := one(t, o, t.TempDir(), s.URL, data); err != nil || !slices.Equal(*waits, []time.Duration{want}) {
			t.Errorf("%q: waited %v, want %v, %v", after, *waits, want, err)
		}
	}
}

// A download that goes on is not given up, however often it breaks off.
func TestBreakingOffOften(t *testing.T) {
	data := noise(12 << 20)
	s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		var from int
		fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
		w.Header().Set("Etag", `"1"`)
		w.Header().Set("Content-Length", fmt.Sprint(len(data)-from))
		if from > 0 {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, len(data)))
			w.WriteHeader(http.StatusPartialContent)
		}
		w.Write(data[from:min(len(data), from+1<<20+4096)])
		panic(http.ErrAbortHandler)
	})
	o, waits := quick()
	if err := one(t, o, t.TempDir(), s.URL, data); err != nil {
		t.Error(err)
	}
	if n := len(s.requests()); n < 10 || slices.Max(*waits) != time.Second {
		t.Errorf("%d requests, waits %v", n, *waits)
	}
}

func TestCancel(t *testing.T) {
	data := noise(3 << 20)
	s := serve(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if n > 0 {
			content(w, r, data, `"1"`)
			return
		}
		w.Header().Set("Etag", `"1"`)
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		w.Write(data[:2<<20])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	o, _ := quick()
	var clock time.Time
	o.moment = func() time.Time { clock = clock.Add(interval); return clock } // all progress is told
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	f := []File{{URL: s.URL, Path: "m", SHA256: sum(data)}}
	_, err := Fetch(ctx, o, f, dir, func(p photo.Transfer) {
		if p.Done > 1<<20 {
			cancel()
		}
	})
	inPlace(t, dir, "m", data, err)
	if !errors.Is(err, context.Canceled) || beside(t, dir, "m") < 1<<20 {
		t.Errorf("got %v, %d bytes are kept", err, beside(t, dir, "m"))
	}
	_, err = Fetch(t.Context(), o, f, dir, nil)
	inPlace(t, dir, "m", data, err)
	if asked := s.requests(); asked[1].Header.Get("Range") == "" {
		t.Error("it began anew")
	}
}

// full is a file on a disk that is full after some bytes.
type full struct {
	part
	left *int
}

func (f full) Write(p []byte) (int, error) {
	n, err := f.part.Write(p[:min(len(p), *f.left)])
	*f.left -= n
	if err == nil && n < len(p) {
		err = syscall.ENOSPC
	}
	return n, err
}

func TestFullDisk(t *testing.T) {
	data := noise(2 << 20)
	s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) { content(w, r, data, `"1"`) })
	o, _ := quick()
	o.Free = func(string) (int64, error) { return 2<<20 + reserve - 1, nil }
	dir := t.TempDir()
	told(t, one(t, o, dir, s.URL, data), "fetch:space")
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests before the disk was looked at", n)
	}
	o.Free = func(string) (int64, error) { return 1 << 40, nil }
	left, open := 1<<20, o.withDefaults().open
	o.open = func(path string, flag int) (part, error) {
		p, err := open(path, flag)
		return full{p, &left}, err
	}
	err := one(t, o, dir, s.URL, data)
	if !errors.Is(err, syscall.ENOSPC) || words.English().Error(err).What != "The disk is full." {
		t.Errorf("got %v", err)
	}
	left = 1 << 40
	if err := one(t, o, dir, s.URL, data); err != nil {
		t.Error(err)
	}
	if asked := s.requests(); len(asked) != 2 || asked[1].Header.Get("Range") == "" {
		t.Errorf("%d requests", len(asked))
	}
}
