package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"recollect/engine/file"
	"recollect/engine/model/list"
	"recollect/engine/photo"
)

// Model fetches the files of a variant of a model ("" for the first) into the folder dir, and
// returns what is there then. Files keep their paths. All files of a repository are of one commit:
// the one of the list, or the one that the hub names when it is asked first, which is remembered in
// the folder. The errors are those of Fetch.
func Model(
	ctx context.Context, o Options, m list.Model, variant, dir string, progress func(photo.Transfer),
) ([]Fetched, error) {
	all := m.All(variant)
	if all == nil {
		return nil, fmt.Errorf("%s: no variant %q can be fetched", m.ID, variant)
	}
	if err := file.OwnFolder(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	d := &download{o: o.withDefaults(), dir: dir, state: readState(dir)}
	defer d.hangUp()
	base := strings.TrimSuffix(o.Mirror, "/")
	if base == "" {
		base = list.Hub()
	}
	var files []File
	for _, f := range all {
		if f.Revision == "" {
			commit, err := d.commit(ctx, f, base)
			if err != nil {
				return nil, fmt.Errorf("fetch %s: %w", f.Path, err)
			}
			f.Revision = commit
		}
		next := File{URL: f.URL(base), Path: f.Path, Bytes: f.Bytes, SHA256: f.SHA256, About: f.About}
		if f.SHA256 == "" {
			next.Commit = f.Revision
		}
		files = append(files, next)
	}
	return Fetch(ctx, o, files, dir, progress)
}

// commit returns the commit of a file's repository that was seen first, which is now if it was
// never seen.
func (d *download) commit(ctx context.Context, f list.File, base string) (string, error) {
	if c := d.state.Commits[f.Repository]; sha1Hex.MatchString(c) {
		return c, nil
	}
	address := f.URL(base)
	for failed := 0; ; {
		c, err := d.newest(ctx, File{URL: address, Path: f.Path})
		if err == nil {
			d.state.Commits[f.Repository] = c
			return c, d.save()
		}
		var later *transient
		if !errors.As(err, &later) || failed+1 == tries || ctx.Err() != nil {
			return "", errors.Join(context.Cause(ctx), err)
		}
		if err := d.o.wait(ctx, max(firstWait<<failed, later.after)); err != nil {
			return "", err
		}
		failed++
	}
}

// newest asks which commit a file is of.
func (d *download) newest(ctx context.Context, f File) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 2*d.o.stall, errStalled)
	defer cancel()
	a, err := d.ask(ctx, f, 0, "")
	if err != nil {
		return "", slow(ctx, hostOf(f.URL), err)
	}
	a.Body.Close()
	if a.StatusCode != 200 {
		return "", d.refusal(a, f)
	}
	if a.hub.Commit == "" {
		return "", faultUnverified(f.Path, hostOf(f.URL))
	}
	return a.hub.Commit, nil
}

// check refuses files that cannot be meant: the paths are data, but one wrong there would write
// somewhere else.
func check(o Options, files []File) error {
	if o.Mirror != "" {
		u, err := url.Parse(o.Mirror)
		if err != nil {
			return faultAddress(o.Mirror)
		}
		if err := allow(o, u); err != nil {
			return err
		}
	}
	taken := map[string]bool{StateFile: true}
	for _, f := range files {
		name := filepath.FromSlash(f.Path)
		lower := strings.ToLower(f.Path)
		if !filepath.IsLocal(name) || filepath.ToSlash(filepath.Clean(name)) != f.Path || f.Path == "." ||
			taken[lower] ||
			strings.ContainsAny(f.Path, "\\:\x00") || strings.HasSuffix(lower, ".part") ||
			f.SHA256 != "" && !sha256Hex.MatchString(f.SHA256) || f.Bytes < 0 {
			return fmt.Errorf("fetch %q: not a file of a model", f.Path)
		}
		taken[lower] = true
		u, err := url.Parse(f.URL)
		if err != nil {
			return faultAddress(f.URL)
		}
		if err := allow(o, u); err != nil {
			return err
		}
	}
	return nil
}
