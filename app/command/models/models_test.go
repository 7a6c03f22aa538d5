package models

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"recollect/app/command/cli"
	"recollect/assets"
	"recollect/engine/photo"
)

// fake is a library with models, and a Service.
type fake struct {
	all    []photo.ModelEntry
	advice photo.ModelAdvice
	did    []string
	err    error
	checks []photo.ModelCheck
	own    []photo.Judged
}

func newFake() *fake {
	return &fake{
		all: []photo.ModelEntry{
			{
				ID: "mini", Title: "recollect-mini", Family: "mini", State: photo.ModelEmbedded, Bytes: 42_000_000,
				MemoryBytes: 180_000_000, Dim: 512, ImagePx: 224, Languages: []string{"en"},
				Licence:   "personal and research use",
				Quality:   photo.ModelQuality{Flickr: 72, FlickrSource: "model card"},
				PerSecond: 41, Provider: "CPU", InUse: true, Wanted: true, Embedded: 100, Total: 100,
			},
			{
				ID: "siglip2-b16-256", Title: "SigLIP 2 B/16-256", Family: "siglip2", State: photo.ModelAvailable,
				Variants: []photo.ModelVariant{
					{Name: "fp32", Bytes: 1_535_000_000}, {Name: "int8", Bytes: 412_000_000},
				},
				MemoryBytes: 2_100_000_000, Languages: slices.Repeat([]string{"de"}, 109), Licence: "Apache-2.0",
				Terms: "Use it\nas you like.", Source: "huggingface.co/onnx-community",
				Quality: photo.ModelQuality{
					ImageNet: 79.1, ImageNetSource: "arXiv 2502.14786", COCO1: 53.2, COCO: 69.7,
					COCOSource: "open_clip",
				},
				Total: 100,
			},
			{
				ID: "mine", Title: "Mine", State: photo.ModelInstalled, Bytes: 600_000_000, Embedded: 40, Total: 100,
			},
			{
				ID: "next", Title: "Next", State: photo.ModelInstalled, Bytes: 600_000_000, Embedded: 40, Total: 100,
				Wanted: true, Building: true,
			},
		},
	}
}

func (f *fake) note(format string, args ...any) error {
	f.did = append(f.did, fmt.Sprintf(format, args...))
	return f.err
}

func (f *fake) Judgements(context.Context) ([]photo.Judged, error) { return f.own, nil }

func (f *fake) Read(_ context.Context, do func(Service) error) error {
	if f.all == nil {
		return fs.ErrNotExist
	}
	return do(f)
}

func (f *fake) Change(_ context.Context, do func(Service, func(context.Context) error) error) error {
	return do(f, func(context.Context) error { return f.note("build") })
}

func (f *fake) List(context.Context) ([]photo.ModelEntry, error) { return f.all, nil }

func (f *fake) Recommend(context.Context) (photo.ModelAdvice, error) { return f.advice, nil }

func (f *fake) Use(_ context.Context, id string) error { return f.note("use %s", id) }

func (f *fake) Download(_ context.Context, id, variant string, progress func(photo.Transfer)) error {
	progress(photo.Transfer{File: "vision.onnx", Done: 500_000_000, Total: 1_535_000_000, PerSecond: 8_000_000})
	return f.note("download %s %s", id, variant)
}

func (f *fake) Import(
	_ context.Context, name string, progress func(photo.Transfer), paths ...string,
) (photo.ModelEntry, error) {
	progress(photo.Transfer{Done: 1})
	err := f.note("import %s", strings.TrimSpace(fmt.Sprint(paths, " ", name)))
	return photo.ModelEntry{ID: "new", Title: "New", State: photo.ModelInstalled}, err
}

func (f *fake) Remove(_ context.Context, id string) error { return f.note("remove %s", id) }

func (f *fake) Verify(_ context.Context, id, picture string) (photo.ModelVerdict, error) {
	return photo.ModelVerdict{ID: id, Checks: f.checks}, f.note("verify %s %s", id, picture)
}

func (f *fake) Compare(_ context.Context, a, b string, judged []photo.Judged) (photo.ModelComparison, error) {
	return photo.ModelComparison{
		A: photo.ModelScore{ID: a, Recall1: 0.25}, B: photo.ModelScore{ID: b, Recall1: 0.5}, Queries: len(judged),
		Photos: 100,
	}, f.note("compare %s %s", a, b)
}

// told is what a command line came to.
type told struct {
	status      int
	out, errout string
}

func run(f *fake, change func(*Command), args ...string) told {
	var out, errs bytes.Buffer
	c := &Command{
		Call:    &cli.Call{Environment: cli.Environment{Stdout: &out, Stderr: &errs}, Verb: "models", Args: args},
		Library: f,
		Judged:  func() ([]photo.Judged, error) { return []photo.Judged{{Query: "a"}, {Query: "b"}}, nil },
	}
	if change != nil {
		change(c)
	}
	return told{c.Fail(c.Run(context.Background())), out.String(), errs.String()}
}

