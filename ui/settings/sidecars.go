package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"recollect/engine/photo"
	"recollect/ui/call"
	"recollect/ui/phrases"
	"recollect/ui/push"
	"recollect/ui/tick"
)

// sidecars is the part about what is written beside photos.
type sidecars struct {
	object *fyne.Container
	on     *tick.Check
	state  *widget.Label
	show   *push.Button // the conflicts
}

// buildSidecars makes that part, hidden until SetSidecars.
func (p *Page) buildSidecars() fyne.CanvasObject {
	s := &p.sidecars
	s.on = tick.New(phrases.Say("sidecars:on"), func(on bool) {
		if !p.setting {
			call.With(p.OnSidecars, on)
		}
	})
	s.state = widget.NewLabel("")
	s.state.Wrapping = fyne.TextWrapWord
	s.show = push.New("", func() { call.If(p.OnConflicts) })
	s.object = container.New(layout.NewCustomPaddedVBoxLayout(0), heading(phrases.Say("sidecars:setting")),
		container.New(layout.NewCustomPaddedLayout(0, 0, 4, 0), s.on), note(phrases.Say("sidecars:setting-note")),
		s.state, container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), container.NewHBox(s.show)))
	s.object.Hide()
	return s.object
}

// SetSidecars shows how far sidecars are written by themselves. trouble says why some could not be.
func (p *Page) SetSidecars(st photo.SidecarState, trouble string) {
	was := p.setting
	p.setting = true
	defer func() { p.setting = was }()
	s := &p.sidecars
	s.on.SetChecked(st.On)
	text := sidecarText(st, trouble)
	s.state.SetText(text)
	s.state.Hidden = text == ""
	s.show.SetText(phrases.Say("sidecars:show", "n", st.Conflicts))
	s.show.Hidden = st.Conflicts == 0
	s.object.Show()
	s.object.Refresh()
}

// Sidecars is the part about sidecars, for a test to follow.
func (p *Page) Sidecars() fyne.CanvasObject { return p.sidecars.object }

// sidecarText says how far sidecars are, and what could not be written.
func sidecarText(st photo.SidecarState, trouble string) string {
	if !st.On {
		return ""
	}
	lines := []string{phrases.Say("sidecars:written", "n", st.Written)}
	if st.Total > 0 {
		lines = append(lines, phrases.Say("sidecars:progress", "n", st.Total, "done", st.Done))
	}
	if st.Failed > 0 {
		lines = append(lines, strings.TrimSpace(phrases.Say("sidecars:failed", "n", st.Failed)+" "+trouble))
	}
	return strings.Join(lines, "\n")
}

// PolledWhy says for each folder, in a line, why it is scanned at intervals, and what can be done about it.
func PolledWhy(all []photo.PolledFolder) string {
	var lines []string
	for _, f := range all {
		m := phrases.Catalogue().Reason(f.Reason)
		lines = append(lines, strings.TrimSuffix(f.Dir+": "+m.What+". "+m.Next, " "))
	}
	return strings.Join(lines, "\n")
}
