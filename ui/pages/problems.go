package pages

import (
	"context"

	"recollect/engine/photo"
	"recollect/ui/notice"
	"recollect/ui/problems"
	"recollect/ui/work"
)

// ProblemFiles are the files that could not be read.
type ProblemFiles interface {
	Problems(context.Context) ([]photo.Problem, error)
	Retry(context.Context) error // looks at all of them again
}

// Problems gives the page of problems what it lists.
type Problems struct {
	group   *work.Group
	board   *notice.Board
	page    *problems.Page
	files   ProblemFiles
	busy    func() bool
	reading work.Latest[[]photo.Problem]
}

// NewProblems serves page, whose OnRetry it takes. busy reports whether files are
// being looked at.
func NewProblems(
	group *work.Group, board *notice.Board, page *problems.Page, files ProblemFiles, busy func() bool,
) *Problems {
	p := &Problems{group: group, board: board, page: page, files: files, busy: busy}
	page.OnRetry = p.retry
	return p
}

// Read reads the problems.
func (p *Problems) Read() {
	busy := p.busy()
	p.reading.Run(p.group, p.files.Problems, func(all []photo.Problem, err error) {
		if err != nil {
			p.board.Fail(err)
			return
		}
		p.page.Set(all, busy)
	})
}

// retry looks at all problem files again.
func (p *Problems) retry() {
	work.Do(p.group, p.files.Retry, func(err error) {
		p.board.Fail(err)
		p.Read()
	})
}
