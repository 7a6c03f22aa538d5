package fetch

import (
	"context"
	"crypto/sha1" // git names files by it
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"os"
	"sync/atomic"
	"time"

	"recollect/engine/durable"
	"recollect/engine/file"
)

// file puts one file in place.
func (d *download) file(ctx context.Context, f File) (Fetched, error) {
	s, err := d.of(f)
	if err != nil {
		return Fetched{}, err
	}
	if got, ok, err := d.there(ctx, f, s); ok || err != nil {
		return got, err
	}
	t := &target{f: f, s: s, path: d.place(f)}
	for failed := 0; ; {
		gained, err := d.attempt(ctx, t)
		if err == nil {
			return d.settle(t)
		}
		if ctx.Err() != nil {
			return Fetched{}, context.Cause(ctx)
		}
		if gained >= 1<<20 {
			failed = 0
		}
		wait := firstWait << failed
		failed++
		var later *transient
		if !errors.As(err, &later) || failed == tries {
			return Fetched{}, err
		}
		if err := d.o.wait(ctx, max(wait, later.after)); err != nil {
			return Fetched{}, err
		}
	}
}

// there looks whether a file is in place already. Another one in its place is removed.
func (d *download) there(ctx context.Context, f File, s *seen) (Fetched, bool, error) {
	path := d.place(f)
	if err := file.Own(path); err != nil {
		return Fetched{}, false, err
	}
	info, err := os.Lstat(path)
	if os.IsNotExist(err) {
		return Fetched{}, false, nil
	}
	if err != nil {
		return Fetched{}, false, err
	}
	want := f.SHA256
	if want == "" {
		want = s.SHA256
	}
	if want != "" && (f.Bytes == 0 || info.Size() == f.Bytes) {
		d.progress.begin(f, info.Size(), 0)
		got, n, err := sumOf(ctx, path)
		if err != nil {
			return Fetched{}, false, err
		}
		if got == want {
			d.progress.end(f, n)
			return fetched(f, s, got, n), true, nil
		}
	}
	return Fetched{}, false, discard(path)
}

func fetched(f File, s *seen, sum string, n int64) Fetched {
	return Fetched{Path: f.Path, Bytes: n, SHA256: sum, Commit: s.Commit, FirstSeen: f.SHA256 == ""}
}

// target is a file that is on its way.
type target struct {
	f    File
	s    *seen
	path string // where it belongs
	host string // that has sent bytes last
	// sum is the SHA-256 of the first have bytes, which are in the file beside; nil: not known yet.
	sum  hash.Hash
	have int64
	// resumed: bytes are from another process, or from before a disturbance.
	resumed bool
}

// want returns how many bytes the file has; 0: nobody has said.
func (t *target) want() int64 {
	if t.f.Bytes > 0 {
		return t.f.Bytes
	}
	return t.s.Bytes
}

// expected is want, or an estimate.
func (t *target) expected() int64 {
	if n := t.want(); n > 0 {
		return n
	}
	return t.f.About
}

