package pack

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"recollect/engine/photo"
)

// pair is two graphs of one precision, for pictures and for text.
type pair struct {
	vision, text graph
	suffix       string // of the names, such as "quantized"; "" is none
	bytes        int64  // of both, with their weights
}

// precisions are the endings of names of files that exporters use, and what they mean, the best
// first: the more bits, the closer to the weights that were trained.
var precisions = []struct{ suffix, variant string }{
	{"", "fp32"},
	{"fp32", "fp32"},
	{"fp16", "fp16"},
	{"float16", "fp16"},
	{"half", "fp16"},
	{"int8", "int8"},
	{"quantized", "int8"},
	{"q8", "int8"},
	{"uint8", "int8"},
	{"q4f16", "q4"},
	{"q4", "q4"},
	{"bnb4", "q4"},
}

func rank(suffix string) int {
	for i, p := range precisions {
		if p.suffix == suffix {
			return i
		}
	}
	return len(precisions)
}

func variant(suffix string) string {
	if i := rank(suffix); i < len(precisions) {
		return precisions[i].variant
	}
	return suffix
}

var ending = regexp.MustCompile(`(?i)[-_.](fp32|fp16|float16|half|int8|uint8|quantized|q8|q4f16|q4|bnb4)$`)

func suffixOf(file string) string {
	m := ending.FindStringSubmatch(strings.TrimSuffix(path.Base(file), path.Ext(file)))
	if m == nil {
		return ""
	}
	return strings.ToLower(m[1])
}

// place is the folder that both networks of a model have in common.
func place(file string) string {
	dir := path.Dir(file)
	if dir != "." && slices.Contains(ofTowers, strings.ToLower(path.Base(dir))) {
		return path.Dir(dir)
	}
	return dir
}

// pairs returns the pairs of graphs that a pack has of one model, the best precision first.
func pairs(src *pick, all []graph, broken map[string]error) ([]pair, error) {
	all = slices.DeleteFunc(slices.Clone(all), func(g graph) bool { return g.kind == neither })
	if len(src.files) > 0 {
		var err error
		if all, err = named(src, all, broken); err != nil {
			return nil, err
		}
	}
	places := map[string][]graph{}
	for _, g := range all {
		places[place(g.file)] = append(places[place(g.file)], g)
	}
	var whole []string
	for at, gs := range places {
		if has(gs, ofPictures) && has(gs, ofText) {
			whole = append(whole, at)
		}
	}
	slices.Sort(whole)
	switch len(whole) {
	case 0:
		return match(src, all, broken) // in folders of names that are not known
	case 1:
		return match(src, places[whole[0]], broken)
	}
	return nil, refuse("pack:several", photo.Args{"places": strings.Join(whole, ", ")})
}

func has(gs []graph, k kind) bool {
	return slices.ContainsFunc(gs, func(g graph) bool { return g.kind == k })
}

// named returns the graphs that a person has named, and of one of them its counterparts: the
// graphs of the other kind in the same place, of the same precision.
func named(src *pick, all []graph, broken map[string]error) (found []graph, err error) {
	for _, f := range src.files {
		if err := broken[f]; err != nil {
			return nil, err
		}
	}
	for _, g := range all {
		if slices.Contains(src.files, g.file) {
			found = append(found, g)
		}
	}
	if len(src.files) == 2 || len(found) == 0 || found[0].kind == ofBoth {
		return found, nil
	}
	first := found[0]
	for _, g := range all {
		if g.kind == ofPictures|ofText-first.kind && place(g.file) == place(first.file) &&
			suffixOf(g.file) == suffixOf(first.file) {
			found = append(found, g)
		}
	}
	return found, nil
}

// match pairs the graphs of one model by precision.
func match(src source, all []graph, broken map[string]error) ([]pair, error) {
	by := map[kind]map[string]graph{ofPictures: {}, ofText: {}}
	for _, g := range all {
		if g.kind == ofBoth {
			continue
		}
		suffix := suffixOf(g.file)
		if other, twice := by[g.kind][suffix]; twice {
			return nil, refuse("pack:twice", photo.Args{"a": other.file, "b": g.file})
		}
		by[g.kind][suffix] = g
	}
	visions, texts := by[ofPictures], by[ofText]
	if err := lack(src, all, broken, len(visions), len(texts)); err != nil {
		return nil, err
	}
	var found []pair
	for suffix, v := range visions {
		if t, ok := texts[suffix]; ok {
			found = append(found, pair{vision: v, text: t, suffix: suffix})
		}
	}
	if len(found) == 0 { // mixed on purpose: the best of each
		v, t := best(visions), best(texts)
		found = []pair{{vision: v, text: t, suffix: suffixOf(v.file)}}
	}
	slices.SortFunc(found, func(a, b pair) int { return rank(a.suffix) - rank(b.suffix) })
	for i, p := range found {
		found[i].bytes = weight(src, p.vision) + weight(src, p.text)
	}
	return found, nil
}

func best(graphs map[string]graph) graph {
	return graphs[slices.MinFunc(slices.Collect(maps.Keys(graphs)), func(a, b string) int { return rank(a) - rank(b) })]
}

// lack says which network is missing.
func lack(src source, all []graph, broken map[string]error, visions, texts int) error {
	if visions > 0 && texts > 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(broken)) {
		return broken[name]
	}
	if i := slices.IndexFunc(all, func(g graph) bool { return g.kind == ofBoth }); i >= 0 {
		return refuse("pack:combined", photo.Args{"file": all[i].file})
	}
	switch {
	case texts > 0:
		return refuse("pack:no-vision", nil)
	case visions > 0:
		return refuse("pack:no-text", nil)
	}
	var zips []string
	for name := range src.list() {
		if strings.EqualFold(path.Ext(name), ".zip") {
			zips = append(zips, name)
		}
	}
	if slices.Sort(zips); len(zips) > 0 {
		return refuse("pack:holds-zip", photo.Args{"file": zips[0]})
	}
	return refuse("pack:empty", nil)
}

// weight is how many bytes a graph and its weights have.
func weight(src source, g graph) int64 {
	sum, seen := src.list()[g.file], map[string]bool{}
	for _, e := range g.info.External {
		name := path.Join(path.Dir(g.file), e.Location)
		if !seen[name] {
			seen[name] = true
			sum += src.list()[name]
		}
	}
	return sum
}

// order puts the pairs in the order in which they are tried: those of the variant that is asked
// for, or those that fit into memory, then the smallest.
func order(found []pair, o Options) ([]pair, error) {
	if o.Variant != "" {
		asked := slices.DeleteFunc(slices.Clone(found), func(p pair) bool {
			return p.suffix != o.Variant && variant(p.suffix) != o.Variant
		})
		if len(asked) == 0 {
			return nil, refuse("pack:variant", photo.Args{
				"variant": o.Variant, "there": strings.Join(variants(found), ", "),
			})
		}
		return asked, nil
	}
	fit := slices.DeleteFunc(slices.Clone(found), func(p pair) bool { return o.Memory > 0 && p.bytes > o.Memory })
	if len(fit) == 0 {
		return []pair{slices.MinFunc(found, func(a, b pair) int { return int(min(max(a.bytes-b.bytes, -1), 1)) })}, nil
	}
	return fit, nil
}

func variants(found []pair) (names []string) {
	for _, p := range found {
		if v := variant(p.suffix); !slices.Contains(names, v) {
			names = append(names, v)
		}
	}
	return names
}
