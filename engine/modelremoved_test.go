package engine

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"testing"
	"time"

	"recollect/engine/model/fetch"
	"recollect/engine/model/list"
	"recollect/engine/models"
)

// Two processes that get the same model do not write into one folder: the second one is told.
func TestTwoProcessesGetAModel(t *testing.T) {
	e := ofThree(t)
	shared := e.opts
	shared.Mode = Shared
	other := open(t, shared)
	address, _ := hub(t, "somebody/one", exported(t))
	begun, goOn := make(chan bool), make(chan bool)
	slow := slowly(t, address, begun, goOn)
	for _, x := range []*Engine{e, other} {
		with := x.modelOptions()
		with.Listed, with.Fetch = []list.Model{listedOne()}, fetch.Options{Mirror: slow, Loopback: true}
		x.Models = models.NewService(with)
	}
	first := make(chan error, 1)
	go func() { first <- other.Models.Download(context.WithoutCancel(t.Context()), "listed-one", "", nil) }()
	<-begun
	if err := e.Models.Download(t.Context(), "listed-one", "", nil); !errors.Is(err, models.ErrBusy) {
		t.Errorf("got twice: %v", err)
	}
	if err := e.Models.Remove(t.Context(), "listed-one"); !errors.Is(err, models.ErrBusy) {
		t.Errorf("removed while another process gets it: %v", err)
	}
	close(goOn)
	if err := <-first; err != nil {
		t.Error(err)
	}
	if v, err := e.Models.Verify(t.Context(), "listed-one", ""); err != nil || !v.OK() {
		t.Errorf("%+v, %v", v, err)
	}
	if err := e.Models.Remove(t.Context(), "listed-one"); err != nil {
		t.Error(err)
	}
}

// slowly hands requests on to a server. At the first one it sends to begun; then all wait until goOn is closed.
func slowly(t *testing.T, address string, begun chan<- bool, goOn <-chan bool) string {
	t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case begun <- true:
		case <-goOn:
		}
		<-goOn
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// A model is removed while it is tried: whoever tries it is told.
func TestAModelIsRemovedWhileItIsTried(t *testing.T) {
	for name, try := range map[string]func(context.Context, *Engine) error{
		"trial": func(ctx context.Context, e *Engine) error {
			_, err := e.Models.Trial(ctx, "other")
			return err
		},
		"verify": func(ctx context.Context, e *Engine) error {
			v, err := e.Models.Verify(ctx, "other", "")
			if err == nil && v.OK() {
				return models.ErrRemoved // it was faster
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, t.TempDir())
			o.Things = ""
			install(t, o.Library, "other")
			e := open(t, o)
			m, err := e.models.Find("other")
			if err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 1)
			go func() { done <- try(context.WithoutCancel(t.Context()), e) }()
			for begun := time.Now(); m.Info().Provider == ""; time.Sleep(time.Millisecond) {
				if time.Since(begun) > patience {
					t.Fatal("its network is not loaded")
				}
			}
			if err := e.Models.Remove(t.Context(), "other"); err != nil {
				t.Error(err)
			}
			if err := <-done; !errors.Is(err, models.ErrRemoved) {
				t.Errorf("got %v", err)
			}
		})
	}
}