// open opens the file beside, and brings its checksum up to what it holds.
func (t *target) open(ctx context.Context, d *download) (part, error) {
	if t.sum == nil {
		if err := t.recall(ctx); err != nil {
			return nil, err
		}
	}
	w, err := d.o.open(partOf(t.path), os.O_CREATE|os.O_WRONLY)
	if err != nil {
		return nil, err
	}
	if err := cut(w, t.have); err != nil { // a failed write may have left more
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// cut makes n bytes the whole of w, and writing go on there.
func cut(w part, n int64) error {
	if err := w.Truncate(n); err != nil {
		return err
	}
	_, err := w.Seek(n, io.SeekStart)
	return err
}

// recall computes the checksum of what an earlier process has left.
func (t *target) recall(ctx context.Context) error {
	t.sum, t.have = sha256.New(), 0
	path := partOf(t.path)
	if err := file.Own(path); err != nil {
		return err
	}
	src, err := file.Open(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer src.Close()
	t.have, err = io.Copy(t.sum, file.Until(ctx, src))
	t.resumed = t.have > 0
	return err
}

// restart forgets what is there of the file.
func (t *target) restart(w part) error {
	t.sum, t.have, t.resumed = sha256.New(), 0, false
	return cut(w, 0)
}

// attempt asks once for what is missing of a file, and puts the file in place once all is there. It
// returns how many bytes it has gained.
func (d *download) attempt(ctx context.Context, t *target) (gained int64, err error) {
	w, err := t.open(ctx, d)
	if err != nil {
		return 0, err
	}
	before := t.have
	d.progress.begin(t.f, t.expected(), t.have)
	if t.want() == 0 || t.have < t.want() {
		err = d.receive(ctx, t, w)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return t.have - before, d.refuse(t, err)
	}
	return t.have - before, d.verify(t)
}

// refuse removes what is not of the file that is meant.
func (d *download) refuse(t *target, err error) error {
	if errors.As(err, new(*wrong)) {
		t.sum = nil
		err = errors.Join(err, discard(partOf(t.path)))
	}
	return err
}

// wrong is an error that says that the bytes that are there are not those of the file.
type wrong struct{ err error }

func (w *wrong) Error() string { return w.err.Error() }
func (w *wrong) Unwrap() error { return w.err }

// receive asks for what is missing of a file and writes it.
func (d *download) receive(ctx context.Context, t *target, w part) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	g := &guard{least: leastBytes, every: d.o.stall, stop: cancel}
	defer g.watch()()
	etag := ""
	if t.have > 0 {
		etag = t.s.ETag
	}
	a, err := d.ask(ctx, t.f, t.have, etag)
	if err != nil {
		return slow(ctx, hostOf(t.f.URL), err)
	}
	defer a.Body.Close()
	t.host = a.host
	if err := d.accept(t, a, w); err != nil {
		return err
	}
	return slow(ctx, a.host, d.copy(t, a, w, g))
}

// slow names the guard's reason where that has ended a request.
func slow(ctx context.Context, host string, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), errStalled) {
		return again(faultSlow(host))
	}
	return err
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// accept looks whether the answer is of the file that is meant, and where its bytes begin.
func (d *download) accept(t *target, a *answer, w part) error {
	if a.StatusCode == http.StatusRequestedRangeNotSatisfiable && t.have > 0 {
		return again(&wrong{faultAnswer(a.host, "it has less than is there already")})
	}
	if a.StatusCode != http.StatusOK && a.StatusCode != http.StatusPartialContent {
		return d.refusal(a, t.f)
	}
	if e := a.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return faultAnswer(a.host, "an answer that is encoded as "+e)
	}
	if err := d.recognise(t, a); err != nil {
		return err
	}
	total, err := t.extent(a)
	if err != nil {
		return err
	}
	if want := t.want(); want > 0 && total >= 0 && total != want {
		return &wrong{faultSize(t.f.Path, a.host, want, total)}
	}
	if t.want() == 0 && total > 0 {
		t.s.Bytes = total
	}
	if a.StatusCode == http.StatusOK && t.have > 0 {
		if err := t.restart(w); err != nil {
			return err
		}
		d.progress.begin(t.f, t.expected(), 0)
	}
	if t.have == 0 {
		if err := d.room(t.expected()); err != nil {
			return err
		}
	}
	t.s.ETag = strong(a.Header.Get("Etag"))
	return d.save()
}

// extent returns the size of the whole file as an answer has it, -1 where it does not say.
func (t *target) extent(a *answer) (int64, error) {
	if a.StatusCode == http.StatusOK {
		return a.ContentLength, nil
	}
	s, ok := spanOf(a.Header.Get("Content-Range"))
	if !ok || t.have == 0 || s.first != t.have {
		return 0, &wrong{faultAnswer(a.host, "other bytes than were asked for")}
	}
	if tag := strong(a.Header.Get("Etag")); tag != "" && t.s.ETag != "" && tag != t.s.ETag {
		return 0, again(&wrong{faultAnswer(a.host, "the file has changed since its first half")})
	}
	return s.total, nil
}

// recognise compares what the hub says of a file with what is known of it, or was seen first.
func (d *download) recognise(t *target, a *answer) error {
	f, s, h := t.f, t.s, a.hub
	if f.Commit != "" && h.Commit != f.Commit {
		return &wrong{faultAnswer(a.host, fmt.Sprintf("a file of the commit %q instead of %s", h.Commit, f.Commit))}
	}
	if f.SHA256 != "" {
		s.SHA256 = f.SHA256
	} else if s.SHA256 == "" && s.Blob == "" {
		s.SHA256, s.Blob, s.Bytes, s.Commit = h.SHA256, h.Blob, h.Bytes, h.Commit
	}
	switch {
	case s.SHA256 == "" && s.Blob == "":
		return faultUnverified(f.Path, hostOf(f.URL))
	case h.SHA256 != "" && s.SHA256 != "" && h.SHA256 != s.SHA256:
		return &wrong{faultHash(f.Path, hostOf(f.URL), s.SHA256, h.SHA256)}
	case h.Blob != "" && s.Blob != "" && h.Blob != s.Blob:
		return &wrong{faultHash(f.Path, hostOf(f.URL), s.Blob, h.Blob)}
	case h.Bytes != 0 && t.want() != 0 && h.Bytes != t.want():
		return &wrong{faultSize(f.Path, hostOf(f.URL), t.want(), h.Bytes)}
	}
	if s.Commit == "" {
		s.Commit = h.Commit
	}
	if s.Bytes == 0 {
		s.Bytes = max(f.Bytes, h.Bytes)
	}
	return nil
}

