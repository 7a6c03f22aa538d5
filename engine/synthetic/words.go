package synthetic

// gear is a camera with the lens on it.
type gear struct{ maker, model, lens string }

var cameras = []gear{
	{"Canon", "EOS R6", "RF24-105mm F4 L IS USM"},
	{"NIKON CORPORATION", "NIKON Z 6_2", "NIKKOR Z 24-70mm f/4 S"},
	{"SONY", "ILCE-7M4", "FE 35mm F1.8"},
	{"FUJIFILM", "X-T4", "XF18-55mmF2.8-4 R LM OIS"},
	{"Apple", "iPhone 14", "iPhone 14 back camera 5.7mm f/1.5"},
	{"Google", "Pixel 7", ""},
	{"OLYMPUS CORPORATION", "E-M10", "M.14-42mm F3.5-5.6 II R"},
}

var (
	places = []string{
		"Lisbon", "Garden", "Alps", "Kitchen", "Island", "Museum", "Wedding",
		"Birthday", "Lake", "Office", "Harbour", "Forest",
	}
	subjects = []string{
		"dog", "cat", "bridge", "sunset", "bicycle", "boat", "flower", "bird",
		"cake", "mountain", "street", "tree",
	}
	tags   = []string{"best", "print", "family", "work", "travel", "to sort"}
	people = []string{"Anna", "Ben", "Clara", "David", "Eva", "Farid", "Grace", "Hugo"}
)
