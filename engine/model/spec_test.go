package model_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"recollect/assets"
	"recollect/engine/model"
	"recollect/engine/relevance"
)

func TestCalibration(t *testing.T) {
	const described = `{"name": "m"}`
	own := relevance.Default()
	own.HubWeight = 0.7
	for _, tt := range []struct {
		name, file string
		want       relevance.Calibration
		wantErr    error
	}{
		{"none", "", relevance.Default(), nil},
		{"what it does not name is the default", `{"hub_weight": 0.7}`, own, nil},
		{"damaged", `{"hub_weight": `, relevance.Default(), model.ErrNoModel},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := fstest.MapFS{"model.json": {Data: []byte(described)}}
			if tt.file != "" {
				files["calibration.json"] = &fstest.MapFile{Data: []byte(tt.file)}
			}
			got, err := model.Read(files)
			if !errors.Is(err, tt.wantErr) || got.Calibration != tt.want {
				t.Errorf("got %+v, %v", got.Calibration, err)
			}
		})
	}
}

// The default was fitted to the model that is shipped.
func TestMiniBringsItsCalibration(t *testing.T) {
	if _, err := assets.Mini().Open("calibration.json"); err != nil {
		t.Fatal(err)
	}
	got, err := model.Read(assets.Mini())
	if err != nil || got.Calibration != relevance.Default() {
		t.Errorf("got %+v, %v", got.Calibration, err)
	}
}
