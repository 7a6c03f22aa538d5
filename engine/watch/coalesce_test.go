package watch

import (
	"fmt"
	"slices"
	"testing"
)

// dirty marks dirs; one that ends in "*" with all below it.
func dirty(dirs []string) map[string]bool {
	marked := map[string]bool{}
	for _, dir := range dirs {
		if dir[len(dir)-1] == '*' {
			marked[dir[:len(dir)-1]] = true
		} else {
			marked[dir] = false
		}
	}
	return marked
}

func many(in string, n int) []string {
	var dirs []string
	for i := range n {
		dirs = append(dirs, fmt.Sprintf("%s/%03d", in, i))
	}
	return dirs
}

func TestCoalesce(t *testing.T) {
	tests := []struct {
		name          string
		roots, dirty  []string
		deep, shallow []string
	}{
		{"nothing", []string{"/p"}, nil, nil, nil},
		{"one", []string{"/p"}, []string{"/p/a"}, nil, []string{"/p/a"}},
		{
			"sorted",
			[]string{"/p"},
			[]string{"/p/b", "/p/a", "/p/d*", "/p/c*"},
			[]string{"/p/c", "/p/d"},
			[]string{"/p/a", "/p/b"},
		},
		{
			"a shallow one covers none below it",
			[]string{"/p"},
			[]string{"/p", "/p/a", "/p/a/b*"},
			[]string{"/p/a/b"},
			[]string{"/p", "/p/a"},
		},
		{
			"a deep one covers all below it",
			[]string{"/p"},
			[]string{"/p/a/b/c", "/p/a*", "/p/a/d*"},
			[]string{"/p/a"},
			nil,
		},
		{
			"only looks like inside another",
			[]string{"/p"},
			[]string{"/p/a*", "/p/a-b", "/p/ab/c*"},
			[]string{"/p/a", "/p/ab/c"},
			[]string{"/p/a-b"},
		},
		{"two roots", []string{"/p", "/q"}, []string{"/q/a", "/p*", "/p/a"}, []string{"/p"}, []string{"/q/a"}},
		{"as many as may be", []string{"/p"}, many("/p", maxDirs), nil, many("/p", maxDirs)},
		{
			"too many",
			[]string{"/p", "/q"},
			append(many("/p/in", maxDirs+1), "/p/a", "/q/a"),
			[]string{"/p/in"},
			[]string{"/p/a", "/q/a"},
		},
		{
			"too many at two depths",
			[]string{"/p"},
			append(many("/p/a/b", maxDirs), many("/p/c", 5)...),
			[]string{"/p/a/b"},
			many("/p/c", 5),
		},
		{"too many everywhere", []string{"/p"}, append(many("/p", maxDirs), "/p/a/b/c"), []string{"/p"}, nil},
		{
			"too many in an inner root",
			[]string{"/p", "/p/in"},
			append(many("/p/in", maxDirs+1), "/p/a"),
			[]string{"/p/in"},
			[]string{"/p/a"},
		},
		{
			"too many in the outer root",
			[]string{"/p", "/p/in"},
			append(many("/p", maxDirs+1), "/p/in/a"),
			[]string{"/p"},
			nil,
		},
		{"root of the file system", []string{"/"}, append(many("", maxDirs), "/a/b"), []string{"/"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			roots := map[string]bool{}
			for _, root := range tt.roots {
				roots[root] = true
			}
			deep, shallow := coalesce(roots, dirty(tt.dirty))
			if !slices.Equal(deep, tt.deep) {
				t.Errorf("want deep %q\n got %q", tt.deep, deep)
			}
			if !slices.Equal(shallow, tt.shallow) {
				t.Errorf("want shallow %q\n got %q", tt.shallow, shallow)
			}
		})
	}
}