func jsonOut(c *Command) { c.JSON = true }

func answering(text string) func(*Command) {
	return func(c *Command) { c.Answer = func() (string, error) { return text, nil } }
}

func TestList(t *testing.T) {
	f := newFake()
	f.advice = photo.ModelAdvice{ID: "siglip2-b16-256", Reason: "It is the best here."}
	want := `mini                               recollect-mini
  in use; comes with Recollect, 42 MB; 41 photos a second here, on CPU
  English; about 180 MB of memory; personal and research use
  Flickr8k text-to-image recall@10 72.0 % (model card)
siglip2-b16-256                    SigLIP 2 B/16-256
  can be downloaded: fp32 1.5 GB, int8 412 MB
  109 languages; about 2.1 GB of memory; Apache-2.0
  ImageNet top-1 79.1 % (arXiv 2502.14786), COCO text-to-image recall@1 53.2 %, recall@5 69.7 % (open_clip)
mine                               Mine
  here, 600 MB; knows 40 of 100 photos
  languages not known
next                               Next
  being built, 40 of 100 photos; here, 600 MB
  languages not known

It is the best here.
`
	for _, args := range [][]string{nil, {"list"}} {
		if got := run(f, nil, args...); got.out != want || got.status != cli.OK {
			t.Errorf("%q: status %d\n%s\nwant\n%s", args, got.status, got.out, want)
		}
	}
}

// Before there is a library, the models are listed that there are.
func TestListWithoutALibrary(t *testing.T) {
	got := run(&fake{}, func(c *Command) { c.Model = assets.Mini() }, "list")
	for _, want := range []string{
		"mini ", "comes with Recollect, 4", "personal and research use\n", "siglip2-b16-256 ",
		"can be downloaded: fp32",
		"Best for this computer",
	} {
		if !strings.Contains(got.out, want) {
			t.Errorf("no %q in %+v", want, got)
		}
	}
	if got.status != cli.OK || strings.Contains(got.out, "in use") {
		t.Errorf("%+v", got)
	}
	if got := run(&fake{}, nil, "verify", "mini"); got.errout != "recollect: There is no library yet. "+
		"recollect index FOLDER makes one.\n" {
		t.Errorf("verify: %+v", got)
	}
}

// Without judgements the tags and confirmed things of the library are taken.
func TestCompareByTheLibrary(t *testing.T) {
	none := func(c *Command) { c.Judged = func() ([]photo.Judged, error) { return nil, nil } }
	f := newFake()
	if got := run(f, none, "compare", "mini", "mine"); got.status != cli.Failed ||
		!strings.Contains(got.errout, "No photo of the library has a tag") || f.did != nil {
		t.Errorf("%+v, did %q", got, f.did)
	}
	f.own = []photo.Judged{{Query: "garden"}}
	if got := run(f, none, "compare", "mini", "mine"); got.status != cli.OK ||
		!strings.Contains(got.out, "1 queries") || !strings.Contains(got.out, "your tags") {
		t.Errorf("%+v", got)
	}
}

func TestListAsJSON(t *testing.T) {
	f := newFake()
	f.advice = photo.ModelAdvice{ID: "siglip2-b16-256", Reason: "It is the best here."}
	lines := strings.Split(strings.TrimSpace(run(f, jsonOut).out), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines, want 4", len(lines))
	}
	var l line
	if err := json.Unmarshal([]byte(lines[1]), &l); err != nil {
		t.Fatal(err)
	}
	if l.ID != "siglip2-b16-256" || l.Variants[1] != (variantLine{"int8", 412_000_000}) || !l.Recommended ||
		l.Advice != "It is the best here." || l.Quality.COCO5 != 69.7 || len(l.Languages) != 109 {
		t.Errorf("got %+v", l)
	}
	for _, key := range []string{`"memory_bytes":`, `"per_second":`, `"in_use":false`, `"image_px":`} {
		if !strings.Contains(lines[1], key) {
			t.Errorf("no %s in %s", key, lines[1])
		}
	}
}

