// Command kinds measures which pictures are called screenshots and documents by what they show, and fits the weights
// that decide it. It prints a table, in Markdown, for docs/quality.md. Each picture counts twice: as it is decoded, and
// as it lies in the cache of small pictures.
//
//	go run ./bench/kinds [-fit SET,SET...] SET=DIR...
//	go run ./bench/kinds -glance SET=DIR...
//	go run ./bench/kinds -make DIR -grounds DIR
//
// SET.jsonl beside this file says which pictures of a set are what: a line holds for all paths that begin with its
// own, and a later line takes the place of an earlier one. Other pictures are neither. With -fit weights are fitted on
// the sets named and printed as Go, and of these sets each fifth of the pictures is measured with weights that were
// fitted on the others. -glance fits the weights of the first glance at a picture, and tells how many need no other.
// -make writes pages of writing as a scanner and a phone see them, before other pictures.
package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"recollect/engine/decode"
	"recollect/engine/look"
	"recollect/engine/photo"
	"recollect/engine/thumb"
)

func main() {
	fit := flag.String("fit", "", "sets to fit weights on, with commas between them")
	folder := flag.String("make", "", "folder to write pages to")
	grounds := flag.String("grounds", "", "folder of pictures that pages lie before")
	first := flag.Bool("glance", false, "fit the weights of the first glance")
	list := flag.Bool("list", false, "list each picture with its scores")
	flag.Parse()
	err := run(*fit, *folder, *grounds, *first, *list, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "kinds:", err)
		os.Exit(1)
	}
}

func run(fit, folder, grounds string, first, list bool, args []string) error {
	if folder != "" {
		return makePages(folder, grounds)
	}
	var sets []set
	for _, arg := range args {
		name, dir, ok := strings.Cut(arg, "=")
		if !ok {
			return fmt.Errorf("%s is not SET=DIR", arg)
		}
		s, err := read(name, dir)
		if err != nil {
			return err
		}
		sets = append(sets, s)
	}
	if first {
		tellGlance(sets)
		return nil
	}
	weights := [kinds][]float64{screen: look.ScreenWeights(), page: look.PageWeights()}
	fitOn := strings.Split(fit, ",")
	var parts [kinds][folds][]float64
	if fit != "" {
		for k := range weights {
			weights[k] = fitted(examplesOf(pick(sets, fitOn, folds), k), wanted, hold)
			fmt.Printf("%s: %s\n", names[k], inGo(weights[k]))
			for part := range folds {
				parts[k][part] = fitted(examplesOf(pick(sets, fitOn, part), k), wanted, hold)
			}
		}
	}
	tell(sets, func(s set, p picture, k int) []float64 {
		if slices.Contains(fitOn, s.name) {
			return parts[k][foldOf(p.path)]
		}
		return weights[k]
	}, list)
	return nil
}

// The kinds that are told apart.
const (
	screen = iota
	page
	kinds
)

var names = [kinds]string{"screenshots", "documents"}

// judgement says what the pictures of a set are whose paths begin with Path.
type judgement struct {
	Path string `json:"path"`
	// Screen and Page are "yes", "no" or "maybe", which counts neither way; empty: no.
	Screen string `json:"screen,omitempty"`
	Page   string `json:"page,omitempty"`
}

// set is a folder of judged pictures.
type set struct {
	name     string
	pictures []picture
}

// picture is a judged picture.
type picture struct {
	path string
	is   [kinds]string
	// As it is decoded, and as it lies in the cache of small pictures.
	features, glances [][]float64
}

func read(name, dir string) (set, error) {
	s := set{name: name}
	judged, err := judgements(filepath.Join("bench/kinds", name+".jsonl"))
	if err != nil {
		return s, err
	}
	temp, err := os.MkdirTemp("", "kinds")
	if err != nil {
		return s, err
	}
	defer os.RemoveAll(temp)
	cache := thumb.Open(temp, 0)
	var (
		g  errgroup.Group
		mu sync.Mutex
	)
	g.SetLimit(2)
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		g.Go(func() error {
			p, ok := measure(cache, path)
			rel, err := filepath.Rel(dir, path)
			p.path = filepath.ToSlash(rel)
			p.is = [kinds]string{}
			for _, j := range judged {
				if strings.HasPrefix(p.path, j.Path) {
					p.is = [kinds]string{screen: j.Screen, page: j.Page}
				}
			}
			mu.Lock()
			defer mu.Unlock()
			if ok {
				s.pictures = append(s.pictures, p)
			}
			return err
		})
		return nil
	})
	if more := g.Wait(); err == nil {
		err = more
	}
	slices.SortFunc(s.pictures, func(a, b picture) int { return strings.Compare(a.path, b.path) })
	return s, err
}

// measure returns the features of a picture; ok is false for a file that is none.
func measure(cache *thumb.Cache, path string) (p picture, ok bool) {
	ctx := context.Background()
	pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{LongPx: thumb.Small, ShortPx: 224})
	if err != nil {
		return p, false
	}
	tile := pic.OnScreen(thumb.Small)
	see := func(tile *image.RGBA) {
		p.features, p.glances = append(p.features, look.Features(tile)), append(p.glances, look.Glance(tile))
	}
	see(tile)
	h := sha256.Sum256([]byte(path))
	if err := cache.Put(h, thumb.Small, tile); err == nil {
		if again, err := cache.Get(ctx, h, thumb.Small); err == nil {
			see(again)
		}
	}
	return p, true
}

func judgements(path string) ([]judgement, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []judgement
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var j judgement
		if err := json.Unmarshal(lines.Bytes(), &j); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, j)
	}
	return all, nil
}

// tell prints what is found in each set with the weights for a picture, and the mistakes.
func tell(sets []set, weights func(set, picture, int) []float64, list bool) {
	fmt.Println("| Pictures | | | are | found | right | precision | recall |\n" +
		"| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
	limits := [kinds]int{look.Screen, look.Page}
	for k := range kinds {
		var all tally
		for _, s := range sets {
			var t tally
			for _, p := range s.pictures {
				for version, f := range p.features {
					of := look.Terms(f)
					x := look.Score(of, weights(s, p, k))
					found := x >= limits[k] && look.Promising(p.glances[version])
					if k == page && look.Score(of, weights(s, p, screen)) >= look.Screen {
						found = false // as the filter says
					}
					t.add(p.is[k], found)
					if list || (p.is[k] == "yes") != found && p.is[k] != "maybe" {
						fmt.Fprintf(os.Stderr, "%s\t%s/%s\t%d\t%q\t%d\n", names[k], s.name, p.path, version, p.is[k], x)
					}
				}
			}
			t.row(s.name, names[k])
			all.join(t)
		}
		all.row("all", names[k])
	}
}

// tally counts what is found.
type tally struct{ pictures, are, found, right int }

func (t *tally) add(is string, found bool) {
	if is == "maybe" {
		return
	}
	t.pictures++
	if is == "yes" {
		t.are++
	}
	if found {
		t.found++
		if is == "yes" {
			t.right++
		}
	}
}

func (t *tally) join(other tally) {
	t.pictures, t.are = t.pictures+other.pictures, t.are+other.are
	t.found, t.right = t.found+other.found, t.right+other.right
}

func (t *tally) row(set, kind string) {
	part := func(n, of int) string {
		if of == 0 {
			return ""
		}
		return fmt.Sprintf("%.3f", float64(n)/float64(of))
	}
	fmt.Printf("| %s | %d | %s | %d | %d | %d | %s | %s |\n", set, t.pictures, kind, t.are, t.found, t.right,
		part(t.right, t.found), part(t.right, t.are))
}
