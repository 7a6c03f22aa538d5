package models

import (
	"context"
	"encoding/json"
	"image"
	"path/filepath"
	"time"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
	"recollect/engine/serving"
)

// trialFor is how long pictures are embedded to measure a model.
var trialFor = 10 * time.Second // replaced in tests

// trialBatch is how many pictures are given to a model at a time, as the analysis of photos does.
const trialBatch = 8

// Trial measures a model on this computer for about ten seconds, once its networks are loaded, and
// remembers the result for List and Recommend. Errors: ErrUnknown, ErrRemoved, those of the model,
// or ctx's.
func (s *Service) Trial(ctx context.Context, id string) (photo.ModelTrial, error) {
	m, err := s.o.Models.Find(id)
	if err != nil {
		return photo.ModelTrial{ID: id}, err
	}
	t, err := try(ctx, m)
	if err != nil {
		return t, s.meanwhile(m, err)
	}
	s.remember(m.Fingerprint(), t)
	return t, nil
}

// try measures a model.
func try(ctx context.Context, m *serving.Model) (t photo.ModelTrial, err error) {
	t.ID = m.ID
	start := time.Now()
	px := m.Prepare(image.NewRGBA(image.Rect(0, 0, m.SizePx(), m.SizePx())))
	if err := m.Model.Load(); err != nil {
		return t, err
	}
	if _, err := m.Images(ctx, []clip.Pixels{px}); err != nil {
		return t, err
	}
	t.Load = time.Since(start)
	batch := make([]clip.Pixels, trialBatch)
	for i := range batch {
		batch[i] = px
	}
	for start = time.Now(); time.Since(start) < trialFor; t.Pictures += trialBatch {
		if _, err := m.Images(ctx, batch); err != nil {
			return t, err
		}
	}
	t.PerSecond = float64(t.Pictures) / time.Since(start).Seconds()
	if t.Sentence, err = sentence(ctx, m); err != nil {
		return t, err
	}
	t.Provider, t.Memory = m.Info().Provider, memory(networkBytes(m))
	return t, nil
}

// sentence measures one sentence, once the network is loaded.
func sentence(ctx context.Context, m *serving.Model) (time.Duration, error) {
	const text = "a photo of a dog on the beach"
	if _, err := m.Text(ctx, text); err != nil {
		return 0, err
	}
	start := time.Now()
	_, err := m.Text(ctx, text)
	return time.Since(start), err
}

func networkBytes(m *serving.Model) int64 {
	return m.Spec.Files[m.Spec.Vision.File].Bytes + m.Spec.Files[m.Spec.Text.File].Bytes
}

// trialsFile remembers, in the library's folder, how fast models were on this computer, by fingerprint. It may be
// deleted.
const trialsFile = "trials.json"

// mostTrials is how many bytes are read of it.
const mostTrials = 1 << 20

func (s *Service) trials() map[string]photo.ModelTrial {
	all := map[string]photo.ModelTrial{}
	data, err := file.Read(filepath.Join(s.o.Library, trialsFile), mostTrials)
	if err != nil || json.Unmarshal(data, &all) != nil {
		return map[string]photo.ModelTrial{}
	}
	return all
}

// remember may fail: then the model is measured again.
func (s *Service) remember(fingerprint string, t photo.ModelTrial) {
	if s.o.Access == ReadOnly {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.trials()
	all[fingerprint] = t
	if data, err := json.Marshal(all); err == nil {
		_ = durable.WriteFile(filepath.Join(s.o.Library, trialsFile), data, 0o600)
	}
}
