package settings

import (
	"fyne.io/fyne/v2/widget"

	"recollect/ui/call"
	"recollect/ui/phrases"
)

// buildStacks makes the switch for stacks of photos that look alike.
func (p *Page) buildStacks() {
	p.alike = name(phrases.Say("settings:stacks"))
	p.stacks = widget.NewCheck(phrases.Say("settings:stacks-on"), func(on bool) {
		if !p.setting {
			call.With(p.OnStacks, on)
		}
	})
}
