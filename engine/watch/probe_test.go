package watch

import (
	"slices"
	"syscall"
	"testing"
)

func TestProbe(t *testing.T) {
	s := fake(t)
	disk, nas, full, missing := folders(t, "a", "nas"), folders(t), folders(t), folders(t)+"/none"
	onServer(t, nas, disk+"/nas")
	s.deny(full, syscall.ENOSPC)
	want := []Polled{{disk + "/nas", 1, Network}, {nas, 1, Network}, {full, 1, WatchLimit}}
	slices.SortFunc(want, func(a, b Polled) int { return slices.Compare([]byte(a.Dir), []byte(b.Dir)) })
	if got := Probe([]string{disk, nas, full, missing}); !slices.Equal(got, want) {
		t.Errorf("want %v, got %v", want, got)
	}
	open = func() (source, error) { return source{}, syscall.EMFILE }
	if got := Probe([]string{full}); !slices.Equal(got, []Polled{{full, 1, FileLimit}}) {
		t.Errorf("without events at all: got %v", got)
	}
}
