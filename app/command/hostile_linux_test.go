package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"recollect/app/command/cli"
	"recollect/assets"
)

// hostile is what a stranger may put into a name: it colours the screen, forges a
// line, wipes one, turns letters round, and is no text.
const hostile = "\x1b[31m\n\r\t\x7f\u202e\u2066\u009b\x9b\xff"

// hostileNames are one name for each trick, and one for all.
var hostileNames = []string{
	"\x1b[31mred.jpg", "line\nbreak.jpg", "back\rwards.jpg", "tab\there.jpg", "del\x7f.jpg", "rtl\u202egpj.jpg",
	"c1\u009b31m.jpg", "no text \xff\x9b.jpg", "all " + hostile + ".jpg", "an ordinary name.jpg",
}

// hostilePlace is a library, beside a folder, whose names are hostile, as are the
// words about the photos. A photo, a file that is none and one that is gone are there.
type hostilePlace struct {
	terminal
	dir, photo string
	all        []string // the photos of dir
}

func newHostilePlace(t *testing.T) hostilePlace {
	t.Helper()
	m := newTerminal(t)
	m.library = filepath.Join(m.library, "library "+hostile)
	p := hostilePlace{terminal: m, dir: filepath.Join(t.TempDir(), "pictures "+hostile)}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, image.NewGray(image.Rect(0, 0, 64, 64)), nil); err != nil {
		t.Fatal(err)
	}
	picture := slices.Clip(data.Bytes())
	for i, name := range hostileNames {
		path := filepath.Join(p.dir, name)
		writeFile(t, path, append(picture, byte(i))) // each is a photo of its own
		p.all = append(p.all, path)
	}
	p.photo = p.all[8]
	words, err := json.Marshal(map[string]string{
		"title": "all " + hostile + ".jpg", "description": "a duck\nphotos 7\u202e" + hostile,
	})
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, p.photo+".json", words)
	writeFile(t, filepath.Join(p.dir, "broken "+hostile+".jpg"), picture[:200])
	lost := filepath.Join(p.dir, "lost "+hostile+".jpg")
	writeFile(t, lost, append(picture, "lost"...))
	p.must("index", p.dir)
	if err := os.Remove(lost); err != nil {
		t.Fatal(err)
	}
	p.must("index", p.dir)
	p.must("tag", "tag "+hostile, p.photo)
	p.must("albums", "save", "album "+hostile, `"duck `+hostile+`"`)
	p.must("things", "confirm", "duck", p.photo)
	p.must("exclude", "drafts\x1b\u202e\xff") // a line of a file has no line break
	return p
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (p hostilePlace) must(args ...string) string {
	p.t.Helper()
	r := p.run(args...)
	if r.status != cli.OK {
		p.t.Fatalf("%q: %+v", args, r)
	}
	return r.stdout
}

