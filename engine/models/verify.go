package models

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strings"

	"recollect/engine/analyse"
	"recollect/engine/decode"
	"recollect/engine/model"
	"recollect/engine/model/clip"
	"recollect/engine/model/list"
	"recollect/engine/model/token"
	"recollect/engine/photo"
	"recollect/engine/serving"
)

// examplesData are published examples of what models answer, with their sources.
//
//go:embed examples.json
var examplesData []byte

// example is what some models, named by their IDs in package list, are known to answer.
type example struct {
	Models []string `json:"models"`
	Source string   `json:"source"`
	Tokens []struct {
		Text string  `json:"text"`
		IDs  []int64 `json:"ids"`
	} `json:"tokens"`
	Logits *struct {
		Texts     []string  `json:"texts"`
		Values    []float64 `json:"values"` // logit scale * cosine + bias, in full precision
		Tolerance float64   `json:"tolerance"`
	} `json:"logits"`
}

func examples() []example {
	var all []example
	if err := json.Unmarshal(examplesData, &all); err != nil {
		panic(err) // it is part of the program
	}
	return all
}

// Verify checks a model's files against their checksums, tries it, and compares what it answers with
// what its makers have published, if the list knows its files. picture is the path of the picture of
// two cats that published logits are for (COCO val2017, 000000039769), whose licence does not allow
// it to be shipped; empty: that check is skipped. Errors: ErrUnknown, ErrRemoved, ort.ErrNoRuntime, or ctx's;
// whatever else is wrong is a check that failed.
func (s *Service) Verify(ctx context.Context, id, picture string) (photo.ModelVerdict, error) {
	v := photo.ModelVerdict{ID: id}
	m, err := s.o.Models.Find(id)
	switch {
	case errors.Is(err, ErrUnknown):
		return v, err
	case err != nil:
		v.Checks = append(v.Checks, failure("files", err))
		return v, nil
	}
	v, err = verify(ctx, m, picture)
	if err != nil || !v.OK() {
		err = s.meanwhile(m, err)
	}
	return v, err
}

// verify is Verify for a model that was found.
func verify(ctx context.Context, m *serving.Model, picture string) (photo.ModelVerdict, error) {
	v := photo.ModelVerdict{ID: m.ID}
	files := checkFiles(ctx, m)
	v.Checks = append(v.Checks, files)
	if err := ctx.Err(); err != nil || files.Result == photo.CheckFailed {
		return v, err
	}
	tried, err := clip.Trial(ctx, m.Model)
	if err != nil {
		return v, err
	}
	v.Checks = append(v.Checks, tried.Checks...)
	if !tried.OK() {
		return v, nil
	}
	for _, e := range examples() {
		if !slices.Contains(e.Models, listed(m)) {
			continue
		}
		checks, err := e.check(ctx, m, picture)
		if err != nil {
			return v, err
		}
		v.Checks = append(v.Checks, checks...)
	}
	return v, nil
}

// listed is the ID in the list of the model that m's network for pictures belongs to; empty: it is not known.
func listed(m *serving.Model) string {
	known, _, ok := list.Identify(m.Spec.Files[m.Spec.Vision.File].SHA256)
	if ok {
		return known.ID
	}
	return m.ID // its files have no published checksum
}

// checkFiles compares all files with model.json.
func checkFiles(ctx context.Context, m *serving.Model) photo.ModelCheck {
	for _, name := range slices.Sorted(maps.Keys(m.Spec.Files)) {
		if ctx.Err() != nil {
			break // the caller reports it
		}
		if err := m.Spec.CheckFile(m.Files, name); err != nil {
			return failure("files", err)
		}
	}
	return photo.ModelCheck{Name: "files", Result: photo.CheckPassed}
}

func failure(name string, err error) photo.ModelCheck {
	reason, ok := photo.ReasonOf(err)
	if !ok || errors.Is(err, model.ErrNoModel) {
		reason = "model:damaged"
	}
	return photo.ModelCheck{Name: name, Result: photo.CheckFailed, Got: err.Error(), Reason: reason}
}

// check returns a check of each kind that the example has.
func (e example) check(ctx context.Context, m *serving.Model, picture string) (all []photo.ModelCheck, err error) {
	if len(e.Tokens) > 0 {
		c, err := e.tokens(m)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if e.Logits != nil {
		c, err := e.logits(ctx, m, picture)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (e example) tokens(m *serving.Model) (photo.ModelCheck, error) {
	c := photo.ModelCheck{Name: "tokens", Result: photo.CheckPassed}
	t, err := token.New(m.Spec.Tokenizer, func(name string) ([]byte, error) { return fs.ReadFile(m.Files, name) })
	if err != nil {
		return c, err
	}
	for _, want := range e.Tokens {
		if got := t.Encode(want.Text); !slices.Equal(got, want.IDs) {
			c.Result, c.Reason = photo.CheckFailed, "model:verify-tokens"
			c.Want, c.Got = fmt.Sprint(want.IDs), fmt.Sprint(got)
			return c, nil
		}
	}
	return c, nil
}

// logits embeds the picture and the sentences.
func (e example) logits(ctx context.Context, m *serving.Model, picture string) (photo.ModelCheck, error) {
	c := photo.ModelCheck{Name: "logits", Want: numbers(e.Logits.Values)}
	if picture == "" {
		c.Result, c.Reason = photo.CheckSkipped, "model:verify-picture"
		return c, nil
	}
	pic, err := decode.File(ctx, photo.File{Path: picture}, decode.Options{ShortPx: m.SizePx()})
	if err != nil {
		return c, err
	}
	v, err := analyse.EncodeOne(ctx, m.Model, pic.Image)
	if err != nil {
		return c, err
	}
	var got []float64
	worst := 0.0
	for i, text := range e.Logits.Texts {
		t, err := m.Text(ctx, text)
		if err != nil {
			return c, err
		}
		logit := m.Info().LogitScale*float64(photo.Dot(v, t)) + m.Spec.LogitBias
		got = append(got, logit)
		worst = max(worst, math.Abs(logit-e.Logits.Values[i]))
	}
	c.Got, c.Result = numbers(got), photo.CheckPassed
	if tolerance := e.tolerance(m); worst > tolerance {
		c.Result, c.Reason = photo.CheckFailed, "model:verify-logits"
	}
	return c, nil
}

// tolerance is wider for variants with few bits: they move logits by a unit or two.
func (e example) tolerance(m *serving.Model) float64 {
	if v := m.Spec.Version; v == "int8" || v == "q4" || v == "uint8" {
		return 10 * e.Logits.Tolerance
	}
	return e.Logits.Tolerance
}

func numbers(xs []float64) string {
	var all []string
	for _, x := range xs {
		all = append(all, fmt.Sprintf("%.4f", x))
	}
	return strings.Join(all, " ")
}

// passes returns nil for a model that may be used: one that passes its trial.
func passes(ctx context.Context, m *clip.Model) error {
	v, err := clip.Trial(ctx, m)
	if err != nil {
		return err
	}
	for _, c := range v.Checks {
		if c.Result == photo.CheckFailed {
			code, args := c.Reason.Split()
			return &photo.Fault{Code: code, Args: args, Text: fmt.Sprintf("%s: %s", c.Name, c.Got)}
		}
	}
	return nil
}
