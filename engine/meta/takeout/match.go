package takeout

import (
	"cmp"
	"html"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Google Takeout does not document how it names the JSON file of a picture. These rules were found
// in archives by the authors of immich-go, ente, Google Photos Takeout Helper and others:
//
//   - The name is that of the picture and ".json"; since 2024 ".supplemental-metadata" is
//     in between, and sometimes ".metadata".
//   - What stands before ".json" is cut after 46 UTF-16 code units, counted without
//     the number of a double; the picture's own name after 51, of which its extension is kept.
//   - A double has its number at the end, or where the picture has it.
//   - An edited picture has the file of the original.
//   - The extension may be missing, or be in another case.
//   - Where none of this fits, the title within the file is the picture's name, but for
//     letters that no file may have in its name.
const (
	longestStem  = 46
	longestPhoto = 51
)

// editedEndings are what Google Photos appends to the names of edited pictures, in
// the languages of accounts, and to what it makes of pictures by itself (the lists
// of Google Photos Takeout Helper and PhotoMigrator, and reports to immich-go).
var editedEndings = [...]string{
	"-edited", "-bearbeitet", "-modifié", "-modifie", "-editado", "-ha editado", "-editada",
	"-modificato", "-modificata", "-bewerkt", "-edytowane", "-edytowany", "-editat",
	"-redigerad", "-redigeret", "-redigert", "-muokattu", "-upraveno", "-upravené", "-szerkesztett",
	"-düzenlendi", "-изменено", "-編集済み", "-编辑", "-已编辑", "-已修改", "-已編輯", "-편집됨", "-수정됨",
	"-effects", "-smile", "-mix", "-collage", "-animation", "-pano", "-motion", "-color_pop",
}

// Folded returns name for comparisons that ignore case and Unicode normalisation.
func Folded(name string) string {
	if ascii(name) { // fast path: most names are, and a folder may hold very many
		return strings.ToLower(name)
	}
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Match returns the Takeout file of each name that has one. title returns the title inside a
// Takeout file; Match calls it only for files that match no name.
func Match(names, takeout []string, title func(string) string) map[string]string {
	m := matcher{
		exact: map[string]string{}, loose: map[string]string{}, used: map[string]bool{}, of: map[string]string{},
	}
	for _, side := range takeout {
		stem := norm.NFC.String(strings.TrimSuffix(side, filepath.Ext(side)))
		for _, base := range bases(stem) {
			if old := m.exact[base]; len(side) > len(old) { // the newer way is the longer one
				m.exact[base], m.loose[Folded(base)] = side, side
			}
		}
	}
	// Exact matches come first, so that no looser one takes their file.
	for _, find := range []func(string) string{m.own, m.near, m.original} {
		var found [][2]string
		for _, name := range names {
			if m.of[name] == "" {
				found = append(found, [2]string{name, find(name)})
			}
		}
		for _, f := range found {
			if f[1] != "" {
				m.of[f[0]] = f[1]
				m.used[f[1]] = true
			}
		}
	}
	m.byTitle(names, takeout, title)
	return m.of
}

type matcher struct {
	exact, loose map[string]string // by the picture's name, which may be cut, in NFC and folded
	used         map[string]bool
	of           map[string]string
}

var (
	// numbered is a name with the number of a double: IMG_1(2).jpg.
	numbered = regexp.MustCompile(`^(.*)(\(\d+\))(\.[^.]*|)$`)
	// supplemented is a name, Takeout's addition or the beginning of it, and a number.
	supplemented = regexp.MustCompile(`^(.+)\.([a-z-]*)((?:\(\d+\))?)$`)
)

// double splits a name into the name without its number, and the number with its brackets.
func double(name string) (base, number string) {
	if !strings.Contains(name, ")") {
		return name, ""
	}
	if g := numbered.FindStringSubmatch(name); g != nil {
		return g[1] + g[3], g[2]
	}
	return name, ""
}

// bases returns the picture names that a Takeout file may belong to, each with its number at the
// end. stem is the file's name without ".json".
func bases(stem string) []string {
	all := []string{stem}
	if g := supplemented.FindStringSubmatch(stem); g != nil &&
		(strings.HasPrefix("supplemental-metadata", g[2]) || strings.HasPrefix("metadata", g[2])) {
		all = append(all, g[1]+g[3])
	}
	return all
}

// own returns the file that matches name exactly.
func (m *matcher) own(name string) string {
	name = norm.NFC.String(name)
	base, number := double(name)
	return cmp.Or(
		m.exact[name], m.exact[firstUnits(name, longestStem)],
		m.exact[base+number], m.exact[firstUnits(base, longestStem)+number],
		m.exact[name+number], // seen with the number in both places
	)
}

// near returns an unused file that matches name except for case, or with its extension cut or
// missing.
func (m *matcher) near(name string) string {
	name = norm.NFC.String(name)
	base, number := double(name)
	stem := len(base) - len(filepath.Ext(base))
	names := []string{name, firstUnits(name, longestStem), firstUnits(base, longestStem) + number}
	for end := len(base); end >= stem; end-- {
		names = append(names, base[:end]+number)
	}
	for _, n := range names {
		if side := m.loose[Folded(n)]; side != "" && !m.used[side] {
			return side
		}
	}
	return ""
}

// original returns the file of the picture that name is an edited version of, or, for a double
// whose name is cut, the file without a number.
func (m *matcher) original(name string) string {
	name = norm.NFC.String(name)
	for _, original := range originals(name) {
		for _, find := range []func(string) string{m.own, m.nearAny} {
			if side := find(original); side != "" {
				return side
			}
		}
	}
	if base, number := double(name); number != "" && units(base) > longestStem {
		return m.exact[firstUnits(base, longestStem)]
	}
	return ""
}

// nearAny is near for files that are in use as well.
func (m *matcher) nearAny(name string) string {
	return (&matcher{loose: m.loose}).near(name)
}

// originals returns the names that an edited picture's name may derive from. The number stands
// before or after the ending, and the ending may be cut.
func originals(name string) []string {
	base, number := double(name)
	ext := filepath.Ext(base)
	stem := strings.TrimSuffix(base, ext)
	if !strings.Contains(stem, "-") {
		return nil
	}
	var all []string
	for _, ending := range editedEndings {
		if short, ok := cutEnding(stem, ending, units(base) >= longestPhoto-1); ok {
			if number != "" {
				all = append(all, short+number+ext)
			}
			all = append(all, short+ext)
		}
	}
	return all
}

// cutEnding removes an ending from stem. With cut, the name has its greatest length, and a prefix
// of the ending is enough.
func cutEnding(stem, ending string, cut bool) (string, bool) {
	at := strings.LastIndexByte(stem, '-')
	if at <= 0 {
		return "", false
	}
	is, want := Folded(stem[at:]), Folded(ending)
	if is == want || cut && len(is) > 1 && strings.HasPrefix(want, is) {
		return stem[:at], true
	}
	return "", false
}

// units returns the length of s in UTF-16 code units, as Google counts it.
func units(s string) int {
	n := 0
	for _, c := range s {
		n += max(1, utf16.RuneLen(c))
	}
	return n
}

// firstUnits returns the first n code units of s, without half a surrogate pair.
func firstUnits(s string, n int) string {
	for i, c := range s {
		if n -= max(1, utf16.RuneLen(c)); n < 0 {
			return s[:i]
		}
	}
	return s
}

// byTitle matches by the titles inside files that match no name. Takeout itself leaves one or two
// such files in a folder: if many have no title, they come from another program.
func (m *matcher) byTitle(names, takeout []string, title func(string) string) {
	const most, mostWithout = 1000, 20
	left := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return m.of[name] != "" })
	free := slices.DeleteFunc(slices.Clone(takeout), func(side string) bool { return m.used[side] })
	if len(left) == 0 || len(free) == 0 {
		return
	}
	sides := map[string]string{}
	without := 0
	for _, side := range free[:min(most, len(free))] {
		name := title(side)
		if name == "" {
			if without++; without > mostWithout {
				break
			}
			continue
		}
		_, number := double(strings.TrimSuffix(side, filepath.Ext(side)))
		sides[titled(name, number)] = side
		sides[titled(html.UnescapeString(name), number)] = side
	}
	if len(sides) == 0 {
		return
	}
	for _, name := range left {
		for _, original := range append([]string{name}, originals(norm.NFC.String(name))...) {
			base, number := double(original)
			if side := cmp.Or(sides[titled(base, number)], sides[titled(original, "")]); side != "" {
				m.of[name] = side
				break
			}
		}
	}
}

// titled returns the key of a title for comparisons: sanitised and cut as Takeout does, with the
// number before the extension.
func titled(title, number string) string {
	name := strings.Map(func(c rune) rune {
		if strings.ContainsRune(`%&<>:"/\|?*'`+"`", c) || c < ' ' {
			return '_'
		}
		return c
	}, norm.NFC.String(title))
	ext := filepath.Ext(name)
	return Folded(firstUnits(strings.TrimSuffix(name, ext), longestPhoto-units(ext)) + number + ext)
}
