package counts

import "recollect/ui/phrases"

// Bytes returns a number of bytes in the largest unit that it has one of: "1.5 GB", "42 MB".
func Bytes(n int64) string {
	c := phrases.Catalogue()
	switch {
	case n >= 999_500_000:
		return phrases.Say("size:gb", "size", c.Decimal(float64(n)/1e9, 1))
	case n >= 1e6:
		return phrases.Say("size:mb", "size", c.Decimal(float64(n)/1e6, 0))
	default:
		return phrases.Say("size:kb", "size", c.Decimal(float64(n)/1e3, 0))
	}
}