// No verb lets what strangers wrote reach the terminal, in text, JSON or errors.
func TestNoVerbPrintsWhatStrangersWrote(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	p := newHostilePlace(t)
	missing := filepath.Join(p.dir, "missing "+hostile)
	judged := filepath.Join(t.TempDir(), "judged "+hostile)
	writeFile(t, judged, []byte(`{"query": "a duck", "relevant": ["an ordinary name.jpg"], "kind": "\u001b\u202e"}`))
	p.importHostile("evil")
	trashed := filepath.Join(t.TempDir(), "trash "+hostile+".jpg")
	writeFile(t, trashed, nil)
	tests := map[string][][]string{
		"index": {{}, {missing}, {p.photo}},
		"search": {
			{"--limit=0", "a duck"},
			{"--image", p.photo, "--all"},
			{"--image", missing},
			{"type:" + hostile},
			{"@" + missing},
			{hostile},
		},
		"similar": {{p.photo, "--all"}, {missing}},
		"albums": {
			{},
			{"save", "b " + hostile, "a duck " + hostile},
			{"rename", "b " + hostile, "c " + hostile},
			{"rename", hostile, "x"},
			{"remove", "c " + hostile},
			{"make", "h " + hostile, p.photo},
			{"add", "h " + hostile, p.photo, missing},
			{"order", "h " + hostile, p.photo},
			{"take", hostile, p.photo},
		},
		"rate":      {{"5", p.photo}, {"rejected", missing}, {hostile, p.photo}},
		"label":     {{hostile, p.photo}, {hostile, missing}},
		"title":     {{hostile, p.photo}, {hostile, missing}},
		"caption":   {{hostile, p.photo}, {"--as-in-file", p.photo}},
		"date":      {{"--set", hostile, p.photo}, {"--shift", "1", p.photo}, {"--shift", hostile, missing}},
		"place":     {{"43.5,-3.8", p.photo}, {hostile, p.photo}, {"none", missing}},
		"undo":      {{}, {}, {}, {}, {}, {hostile}},
		"redo":      {{}, {}, {}, {}, {}, {hostile}},
		"history":   {{}, {hostile}},
		"tag":       {{"tag " + hostile, p.photo}, {hostile, missing}},
		"tags":      {{}, {"rename", "tag " + hostile, "t " + hostile}, {"remove", hostile}, {"rename", hostile, "x"}},
		"favourite": {{p.photo}, {missing}},
		"classify": {
			{"--labels", "a" + hostile + ",b", p.photo},
			{"--labels", "a,b", missing, p.photo},
			{"--labels", hostile + "," + hostile, p.photo},
			{"--labels", "a,b", "--templates", missing, p.photo},
			{"--labels-file", missing, p.photo},
		},
		"things":  {{}, {"confirm", "duck", p.photo}, {"reject", hostile, p.photo}, {"confirm", "duck", missing}},
		"screen":  {{}, {"--on", hostile}},
		"info":    {{p.photo}, p.all, {missing, p.photo}, {missing}},
		"folders": {{}, {"accept", p.dir}, {"accept", missing}, {"relocate", p.dir, missing}, {"remove", missing}},
		"exclude": {{}, {"more " + hostile}, {"--remove", hostile}},
		"duplicates": {
			{},
			{"--shots"},
			{hostile},
			append([]string{"reject"}, p.all...),
			{"rejected"},
			{"reject", missing},
			append([]string{"accept"}, p.all...),
		},
		"sidecars": {
			{p.photo},
			{"--all", "--try"},
			{"--all"},
			{missing},
			{hostile},
			{"--conflicts"},
			{"--mine", p.photo},
			{"--theirs", hostile},
			{"--mine", "--all"},
			{"--auto", "on"},
			{"--auto", hostile},
			{"--auto", "off"},
		},
		"export": {
			{"--to", filepath.Join(t.TempDir(), hostile), p.photo},
			{"--to", t.TempDir(), "--size=8", "--names", "{name}{title}", "type:jpg"},
			{"--to", p.photo, p.photo},
			{"--to", hostile, missing},
			{"--to", t.TempDir(), "--names", hostile, p.photo},
			{"--to", t.TempDir(), "--format", hostile, p.photo},
			{"--sheet", filepath.Join(t.TempDir(), hostile+".pdf"), p.photo, p.all[0]},
			{"--sheet", hostile, p.photo},
			{"--sheet", filepath.Join(missing, "sheet.pdf"), "type:jpg"},
			{"--sheet", "sheet.pdf", "--paper", hostile, p.photo},
		},
		"import": {
			{p.dir, "--to", filepath.Join(t.TempDir(), hostile)},
			{p.dir, "--to", filepath.Join(p.dir, hostile)},
			{missing, "--to", t.TempDir()},
			{p.dir, "--to", t.TempDir(), "--pattern", hostile},
		},
		"gone":   {{}},
		"trash":  {{trashed}, {missing}},
		"status": {{}, {hostile}},
		"doctor": {{}, {"--repair"}},
		"eval": {
			{"--root", p.dir, judged},
			{"--root", missing, judged},
			{"--root", p.dir, missing},
			{"--root", p.dir, p.photo},
		},
		"models": {
			{},
			{"get", hostile},
			{"get", "evil"},
			{"use", hostile},
			{"import", missing},
			{"import", p.dir, "--name", hostile},
			{"import", p.photo},
			{"verify", hostile},
			{"verify", "mini", "--picture", missing},
			{"compare", "mini", hostile},
			{"compare", "mini", "mini", "--root", p.dir, "--set", judged},
			{"compare", "mini", "mini", "--set", missing},
			{"compare", "mini", "mini"},
			{"remove", hostile},
			{"remove", "evil"},
		},
		"bench":   {{"ingest", p.dir}, {"ingest", missing}},
		"help":    {{}},
		"version": {{}},
	}
	for _, v := range verbs() {
		if len(tests[v.name]) == 0 {
			t.Errorf("%s is not tried with hostile names", v.name)
		}
		for _, args := range tests[v.name] {
			args = append([]string{v.name}, args...)
			p.checkTame(args...)
			p.checkTame(append(args, "--json")...)
		}
		p.checkTame(v.name, "--flag"+hostile)
		p.checkTame(v.name, "--files-from", missing)
	}
	p.checkTame(hostile)
	if out := p.must("folders", "remove", p.dir); !tame(out) || p.must("folders") != "" {
		t.Errorf("removing the folder prints %q", out)
	}
}

