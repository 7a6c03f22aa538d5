package serving

import (
	"context"
	"fmt"
	"path/filepath"

	"recollect/engine/index/tune"
	"recollect/engine/photo"
)

// How an index is searched lies beside it, in a file that is named for its model.

const choiceSuffix = "-index.tuned"

func (s *Models) choicePath(m *Model) string {
	return filepath.Join(s.o.IndexDir, choiceName(m.Fingerprint()))
}

func choiceName(fingerprint string) string { return fingerprint + choiceSuffix }

// choice is how the index of m is searched, as far as that was measured.
func (s *Models) choice(m *Model) tune.Choice {
	if s.o.IndexDir == "" {
		return tune.Choice{}
	}
	c, _ := tune.Read(s.choicePath(m)) // a cache: without it nothing was measured
	return c
}

// Index says how the index of the model that answers is searched.
func (s *Models) Index() photo.IndexState {
	c := s.choice(s.Answerer().Model)
	state := photo.IndexState{
		Kind: "scan", Photos: c.Photos, ScanMS: c.ScanMS, Pictures: c.Pictures, Sentences: c.Sentences,
	}
	limit := float64(tune.Slow.Microseconds()) / 1000
	switch {
	case c.Graph:
		state.Kind, state.Why = "graph", fmt.Sprintf("a scan took longer than %g ms", limit)
	case c.ScanMS > 0:
		state.Why = fmt.Sprintf("a scan takes no longer than %g ms", limit)
	case c.Photos > 0:
		state.Why = fmt.Sprintf("fewer than %d photos", neverSlow)
	default:
		state.Why = "no index was written yet"
	}
	return state
}

// choose says whether the index needs a graph: a scan takes longer than tune.Slow. Once it has one it keeps it: what
// the computer does besides must not make minutes of work each time. Errors are ctx's.
func (a *Answerer) choose(ctx context.Context) (tune.Choice, error) {
	c := a.models.choice(a.Model)
	c.Photos = a.Corpus.Len()
	if c.Photos < neverSlow {
		return tune.Choice{Photos: c.Photos}, nil
	}
	took, err := a.Corpus.ScanTime(ctx)
	c.ScanMS = float64(took.Microseconds()) / 1000
	c.Graph = c.Graph || took > tune.Slow
	return c, err
}

// sentences is how many of the bank are asked to choose efSearch.
const sentences = 100

// tune measures how the index that was written should be searched, and stores that.
func (a *Answerer) tune(ctx context.Context, c tune.Choice) (err error) {
	if c.Graph {
		weight := float32(a.Calibration().HubWeight)
		if c, err = a.Corpus.Efforts(ctx, c, a.Bank.Sample(sentences), weight); err != nil {
			return err
		}
	}
	a.Corpus.Choose(c)
	return tune.Write(a.models.choicePath(a.Model), c)
}
