package decode

import "golang.org/x/sync/semaphore"

// Budget bounds the memory that pictures take while they are decoded, over all
// who share it.
type Budget struct {
	bytes int64
	free  *semaphore.Weighted
}

// NewBudget returns a budget of so many bytes. A picture that needs more than
// all of it is decoded alone.
func NewBudget(bytes int64) *Budget { return &Budget{bytes, semaphore.NewWeighted(bytes)} }
