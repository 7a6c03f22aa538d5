package fetch

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A server that does not prove who it is gets nothing more than a greeting.
func TestCertificate(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was asked") }))
	t.Cleanup(s.Close)
	s.Config.ErrorLog = nil
	o, waits := quick()
	told(t, one(t, o, t.TempDir(), s.URL, []byte("x")), "fetch:certificate")
	if len(*waits) > 0 {
		t.Errorf("it was tried again after %v", *waits)
	}
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	o, waits := quick()
	told(t, one(t, o, t.TempDir(), address, []byte("x")), "fetch:unreachable")
	if len(*waits) != tries-1 {
		t.Errorf("waited %v", *waits)
	}
	o.Transport = script(func(*http.Request) (int, map[string]string, string) { return 0, nil, "" })
	if err := one(t, o, t.TempDir(), address, []byte("x")); !errors.Is(err, errReset) {
		t.Errorf("got %v", err)
	}
}

// The proxy of the environment is used, and told no more than which server is meant.
func TestProxy(t *testing.T) {
	var asked []string
	proxy := serve(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.Host+" "+r.Header.Get("Proxy-Authorization"))
		w.WriteHeader(http.StatusForbidden)
	})
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(),
		fromEnv+"=https://huggingface.invalid", intoEnv+"="+t.TempDir(), "HTTPS_PROXY="+proxy.URL)
	out, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "huggingface.invalid cannot be reached") {
		t.Errorf("%v\n%s", err, out)
	}
	if len(asked) != tries {
		t.Errorf("asked %q", asked)
	}
	for _, a := range asked {
		if a != "CONNECT huggingface.invalid:443 " {
			t.Errorf("asked %q", a)
		}
	}
}
