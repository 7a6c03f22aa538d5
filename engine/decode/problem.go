package decode

import (
	"errors"
	"slices"

	"recollect/engine/cloud"
	"recollect/engine/photo"
)

// ProblemOf returns the problem to record for a file that cannot be shown
// because of err, without its ID and path. err may be of another package, and
// must not be nil.
func ProblemOf(err error) photo.Problem {
	p := photo.Problem{Detail: err.Error()}
	p.Kind, _ = Unsupported(err)
	if errors.Is(err, cloud.ErrOnly) {
		p.Kind = photo.KindInCloud
	}
	var known bool
	if p.Reason, known = photo.ReasonOf(err); !known {
		p.Reason = Reason(err)
	}
	return p
}

// BlamesFile reports whether the file itself is at fault, so that a retry would fail too.
func BlamesFile(err error) bool {
	return slices.ContainsFunc([]error{ErrFormat, ErrDamaged, ErrTooLarge, ErrTooSlow},
		func(target error) bool { return errors.Is(err, target) })
}
