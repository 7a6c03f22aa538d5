package models

import (
	"context"
	"fmt"
	"image"
	"image/draw"

	"recollect/engine/analyse"
	"recollect/engine/model/clip"
	"recollect/engine/photo"
)

// ErrUseless means that a model does not tell pictures or sentences apart.
var ErrUseless error = &photo.Fault{Code: "model:useless", Text: "the model does not tell pictures or sentences apart"}

// passes embeds two sentences and two pictures, and returns why the model is of no use, or nil.
func passes(ctx context.Context, m *clip.Model) error {
	a, err := m.Text(ctx, "a photo of a dog")
	if err != nil {
		return err
	}
	b, err := m.Text(ctx, "the sea at night")
	if err != nil {
		return err
	}
	black, err := analyse.EncodeOne(ctx, m, plain(image.Black))
	if err != nil {
		return err
	}
	white, err := analyse.EncodeOne(ctx, m, plain(image.White))
	if err != nil {
		return err
	}
	const same = 0.9999 // cosine
	if photo.Dot(a, b) > same || photo.Dot(black, white) > same {
		return fmt.Errorf("%s: %w", m.Info().Name, ErrUseless)
	}
	return nil
}

func plain(colour image.Image) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 32, 32))
	draw.Draw(img, img.Rect, colour, image.Point{}, draw.Src)
	return img
}

// memory is about what both networks of a model take: their weights, and what they compute.
func memory(fileBytes int64) int64 { return fileBytes + 200<<20 }
