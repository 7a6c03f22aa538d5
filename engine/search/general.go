package search

import "strings"

// special returns the words that stand for a general word, or text itself. The model scores
// "people" two to three deviations lower than "man" or "child" on the same photo, so that a part is
// measured by the best of several words that it knows better. Over three judged sets this raises
// the average precision of "people" from 0.33 to 0.63, of "animal" from 0.62 to 0.97 and of
// "vehicle" from 0.42 to 0.86 on one of them (docs/quality.md).
func special(text string) []string {
	word := strings.ToLower(strings.TrimSpace(text))
	for _, article := range []string{"a ", "an ", "any ", "the "} {
		word = strings.TrimPrefix(word, article)
	}
	switch word {
	case "people", "person", "persons", "human", "humans", "human beings", "anyone", "anybody":
		return []string{"man", "woman", "child", "person"}
	case "animal", "animals":
		return []string{"animal", "dog", "cat", "bird", "horse", "fish", "insect"}
	case "vehicle", "vehicles":
		return []string{"vehicle", "car", "truck", "airplane", "train", "bicycle"}
	case "building", "buildings":
		return []string{"building", "house", "tower", "church"}
	case "water":
		return []string{"water", "sea", "lake", "river"}
	case "plant", "plants":
		return []string{"plants", "trees", "flowers"}
	}
	return []string{text}
}
