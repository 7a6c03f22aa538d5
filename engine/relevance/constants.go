package relevance

// The constants of the logistic functions, printed by
//
//	go run ./bench/relevance fit bench/relevance/gallery.jsonl=DIR bench/relevance/caltech.jsonl=DIR
//
// which fits them to judgements of 99 photos (gallery) and 505 pictures of 101 kinds
// (caltech101-505) as recollect-mini sees them. The sample photos took no part.
const (
	// Step A: fitted on every query with an answer, over libraries of 20 pictures up to
	// all, once as they are and with half the weight without the answers.
	bestScore      = 0.992
	bestOfNoise    = -1.176
	crowded        = -0.287
	answerConstant = 1.998

	// Step B: fitted on all pairs of those queries, also over libraries full of the answer.
	behindBest  = 0.880
	ownScore    = 1.048
	ownConstant = -3.169

	// Pictures: fitted on the pairs of caltech101-505, of one kind or not.
	pictureSlope    = 1.425
	pictureConstant = -7.684
)

// From where on a photo counts as relevant. minAnswered weighs a wrong "nothing"
// against a wrong answer: docs/quality.md tells what other values give. The best F1 of a set of independent
// decisions is reached at half that F1 (Lipton, Elkan, Naryanaswamy, "Optimal
// Thresholding of Classifiers to Maximize F1 Measure", 2014); it is about 0.6 here.
const (
	minAnswered = 0.45
	minThis     = 0.3
	minPicture  = 0.2
)