func TestGet(t *testing.T) {
	const about = `SigLIP 2 B/16-256, fp32: 1.5 GB from huggingface.co/onnx-community
Licence: Apache-2.0
Terms: Use it
  as you like.
`
	const question = about + "Download 1.5 GB? [y/N] "
	tests := []struct {
		name   string
		change func(*Command)
		want   told
		did    []string
	}{
		{"agreed", answering("y\n"), told{cli.OK, "", question}, []string{"download siglip2-b16-256 fp32"}},
		{"agreed in full", answering("Yes"), told{cli.OK, "", question}, []string{"download siglip2-b16-256 fp32"}},
		{"refused", answering("\n"), told{cli.Failed, "", question + "recollect: Nothing was downloaded.\n"}, nil},
		{
			"the input ends",
			func(c *Command) { c.Answer = func() (string, error) { return "", io.EOF } },
			told{cli.Failed, "", question + "recollect: Nothing was downloaded.\n"},
			nil,
		},
		{
			"no terminal", nil,
			told{
				cli.Failed, "", about + "recollect: This has to be agreed to, and there is no terminal to ask on. " +
					"Nothing was downloaded. Add --yes to agree.\n",
			},
			nil,
		},
		{
			"agreed beforehand", func(c *Command) { c.Yes = true },
			told{cli.OK, "", about},
			[]string{"download siglip2-b16-256 fp32"},
		},
		{
			"another variant", func(c *Command) { c.Yes, c.Variant = true, "int8" },
			told{cli.OK, "", strings.Replace(about, "fp32: 1.5 GB", "int8: 412 MB", 1)},
			[]string{"download siglip2-b16-256 int8"},
		},
		{
			"a variant that it does not have", func(c *Command) { c.Yes, c.Variant = true, "q4" },
			told{
				cli.Misspelt, "",
				"recollect: models: siglip2-b16-256 has no variant q4; it has fp32, int8. See recollect help.\n",
			},
			nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			got := run(f, tt.change, "get", "siglip2-b16-256")
			got.out = "" // the model as it is then; TestList
			if got != tt.want || !slices.Equal(f.did, tt.did) {
				t.Errorf("got  %+v\nwant %+v\ndid %q, want %q", got, tt.want, f.did, tt.did)
			}
		})
	}
}

// What cannot be downloaded says so, before anything is asked.
func TestNothingToGet(t *testing.T) {
	for id, want := range map[string]told{
		"mini": {cli.Failed, "", "recollect: mini comes with Recollect.\n"},
		"mine": {cli.Failed, "", "recollect: mine is here already. " +
			"recollect models use mine makes it the one that finds your photos.\n"},
		"odd": {cli.Failed, "", "recollect: odd cannot be downloaded. " +
			"recollect models import takes its files from this computer.\n"},
		"other": {cli.Misspelt, "", "recollect: models: there is no model other; there are mine, mini, next, odd, " +
			"siglip2-b16-256. See recollect help.\n"},
	} {
		f := newFake()
		f.all = append(f.all, photo.ModelEntry{ID: "odd", State: photo.ModelAvailable})
		if got := run(f, answering("y"), "get", id); got != want || len(f.did) > 0 {
			t.Errorf("%s: got %+v, want %+v; did %q", id, got, want, f.did)
		}
	}
}

// A download that was interrupted goes on with the files that it had begun with.
func TestGetGoesOn(t *testing.T) {
	f := newFake()
	f.all[1].State, f.all[1].Variant = photo.ModelIncomplete, "int8"
	run(f, func(c *Command) { c.Yes = true }, "get", "siglip2-b16-256")
	if want := []string{"download siglip2-b16-256 int8"}; !slices.Equal(f.did, want) {
		t.Errorf("did %q, want %q", f.did, want)
	}
}

// Ctrl+C ends the wait for an answer.
func TestInterruptedQuestion(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	ctx, cancel := context.WithCancel(context.Background())
	var out bytes.Buffer
	c := &Command{Call: &cli.Call{Environment: cli.Environment{Stdout: &out, Stderr: &out}}}
	c.Answer = func() (string, error) {
		cancel()
		<-never
		return "y", nil
	}
	if err := c.agree(ctx, "about", "Sure?", "Nothing was done."); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
}

func TestVerbs(t *testing.T) {
	tests := []struct {
		args   []string
		change func(*Command)
		did    []string
	}{
		{[]string{"use", "mine"}, nil, []string{"use mine", "build"}},
		{[]string{"use", "mine"}, func(c *Command) { c.Later = true }, []string{"use mine"}},
		{[]string{"import", "a.zip"}, nil, []string{"import [a.zip]"}},
		{[]string{"import", "a.zip"}, func(c *Command) { c.Name = "mine-2" }, []string{"import [a.zip] mine-2"}},
		{[]string{"import", "visual.onnx", "textual.onnx"}, nil, []string{"import [visual.onnx textual.onnx]"}},
		{[]string{"remove", "mine"}, func(c *Command) { c.Yes = true }, []string{"remove mine"}},
		{[]string{"remove", "mine"}, answering("no"), nil},
		{[]string{"remove", "next"}, func(c *Command) { c.Yes = true }, nil},
		{[]string{"remove", "mini"}, func(c *Command) { c.Yes = true }, nil},
		{[]string{"verify", "mini"}, func(c *Command) { c.Picture = "cats.jpg" }, []string{"verify mini cats.jpg"}},
		{[]string{"compare", "mini", "mine"}, nil, []string{"compare mini mine"}},
		{[]string{"compare", "mini", "other"}, nil, nil},
	}
	for _, tt := range tests {
		f := newFake()
		if run(f, tt.change, tt.args...); !slices.Equal(f.did, tt.did) {
			t.Errorf("%q: did %q, want %q", tt.args, f.did, tt.did)
		}
	}
	for _, args := range [][]string{{"get"}, {"use", "a", "b"}, {"import"}, {"import", "a", "b", "c"}, {"frob"}} {
		if got := run(newFake(), nil, args...); got.status != cli.Misspelt || strings.Count(got.errout, "\n") != 1 {
			t.Errorf("%q: %+v", args, got)
		}
	}
}

