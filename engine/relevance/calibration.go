package relevance

// Calibration is what is particular to a model: numbers that were fitted to judged
// queries as the model sees them. bench/relevance prints them:
//
//	go run ./bench/relevance fit bench/relevance/gallery.jsonl=DIR bench/relevance/caltech.jsonl=DIR
//
// docs/quality.md tells how well they work. A Calibration is a value that nobody changes.
type Calibration struct {
	// HubWeight is how much of a photo's Hub is subtracted from its cosine with a
	// sentence. On three sets of photos 0.3 to 0.7 were alike, and better than none by 1
	// to 2 points of mean average precision (docs/quality.md). Cosines of two pictures
	// are not corrected: it changed nothing there.
	HubWeight float64 `json:"hub_weight"`
	// Sentences and Pictures are typical scales, for libraries too small to have their own.
	Sentences Scale `json:"sentences"`
	Pictures  Scale `json:"pictures"`

	// The coefficients of step A, whether there is an answer at all: fitted on every query
	// with an answer, over libraries of 20 pictures up to all, once as they are and with
	// half the weight without the answers.
	BestScore      float64 `json:"best_score"`
	BestOfNoise    float64 `json:"best_of_noise"`
	Crowded        float64 `json:"crowded"`
	AnswerConstant float64 `json:"answer_constant"`
	// The coefficients of step B, whether this photo is one: fitted on all pairs of those
	// queries, also over libraries full of the answer.
	BehindBest  float64 `json:"behind_best"`
	OwnScore    float64 `json:"own_score"`
	OwnConstant float64 `json:"own_constant"`
	// The coefficients for pictures, fitted on pairs of pictures of one kind or not.
	PictureSlope    float64 `json:"picture_slope"`
	PictureConstant float64 `json:"picture_constant"`

	// The thresholds for a photo to count as relevant. MinAnswered weighs a wrong "nothing" against
	// a wrong answer: docs/quality.md has the results of other values. The best F1 of a set of
	// independent decisions is reached at half that F1 (Lipton, Elkan, Naryanaswamy, "Optimal
	// Thresholding of Classifiers to Maximize F1 Measure", 2014).
	MinAnswered float64 `json:"min_answered"`
	MinThis     float64 `json:"min_this"`
	MinPicture  float64 `json:"min_picture"`
}

// Default is the calibration for a model that brings none. It was fitted to recollect-mini,
// with judgements of 99 photos (gallery) and 505 pictures of 101 kinds (caltech101-505). All
// constants but the scales are in standard deviations or counts, so that they suit other models
// of the kind. The best F1 is about 0.6.
func Default() Calibration {
	return Calibration{
		HubWeight: 0.5,
		Sentences: Scale{Base: -0.092, Unit: 0.067},
		Pictures:  Scale{Base: 0.11, Unit: 0.10},

		BestScore: 0.992, BestOfNoise: -1.176, Crowded: -0.287, AnswerConstant: 1.998,
		BehindBest: 0.880, OwnScore: 1.048, OwnConstant: -3.169,
		PictureSlope: 1.425, PictureConstant: -7.684,

		MinAnswered: 0.45, MinThis: 0.3, MinPicture: 0.2,
	}
}
