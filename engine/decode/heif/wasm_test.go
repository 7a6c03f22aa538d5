package heif

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"
)

// TestDecodersAreThePublishedOnes keeps the embedded files those that were reviewed, with
// their licences beside them.
func TestDecodersAreThePublishedOnes(t *testing.T) {
	readme := string(content(t, "wasm/README.md"))
	for _, c := range []struct{ name, packed, sum string }{
		{"libheif", libheifPacked, "3634a6447ea3915633667f39e01ff540a60f4e2f837a8391d044d76dfd8a0435"},
		{"libavif", libavifPacked, "1ee2423413384d54b3fa4e2882424d60a2a05f5fe7ec573535fdb6b531071a9b"},
	} {
		sum := sha256.Sum256([]byte(c.packed))
		if got := hex.EncodeToString(sum[:]); got != c.sum {
			t.Errorf("%s: SHA-256 %s, want %s", c.name, got, c.sum)
		}
		if !strings.Contains(readme, c.sum) {
			t.Errorf("wasm/README.md does not name the SHA-256 of %s", c.name)
		}
	}
	for _, library := range []string{"libheif", "libde265", "libavif", "aom", "libyuv", "gen2brain"} {
		if info, err := os.Stat("wasm/LICENSE." + library); err != nil || info.Size() < 500 {
			t.Errorf("the licence of %s: %v, %v", library, info, err)
		}
	}
}
