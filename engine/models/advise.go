package models

import (
	"context"
	"regexp"
	"strconv"
	"time"

	"recollect/engine/model/list"
	"recollect/engine/photo"
	"recollect/engine/serving"
)

const (
	// night is how long embedding a library may take for a model to be recommended.
	night = 10 * time.Hour
	// forPhotos is the size of the library that speed is given for, where a library has fewer photos.
	forPhotos = 100_000
	// A processor core does about so many multiplications and additions a second in these networks,
	// on two cores with AVX2 (bench encode). It is used until a model was measured.
	perCore = 25e9
	// miniCost is how many operations of a transformer take as long as mini's network for pictures, which has
	// numbers of eight bits: 25.5 pictures a second where ViT-B/32, of 4.4e9, had 2.95 to 3.56
	// (docs/accelerators.md).
	miniCost = 0.6e9
	// leastCost is what a network must compute at least for its speed to predict that of others: what a
	// smaller one takes is mostly the way to it.
	leastCost = 0.5e9
)

// Recommend returns the model that suits this computer and this library best: the one with the best
// published figures among those that can be had, that fit into half of the memory, and that embed
// the library, of 100,000 photos if it has fewer, in one night. Speeds that were not measured are derived from
// that of the largest model that was, by what their networks compute. Errors are those of List.
func (s *Service) Recommend(ctx context.Context) (photo.ModelAdvice, error) {
	all, err := s.List(ctx)
	if err != nil {
		return photo.ModelAdvice{}, err
	}
	return newAdviser(all).best(all), nil
}

// adviser compares models.
type adviser struct {
	photos    int
	perSecond float64 // multiplications and additions
	memory    int64   // that a model may take; 0: unknown
}

// learn derives the speed of this computer from the largest model that was measured, leastCost or more.
func (a *adviser) learn(all []photo.ModelEntry) {
	most := leastCost
	for _, e := range all {
		if c := cost(e); e.PerSecond > 0 && c > most {
			most, a.perSecond = c, c*e.PerSecond
		}
	}
}

func (a adviser) best(all []photo.ModelEntry) photo.ModelAdvice {
	var best photo.ModelAdvice
	var most float64
	title := ""
	for _, e := range all {
		if e.State == photo.ModelDamaged || e.State == photo.ModelImportOnly {
			continue
		}
		advice := a.of(e)
		fits := advice.For <= night && (a.memory == 0 || e.MemoryBytes <= a.memory)
		if q := quality(e); e.State == photo.ModelEmbedded && best.ID == "" || fits && q > most {
			best, most, title = advice, q, e.Title
		}
	}
	if best.ID != "" {
		best.Reason = reason(title, best)
	}
	return best
}

// of is what is known of a model's speed.
func (a adviser) of(e photo.ModelEntry) photo.ModelAdvice {
	advice := photo.ModelAdvice{ID: e.ID, PerSecond: e.PerSecond, Photos: a.photos}
	if advice.PerSecond == 0 {
		advice.Estimated = true
		advice.PerSecond = a.perSecond / cost(e)
	}
	advice.For = time.Duration(float64(a.photos) / advice.PerSecond * float64(time.Second)).Round(time.Minute)
	return advice
}

// quality orders models by what was published: recall on COCO, else accuracy on ImageNet, which is
// about a point and a half higher in these families. Both are in percent.
func quality(e photo.ModelEntry) float64 {
	if e.Quality.COCO > 0 {
		return e.Quality.COCO
	}
	return e.Quality.ImageNet - 1.5
}

// patch finds the side of a patch in an ID such as "siglip2-b16-256".
var patch = regexp.MustCompile(`-(?:vit-)?(?:b|l|h|g|bigg|so400m-p)(\d\d)(?:-|$)`)

// cost is about what the network for pictures of a model multiplies and adds for a picture: every
// weight of a transformer works on every patch. Networks that are none count as if they did.
func cost(e photo.ModelEntry) float64 {
	if e.ID == serving.ShippedID {
		return miniCost
	}
	side := 16.0
	if m := patch.FindStringSubmatch(e.ID); m != nil {
		side, _ = strconv.ParseFloat(m[1], 64)
	}
	px := float64(e.ImagePx)
	if px == 0 {
		px = 224
	}
	return visionWeights(e) * (px / side) * (px / side)
}

// visionWeights is how many weights the network for pictures has.
func visionWeights(e photo.ModelEntry) float64 {
	if known, ok := list.Find(e.ID); ok {
		for _, v := range known.Variants {
			if v.Name != "fp32" {
				continue
			}
			for _, f := range v.Files {
				if f.Role == "vision" && f.Size() > 0 {
					return float64(f.Size()) / 4
				}
			}
		}
		if known.Parameters > 0 {
			return known.Parameters * 1e6 * 0.6 // most are in the network for pictures
		}
	}
	return float64(max(e.Bytes, 1)) / 8
}

// reason is the sentence that a person reads.
func reason(title string, a photo.ModelAdvice) photo.Reason {
	photos, hours := strconv.Itoa(a.Photos), int(a.For.Hours()+0.5)
	if a.For < 90*time.Minute {
		minutes := max(1, int(a.For.Minutes()))
		return photo.NewReason("model:advice-minutes",
			photo.Args{"title": title, "photos": photos, "n": strconv.Itoa(minutes)})
	}
	return photo.NewReason("model:advice-hours",
		photo.Args{"title": title, "photos": photos, "n": strconv.Itoa(hours)})
}
