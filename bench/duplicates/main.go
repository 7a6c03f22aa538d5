// Command duplicates measures how well near-duplicates are found, by the whole engine: it makes a library of
// pictures, edits some of them in ways that people do, and compares what recollect duplicates would list with
// what is right.
//
//	go run ./bench/duplicates [-edit DIR] [-judged FILE.json=DIR]... [DIR...]
//
// -edit names pictures that are edited; DIRs have others, which are no duplicates and may look like them. Each edit
// is measured by itself, in a library that has the pictures and their copies with that edit. -judged measures a
// folder of pictures whose groups are known: a list of lists of their names. All print a line of docs/quality.md.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recollect/engine"
	"recollect/engine/decode"
	"recollect/engine/duplicates"
	"recollect/engine/format"
	"recollect/engine/photo"
)

func main() {
	var judged []string
	flag.Func("judged", "`FILE=DIR` with groups of pictures and where they are", func(s string) error {
		judged = append(judged, s)
		return nil
	})
	edit := flag.String("edit", "", "the `DIR` of pictures that are edited")
	model := flag.String("model", "assets/models/mini", "the `DIR` of the model")
	library := flag.String("runtime", "build", "the `DIR` of ONNX Runtime's library")
	flag.Parse()
	b := &bench{model: *model, runtime: *library}
	if err := b.run(context.Background(), *edit, judged, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "duplicates:", err)
		os.Exit(1)
	}
}

// bench makes libraries.
type bench struct{ model, runtime string }