// importHostile imports a model and puts hostile names into its description.
func (p hostilePlace) importHostile(id string) {
	p.t.Helper()
	p.must("models", "import", filepath.Join("..", "..", "engine", "model", "testdata", "hf-clip"), "--name", id)
	path := filepath.Join(p.library, "models", id, "model.json")
	data, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	var spec map[string]any
	if err := json.Unmarshal(data, &spec); err != nil {
		p.t.Fatal(err)
	}
	for _, key := range []string{"name", "version", "licence", "terms", "source", "quality", "family"} {
		spec[key] = key + " " + hostile
	}
	spec["languages"] = []string{hostile}
	if data, err = json.Marshal(spec); err != nil {
		p.t.Fatal(err)
	}
	writeFile(p.t, path, data)
}

func (p hostilePlace) checkTame(args ...string) {
	p.t.Helper()
	r := p.run(args...)
	for _, out := range []string{r.stdout, r.stderr} {
		if !tame(out) {
			p.t.Errorf("%q prints %q", args, out)
		}
	}
	if strings.Contains(r.stderr, "%!") || strings.Contains(r.stdout, "%!") {
		p.t.Errorf("%q: a format is wrong: %+v", args, r)
	}
	if slices.Contains(args, "--json") && r.status == cli.OK && args[0] != "help" {
		for line := range strings.Lines(r.stdout) {
			if !json.Valid([]byte(line)) {
				p.t.Errorf("%q prints %q", args, line)
			}
		}
	}
}

// tame reports whether out holds nothing but printable characters and line breaks.
func tame(out string) bool {
	hostile := func(r rune) bool { return r != '\n' && !unicode.IsGraphic(r) }
	return utf8.ValidString(out) && !strings.ContainsFunc(out, hostile)
}

// A name with a line break makes no line, and one path is one line.
func TestNamesForgeNoLine(t *testing.T) {
	p := newHostilePlace(t)
	out := p.must("search", "--limit=0", "type:jpg")
	if got := strings.Count(out, "\n"); got != len(p.all) {
		t.Errorf("%d lines for %d photos:\n%s", got, len(p.all), out)
	}
	for _, want := range []string{`/'$'\033''[31mred.jpg'`, `/line'$'\n''break.jpg'`, `/no text '$'\377\233''.jpg'`} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	info := p.must("info", p.photo)
	want := "\ncaption      a duck\n             'photos 7'$'\\342\\200\\256'"
	if strings.Contains(info, "\nphotos 7") || !strings.Contains(info, want) {
		t.Errorf("the caption can be taken for a line of its own:\n%s", info)
	}
}

// -0 prints paths as they are.
func TestPathsAlone(t *testing.T) {
	p := newHostilePlace(t)
	tests := []struct {
		args []string
		want []string
	}{
		{[]string{"search", "-0", "--limit=0", "sort:name", "type:jpg"}, p.all},
		{[]string{"similar", p.photo, "--all", "--limit=0", "--null"}, p.all},
		{[]string{"gone", "-0"}, []string{filepath.Join(p.dir, "lost "+hostile+".jpg")}},
		{[]string{"-0", "folders"}, nil},
		{[]string{"folders", "-0"}, []string{p.dir}},
	}
	for _, tt := range tests {
		r := p.run(tt.args...)
		got := strings.SplitAfter(r.stdout, "\x00")
		if tt.want == nil {
			if r.status != cli.Misspelt {
				t.Errorf("%q: %+v", tt.args, r)
			}
			continue
		}
		if r.status != cli.OK || r.stderr != "" || !sameNames(got[:len(got)-1], tt.want) || got[len(got)-1] != "" {
			t.Errorf("%q: got %q, want %q", tt.args, r.stdout, tt.want)
		}
	}
	for _, args := range [][]string{{"gone", "-0", "--json"}, {"tag", "a", "-0", p.photo}} {
		if r := p.run(args...); r.status != cli.Misspelt {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

func sameNames(got, want []string) bool {
	for i := range got {
		got[i] = strings.TrimSuffix(got[i], "\x00")
	}
	return slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want)))
}

