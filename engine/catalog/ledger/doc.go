// Package ledger records which steps of analysis have been done for which contents, which models
// are in use, and what has changed since when. What is missing for a step is its queue; what has
// changed since a number of the sequence is what an index, or a window, reads again.
//
// The results of steps are in tables of their own. Of these the ledger touches only the vectors,
// which it deletes with their model.
package ledger
