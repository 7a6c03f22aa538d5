package relevance

// Calibration is what is particular to a model: numbers that were fitted to judged
// queries as the model sees them. bench/relevance prints them:
//
//	go run ./bench/relevance fit bench/relevance/gallery.jsonl=DIR bench/relevance/caltech.jsonl=DIR
//
// docs/quality.md says how well they work. A Calibration is a value that nobody changes.
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
	// Identical is the least score of two equal pictures, in deviations: where a model's pictures
	// lie so near to one another that there is less room, a deviation counts as less. 0: it does not.
	Identical float64 `json:"identical"`

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

// Derived is the calibration for a model that brings none and has not been judged. It has the
// coefficients of Default, which are in standard deviations: a library's photos and the bank of
// prompts give these for any model. Only the typical scales, for libraries without enough photos,
// depend on the model's logit scale and logit bias. In a model trained with a sigmoid loss a pair
// has even chances at the cosine -logitBias/logitScale.
func Derived(logitScale, logitBias float64) Calibration {
	c := Default()
	unit := typicalLogits / logitScale
	mean := typicalCosine
	if logitBias < 0 {
		mean = -logitBias/logitScale - evenChances*unit
	}
	c.Sentences = Scale{Base: mean - c.HubWeight*(mean+typicalHub*unit), Unit: unit}
	c.Pictures = Scale{Base: typicalPictures, Unit: (1 - typicalPictures) / identical}
	c.Identical = identical
	return c
}

// Numbers of Derived. They are no fits: with traits and some dozen photos none of them matters.
const (
	typicalLogits   = 1.8  // deviations of a mini's cosines, times its logit scale of 26.5
	typicalCosine   = 0.18 // of a picture and a sentence that do not belong together, of CLIP's models
	evenChances     = 5    // deviations from there to even chances, of SigLIP's models
	typicalHub      = 2.6  // deviations of the mean of the ten best of a thousand prompts
	typicalPictures = 0.55 // cosine of two pictures that do not belong together
	identical       = 8.9  // deviations of two equal pictures with Default: (1 - 0.11) / 0.10
)
