package models

import (
	"fmt"
	"slices"
	"strings"

	"recollect/engine/photo"
	"recollect/ui/counts"
	"recollect/ui/notice"
	"recollect/ui/phrases"
)

// nowText says what finds the photos now, and what will when it is built.
func nowText(s State, b photo.Building) string {
	if s.Now.Name == "" {
		return phrases.Say("models:now-none")
	}
	text := phrases.Say("models:now", "model", nowTitle(s))
	if b.ID != "" {
		text = phrases.Say("models:now-until", "model", nowTitle(s), "next", b.Title)
	}
	if s.Now.Provider != "" {
		text += " " + phrases.Say("models:runs-on", "provider", s.Now.Provider)
	}
	return text
}

// nowTitle is the title of the model in use.
func nowTitle(s State) string {
	for _, m := range s.Models {
		if m.InUse {
			return m.Title
		}
	}
	return s.Now.Name
}

func adviceText(a photo.ModelAdvice) string {
	if a.Reason == "" {
		return ""
	}
	m := phrases.Catalogue().Reason(a.Reason)
	return strings.TrimSpace(m.What + " " + m.Next)
}

// buildingText says how far a model has come that is being built, and its share; it is empty
// where there is none.
func buildingText(st photo.Status) (string, float64) {
	b := st.Building
	if b.ID == "" {
		return "", unknown
	}
	text := phrases.Say("models:building", "model", b.Title, "ready", b.Ready, "n", b.Photos)
	switch {
	case st.Paused:
		text += " · " + phrases.Say("status:paused")
	case st.Waits != "":
		text += " · " + notice.Waiting(st.Waits)
	case st.ToGo() > 0 && st.Rate > 0:
		text += " · " + notice.About(notice.Remaining(st.ToGo(), st.Rate))
	}
	return text, float64(b.Percent()) / 100
}

// transferText says how far the files of a model have come.
func transferText(title string, t photo.Transfer) string {
	text := phrases.Say("models:transfer", "model", title, "done", counts.Bytes(t.Done))
	if t.Total > 0 {
		text = phrases.Say("models:transfer-of", "model", title, "done", counts.Bytes(t.Done),
			"total", counts.Bytes(t.Total))
	}
	if t.PerSecond > 0 {
		text += " · " + phrases.Say("models:per-second", "size", counts.Bytes(int64(t.PerSecond)))
		if t.Total > t.Done {
			text += " · " + notice.About(notice.Remaining(int(t.Total-t.Done), t.PerSecond))
		}
	}
	return text
}

// markText says beside a title what the model does now.
func markText(m photo.ModelEntry, advised bool) string {
	switch {
	case m.InUse:
		return phrases.Say("models:in-use")
	case m.Building:
		return phrases.Say("models:learning")
	case m.State == photo.ModelDamaged:
		return phrases.Say("models:damaged")
	case m.State == photo.ModelIncomplete:
		return phrases.Say("models:incomplete")
	case advised:
		return phrases.Say("models:advised")
	case m.State == photo.ModelImportOnly:
		return phrases.Say("models:import-only")
	case m.State == photo.ModelAvailable:
		return counts.Bytes(leastBytes(m))
	}
	return phrases.Say("models:here")
}

// leastBytes is what the files of m take, of the smallest variant where it is not here.
func leastBytes(m photo.ModelEntry) int64 {
	least := m.Bytes
	for _, v := range m.Variants {
		if least == 0 || v.Bytes < least {
			least = v.Bytes
		}
	}
	return least
}

// aboutText says in a line what distinguishes m: its languages and how good it is.
func aboutText(m photo.ModelEntry) string {
	parts := []string{languages(m.Languages)}
	switch q := m.Quality; {
	case q.ImageNet > 0:
		parts = append(parts, phrases.Say("models:imagenet", "figure", percent(q.ImageNet)))
	case q.COCO1 > 0:
		parts = append(parts, phrases.Say("models:coco", "figure", percent(q.COCO1)))
	case q.Flickr > 0:
		parts = append(parts, phrases.Say("models:flickr", "figure", percent(q.Flickr)))
	}
	if m.PerSecond > 0 {
		parts = append(parts, phrases.Say("models:speed", "rate", notice.Rate(m.PerSecond)))
	}
	return strings.Join(parts, " · ")
}

