package models

import (
	"context"
	"io/fs"
	"runtime"

	"recollect/engine/model"
	"recollect/engine/model/list"
	"recollect/engine/photo"
	"recollect/engine/serving"
)

// Offer returns, without a library, which models there are.
type Offer struct {
	Shipped fs.FS // the model of the program; nil where it has none
}

// List is Service.List of a library that does not exist yet.
func (o Offer) List(context.Context) ([]photo.ModelEntry, error) {
	var all []photo.ModelEntry
	if o.Shipped != nil {
		if spec, err := model.Read(o.Shipped); err == nil {
			e := listing(list.Models(), serving.ShippedID, spec)
			e.State, e.Calibrated = photo.ModelEmbedded, photo.CalibrationShipped
			all = append(all, e)
		}
	}
	return append(all, toGet(list.Models(), all, use{wanted: serving.ShippedID})...), nil
}

// Recommend is Service.Recommend for 100,000 photos on a computer on which nothing was measured.
func (o Offer) Recommend(ctx context.Context) (photo.ModelAdvice, error) {
	all, err := o.List(ctx)
	return newAdviser(all).best(all), err
}

// newAdviser knows what was measured of all.
func newAdviser(all []photo.ModelEntry) adviser {
	a := adviser{
		photos: forPhotos, perSecond: float64(runtime.GOMAXPROCS(0)) * perCore, memory: installed() / 2,
	}
	for _, e := range all {
		a.photos = max(a.photos, e.Total)
	}
	a.learn(all)
	return a
}
