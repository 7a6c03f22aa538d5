package query

import (
	"image"

	"recollect/engine/photo"
)

// Line is all that a box holds: its text and its pictures.
type Line struct {
	Text     string
	AsTyped  bool // words such as "without" stay in the sentence
	Pictures []Picture
}

// Picture is what a chip stands for: a photo of the library, or a file where ID is 0.
type Picture struct {
	ID   photo.ID
	Path string
	Name string
	Img  image.Image // nil where it is not known
}

// Line is what the box holds now.
func (b *Box) Line() Line {
	l := Line{Text: b.field.Text, AsTyped: b.asTyped}
	for _, c := range b.chips {
		l.Pictures = append(l.Pictures, Picture{c.id, c.path, c.name, c.img})
	}
	return l
}

// SetLine puts back what the box held, without telling of it.
func (b *Box) SetLine(l Line) {
	b.Replace()
	for _, p := range l.Pictures {
		b.enlist(&chip{id: p.ID, path: p.Path, name: p.Name, img: p.Img})
	}
	b.field.quiet = true
	b.field.setLine(l.Text, len(l.Text))
	b.field.quiet = false
	b.asTyped = l.AsTyped
	b.arrange()
}
