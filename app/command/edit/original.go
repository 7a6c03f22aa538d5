package edit

import (
	"strconv"

	"recollect/app/plain"
	"recollect/engine/photo"
)

// Original is what the file of a picture says where a person says something else, for info.
type Original struct {
	Taken     string   `json:"taken"`
	TakenFrom string   `json:"taken_from"`
	Rating    int      `json:"rating"`
	Label     string   `json:"label"`
	Title     string   `json:"title"`
	Caption   string   `json:"caption"`
	Latitude  *float64 `json:"latitude"`
	Longitude *float64 `json:"longitude"`
}

// NewOriginal returns the fields that a person has set, and what the file says; nil for none.
func NewOriginal(e *photo.Edited) (fields []string, o *Original) {
	if e == nil {
		return nil, nil
	}
	for _, f := range e.Fields {
		fields = append(fields, string(f))
	}
	o = &Original{
		Taken: e.File.Taken.String(), TakenFrom: string(e.File.Taken.From), Rating: e.File.Rating,
		Label: e.File.Label, Title: e.File.Title, Caption: e.File.Caption,
	}
	if at := e.File.Place; at != nil {
		o.Latitude, o.Longitude = &at.Latitude, &at.Longitude
	}
	return fields, o
}

// Text is what the file says of fields, for people; empty for none.
func (o *Original) Text(fields []string) plain.Text {
	var parts []string
	for _, f := range fields {
		says := "none"
		switch photo.Field(f) {
		case photo.DateField:
			says = o.Taken + " (" + o.TakenFrom + ")"
		case photo.RatingField:
			says = strconv.Itoa(o.Rating)
		case photo.PlaceField:
			if o.Latitude != nil {
				says = degrees(*o.Latitude) + "," + degrees(*o.Longitude)
			}
		default:
			text := map[photo.Field]string{
				photo.LabelField: o.Label, photo.TitleField: o.Title, photo.CaptionField: o.Caption,
			}[photo.Field(f)]
			if text != "" {
				says = strconv.Quote(text)
			}
		}
		parts = append(parts, f+" "+says)
	}
	return plain.Join(parts, ", ")
}

func degrees(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
