package duplicates

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/engine/duplicates"
	"recollect/engine/photo"
)

// fake is a library of one group, in which nothing was told apart but by its calls.
type fake struct {
	withShots bool
	waiting   int
	calls     []string
}

func (f *fake) Groups(_ context.Context, withShots bool) ([]duplicates.Group, error) {
	f.withShots = withShots
	g := duplicates.Group{Kind: duplicates.Near, Reasons: []duplicates.Reason{duplicates.Resolution, duplicates.Date}}
	for i, path := range []string{"/p/a.jpg", "/p/b.jpg"} {
		m := duplicates.Member{Copies: i + 1}
		m.Taken = photo.Moment{Time: time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC), From: photo.FromExif}
		m.Path, m.WidthPx, m.HeightPx, m.Size, m.Away = path, 40, 30, 1001, i > 0
		g.Members = append(g.Members, m)
	}
	return []duplicates.Group{g, g}, nil
}

func (f *fake) Waiting(context.Context) (int, error) { return f.waiting, nil }

func (f *fake) Reject(_ context.Context, ids []photo.ID) error {
	f.calls = append(f.calls, fmt.Sprint("reject ", ids))
	return nil
}

func (f *fake) Accept(_ context.Context, ids []photo.ID) error {
	f.calls = append(f.calls, fmt.Sprint("accept ", ids))
	return nil
}

func (f *fake) Rejected(context.Context) ([]photo.Apart, error) {
	return []photo.Apart{{Hashes: [2]photo.Hash{{1}, {2}}, Paths: [2]string{"/p/a.jpg", ""}}}, nil
}

var errUnknown = errors.New("not in the library")

// run runs a command line with a library, and returns what it prints.
func run(f *fake, json bool, line ...string) (out, told string, writes bool, err error) {
	set := pflag.NewFlagSet("duplicates", pflag.ContinueOnError)
	read := Flags(set)
	if err := set.Parse(line); err != nil {
		return "", "", false, err
	}
	var stdout, stderr bytes.Buffer
	c := &cli.Call{Verb: "duplicates", Args: set.Args(), JSON: json}
	c.Stdout, c.Stderr = &stdout, &stderr
	job, err := read(c)
	if err == nil {
		err = job.Do(context.Background(), f, func(files []string) (ids []photo.ID, err error) {
			for _, file := range files {
				n := slices.Index([]string{"a", "b"}, file)
				if n < 0 {
					return nil, errUnknown
				}
				ids = append(ids, photo.ID(n+1))
			}
			return ids, nil
		})
	}
	return stdout.String(), stderr.String(), job.Writes, err
}

func TestList(t *testing.T) {
	f := &fake{waiting: 3}
	out, told, writes, err := run(f, false, "--shots")
	want := "near: 2 photos; keep the first for resolution, date\n" +
		"* /p/a.jpg  40 x 30, 2 kB, 2024-05-01T12:00:00 (exif)\n" +
		"  /p/b.jpg  40 x 30, 2 kB, 2024-05-01T12:00:00 (exif), 2 copies (not there)\n"
	if err != nil || writes || !f.withShots || out != want+"\n"+want {
		t.Errorf("got %q, %v", out, err)
	}
	if !strings.HasPrefix(told, "3 photos have not been looked at yet") {
		t.Errorf("told %q", told)
	}
	if out, _, _, err = run(f, true); err != nil || f.withShots || strings.Count(out, "\n") != 2 ||
		!strings.Contains(out, `"kind":"near","keep":"/p/a.jpg","reasons":["resolution","date"],"members":[`) {
		t.Errorf("got %q, %v", out, err)
	}
}

func TestRejectAndAccept(t *testing.T) {
	f := &fake{}
	for _, do := range []string{"reject", "accept"} {
		if out, _, writes, err := run(f, false, do, "a", "b"); err != nil || out != "" || !writes {
			t.Errorf("%s: %q, writes %v, %v", do, out, writes, err)
		}
		if _, _, _, err := run(f, false, do, "a", "x"); !errors.Is(err, errUnknown) {
			t.Errorf("%s of a file that is not there: %v", do, err)
		}
	}
	if want := []string{"reject [1 2]", "accept [1 2]"}; !slices.Equal(f.calls, want) {
		t.Errorf("calls %q, want %q", f.calls, want)
	}
}

func TestListRejected(t *testing.T) {
	hashes := [2]string{"01" + strings.Repeat("0", 62), "02" + strings.Repeat("0", 62)}
	out, _, writes, err := run(&fake{}, false, "rejected")
	if want := "/p/a.jpg  sha256:" + hashes[1] + "\n"; err != nil || writes || out != want {
		t.Errorf("got %q, %v, want %q", out, err, want)
	}
	out, _, _, err = run(&fake{}, true, "rejected")
	want := fmt.Sprintf(`{"paths":["/p/a.jpg",""],"sha256":[%q,%q]}`+"\n", hashes[0], hashes[1])
	if err != nil || out != want {
		t.Errorf("got %q, %v, want %q", out, err, want)
	}
}

func TestUsage(t *testing.T) {
	for _, line := range []string{"a", "reject", "accept", "rejected a", "reject ", "list"} {
		var usage cli.Usage
		if _, _, _, err := run(&fake{}, false, strings.Fields(line)...); !errors.As(err, &usage) {
			t.Errorf("%q: %v", line, err)
		}
	}
}