// JSON has the bytes of every path, and every verb takes such a path back.
func TestJSONNamesCanBeGivenBack(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	p := newHostilePlace(t)
	type line struct {
		Path      string   `json:"path"`
		Bytes     []byte   `json:"path_bytes"`
		Library   []byte   `json:"library_bytes"`
		Sidecars  [][]byte `json:"sidecars_bytes"`
		Folders   []line   `json:"folder_paths"`
		InLibrary bool     `json:"in_library"`
	}
	whole := func(l line) string {
		if l.Bytes != nil {
			return string(l.Bytes)
		}
		return l.Path
	}
	all := []string{}
	for _, l := range lines[line](p.terminal, "search", "--limit=0", "type:jpg") {
		all = append(all, whole(l))
		if (l.Bytes == nil) != utf8.ValidString(whole(l)) {
			t.Errorf("%q has the bytes %q", l.Path, l.Bytes)
		}
	}
	if !sameNames(slices.Clone(all), p.all) {
		t.Fatalf("search lists %q, want %q", all, p.all)
	}
	list := filepath.Join(t.TempDir(), "list")
	writeFile(t, list, []byte(strings.Join(all, "\x00")))
	for _, args := range [][]string{
		{"tag", "seen"}, {"favourite"}, {"things", "confirm", "duck"}, {"info"}, {"classify", "--labels", "duck,dog"},
	} {
		for _, l := range lines[line](p.terminal, append(args, "--files-from", list, "-0")...) {
			if l.Path != "" && !slices.Contains(p.all, whole(l)) {
				t.Errorf("%q: %q is none of them", args, whole(l))
			}
			if args[0] == "info" && !l.InLibrary {
				t.Errorf("the library does not have %q", whole(l))
			}
		}
	}
	got := lines[line](p.terminal, "search", "--limit=0", "tag:seen is:favourite thing:duck")
	if len(got) != len(p.all) {
		t.Errorf("%d of %d are marked", len(got), len(p.all))
	}
	sides := lines[line](p.terminal, "info", p.photo)[0].Sidecars
	if len(sides) != 1 || string(sides[0]) != p.photo+".json" {
		t.Errorf("sidecars %q", sides)
	}
	if got := lines[line](p.terminal, "status")[0]; string(got.Library) != p.library || whole(got.Folders[0]) != p.dir {
		t.Errorf("status %+v", got)
	}
	for _, verb := range []string{"folders", "gone"} {
		for _, l := range lines[line](p.terminal, verb) {
			if _, err := os.Stat(filepath.Dir(whole(l))); err != nil {
				t.Errorf("%s: %v", verb, err)
			}
		}
	}
	trashed := lines[struct {
		line
		Trashed []byte `json:"trashed_bytes"`
	}](p.terminal, "trash", "--files-from", list, "-0")
	if len(trashed) != len(p.all) {
		t.Errorf("%d of %d are in the trash", len(trashed), len(p.all))
	}
	for _, l := range trashed {
		if _, err := os.Lstat(string(l.Trashed)); !slices.Contains(p.all, whole(l.line)) ||
			l.Trashed != nil && err != nil {
			t.Errorf("%q: %v", whole(l.line), err)
		}
	}
}

// --watch prints a line for a hostile name, and its bytes.
func TestWatchOfHostileNames(t *testing.T) {
	p := newHostilePlace(t)
	for _, flags := range [][]string{nil, {"--json"}} {
		name := filepath.Join(p.dir, fmt.Sprint(len(flags), " new ", hostile, ".jpg"))
		out := p.watch(flags, name)
		if !tame(out) || strings.Count(out, "\n") != 2 {
			t.Errorf("%q prints %q", flags, out)
		}
		var line struct {
			Change string `json:"change"`
			Bytes  []byte `json:"path_bytes"`
		}
		if _, last, _ := strings.Cut(out, "\n"); flags != nil {
			if err := json.Unmarshal([]byte(last), &line); err != nil || line.Change != "added" ||
				string(line.Bytes) != name {
				t.Errorf("%v, got %+v", err, line)
			}
		} else if !strings.HasPrefix(last, "added '") || !strings.Contains(last, `new '$'\033''[31m'$'\n\r\t`) {
			t.Errorf("got %q", last)
		}
	}
}

// watch runs index --watch until it has printed a line about a new photo at path.
func (p hostilePlace) watch(flags []string, path string) string {
	p.t.Helper()
	ctx, cancel := context.WithCancel(p.t.Context())
	defer cancel()
	picture, err := os.ReadFile(p.all[0])
	if err != nil {
		p.t.Fatal(err)
	}
	var out, errs bytes.Buffer
	n := 0
	stdout := writerFunc(func(data []byte) (int, error) {
		out.Write(data)
		switch n++; n {
		case 1: // the summary: it watches from now on
			if err := os.WriteFile(path, append(picture, path...), 0o600); err != nil {
				return 0, err
			}
		case 2:
			cancel()
		}
		return len(data), nil
	})
	env := cli.Environment{
		Stdout: stdout, Stderr: &errs, Model: assets.Mini(), RuntimeDirs: p.dirs,
		Getenv: func(string) string { return "" },
	}
	Run(ctx, env, append([]string{"--library", p.library, "index", "--watch"}, flags...))
	if !tame(errs.String()) {
		p.t.Errorf("stderr is %q", errs.String())
	}
	return out.String()
}

// writerFunc is a writer made of a function.
type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(data []byte) (int, error) { return f(data) }