// fewLanguages is how many are named.
const fewLanguages = 3

func languages(codes []string) string {
	switch n := len(codes); {
	case n == 0:
		return phrases.Say("models:languages-unknown")
	case n > fewLanguages:
		return phrases.Say("models:languages", "n", n)
	}
	var names []string
	for _, code := range codes {
		names = append(names, phrases.Catalogue().What("language:"+code, nil))
	}
	return strings.Join(names, ", ")
}

func percent(figure float64) string { return fmt.Sprintf("%.1f %%", figure) }

// goodText says what m is good for, and how to get it where it cannot be downloaded.
func goodText(m photo.ModelEntry) string {
	text := m.Quality.Text
	if text == "" {
		text = phrases.Say("models:understands", "languages", languages(m.Languages))
	}
	if m.State == photo.ModelImportOnly {
		text += "\n" + phrases.Say("models:import-only-hint")
	}
	return text
}

func problemText(m photo.ModelEntry) string {
	if m.Problem == "" {
		return ""
	}
	said := phrases.Catalogue().Reason(m.Problem)
	return strings.TrimSpace(said.What + " " + said.Next)
}

func variantText(v photo.ModelVariant) string {
	return phrases.Say("models:variant", "variant", v.Name, "size", counts.Bytes(v.Bytes))
}

// getText is what the button says that downloads m.
func getText(m photo.ModelEntry) string {
	switch {
	case m.State == photo.ModelIncomplete:
		return phrases.Say("models:get-rest")
	case m.State == photo.ModelDamaged:
		return phrases.Say("models:get-again")
	case len(m.Variants) == 1:
		return phrases.Say("models:get-size", "size", counts.Bytes(m.Variants[0].Bytes))
	}
	return phrases.Say("models:get")
}

// fact is what is known of a model, with its name.
type fact struct{ name, value string }

// facts are the facts of m that are known.
func facts(m photo.ModelEntry, s State) []fact {
	all := []fact{
		{phrases.Say("models:fact-photos"), photosText(m)},
		{phrases.Say("models:fact-languages"), languages(m.Languages)},
		{phrases.Say("models:fact-size"), sizeText(m)},
		{phrases.Say("models:fact-speed"), speedText(m)},
		{phrases.Say("models:fact-published"), publishedText(m.Quality)},
	}
	if shipped, ok := shippedOf(s); ok && shipped.ID != m.ID {
		all = append(all, fact{
			shipped.Title, publishedText(shipped.Quality),
		})
	}
	all = append(all,
		fact{phrases.Say("models:fact-cut"), cutText(m)},
		fact{phrases.Say("models:fact-check"), verdictText(s.Checked[m.ID])},
		fact{phrases.Say("models:fact-licence"), m.Licence},
		fact{phrases.Say("models:fact-terms"), m.Terms},
		fact{phrases.Say("models:fact-source"), m.Source},
		fact{phrases.Say("models:fact-figures"), sourcesText(m.Quality)},
	)
	var known []fact
	for _, f := range all {
		if f.value != "" {
			known = append(known, f)
		}
	}
	return known
}

// shippedOf is the model that comes with the program.
func shippedOf(s State) (m photo.ModelEntry, ok bool) {
	for _, m := range s.Models {
		if m.State == photo.ModelEmbedded {
			return m, true
		}
	}
	return m, false
}

func photosText(m photo.ModelEntry) string {
	if m.Embedded == 0 {
		return ""
	}
	return phrases.Say("models:knows", "embedded", m.Embedded, "n", m.Total)
}

func sizeText(m photo.ModelEntry) string {
	var parts []string
	if n := leastBytes(m); n > 0 && (m.State != photo.ModelAvailable || len(m.Variants) < 2) {
		parts = append(parts, phrases.Say("models:on-disk", "size", counts.Bytes(n)))
	}
	if m.MemoryBytes > 0 {
		parts = append(parts, phrases.Say("models:in-memory", "size", counts.Bytes(m.MemoryBytes)))
	}
	return strings.Join(parts, ", ")
}

