package main

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// What this source embeds and links is explained, and nothing is explained that it has not.
func TestEmbedded(t *testing.T) {
	t.Chdir("../..")
	all, err := embedded(&debug.BuildInfo{Path: "recollect"})
	if err != nil {
		t.Fatal(err)
	}
	if err := explained(all, others); err != nil {
		t.Error(err)
	}
	for _, o := range others {
		for _, pattern := range o.within {
			// Linux links a static library; what pkg-config names is linked for Windows alone, with a tag.
			linux := strings.HasSuffix(pattern, ".a")
			elsewhere := strings.HasSuffix(pattern, ".pc") || linux && runtime.GOOS != "linux"
			if !elsewhere && !slices.ContainsFunc(all, other{within: []string{pattern}}.has) {
				t.Errorf("%s: nothing is %s", o.name, pattern)
			}
		}
	}
	for _, file := range []string{"recollect/assets/stranger.bin", "example.org/x/font/stranger.ttf"} {
		if err := explained(append(all, file), others); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", file, err)
		}
	}
	if runtime.GOOS != "linux" {
		return // it has no static library
	}
	i := slices.IndexFunc(others, func(o other) bool { return strings.HasPrefix(o.name, "libjpeg") })
	without := slices.Delete(slices.Clone(others), i, i+1)
	if err := explained(all, without); err == nil || !strings.Contains(err.Error(), "libturbojpeg.a") {
		t.Errorf("a library that nobody explains: %v", err)
	}
}
