package release

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"recollect/engine/model/fetch"
	"recollect/engine/photo"
)

// keys returns a key pair that is the same in each run.
func keys() (ed25519.PrivateKey, string) {
	private := ed25519.NewKeyFromSeed([]byte("a seed of thirty-two bytes, here"))
	return private, base64.StdEncoding.EncodeToString(private.Public().(ed25519.PublicKey))
}

func signed(document string) string {
	private, _ := keys()
	return base64.StdEncoding.EncodeToString(ed25519.Sign(private, []byte(document))) + "\n" + document + "\n"
}

// server answers with text, and notes the requests.
func server(t *testing.T, status int, text string) (s Source, asked *[]*http.Request) {
	t.Helper()
	asked = new([]*http.Request)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r)
		w.Header().Set("Set-Cookie", "who=you")
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(srv.Close)
	_, key := keys()
	return Source{Address: srv.URL + "/latest", Key: key, Fetch: fetch.Options{Loopback: true}}, asked
}

const newest = `{"version":"0.10.0","page":"https://recollect.example/0.10.0","notes":"for later"}`

// Nothing is sent but a plain GET, the same for every version and each time.
func TestOnePlainRequest(t *testing.T) {
	s, asked := server(t, http.StatusOK, signed(newest))
	for _, current := range []string{"0.9.3", "0.1.0"} {
		r, err := s.Newer(t.Context(), current)
		if err != nil || r == nil || *r != (Release{"0.10.0", "https://recollect.example/0.10.0"}) {
			t.Errorf("at %s: got %+v, %v", current, r, err)
		}
	}
	for _, current := range []string{"0.10.0", "0.10.1", "1.0.0", "development"} {
		if r, err := s.Newer(t.Context(), current); err != nil || r != nil {
			t.Errorf("at %s: got %+v, %v", current, r, err)
		}
	}
	for _, r := range *asked {
		var headers []string
		for name, values := range r.Header {
			headers = append(headers, name+": "+strings.Join(values, ","))
		}
		slices.Sort(headers)
		want := []string{"Accept-Encoding: identity", "User-Agent: Recollect"}
		plain := r.Method == http.MethodGet && r.URL.String() == "/latest" && r.ContentLength == 0
		if !plain || !slices.Equal(headers, want) {
			t.Errorf("asked %s %s with %q, %d bytes", r.Method, r.URL, headers, r.ContentLength)
		}
	}
}

func TestNotTrusted(t *testing.T) {
	other := ed25519.NewKeyFromSeed([]byte("another seed of thirty-two bytes"))
	by := base64.StdEncoding.EncodeToString(ed25519.Sign(other, []byte(newest)))
	good := signed(newest)
	for name, text := range map[string]string{
		"empty": "", "no signature": "\n" + newest, "no document": strings.SplitAfter(good, "\n")[0],
		"another's":    by + "\n" + newest + "\n",
		"changed":      strings.Replace(good, "0.10.0", "9.10.0", 1),
		"longer":       good + "\n{}",
		"no JSON":      signed("version 2"),
		"no version":   signed(`{"version":"new","page":"https://a.example"}`),
		"another page": signed(`{"version":"9.0.0","page":"file:///etc/passwd"}`),
		"a password":   signed(`{"version":"9.0.0","page":"https://a:b@c.example"}`),
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := server(t, http.StatusOK, text)
			r, err := s.Newer(t.Context(), "0.1.0")
			var fault *photo.Fault
			if r != nil || !errors.As(err, &fault) || fault.Code != "release:unsigned" {
				t.Errorf("got %+v, %v", r, err)
			}
		})
	}
}

func TestServersThatFail(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		text   string
	}{
		"not there": {404, signed(newest)}, "a redirect": {302, signed(newest)}, "broken": {500, ""},
		"endless": {200, strings.Repeat("x", mostBytes+1)},
	} {
		t.Run(name, func(t *testing.T) {
			s, asked := server(t, c.status, c.text)
			if r, err := s.Newer(t.Context(), "0.1.0"); r != nil || err == nil {
				t.Errorf("got %+v, %v", r, err)
			}
			if len(*asked) != 1 {
				t.Errorf("asked %d times", len(*asked))
			}
		})
	}
	s, asked := server(t, http.StatusOK, signed(newest))
	s.Fetch.Loopback = false
	if r, err := s.Newer(t.Context(), "0.1.0"); r != nil || err == nil || len(*asked) > 0 {
		t.Errorf("without encryption: got %+v, %v", r, err)
	}
}

func TestKnown(t *testing.T) {
	_, key := keys()
	for _, c := range []struct {
		address, key string
		want         bool
	}{
		{"", "", false},
		{"https://a.example", "", false},
		{"https://a.example", "x", false},
		{"https://a.example", key, true},
	} {
		if got := (Source{Address: c.address, Key: c.key}).Known(); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

// What is not signed is never read, whatever it is.
func FuzzRead(f *testing.F) {
	f.Add([]byte(signed(newest)))
	f.Add([]byte("\n"))
	_, key := keys()
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Source{Key: key}.read(text)
		if (r == nil) == (err == nil) {
			t.Errorf("got %+v, %v", r, err)
		}
		if r != nil && !strings.HasPrefix(r.Page, "https://") {
			t.Errorf("page %q", r.Page)
		}
	})
}
