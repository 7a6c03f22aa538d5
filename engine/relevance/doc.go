// Package relevance decides which of the photos that are near to a query are an
// answer to it, and with what confidence.
//
// A cosine alone does not decide: some photos are near to every query, some queries
// near to every photo, and the best of a million unrelated photos is nearer than
// the best of a hundred. These effects are removed by comparison with a bank of
// everyday prompts:
//
//	corrected  c = cos(query, photo) - HubWeight * hub(photo)
//	in standard deviations  u = (c - base) / unit       (Scale)
//
// where hub is the mean of the photo's ten best cosines with the bank, and base and
// unit are the mean and the standard deviation of what c is for prompts that have
// nothing to do with a photo, as a mean over the library. From u the decision is
// made in two steps, each a logistic function (Evidence):
//
//	A  is there an answer at all: the best u, against what the best of as many
//	   unrelated photos reaches, and against how crowded the query's
//	   neighbourhood in the bank is
//	B  is this photo one, if there is any: its u, and how far it is behind the best
//
// The confidence is A * B. All features are in standard deviations or counts, so
// that they mean the same for another model of this kind; the numbers that were
// fitted to one model are its Calibration. docs/quality.md says how well it works.
//
// The package knows only vectors and numbers. It does not store them, and reads no queries.
package relevance
