package container

import (
	"errors"
	"io"
)

var errSpent = errors.New("container: too much to read")

const pageBytes = 16 << 10

// paged reads a page at a time. The zero page is empty.
type paged struct {
	r    io.ReaderAt
	left int
	at   int64
	page []byte
}

// Paged returns a reader of r that reads whole pages, for values scattered over a file. It fails
// after reading limit bytes of r. It is for one goroutine.
func Paged(r io.ReaderAt, limit int) io.ReaderAt { return &paged{r: r, left: limit} }

func (p *paged) ReadAt(b []byte, at int64) (int, error) {
	if at < p.at || at+int64(len(b)) > p.at+int64(len(p.page)) {
		if p.left <= 0 {
			return 0, errSpent
		}
		if len(b) > pageBytes {
			n, err := p.r.ReadAt(b, at)
			p.left -= n
			return n, err
		}
		if p.page == nil {
			p.page = make([]byte, pageBytes)
		}
		n, err := p.r.ReadAt(p.page[:pageBytes], at)
		p.at, p.page = at, p.page[:n]
		if p.left -= n; n == 0 {
			return 0, err
		}
	}
	n := copy(b, p.page[at-p.at:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}
