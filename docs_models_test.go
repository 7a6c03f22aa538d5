package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"recollect/engine/model/list"
)

// TestModelsPageAgrees holds the table of docs/models.md to assets/models.json.
func TestModelsPageAgrees(t *testing.T) {
	doc, err := os.ReadFile("docs/models.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{modelsTable(), sourcesTable()} {
		if !strings.Contains(string(doc), want) {
			t.Errorf("docs/models.md has not this table of assets/models.json:\n%s", want)
		}
	}
}

// sourcesTable says where the figures are published, as docs/models.md shows it.
func sourcesTable() string {
	families := map[string][]string{} // by row
	var order []string
	add := func(of, source, family string) {
		if source == "" {
			return
		}
		key := of + " | " + source
		if families[key] == nil {
			order = append(order, key)
		}
		if !slices.Contains(families[key], family) {
			families[key] = append(families[key], family)
		}
	}
	for _, m := range list.Models() {
		family := strings.TrimSpace(strings.Split(m.Title, "/")[0])
		family = strings.Join(strings.Fields(family)[:max(1, len(strings.Fields(family))-1)], " ")
		add("ImageNet", m.Quality.ImageNetSource, family)
		add("COCO", m.Quality.COCOSource, family)
		add("Flickr8k", m.Quality.FlickrSource, family)
	}
	text := "| Figures | Published at | Of |\n| --- | --- | --- |\n"
	for _, key := range order {
		text += fmt.Sprintf("| %s | %s |\n", key, strings.Join(families[key], ", "))
	}
	return text
}

// modelsTable is the table of models as docs/models.md shows it.
func modelsTable() string {
	var b strings.Builder
	b.WriteString("| Model | ID | Get it by | Size, GB | Languages | Licence | ImageNet | COCO R@1 | R@5 |\n" +
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, m := range list.Models() {
		languages := "English"
		if n := len(m.Description.Languages); n > 1 {
			languages = fmt.Sprint(n)
		}
		ways := map[list.Offer]string{
			list.Embedded: "comes along", list.Download: "download", list.Import: "import",
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %s | %s | %s | %s |\n", m.Title, m.ID, ways[m.Offer],
			variantSizes(m), languages, m.Licence.Name, figure(m.Quality.ImageNet), figure(m.Quality.COCO1),
			figure(m.Quality.COCO5))
	}
	return b.String()
}

func variantSizes(m list.Model) string {
	var all []string
	for _, v := range m.Variants {
		all = append(all, fmt.Sprintf("%s %.1f", v.Name, float64(m.Bytes(v.Name))/1e9))
	}
	return strings.Join(all, ", ")
}

func figure(percent float64) string {
	if percent == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f", percent)
}
