package relevance

// The constants of the logistic functions, printed by
//
//	go run ./bench/relevance -data DIR fit
//
// which fits them to judgements of 99 photos (gallery) and 505 pictures of 101 kinds
// (caltech101-505) as recollect-mini sees them. The sample photos took no part.
const (
	// Step A: fitted on every query with an answer, over libraries of 20 pictures up to
	// all, once as they are and with half the weight without the answers.
	bestScore      = 0.966
	bestOfNoise    = -1.216
	crowded        = -0.319
	answerConstant = 2.343

	// Step B: fitted on all pairs of those queries, also over libraries full of the answer.
	behindBest  = 0.831
	ownScore    = 1.095
	ownConstant = -3.190

	// Pictures: fitted on the pairs of caltech101-505, of one kind or not.
	pictureSlope    = 2.0
	pictureConstant = -8.0
)

// From where on a photo counts as relevant. The best F1 of a set of independent
// decisions is reached at half that F1 (Lipton, Elkan, Naryanaswamy, "Optimal
// Thresholding of Classifiers to Maximize F1 Measure", 2014); it is about 0.6 here.
const (
	minAnswered = 0.5
	minThis     = 0.3
	minPicture  = 0.3
)
