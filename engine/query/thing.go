package query

import "strings"

// Thing is the thing whose photos a line asks for, as in thing:"palm tree";
// empty where it asks for none, or for photos that do not show it.
func Thing(line string) string {
	for _, t := range split(line) {
		if key, value, found := strings.Cut(t.text, ":"); found && t.quoted != 0 && strings.EqualFold(key, "thing") {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
