package pages

import (
	"context"

	"recollect/engine/photo"
	"recollect/ui/notice"
	"recollect/ui/problems"
	"recollect/ui/work"
)

// ProblemFiles lists the files that could not be read.
type ProblemFiles interface {
	Problems(context.Context) ([]photo.Problem, error)
	Retry(context.Context) error // scans all of them again
}

// Problems provides the page of problems with its list.
type Problems struct {
	group   *work.Group
	board   *notice.Board
	page    *problems.Page
	files   ProblemFiles
	busy    func() bool
	reading work.Latest[[]photo.Problem]
}

// NewProblems serves page, and sets its OnRetry. busy reports whether a scan is
// running.
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

// retry scans all problem files again.
func (p *Problems) retry() {
	work.Do(p.group, p.files.Retry, func(err error) {
		p.board.Fail(err)
		p.Read()
	})
}