func TestRemoveTellsWhatIsLost(t *testing.T) {
	got := run(newFake(), answering("y"), "remove", "mine")
	want := "Removing Mine frees 600 MB. What it has learned of 40 photos is lost: to use it again, all are looked " +
		"at again. It can be imported again from the files that it came from. Your photos, favourites, tags and " +
		"albums stay as they are.\nRemove mine? [y/N] "
	if got.errout != want || got.out != "mine was removed.\n" {
		t.Errorf("got  %q\nwant %q\nsaid %q", got.errout, want, got.out)
	}
}

func TestVerify(t *testing.T) {
	f := newFake()
	f.checks = []photo.ModelCheck{
		{Name: "files", Result: photo.CheckPassed},
		{Name: "logits", Result: photo.CheckFailed, Want: "24.5701 19.3049", Got: "1 2", Reason: "It is not."},
	}
	got := run(f, nil, "verify", "mini")
	want := "files             passed\nlogits            failed: 1 2, expected 24.5701 19.3049. It is not.\n"
	if got.out != want || got.status != cli.Failed || got.errout != "" {
		t.Errorf("got %q, status %d, %q", got.out, got.status, got.errout)
	}
	f.checks = f.checks[:1]
	if got := run(f, jsonOut, "verify", "mini"); got.status != cli.OK ||
		got.out != `{"id":"mini","check":"files","result":"passed"}`+"\n" {
		t.Errorf("sound: %+v", got)
	}
}

func TestCompare(t *testing.T) {
	got := run(newFake(), nil, "compare", "mini", "mine")
	for _, want := range []string{
		"recall@1                        0.250      0.500  +0.250\n",
		"A is mini, B is mine. 2 queries over the 100 photos that both know.\n",
	} {
		if !strings.Contains(got.out, want) {
			t.Errorf("no %q in\n%s", want, got.out)
		}
	}
	var l comparedLine
	if err := json.Unmarshal([]byte(run(newFake(), jsonOut, "compare", "mini", "mine").out), &l); err != nil ||
		l.B.Recall1 != 0.5 || l.Queries != 2 {
		t.Errorf("got %+v, %v", l, err)
	}
}

// Errors are told in one line, as those of other verbs.
func TestErrors(t *testing.T) {
	f := newFake()
	f.err = &fs.PathError{Op: "open", Path: "/a/b.zip", Err: fs.ErrNotExist}
	got := run(f, nil, "import", "/a/b.zip")
	if got.status != cli.Failed || got.errout != "recollect: /a/b.zip: There is no such file or folder.\n" {
		t.Errorf("got %+v", got)
	}
}

func TestBar(t *testing.T) {
	tests := []struct {
		in   photo.Transfer
		want string
	}{
		{photo.Transfer{}, "0 kB"},
		{photo.Transfer{Done: 5_000_000}, "5 MB"},
		{
			photo.Transfer{File: "a\x1b.onnx", Done: 750_000_000, Total: 1_500_000_000, PerSecond: 8_000_000},
			"[===============               ] 750 MB of 1.5 GB, 8 MB/s, 1m34s left  'a'$'\\033''.onnx'",
		},
	}
	for _, tt := range tests {
		if got := barText(tt.in); string(got) != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.in, got, tt.want)
		}
	}
	var out bytes.Buffer
	c := &Command{Call: &cli.Call{Environment: cli.Environment{Stderr: &out, Progress: true}}}
	b := c.bar()
	b.show(photo.Transfer{Done: 1e6})
	b.show(photo.Transfer{Done: 2e6}) // too soon
	b.wipe()
	b.wipe()
	if got := out.String(); got != "\r\x1b[K1 MB\r\x1b[K" {
		t.Errorf("drawn %q", got)
	}
	if b.drawn != (time.Time{}) {
		t.Error("it counts as drawn")
	}
}
