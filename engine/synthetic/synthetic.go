// Package synthetic fills a catalog with photos that do not exist, so that what depends on the size
// of a library can be measured without a million pictures. The same seed gives the same library.
package synthetic

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"time"

	"recollect/engine/catalog"
	"recollect/engine/colour"
	"recollect/engine/look"
	"recollect/engine/photo"
)

// Options says what to fill a catalog with.
type Options struct {
	Photos int    // how many are recorded, with broken and gone ones
	Root   string // absolute; the folders of the photos lie in it, and need not exist
	Dim    int    // length of the vectors
	Seed   uint64
	// Sentences are embeddings of sentences, of the model that the library is searched with. The clusters of
	// vectors are of what they name, and they lie in a cone of their own. None: no sentence has to do with any photo.
	Sentences []photo.Vector
	// OnContent is called with the hash of each content; nil: it is not.
	OnContent func(photo.Hash) error
	// Now is the time after which no photo was taken.
	Now time.Time
}

const (
	folders = 8    // added to the library, at most one a photo
	batch   = 2000 // photos in one transaction

	// One photo in so many has each of these.
	withRAW     = 20
	favourites  = 50
	tagged      = 25
	gone        = 500
	broken      = 1000
	withPlace   = 3 // of occasions
	withCaption = 10
)

// library is a library under construction.
type library struct {
	Options
	catalog *catalog.Catalog
	random  *rand.Rand
	folders []photo.Folder
	cone    photo.Vector   // what all pictures share
	centres []photo.Vector // of clusters
	now     occasion
}

// Fill records o.Photos photos in c, which was opened for writing and is empty: taken on occasions, with
// vectors in a cone and in clusters of skewed sizes, colours, traits and metadata, and some favourites,
// tags, albums, searches, things, problems, RAW files beside JPEGs, and photos whose file is gone.
func Fill(ctx context.Context, c *catalog.Catalog, o Options) error {
	l := &library{Options: o, catalog: c, random: rand.New(rand.NewPCG(o.Seed, 0))}
	for i := range min(folders, o.Photos) {
		f, err := c.AddFolder(ctx, filepath.Join(o.Root, fmt.Sprintf("%02d %s", i+1, places[i%len(places)])))
		if err != nil {
			return err
		}
		l.folders = append(l.folders, f)
	}
	l.aim()
	for first := 0; first < o.Photos; first += batch {
		err := c.Update(ctx, func(tx *catalog.Tx) error {
			for i := first; i < min(first+batch, o.Photos); i++ {
				if err := l.add(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return c.Update(ctx, rememberSearches)
}

// add records photo i and everything that belongs to it.
func (l *library) add(tx *catalog.Tx, i int) error {
	p := l.photo(i)
	id, err := tx.Insert(p)
	if err != nil {
		return err
	}
	if i%withRAW == 1 {
		raw := p
		raw.Path = p.Path[:len(p.Path)-len(".jpg")] + ".nef"
		raw.Format, raw.Size = "nef", 8*p.Size
		if _, err := tx.Insert(raw); err != nil {
			return err
		}
	}
	switch {
	case i%broken == broken-1:
		_, err := tx.SetProblem(photo.Problem{ID: id, Reason: "picture:damaged", Detail: "synthetic"}, p.File, false)
		return err
	case i%gone == gone-1:
		return tx.SetGone(id, l.Now.AddDate(0, 0, -i%30))
	}
	content := l.content(i)
	if _, err := tx.SetContent(id, p.File, content); err != nil {
		return err
	}
	// Random bits, as those of different pictures are.
	seen := look.Hash(binary.LittleEndian.Uint64(content.Hash[:]))
	if err := tx.SetGrade(content.Hash, look.Grade{Sharp: look.NoEdges, Light: 128}); err != nil {
		return err
	}
	if err := tx.SetLook(content.Hash, seen); err != nil {
		return err
	}
	if l.OnContent != nil {
		if err := l.OnContent(content.Hash); err != nil {
			return err
		}
	}
	return l.say(tx, id, i)
}

// say records user data and suggestions for photo i.
func (l *library) say(tx *catalog.Tx, id photo.ID, i int) error {
	if i%favourites == 0 {
		if err := tx.SetFavourite(id, true); err != nil {
			return err
		}
	}
	if i%tagged == 0 {
		if err := tx.Tag(id, tags[l.skewed(len(tags))]); err != nil {
			return err
		}
	}
	return tx.SuggestPhoto(id, map[string]float64{pick(l.random, subjects): 0.5 + l.random.Float64()/2})
}

// photo is what would be recorded of the file of photo i.
func (l *library) photo(i int) photo.Photo {
	r := l.random
	l.next()
	taken, place := l.now.take(l)
	gear := l.now.gear
	width, height := l.size()
	p := photo.Photo{
		Folder: l.now.folder.ID,
		File: photo.File{
			Path: filepath.Join(l.now.dir(taken), fmt.Sprintf("IMG_%07d.jpg", i)), Size: 1<<20 + r.Int64N(8<<20),
			ModTime: taken.Add(time.Hour), Identity: fmt.Sprintf("1:%d", i+1),
		},
		Details: photo.Details{
			Format: "jpeg", WidthPx: width, HeightPx: height, Orientation: 1,
			Taken: photo.Moment{Time: taken, From: photo.FromExif}, Camera: gear.maker + " " + gear.model,
			Meta: photo.Meta{
				Make: gear.maker, Model: gear.model, Lens: gear.lens,
				ExposureSeconds: 1 / float64(1+r.IntN(2000)), FNumber: 1.8 + float64(r.IntN(80))/10,
				ISO: 50 << r.IntN(8), FocalMM: float64(18 + r.IntN(180)),
				Keywords: []string{pick(r, tags), pick(r, subjects)}, Place: place,
			},
		},
	}
	if i%withCaption == 0 {
		p.Meta.Caption = fmt.Sprintf("A %s in %s", pick(r, subjects), pick(r, places))
		p.Meta.People = []string{pick(r, people)}
	}
	return p
}

// content is what reading the file of photo i would give.
func (l *library) content(i int) catalog.Content {
	r := l.random
	c := catalog.Content{
		Colour:  photo.RGB{R: uint8(r.IntN(256)), G: uint8(r.IntN(256)), B: uint8(r.IntN(256))},
		Colours: 1<<r.IntN(9) | colour.Mask(r.IntN(1<<9)),
		Vector:  l.vector(),
		Traits:  []float32{0.2 + r.Float32()/20, 0.03 + r.Float32()/50, 0.28 + r.Float32()/20},
	}
	binary.LittleEndian.PutUint64(c.Hash[:], r.Uint64())
	binary.LittleEndian.PutUint64(c.Hash[8:], uint64(i)+1)
	return c
}

// rememberSearches records albums and the search history.
func rememberSearches(tx *catalog.Tx) error {
	for i, subject := range subjects {
		if _, err := tx.SaveAlbum("Album "+subject, fmt.Sprintf("%s tag:%s", subject, tags[i%len(tags)])); err != nil {
			return err
		}
		if err := tx.RememberSearch(subject + " by the water"); err != nil {
			return err
		}
	}
	return nil
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }
