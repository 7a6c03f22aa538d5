package models

import (
	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/photo"
)

// line is a line of list.
type line struct {
	ID          string        `json:"id"`
	Title       string        `json:"title"`
	Family      string        `json:"family"`
	State       string        `json:"state"`
	Variant     string        `json:"variant"`
	Variants    []variantLine `json:"variants"`
	Bytes       int64         `json:"bytes"`
	MemoryBytes int64         `json:"memory_bytes"`
	Dim         int           `json:"dim"`
	ImagePx     int           `json:"image_px"`
	Languages   []string      `json:"languages"`
	Licence     string        `json:"licence"`
	Terms       string        `json:"terms"`
	Source      string        `json:"source"`
	Quality     qualityLine   `json:"quality"`
	PerSecond   float64       `json:"per_second"`
	Provider    string        `json:"provider"`
	InUse       bool          `json:"in_use"`
	Building    bool          `json:"building"`
	Embedded    int           `json:"embedded"`
	Total       int           `json:"total"`
	Fingerprint string        `json:"fingerprint"`
	Calibrated  string        `json:"calibrated"`
	Problem     plain.Text    `json:"problem,omitempty"`
	Recommended bool          `json:"recommended"`
	Advice      plain.Text    `json:"advice,omitempty"` // of the recommended one
}

type variantLine struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
}

// qualityLine has published figures in percent; 0 is unknown.
type qualityLine struct {
	ImageNet       float64 `json:"imagenet"`
	ImageNetSource string  `json:"imagenet_source"`
	COCO1          float64 `json:"coco_r1"`
	COCO5          float64 `json:"coco_r5"`
	COCOSource     string  `json:"coco_source"`
	Flickr         float64 `json:"flickr8k_r10"`
	FlickrSource   string  `json:"flickr8k_source"`
	Text           string  `json:"text"`
}

func newQuality(q photo.ModelQuality) qualityLine {
	return qualityLine{
		q.ImageNet, q.ImageNetSource, q.COCO1, q.COCO, q.COCOSource, q.Flickr, q.FlickrSource, q.Text,
	}
}

func newLine(m photo.ModelEntry) line {
	l := line{
		ID: m.ID, Title: m.Title, Family: m.Family, State: string(m.State), Variant: m.Variant,
		Variants: []variantLine{}, Bytes: m.Bytes, MemoryBytes: m.MemoryBytes, Dim: m.Dim, ImagePx: m.ImagePx,
		Languages: append([]string{}, m.Languages...), Licence: m.Licence, Terms: m.Terms, Source: m.Source,
		Quality:   newQuality(m.Quality),
		PerSecond: m.PerSecond, Provider: m.Provider, InUse: m.InUse, Building: m.Building,
		Embedded: m.Embedded, Total: m.Total, Fingerprint: m.Fingerprint, Calibrated: string(m.Calibrated),
	}
	for _, v := range m.Variants {
		l.Variants = append(l.Variants, variantLine(v))
	}
	if m.Problem != "" {
		said := cli.Sentences().Reason(m.Problem)
		l.Problem = cli.InOne(plain.Prose(said.What), plain.Prose(said.Next))
	}
	return l
}

// text has a line for who the model is, and some for what there is to know of it.
func (l line) text() plain.Text {
	text := plain.Format("%-34s %s", l.ID, l.Title) + "\n  " + l.state()
	if l.Problem != "" {
		text += "\n  " + l.Problem
	}
	about := l.languages()
	if l.MemoryBytes > 0 {
		about += plain.Format("; about %s of memory", size(l.MemoryBytes))
	}
	if l.Licence != "" {
		about += plain.Format("; %s", l.Licence)
	}
	text += "\n  " + about
	if published := l.Quality.text(); published != "" {
		text += "\n  " + published
	}
	return text
}

// state says where the model is, what it does, and how fast.
func (l line) state() plain.Text {
	var text plain.Text
	switch photo.ModelState(l.State) {
	case photo.ModelEmbedded:
		text = plain.Format("comes with Recollect, %s", size(l.Bytes))
	case photo.ModelInstalled:
		text = plain.Format("here, %s", size(l.Bytes))
	case photo.ModelIncomplete:
		text = plain.Format("downloaded in part, of %s", size(l.Bytes))
	case photo.ModelDamaged:
		text = plain.Format("damaged, %s", size(l.Bytes))
	case photo.ModelImportOnly:
		text = "can be imported from files"
	default:
		text = "can be downloaded"
		for i, v := range l.Variants {
			sep := plain.Text(", ")
			if i == 0 {
				sep = ": "
			}
			text += sep + plain.Format("%s %s", v.Name, size(v.Bytes))
		}
	}
	switch {
	case l.InUse:
		text = "in use; " + text
	case l.Building:
		text = plain.Format("being built, %d of %d photos; ", l.Embedded, l.Total) + text
	case l.Embedded > 0:
		text += plain.Format("; knows %d of %d photos", l.Embedded, l.Total)
	}
	if l.PerSecond > 0 {
		text += plain.Format("; %s photos a second here, on %s", rate(l.PerSecond), l.Provider)
	}
	return text
}

// fewLanguages is how many are named.
const fewLanguages = 3

func (l line) languages() plain.Text {
	switch n := len(l.Languages); {
	case n == 0:
		return "languages not known"
	case n > fewLanguages:
		return plain.Format("%d languages", n)
	}
	var text plain.Text
	for i, code := range l.Languages {
		if i > 0 {
			text += ", "
		}
		text += plain.Prose(cli.Sentences().What("language:"+code, nil))
	}
	return text
}

// text has what is published of a model, and after each figure, or all that are of one source, where.
func (q qualityLine) text() plain.Text {
	var text plain.Text
	source := ""
	cite := func() {
		if source != "" {
			text += plain.Format(" (%s)", source)
		}
	}
	add := func(name plain.Text, figure float64, from string) {
		if figure == 0 {
			return
		}
		if text != "" {
			if from != source {
				cite()
			}
			text += ", "
		}
		text += name + plain.Format(" %.1f %%", figure)
		source = from
	}
	add("ImageNet top-1", q.ImageNet, q.ImageNetSource)
	add("COCO text-to-image recall@1", q.COCO1, q.COCOSource)
	add("recall@5", q.COCO5, q.COCOSource)
	add("Flickr8k text-to-image recall@10", q.Flickr, q.FlickrSource)
	cite()
	switch {
	case q.Text == "":
	case text == "":
		text = plain.Prose(q.Text)
	default:
		text += ". " + plain.Prose(q.Text)
	}
	return text
}

// rate is so many a second, with a decimal where that says something.
func rate(perSecond float64) plain.Text {
	if perSecond < 10 {
		return plain.Format("%.1f", perSecond)
	}
	return plain.Format("%.0f", perSecond)
}

// size is a number of bytes as people read it.
func size(n int64) plain.Text {
	switch {
	case n >= 999_500_000:
		return plain.Format("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return plain.Format("%.0f MB", float64(n)/1e6)
	default:
		return plain.Format("%.0f kB", float64(n)/1e3)
	}
}