// checkEvery is how many bytes are written before the free space on the disk is checked again.
const checkEvery = 32 << 20

// copy writes the bytes of an answer behind those that are there.
func (d *download) copy(t *target, a *answer, w part, g *guard) error {
	want, most := t.want(), t.want()
	if want == 0 {
		most = unsized
	}
	buffer := make([]byte, 256<<10)
	checked := t.have
	for {
		n, err := a.Body.Read(buffer)
		g.came.Add(int64(n))
		if t.have+int64(n) > most {
			return &wrong{faultSize(t.f.Path, a.host, want, t.have+int64(n))}
		}
		if n > 0 {
			if _, werr := w.Write(buffer[:n]); werr != nil {
				return fmt.Errorf("write %s: %w", partOf(t.path), werr)
			}
			t.sum.Write(buffer[:n])
			t.have += int64(n)
			d.progress.add(int64(n))
		}
		if t.have-checked >= checkEvery {
			checked = t.have
			if err := d.room(1); err != nil {
				return err
			}
		}
		if err == io.EOF && (want == 0 || t.have == want) {
			return nil
		}
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			t.resumed = true
			return again(faultCut(t.f.Path, a.host))
		}
		if err != nil {
			t.resumed = true
			return ofNetwork(a.host, err)
		}
	}
}

// verify compares the whole file with its checksum, and puts it in place. A file of several pieces
// that is wrong is fetched once more as one.
func (d *download) verify(t *target) error {
	got, want := hex.EncodeToString(t.sum.Sum(nil)), t.s.SHA256
	if want == "" {
		want = t.s.Blob
		var err error
		if got, err = blobOf(partOf(t.path), t.have); err != nil {
			return err
		}
	}
	if got != want {
		host := t.host
		if host == "" {
			host = hostOf(t.f.URL)
		}
		err := error(&wrong{faultHash(t.f.Path, host, want, got)})
		if t.resumed {
			t.resumed = false
			err = again(err)
		}
		return d.refuse(t, err)
	}
	return durable.Replace(partOf(t.path), t.path)
}

// settle remembers a file that is in place.
func (d *download) settle(t *target) (Fetched, error) {
	sum := hex.EncodeToString(t.sum.Sum(nil))
	t.s.SHA256, t.s.Bytes, t.s.ETag = sum, t.have, ""
	d.progress.end(t.f, t.have)
	return fetched(t.f, t.s, sum, t.have), d.save()
}

// sumOf returns the SHA-256 and the size of a file.
func sumOf(ctx context.Context, path string) (string, int64, error) {
	src, err := file.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer src.Close()
	h := sha256.New()
	n, err := io.Copy(h, file.Until(ctx, src))
	return hex.EncodeToString(h.Sum(nil)), n, err
}

// blobOf returns the name that git gives to a file of n bytes.
func blobOf(path string, n int64) (string, error) {
	src, err := file.Open(path)
	if err != nil {
		return "", err
	}
	defer src.Close()
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", n)
	_, err = io.Copy(h, src)
	return hex.EncodeToString(h.Sum(nil)), err
}

// errStalled is why a guard ends a request.
var errStalled = errors.New("next to nothing has come")

// guard ends a request that brings next to nothing, however long it takes in all.
type guard struct {
	came  atomic.Int64 // bytes
	least int64        // that are to come in each of two times in a row
	every time.Duration
	stop  context.CancelCauseFunc
}

// watch begins to look; the function that it returns ends that.
func (g *guard) watch() (end func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		t := time.NewTicker(g.every)
		defer t.Stop()
		for low := 0; low < 2; low++ {
			select {
			case <-done:
				return
			case <-t.C:
				if g.came.Swap(0) >= g.least {
					low = -1
				}
			}
		}
		g.stop(errStalled)
	}()
	return func() { close(done); <-ended }
}