func speedText(m photo.ModelEntry) string {
	if m.PerSecond == 0 {
		return phrases.Say("models:not-measured")
	}
	text := phrases.Say("models:speed-on", "rate", notice.Rate(m.PerSecond), "provider", m.Provider)
	if left := m.Total - m.Embedded; left > 0 {
		text += "\n" + phrases.Say("models:takes", "n", left, "time",
			notice.About(notice.Remaining(left, m.PerSecond)))
	}
	return text
}

// publishedText has the published figures.
func publishedText(q photo.ModelQuality) string {
	var lines []string
	if q.ImageNet > 0 {
		lines = append(lines, phrases.Say("models:imagenet-long", "figure", percent(q.ImageNet)))
	}
	if q.COCO1 > 0 {
		lines = append(lines, phrases.Say("models:coco-first", "figure", percent(q.COCO1)))
	}
	if q.COCO > 0 {
		lines = append(lines, phrases.Say("models:coco-long", "figure", percent(q.COCO)))
	}
	if q.Flickr > 0 {
		lines = append(lines, phrases.Say("models:flickr-long", "figure", percent(q.Flickr)))
	}
	if len(lines) == 0 && q.Text != "" {
		return "" // which has them, or says why there are none
	}
	if len(lines) == 0 {
		return phrases.Say("models:nothing-published")
	}
	return strings.Join(append(lines, phrases.Say("models:not-on-yours")), "\n")
}

// sourcesText says where the figures of q are published, each with its own source unless there is one for all.
func sourcesText(q photo.ModelQuality) string {
	var names, sources []string
	add := func(name string, figure float64, source string) {
		if figure > 0 && source != "" {
			names, sources = append(names, name), append(sources, strings.TrimPrefix(source, "https://"))
		}
	}
	add("ImageNet", q.ImageNet, q.ImageNetSource)
	add("COCO", max(q.COCO1, q.COCO), q.COCOSource)
	add("Flickr8k", q.Flickr, q.FlickrSource)
	if len(slices.Compact(slices.Clone(sources))) == 1 {
		return sources[0]
	}
	for i := range sources {
		sources[i] = names[i] + ": " + sources[i]
	}
	return strings.Join(sources, "\n")
}

// cutText says what decides which photos fit, where that is not what mini's judges said.
func cutText(m photo.ModelEntry) string {
	if m.Calibrated == photo.CalibrationFitted {
		return phrases.Say("models:fitted")
	}
	return ""
}

// verdictText has a line for each check.
func verdictText(v photo.ModelVerdict) string {
	results := map[photo.CheckResult]string{
		photo.CheckPassed: phrases.Say("models:passed"), photo.CheckFailed: phrases.Say("models:failed"),
		photo.CheckSkipped: phrases.Say("models:skipped"), photo.CheckWarned: phrases.Say("models:warned"),
	}
	var lines []string
	for _, c := range v.Checks {
		line := phrases.Say("models:checked", "check", checkName(c.Name), "result", results[c.Result])
		if c.Result == photo.CheckFailed && c.Want != "" {
			line += " " + phrases.Say("models:expected", "got", c.Got, "want", c.Want)
		}
		if c.Reason != "" {
			line += " " + phrases.Catalogue().Reason(c.Reason).What
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// checkName is what a person reads for the name of a check.
func checkName(name string) string {
	names := map[string]string{
		"files": phrases.Say("models:check-files"), "description": phrases.Say("models:check-description"),
		"trial.loads": phrases.Say("models:check-loads"), "trial.numbers": phrases.Say("models:check-numbers"),
		"trial.pairs": phrases.Say("models:check-pairs"), "trial.activation": phrases.Say("models:check-activation"),
		"tokens": phrases.Say("models:check-tokens"),
		"logits": phrases.Say("models:check-logits"),
	}
	if said, ok := names[name]; ok {
		return said
	}
	return name
}
