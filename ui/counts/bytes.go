package counts

import "fmt"

// Bytes returns a number of bytes in the largest unit that it has one of: "1.5 GB", "42 MB".
func Bytes(n int64) string {
	switch {
	case n >= 999_500_000:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	default:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	}
}
