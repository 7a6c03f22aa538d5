package settings

import (
	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/tick"
)

// buildStacks makes the switch for stacks of photos that look alike.
func (p *Page) buildStacks() {
	p.alike = name(phrases.Say("settings:stacks"))
	p.stacks = tick.New(phrases.Say("settings:stacks-on"), func(on bool) {
		if !p.setting {
			call.With(p.OnStacks, on)
		}
	})
}
