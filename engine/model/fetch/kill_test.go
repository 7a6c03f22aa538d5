package fetch

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// The environment of a helper process, which fetches from an address into a folder.
const (
	fromEnv = "RECOLLECT_TEST_FETCH_FROM"
	intoEnv = "RECOLLECT_TEST_FETCH_INTO"
)

func TestMain(m *testing.M) {
	if from := os.Getenv(fromEnv); from != "" {
		os.Exit(fetchFrom(from, os.Getenv(intoEnv)))
	}
	os.Exit(m.Run())
}

// killed are the files of the helper process.
func killed(from string) (files []File, big, small []byte) {
	big, small = noise(1<<20), noise(1000)
	return []File{
		{URL: from + "/small", Path: "vocab.json"},
		{URL: from + "/big", Path: "onnx/model.onnx", Bytes: int64(len(big)), SHA256: sum(big)},
	}, big, small
}

func fetchFrom(from, dir string) int {
	files, _, _ := killed(from)
	o, _ := quick()
	if _, err := Fetch(context.Background(), o, files, dir, nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// Whenever the process is killed, no wrong file is in place, and the next one goes on.
func TestKilled(t *testing.T) {
	const moments = 50
	files, big, small := killed("")
	var (
		least   atomic.Int64 // of the big file is sent before the process is killed
		sent    atomic.Int64 // bytes of the big file in all
		reached = make(chan struct{}, 1)
	)
	s := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Repo-Commit", commit)
		if r.URL.Path == "/small" {
			content(w, r, small, `"`+blob(small)+`"`)
			return
		}
		var from int64
		fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
		w.Header().Set("Etag", `"1"`)
		if from > 0 {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(big)-1, len(big)))
			w.WriteHeader(http.StatusPartialContent)
		} else {
			w.Header().Set("Content-Length", fmt.Sprint(len(big)))
		}
		to := min(max(from, least.Load()), int64(len(big)))
		n, _ := w.Write(big[from:to])
		sent.Add(int64(n))
		w.(http.Flusher).Flush()
		select {
		case reached <- struct{}{}:
		default:
		}
		if to < int64(len(big)) {
			<-r.Context().Done()
		}
	})
	var dir string
	for i := range moments {
		// The last ten are while the whole file is looked at and put in place.
		if i == 0 || i >= moments-10 {
			dir = t.TempDir()
		}
		least.Store(min(int64(len(big)), int64(len(big))*int64(i+1)/(moments-9)))
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), fromEnv+"="+s.URL, intoEnv+"="+dir)
		c.Stderr = os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		<-reached
		if time.Sleep(time.Duration(i%10) * time.Millisecond); i%10 == 9 && i < moments-10 {
			wantWritten(t, partOf(filepath.Join(dir, "onnx", "model.onnx")), least.Load())
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // it was killed, or has just ended
		for _, f := range files {
			want := big
			if f.Path == "vocab.json" {
				want = small
			}
			if there, err := os.ReadFile(filepath.Join(dir, f.Path)); err == nil && sum(there) != sum(want) {
				t.Fatalf("moment %d: %s is wrong", i, f.Path)
			}
		}
	}
	// Ten folders, and what is on its way when a process ends: without going on it were 30 times the file.
	if n := sent.Load(); n > 20*int64(len(big)) {
		t.Errorf("%d bytes were sent of a file of %d", n, len(big))
	}
	least.Store(int64(len(big)))
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), fromEnv+"="+s.URL, intoEnv+"="+dir)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	inPlace(t, dir, "onnx/model.onnx", big, nil)
	inPlace(t, dir, "vocab.json", small, nil)
}

// wantWritten waits until a file holds n bytes.
func wantWritten(t *testing.T, path string, n int64) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		info, err := os.Stat(path)
		if err == nil && info.Size() >= n {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not grow to %d bytes: %v", path, n, err)
		}
	}
}
