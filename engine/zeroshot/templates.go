package zeroshot

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
)

// blank is what a template has in the place of the label.
const blank = "{}"

//go:embed imagenet80.txt
var imagenet80 string

// Named returns the templates of a name: "none" is the label alone, "photo" is "a
// photo of a {}.", and "imagenet80" are the 80 that CLIP was measured with on
// ImageNet. ok is false for other names.
func Named(name string) (templates []string, ok bool) {
	switch name {
	case "none":
		return []string{blank}, true
	case "photo":
		return []string{"a photo of a {}."}, true
	case "imagenet80":
		templates, err := ParseTemplates(imagenet80)
		return templates, err == nil
	default:
		return nil, false
	}
}

// ParseTemplates reads templates, one a line, each with {} where the label
// belongs. Empty lines and those that begin with # are not read. It fails where a
// line has no {}, and where there is no line.
func ParseTemplates(text string) ([]string, error) {
	var out []string
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !strings.Contains(line, blank) {
			return nil, fmt.Errorf("line %d, %q, has no {} for the label", n, line)
		}
		out = append(out, line)
	}
	if len(out) == 0 {
		return nil, errors.New("there is no template in it")
	}
	return out, nil
}
