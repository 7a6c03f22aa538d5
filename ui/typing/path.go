package typing

import (
	"net/url"
	"path/filepath"
	"strings"
)

// FilePath returns the path in text, as file managers and shells copy it; empty if text is
// something else.
func FilePath(text string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	if strings.ContainsAny(text, "\r\n") {
		return ""
	}
	if u, err := url.Parse(text); err == nil && u.Scheme == "file" {
		text = u.Path
	}
	if !filepath.IsAbs(text) || filepath.Ext(text) == "" {
		return ""
	}
	return filepath.Clean(text)
}
