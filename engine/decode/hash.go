package decode

import (
	"context"
	"crypto/sha256"
	"io"

	"recollect/engine/photo"
)

// Hash returns the hash of all bytes of the file at path without decoding it,
// as File would. The error is ErrTooLarge, ctx's, or that of the file system.
func Hash(ctx context.Context, path string) (photo.Hash, error) {
	var sum photo.Hash
	err := guard(path, func() error {
		file, _, err := open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		h := sha256.New()
		if _, err := io.Copy(h, interruptible{ctx, file}); err != nil {
			return err
		}
		h.Sum(sum[:0])
		return nil
	})
	if err != nil {
		return photo.Hash{}, err
	}
	return sum, nil
}

// interruptible is a reader that fails with ctx's error soon after ctx ends.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p[:min(len(p), 1<<16)])
}

// interruptibleAt is interruptible for io.ReaderAt.
type interruptibleAt struct {
	ctx context.Context
	io.ReaderAt
}

func (r interruptibleAt) ReadAt(p []byte, offset int64) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.ReaderAt.ReadAt(p, offset)
}
