package main

import (
	"fmt"
	"math"

	"recollect/engine/look"
)

const (
	// missing is the part of the losses that pictures have which a glance must not miss.
	missing = 0.999
	// loose is how strongly weights are drawn to nothing.
	loose = 1e-4
	// spare is how far the constant lies below what the least likely of these pictures needs.
	spare = 1
)

// needed reports whether a version of a picture is found, and not wrongly, by its features: a glance must not miss it.
func needed(p picture, version int) bool {
	t := look.Terms(p.features[version])
	return p.is[screen] != "" && p.is[screen] != "no" && look.Score(t, look.ScreenWeights()) >= look.ScreenSized ||
		p.is[page] != "" && p.is[page] != "no" && look.Score(t, look.PageWeights()) >= look.Page
}

// glanceWeights fits weights for what a glance measures.
func glanceWeights(pictures []picture) []float64 {
	var all []example
	for _, p := range pictures {
		for version, g := range p.glances {
			all = append(all, example{append(look.Terms(g), 1), needed(p, version)})
		}
	}
	w := fitted(all, missing, loose)
	least := math.Inf(1)
	for _, p := range pictures {
		for version, g := range p.glances {
			if needed(p, version) {
				least = min(least, look.Weigh(look.Terms(g), w))
			}
		}
	}
	w[len(w)-1] -= least - spare
	return w
}

// tellGlance prints weights for what a glance measures, then for each set in how many pictures a glance suffices, and
// how many of those that are found, and not wrongly, it misses. Each fifth is measured with weights of the others.
func tellGlance(sets []set) {
	var names []string
	for _, s := range sets {
		names = append(names, s.name)
	}
	fmt.Printf("glance: %s\n", inGo(glanceWeights(pick(sets, names, folds))))
	var parts [folds][]float64
	for part := range parts {
		parts[part] = glanceWeights(pick(sets, names, part))
	}
	fmt.Println("| Pictures | | found | a glance suffices | missed | with the program's weights | missed |\n" +
		"| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, s := range sets {
		var all, found int
		var suffices, missed [2]int
		for _, p := range s.pictures {
			for version, g := range p.glances {
				need := needed(p, version)
				all, found = all+1, found+one(need)
				fails := [2]bool{look.Weigh(look.Terms(g), parts[foldOf(p.path)]) < 0, !look.Promising(g)}
				for i, fail := range fails {
					suffices[i], missed[i] = suffices[i]+one(fail), missed[i]+one(fail && need)
				}
			}
		}
		fmt.Printf("| %s | %d | %d | %d | %d | %d | %d |\n",
			s.name, all, found, suffices[0], missed[0], suffices[1], missed[1])
	}
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
