package addon

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"recollect/engine/file"
)

// mostOfTar bounds what is unpacked of an archive to find its members.
const mostOfTar = 4 << 30

// extract writes the members of the archive at path into the folder dir. Only what is asked for is
// looked at: no name in the archive is ever a path on the disk.
func extract(ctx context.Context, x Archive, path, dir string) error {
	src, err := file.Open(path)
	if err != nil {
		return err
	}
	defer src.Close()
	switch x.Form {
	case "zip":
		return unzip(ctx, x, src, dir)
	case "tgz":
		return untar(ctx, x, src, dir)
	default:
		return fmt.Errorf("archives of the form %q: %w", x.Form, errors.ErrUnsupported)
	}
}

func unzip(ctx context.Context, x Archive, src *os.File, dir string) error {
	info, err := src.Stat()
	if err != nil {
		return err
	}
	z, err := zip.NewReader(src, info.Size())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	for _, m := range x.Members {
		f, err := only(z.File, m)
		if err != nil {
			return err
		}
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if err := errors.Join(m.write(ctx, dir, r), r.Close()); err != nil {
			return err
		}
	}
	return nil
}

// only returns the one entry of a member's name, which must be a plain file of its size.
func only(entries []*zip.File, m Member) (*zip.File, error) {
	var found *zip.File
	for _, f := range entries {
		if f.Name != m.From {
			continue
		}
		if found != nil || !f.Mode().IsRegular() || f.UncompressedSize64 != uint64(m.Bytes) {
			return nil, fmt.Errorf("%w: %s is there twice, no file, or of another size", ErrDamaged, m.From)
		}
		found = f
	}
	if found == nil {
		return nil, fmt.Errorf("%w: %s is not in the archive", ErrDamaged, m.From)
	}
	return found, nil
}

func untar(ctx context.Context, x Archive, src io.Reader, dir string) error {
	z, err := gzip.NewReader(src)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	missing := map[string]Member{}
	for _, m := range x.Members {
		missing[m.From] = m
	}
	for t := tar.NewReader(io.LimitReader(reader{ctx, z}, mostOfTar)); len(missing) > 0; {
		h, err := t.Next()
		if err != nil {
			err = fmt.Errorf("%w: %d members are not in the archive: %w", ErrDamaged, len(missing), err)
			return errors.Join(ctx.Err(), err)
		}
		m, ok := missing[h.Name]
		if !ok {
			continue
		}
		if h.Typeflag != tar.TypeReg || h.Size != m.Bytes {
			return fmt.Errorf("%w: %s is no file, or of another size", ErrDamaged, m.From)
		}
		if err := m.write(ctx, dir, t); err != nil {
			return err
		}
		delete(missing, h.Name)
	}
	return nil
}
