package cli

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestBuild(t *testing.T) {
	const commit, date = "0123456789abcdef0123456789abcdef01234567", "2026-01-02T03:04:05Z"
	want := build{Version: "1", Commit: commit, Date: date, Modified: true}
	got := build{Version: "1"}
	got.linked(commit + " " + date + " modified")
	if got != want {
		t.Errorf("linked in: %+v", got)
	}
	got = build{Version: "1"}
	got.recorded([]debug.BuildSetting{
		{Key: "vcs.revision", Value: commit}, {Key: "vcs.time", Value: date}, {Key: "vcs.modified", Value: "true"},
	})
	if got != want {
		t.Errorf("recorded: %+v", got)
	}
	for _, text := range []string{"", "half"} {
		got = build{}
		if got.linked(text); got != (build{}) {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestPrintVersion(t *testing.T) {
	built = "0123456789abcdef0123456789abcdef01234567 2026-01-02T03:04:05Z modified"
	t.Cleanup(func() { built = "" })
	var out strings.Builder
	c := Call{Environment: Environment{Stdout: &out, Version: "1.2"}}
	if err := c.PrintVersion(); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "Recollect 1.2, commit 0123456789ab of 2026-01-02T03:04:05Z, modified\n" {
		t.Errorf("got %q", got)
	}
}