func (b *bench) run(ctx context.Context, edit string, judged, others []string) error {
	for _, j := range judged {
		file, dir, _ := strings.Cut(j, "=")
		if err := b.judged(ctx, file, dir); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	if edit == "" {
		return nil
	}
	return b.edited(ctx, edit, others)
}

// score counts pairs of pictures.
type score struct{ right, wrong, missed int }

func (s *score) add(o score) {
	s.right, s.wrong, s.missed = s.right+o.right, s.wrong+o.wrong, s.missed+o.missed
}

func (s score) precision() float64 { return float64(s.right) / float64(max(1, s.right+s.wrong)) }
func (s score) recall() float64    { return float64(s.right) / float64(max(1, s.right+s.missed)) }

func (s score) line(name ...string) {
	fmt.Printf("| %s | %d | %.3f | %.3f |\n", strings.Join(name, " | "), s.right+s.missed, s.precision(), s.recall())
}

// with makes a library, opens it, and calls do.
func (b *bench) with(ctx context.Context, do func(*engine.Engine) error) error {
	dir, err := os.MkdirTemp("", "duplicates")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	e, err := engine.Open(ctx, engine.Options{
		Library: dir, Model: os.DirFS(b.model), RuntimeDirs: []string{b.runtime}, Purpose: "bench",
	})
	if err != nil {
		return err
	}
	defer e.Close()
	return do(e)
}

// find indexes folders and returns what is listed.
func find(ctx context.Context, e *engine.Engine, dirs ...string) ([]duplicates.Group, error) {
	for _, dir := range dirs {
		if err := e.Folders.Add(ctx, dir); err != nil {
			return nil, err
		}
	}
	if _, err := e.Sync(ctx); err != nil {
		return nil, err
	}
	return e.Duplicates.Groups(ctx, false)
}

// count compares groups with what is right: key returns the same for pictures that are the same, and nothing
// for those that do not count among each other. want is how many pairs are to be found.
func count(groups []duplicates.Group, key func(path string) string, want int) (s score) {
	for _, g := range groups {
		for i, a := range g.Members {
			for _, b := range g.Members[:i] {
				x, y := key(a.Path), key(b.Path)
				if x == y {
					if x != "" {
						s.right++
					}
					continue
				}
				s.wrong++
				fmt.Fprintf(os.Stderr, "%s: %s and %s\n", g.Kind, a.Path, b.Path)
			}
		}
	}
	s.missed = max(0, want-s.right)
	return s
}

// judged measures a folder whose groups are known.
func (b *bench) judged(ctx context.Context, file, dir string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var groups [][]string
	if err := json.Unmarshal(data, &groups); err != nil {
		return err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	of := map[string]string{}
	pairs := 0
	for _, g := range groups {
		pairs += len(g) * (len(g) - 1) / 2
		for _, name := range g {
			of[filepath.Join(dir, filepath.FromSlash(name))] = g[0]
		}
	}
	key := func(path string) string { return cmp.Or(of[path], path) }
	return b.with(ctx, func(e *engine.Engine) error {
		found, err := find(ctx, e, dir)
		if err != nil {
			return err
		}
		exact, near := split(found)
		s := count(exact, key, 0)
		pairs -= s.right
		// Equal files stand once in the groups of near duplicates.
		counted := count(near, key, 0)
		hidden := 0
		for _, g := range near {
			n, copies := len(g.Members), 0
			for _, m := range g.Members {
				copies += m.Copies
			}
			hidden += copies*(copies-1)/2 - n*(n-1)/2
			for _, m := range g.Members {
				hidden -= m.Copies * (m.Copies - 1) / 2
			}
		}
		counted.right += hidden
		counted.missed = max(0, pairs-counted.right)
		s.add(counted)
		s.line(filepath.Base(dir))
		return nil
	})
}

func split(groups []duplicates.Group) (exact, near []duplicates.Group) {
	for _, g := range groups {
		if g.Kind == duplicates.Exact {
			exact = append(exact, g)
		} else {
			near = append(near, g)
		}
	}
	return exact, near
}

// edited measures edits, by kind.
func (b *bench) edited(ctx context.Context, dir string, others []string) error {
	pictures, err := load(ctx, dir)
	if err != nil {
		return err
	}
	originals, err := written1(pictures)
	if err != nil {
		return err
	}
	defer os.RemoveAll(originals)
	return b.with(ctx, func(e *engine.Engine) error {
		own, err := absolute(append(others, originals))
		if err != nil {
			return err
		}
		none, err := find(ctx, e, own...)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%d pictures are edited; without edits %d groups were found\n", len(pictures), len(none))
		for _, g := range none {
			fmt.Fprintf(os.Stderr, "%s: %s and %d more\n", g.Kind, g.Members[0].Path, len(g.Members)-1)
		}
		var all score
		kinds := map[string]*score{}
		var order []string
		for _, ed := range edits() {
			s, err := b.one(ctx, e, ed, pictures)
			if err != nil {
				return fmt.Errorf("%s, %s: %w", ed.kind, ed.name, err)
			}
			if kinds[ed.kind] == nil {
				kinds[ed.kind] = &score{}
				order = append(order, ed.kind)
			}
			kinds[ed.kind].add(s)
			all.add(s)
			s.line(ed.kind, ed.name)
		}
		for _, kind := range order {
			kinds[kind].line("**"+kind+"**", "all")
		}
		all.line("**all**", "")
		return nil
	})
}

// one measures an edit: the folder with the edited pictures is added to the library, and removed again.
func (b *bench) one(
	ctx context.Context, e *engine.Engine, ed edit, pictures map[string]*image.RGBA,
) (score, error) {
	dir, err := os.MkdirTemp("", "edited")
	if err != nil {
		return score{}, err
	}
	defer os.RemoveAll(dir)
	for name, img := range pictures {
		data, err := ed.of(img)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+ed.ext), data, 0o600)
		}
		if err != nil {
			return score{}, err
		}
	}
	started := time.Now()
	found, err := find(ctx, e, dir)
	if err != nil {
		return score{}, err
	}
	fmt.Fprintf(os.Stderr, "%s, %s: %v\n", ed.kind, ed.name, time.Since(started).Round(time.Millisecond))
	key := func(path string) string {
		if name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)); pictures[name] != nil {
			return name
		}
		return "" // one of the others
	}
	s := count(found, key, len(pictures))
	folders, err := e.Folders.List(ctx)
	if err != nil {
		return s, err
	}
	at := slices.IndexFunc(folders, func(f photo.Folder) bool { return f.Path == dir })
	return s, e.Folders.Remove(ctx, folders[at].ID)
}

// load reads the pictures of a folder and those below it, by a name that is theirs alone. It skips a folder named
// duplicates.
func load(ctx context.Context, root string) (map[string]*image.RGBA, error) {
	all := map[string]*image.RGBA{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == "duplicates" { // that the folder has already
				return fs.SkipDir
			}
			return err
		}
		if _, known := format.Named(path); !known {
			return nil
		}
		pic, err := decode.File(ctx, photo.File{Path: path}, decode.Options{})
		if err != nil {
			return nil // such as a list of credits
		}
		rel, err := filepath.Rel(root, path)
		all[strings.ReplaceAll(strings.TrimSuffix(rel, filepath.Ext(rel)), string(filepath.Separator), "_")] = pic.Image
		return err
	})
	return all, err
}

// written1 writes the pictures to a folder of their own, without metadata, and returns it.
func written1(pictures map[string]*image.RGBA) (string, error) {
	dir, err := os.MkdirTemp("", "originals")
	if err != nil {
		return "", err
	}
	for name, img := range pictures {
		data, err := saved(97, whole)(img)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".jpg"), data, 0o600)
		}
		if err != nil {
			return dir, err
		}
	}
	return dir, nil
}

func absolute(dirs []string) ([]string, error) {
	for i, dir := range dirs {
		abs, err := filepath.Abs(dir)
		if err != nil {
			return nil, err
		}
		dirs[i] = abs
	}
	return dirs, nil
}
