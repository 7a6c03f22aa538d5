package photo

// Tag is a tag that people gave to photos. One may lie within another: Family/Anna.
type Tag struct {
	Name   string // with those that it lies in
	Photos int    // that have it or one within it
}
