package fetch

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"recollect/engine/photo"
	"recollect/words"
)

const commit = "d15189d7028b43f1d3e65039190477f6af591c2a"

// noise returns n bytes that are the same every time.
func noise(n int) []byte {
	b := make([]byte, n)
	if _, err := rand.NewChaCha8([32]byte{byte(n)}).Read(b); err != nil {
		panic(err) // it never fails
	}
	return b
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func blob(b []byte) string {
	h := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(b), b))
	return hex.EncodeToString(h[:])
}

// server is a server of this computer that behaves as a test says.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	asked []*http.Request
}

// serve begins a server. handle is given the number of the request, from 0.
func serve(t *testing.T, handle func(n int, w http.ResponseWriter, r *http.Request)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		n := len(s.asked)
		s.asked = append(s.asked, r.Clone(context.WithoutCancel(r.Context())))
		s.mu.Unlock()
		handle(n, w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func (s *server) host() string { return strings.TrimPrefix(s.URL, "http://") }

// content answers as a well-behaved server of files does.
func content(w http.ResponseWriter, r *http.Request, data []byte, etag string) {
	if etag != "" {
		w.Header().Set("Etag", etag)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// breakOff sends the head of an answer that is whole, and then only n bytes.
func breakOff(w http.ResponseWriter, size, n int, data []byte) {
	w.Header().Set("Content-Length", fmt.Sprint(size))
	w.WriteHeader(http.StatusOK)
	if _, err := w.Write(data[:n]); err != nil {
		panic(http.ErrAbortHandler)
	}
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

// quick are options for a server of this computer, which never wait. waits holds what was asked for.
func quick() (o Options, waits *[]time.Duration) {
	waits = new([]time.Duration)
	o.Loopback = true
	o.wait = func(ctx context.Context, d time.Duration) error {
		*waits = append(*waits, d)
		return ctx.Err()
	}
	return o, waits
}

// one fetches a file of data, of which the checksum is known.
func one(t *testing.T, o Options, dir, url string, data []byte) error {
	t.Helper()
	got, err := Fetch(t.Context(), o, []File{{
		URL: url, Path: "onnx/model.onnx", Bytes: int64(len(data)), SHA256: sum(data),
	}}, dir, nil)
	inPlace(t, dir, "onnx/model.onnx", data, err)
	want := Fetched{Path: "onnx/model.onnx", Bytes: int64(len(data)), SHA256: sum(data)}
	if err == nil && !slices.Equal(got, []Fetched{want}) {
		t.Errorf("got %+v", got)
	}
	return err
}

// inPlace checks that the file is there and right if there was no error, and that it is not if there was.
func inPlace(t *testing.T, dir, path string, data []byte, err error) {
	t.Helper()
	there, rerr := os.ReadFile(filepath.Join(dir, path))
	switch {
	case err == nil && !bytes.Equal(there, data):
		t.Errorf("%d bytes are in place instead of %d, %v", len(there), len(data), rerr)
	case err != nil && !errors.Is(rerr, os.ErrNotExist):
		t.Errorf("after %v %d bytes are in place, %v", err, len(there), rerr)
	}
	if left := beside(t, dir, path); err == nil && left >= 0 {
		t.Errorf("%d bytes are left beside", left)
	}
}

// beside returns how many bytes there are of half a file, -1 if there is none.
func beside(t *testing.T, dir, path string) int64 {
	t.Helper()
	info, err := os.Stat(partOf(filepath.Join(dir, path)))
	if errors.Is(err, os.ErrNotExist) {
		return -1
	}
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// told checks that a person is told of err by the sentence of a code, and that nothing in it is left open.
func told(t *testing.T, err error, code string) {
	t.Helper()
	reason, _ := photo.ReasonOf(err)
	got, _ := reason.Split()
	m := words.English().Error(err)
	if got != code || m.What == "" || strings.ContainsAny(m.What+m.Next, "{}") {
		t.Errorf("got %v: %q, %+v; want %s", err, got, m, code)
	}
}

var errReset = errors.New("connection reset")

// script is a transport whose answers are made up.
type script func(*http.Request) (status int, header map[string]string, body string)

func (s script) RoundTrip(r *http.Request) (*http.Response, error) {
	status, header, body := s(r)
	if status == 0 {
		return nil, errReset
	}
	resp := &http.Response{
		StatusCode: status, Header: http.Header{}, Request: r, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}
	for k, v := range header {
		resp.Header.Set(k, v)
	}
	return resp, nil
}
