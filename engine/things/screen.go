package things

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"

	"recollect/engine/dots"
	"recollect/engine/photo"
	"recollect/engine/zeroshot"
)

// ScreenPrefix begins the names under which screening stores its flags among the things.
const ScreenPrefix = "screen:"

// ErrNoScreen means that screening knows no class of a name.
var ErrNoScreen error = &photo.Fault{
	Code: "things:no-screen",
	Args: photo.Args{"screens": strings.Join(Screens(), ", ")},
	Text: "no such class of screening",
}

//go:embed screens.txt
var screensText string

// same is the least cosine between sentences, of a model with a contrast of 1, at which a thing of
// the vocabulary counts as the screen's own, so that the two do not compete.
const same = 0.75

// recipe is the definition of a screen.
type recipe struct {
	name      string
	threshold float64
	shows     []string // prompts
	harmless  []string
}

// Screens returns the names of the classes that can be screened for, without
// ScreenPrefix.
func Screens() []string {
	var names []string
	for _, r := range recipes() {
		names = append(names, r.name)
	}
	return names
}

// recipes reads screens.txt; a test checks that it is well formed.
func recipes() []recipe {
	var all []recipe
	for line := range strings.Lines(screensText) {
		line = strings.TrimSpace(line)
		head, text, _ := strings.Cut(line, " ")
		switch head {
		case "", "#":
		case "+":
			all[len(all)-1].shows = append(all[len(all)-1].shows, text)
		case "-":
			all[len(all)-1].harmless = append(all[len(all)-1].harmless, text)
		default:
			var r recipe
			fmt.Sscanf(strings.Trim(line, "[]"), "%s %g", &r.name, &r.threshold)
			all = append(all, r)
		}
	}
	return all
}

// screen is a class of screening, embedded.
type screen struct {
	name      string // with ScreenPrefix
	threshold float64
	shows     dots.Rows
	harmless  dots.Rows
	others    dots.Rows // of the things that say something else
}

// newScreens embeds the screens named, without ScreenPrefix, for a vocabulary of vectors.
func newScreens(
	ctx context.Context, enc zeroshot.Encoder, names []string, vectors []photo.Vector, contrast float64,
) ([]screen, error) {
	var out []screen
	all := recipes()
	for _, name := range names {
		i := slices.IndexFunc(all, func(r recipe) bool { return r.name == name })
		if i < 0 {
			return nil, fmt.Errorf("%w: %q", ErrNoScreen, name)
		}
		r := all[i]
		vs, err := zeroshot.Ensemble(ctx, enc, slices.Concat(r.shows, r.harmless), templates)
		if err != nil {
			return nil, err
		}
		s := screen{
			name: ScreenPrefix + name, threshold: r.threshold,
			shows: dots.New(vs[:len(r.shows)]), harmless: dots.New(vs[len(r.shows):]),
		}
		var others []photo.Vector
		for _, v := range vectors {
			if nearest(v, s.shows) < 1-(1-same)*contrast {
				others = append(others, v)
			}
		}
		s.others = dots.New(others)
		out = append(out, s)
	}
	return out, nil
}

// p returns the probability that the screen should flag a photo. The rule is
// that of things, against both the harmless look-alikes and the vocabulary; the
// threshold of the screen takes the place of the curve's: p is Least there.
func (s *screen) p(v photo.Vector) float64 {
	mean, deviation, best := spread(cosines(v, s.others))
	standout := (2*nearest(v, s.shows) - max(nearest(v, s.harmless), best) - mean) / deviation
	return logistic(curveSlope*(standout-s.threshold) + math.Log(Least/(1-Least)))
}

// nearest returns the highest cosine of v with one of rows, of which there must
// be one.
func nearest(v photo.Vector, rows dots.Rows) float64 { return slices.Max(cosines(v, rows)) }
