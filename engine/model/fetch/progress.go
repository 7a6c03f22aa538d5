package fetch

import (
	"time"

	"recollect/engine/photo"
)

// progress reports the progress of all files.
type progress struct {
	report func(photo.Transfer)
	moment func() time.Time
	t      photo.Transfer
	sizes  map[string]int64 // what is expected of each file
	before int64            // bytes of the files that are done
	last   time.Time        // when it was last reported
	since  int64            // bytes since then
}

func newProgress(files []File, report func(photo.Transfer), moment func() time.Time) *progress {
	if report == nil {
		report = func(photo.Transfer) {}
	}
	p := &progress{report: report, moment: moment, sizes: map[string]int64{}, last: moment()}
	for _, f := range files {
		p.sizes[f.Path] = f.size()
	}
	p.total()
	return p
}

// total adds up what is expected; one file of unknown size makes it unknown.
func (p *progress) total() {
	p.t.Total = 0
	for _, n := range p.sizes {
		if n == 0 {
			p.t.Total = 0
			return
		}
		p.t.Total += n
	}
}

// begin records that the transfer of a file begins: its size, and how many bytes are there already.
func (p *progress) begin(f File, size, have int64) {
	p.sizes[f.Path] = size
	p.total()
	p.t.File, p.t.Done = f.Path, p.before+have
	p.publish()
}

// add records bytes that have come.
func (p *progress) add(n int64) {
	p.t.Done += n
	p.since += n
	if p.moment().Sub(p.last) >= interval {
		p.publish()
	}
}

// end records that a file is in place.
func (p *progress) end(f File, size int64) {
	p.sizes[f.Path] = size
	p.total()
	p.before += size
	p.t.Done = p.before
	p.publish()
}

// publish reports the progress. The speed follows what comes with a half-life of about two seconds.
func (p *progress) publish() {
	now := p.moment()
	if passed := now.Sub(p.last).Seconds(); passed > 0 && p.since > 0 {
		fresh := float64(p.since) / passed
		weight := min(1, passed/3)
		if p.t.PerSecond == 0 {
			weight = 1
		}
		p.t.PerSecond += weight * (fresh - p.t.PerSecond)
		p.since = 0
	}
	p.last = now
	p.report(p.t)
}
