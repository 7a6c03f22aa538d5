package photo

// Meta is what people and cameras wrote about a picture: embedded in its file or in a sidecar,
// which has precedence. Zero values mean unknown.
type Meta struct {
	Make, Model, Lens string

	ExposureSeconds float64 // shutter time
	FNumber         float64 // aperture
	ISO             int
	FocalMM         float64 // as engraved on the lens
	Focal35MM       float64 // equivalent for a frame of 36 x 24 mm

	Place *Place // where the camera was; nil where unknown

	Rating   int    // 1 to 5 stars, -1 for rejected, 0 for none
	Label    string // a colour or a word of the user's choice
	Title    string
	Caption  string
	Keywords []string // in the order of the file, each once
	People   []string // names, in the order of the file, each once

	Screen bool // the system or program that made it says that it is a picture of a screen
}

// Place is a position on earth (WGS 84).
type Place struct {
	Latitude  float64 // degrees north, -90 to 90
	Longitude float64 // degrees east, -180 to 180
	AltitudeM float64 // metres above the sea; meaningless unless HasAltitude
	// HasAltitude: most places have one, and 0 is one.
	HasAltitude bool

	City    string // that it belongs to, as GeoNames spells it; "" where there is none, or nobody has looked
	Country string // of that city: ISO 3166-1, two letters
}
