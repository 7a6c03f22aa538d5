package file

import (
	"context"
	"io"
)

// Until returns a reader of r whose next Read after the end of ctx fails with ctx's error. A Read that has begun is
// not interrupted.
func Until(ctx context.Context, r io.Reader) io.Reader { return until{ctx, r} }

type until struct {
	ctx context.Context // of the call that reads
	r   io.Reader
}

func (u until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
