package photo

import "time"

// ModelState says where the files of a model are.
type ModelState string

// The states of a model.
const (
	ModelEmbedded   ModelState = "embedded"    // it is part of the program
	ModelInstalled  ModelState = "installed"   // its files lie in the library, complete
	ModelAvailable  ModelState = "available"   // it can be downloaded
	ModelImportOnly ModelState = "import-only" // it can be imported from files that a person has
	ModelIncomplete ModelState = "incomplete"  // a download was interrupted, and can be continued
	ModelDamaged    ModelState = "damaged"     // its files are not those that its description names
)

// ModelEntry is a model that a library uses, could use, or could get.
type ModelEntry struct {
	ID     string // names it to every method of engine.Models, such as "siglip2-b16-256"
	Title  string // for people, such as "SigLIP 2 B/16-256"
	Family string // such as "clip", "siglip2", "mini"
	State  ModelState
	// Variant is which of its files are there, such as "fp32"; Variants are those that can be
	// downloaded, the best first.
	Variant  string
	Variants []ModelVariant
	// Bytes is what its files take on the disk, or will take.
	Bytes int64
	// MemoryBytes is about what the process takes more while both of its networks are loaded.
	MemoryBytes int64
	Dim         int // length of its vectors; 0 where unknown
	ImagePx     int // side of the pictures that it looks at; 0 where unknown
	// Languages are those in which it understands sentences, as ISO 639-1 codes; nil where its
	// makers do not say.
	Languages []string
	Licence   string // its name, such as "MIT"
	Terms     string // what a person agrees to, in sentences
	Source    string // where it comes from, for people
	Quality   ModelQuality
	// PerSecond is how many pictures it embeds a second on this computer, as a trial or the last
	// indexing measured; 0: it was not measured yet.
	PerSecond float64
	// Provider is where it ran when PerSecond was measured, such as "CPU".
	Provider string

	InUse    bool // searches are answered with it
	Wanted   bool // the library is to use it: InUse, or Building
	Building bool // photos are being embedded with it, and searches are not answered with it yet
	// Embedded is how many of the library's photos have a vector of it, of Total. They stay until
	// the model is removed.
	Embedded, Total int
	// Fingerprint changes with everything that changes a vector; empty while the files are not here.
	Fingerprint string
	// Calibrated says where the numbers of the relevance decision come from.
	Calibrated ModelCalibration
	// Problem says what is wrong with a model that is incomplete or damaged.
	Problem Reason
}

// ModelVariant is one set of files of a model.
type ModelVariant struct {
	Name  string // such as "fp32", "int8"
	Bytes int64  // of all of its files
}

// ModelCalibration says where the numbers of the relevance decision come from.
type ModelCalibration string

// The calibrations of a model.
const (
	// CalibrationShipped: the numbers were fitted to judged queries, and come with the model.
	CalibrationShipped ModelCalibration = "shipped"
	// CalibrationFitted: they are derived from how the library's photos score with the bank of
	// prompts. No person has judged an answer of this model.
	CalibrationFitted ModelCalibration = "fitted"
)

// ModelQuality is what a model's makers, or others, have published. A figure of 0 is unknown.
type ModelQuality struct {
	ImageNet float64 // zero-shot top-1 accuracy, in percent
	COCO1    float64 // text-to-image recall@1 of COCO's 5,000 test pictures, in percent
	COCO     float64 // text-to-image recall@5 of COCO's 5,000 test pictures, in percent
	Flickr   float64 // text-to-image recall@10 of Flickr8k's 1,000 test pictures, in percent
	Text     string  // what else is said of it, in a sentence
	// Where the figures are published; the second is about COCO1 and COCO.
	ImageNetSource, COCOSource, FlickrSource string
}

// Transfer is how far the files of a model have come.
type Transfer struct {
	File      string // that is being read or written now
	Done      int64  // bytes of all files
	Total     int64  // 0: unknown
	PerSecond float64
}

// ModelVerdict is whether a model does what its makers say.
type ModelVerdict struct {
	ID     string
	Checks []ModelCheck
}

// OK reports whether no check failed.
func (v ModelVerdict) OK() bool {
	for _, c := range v.Checks {
		if c.Result == CheckFailed {
			return false
		}
	}
	return true
}

// CheckResult is how a check of a model has ended.
type CheckResult string

// The results of a check.
const (
	CheckPassed CheckResult = "passed"
	CheckFailed CheckResult = "failed"
	// CheckWarned: the model may be used, and Reason says what a person should know of it.
	CheckWarned CheckResult = "warned"
	// CheckSkipped: there is nothing to compare with, or something that is needed is not at hand.
	CheckSkipped CheckResult = "skipped"
)

// ModelCheck is one check of a model.
type ModelCheck struct {
	// Name is "files", "description", "tokens", "logits", or one of clip.Trial's, which begin with "trial.".
	Name      string
	Result    CheckResult
	Want, Got string // empty where there is nothing to compare
	Reason    Reason // why it failed, or was skipped
}

// ModelTrial is how a model did on this computer.
type ModelTrial struct {
	ID        string
	Provider  string        // where it ran, such as "CPU"
	PerSecond float64       // pictures
	Sentence  time.Duration // for one sentence
	Load      time.Duration // until the first picture was embedded
	Memory    int64         // bytes that the process took more
	Pictures  int           // that were embedded
}

// Judged is a query with the photos that answer it, as a person has judged.
type Judged struct {
	Query    string // as it is typed; empty: Image is searched with
	Image    string // path of a picture
	Relevant []string
	Kind     string // any word, for groups of queries
}

// ModelScore is how well judged queries were answered with one model. All but Queries are means
// over queries, from 0 to 1.
type ModelScore struct {
	ID               string
	Recall1          float64 // share of the relevant photos that are among the first
	Recall5          float64
	Recall10         float64
	AveragePrecision float64 // of the whole ranking; its mean is known as mAP
	Precision        float64 // of what is shown
	Recall           float64 // of what is shown
	F1               float64 // of what is shown
}

// ModelComparison is how well two models answer the same judged queries over the same photos.
type ModelComparison struct {
	A, B    ModelScore
	Queries int // that have an answer among the photos
	Photos  int // that both models have embedded: only these were searched
}

// ModelAdvice is the model that suits a computer and a library best.
type ModelAdvice struct {
	ID string
	// Reason says so to a person, with a code that begins with "model:advice-".
	Reason Reason
	// PerSecond is how many pictures it embeds a second here, measured or, with Estimated, derived
	// from the trial of another model.
	PerSecond float64
	Estimated bool
	// For is how long it takes to embed Photos photos.
	For    time.Duration
	Photos int
}

// Building is a model that is being built: photos are embedded with it while another answers.
type Building struct {
	ID, Title string // empty ID: none is being built
	Ready     int    // photos that have a vector of it, or cannot have one
	Photos    int    // that are to have one
	// Unreachable are those of Photos that are away and not Ready. The model begins to serve
	// without them; until they are back they are found with the previous model.
	Unreachable int
	Failed      int // of Ready: those that cannot be embedded
}

// Percent is how much of the photos that can be reached is ready, from 0 to 100; 100 only when all are.
func (b Building) Percent() int {
	reachable := b.Photos - b.Unreachable
	if b.Ready >= reachable {
		return 100
	}
	return min(99, b.Ready*100/reachable)
}
