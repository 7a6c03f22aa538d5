package grid

import (
	"recollect/engine/photo"
	"recollect/ui/phrases"
)

// badgeText returns the text of a tile's badge, if any: that only the stored
// preview can be shown, or only the first picture of an animation.
func badgeText(t photo.Tile) string {
	switch {
	case t.Away:
		return phrases.Say("photo:away")
	case t.Animated:
		return phrases.Say("photo:animation")
	default:
		return ""
	}
}
