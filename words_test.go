package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recollect/engine/photo"
	"recollect/words"
)

// sentence is text for people: a capital letter first and a full stop last, or one
// of both and a full stop inside.
var sentence = regexp.MustCompile(`^\p{Lu}[\p{L}']* .*[.!?]$|[\p{L}\p{N})'"][.!?] \p{Lu}\p{Ll}*( |$)`)

// statement is text for SQLite.
var statement = regexp.MustCompile(`^\s*[A-Z]{3,} `)

// TestNoSentencesInTheEngine: the engine gives codes and arguments. What people read
// of them is in the catalogues.
func TestNoSentencesInTheEngine(t *testing.T) {
	eachFile(t, func(path string, file *ast.File) {
		if !strings.HasPrefix(path, "engine/") {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := literal(n); ok && sentence.MatchString(text) && !statement.MatchString(text) {
				t.Errorf("%s: a sentence for people: %q", path, text)
			}
			return true
		})
	})
}

// ofWords is text of words: two that follow one another, one with a capital letter, or
// one that is joined to others.
var ofWords = regexp.MustCompile(`\p{L}{2,},? \p{L}{2,}|^\p{Lu}\p{Ll}+[.…?!:]?$|^ \p{L}{3,}|\p{L}{3,}:? $`)

// notSaid lists the texts of the window that are no phrases, with the reason.
var notSaid = map[string]string{
	"Recollect": "the name of the program",
	"ISO ":      "the name of a measure",
	"English":   "the name of a language", "Deutsch": "the name of a language",
	"Español": "the name of a language", "Français": "the name of a language",
	" UTC-07:00":            "a layout of package time",
	"drop hint shown":       "the name of a preference",
	"2023, last summer":     "of the language of queries, which is English",
	"png, raw, screenshot":  "of the language of queries",
	"favourite, screenshot": "of the language of queries",
	"gps, caption":          "of the language of queries",
	"newest, name":          "of the language of queries",
}

// TestNoPhrasesInTheWindow: what the window says is in its catalogue.
func TestNoPhrasesInTheWindow(t *testing.T) {
	found := map[string]bool{}
	eachFile(t, func(path string, file *ast.File) {
		if !strings.HasPrefix(path, "ui/") || strings.HasPrefix(path, "ui/uitest/") ||
			path == "ui/theme/icons.go" { // these are drawings
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && forTheLog(call) {
				return false
			}
			text, ok := literal(n)
			found[text] = true
			if ok && ofWords.MatchString(text) && notSaid[text] == "" {
				t.Errorf("%s: a phrase that is not in ui/phrases/en.json: %q", path, text)
			}
			return true
		})
	})
	for text := range notSaid {
		if !found[text] {
			t.Errorf("the window has no text %q any more", text)
		}
	}
}

// forTheLog reports whether call writes to the log, or makes an error.
func forTheLog(call *ast.CallExpr) bool {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, _ := f.X.(*ast.Ident)
	return pkg != nil && (pkg.Name == "slog" || pkg.Name == "errors" || f.Sel.Name == "Errorf")
}

// TestEveryCodeHasASentence holds the codes of the program and the three catalogues
// together: every code has a sentence, every sentence a code, and every argument is
// used by one of the sentences of its code.
func TestEveryCodeHasASentence(t *testing.T) {
	shared, window, terminal := catalogue(t, "words"), catalogue(t, "ui/phrases"), catalogue(t, "app/command/cli")
	codes, said := codesOf(t, families(shared, window, terminal)), saidInTheWindow(t)
	for code, args := range codes {
		_, both := shared[code]
		if !both && terminal[code].What == "" && !((ofTheWindow(code) || said[code]) && window[code].What != "") {
			t.Errorf("%s has no sentence in words/en.json, nor one where alone it can be read", code)
		}
		var text string
		for _, c := range []words.Catalogue{shared, window, terminal} {
			text += c[code].What + c[code].One + c[code].Next
		}
		for name := range args {
			chooses := name == "n" && shared[code].One+window[code].One != ""
			if !chooses && !strings.Contains(text, "{"+name+"}") {
				t.Errorf("%s: no sentence has the argument %s", code, name)
			}
		}
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			if !args[m[1]] {
				t.Errorf("%s: the code gives no argument %s", code, m[1])
			}
		}
	}
	for file, c := range map[string]words.Catalogue{
		"words": shared, "ui/phrases": window, "app/command/cli": terminal,
	} {
		for code, s := range c {
			if codes[code] == nil && !languageOfAModel.MatchString(code) {
				t.Errorf("%s/en.json: nothing gives the code %s", file, code)
			}
			if s.What == "" {
				t.Errorf("%s/en.json: %s does not say what is the matter", file, code)
			}
			if file != "words" && s == shared[code] {
				t.Errorf("%s/en.json: %s says what words/en.json says", file, code)
			}
		}
	}
}

// ofTheWindow reports whether only the window shows a code: one of package app. What
// keeps the window from opening is told on the command line, too.
func ofTheWindow(code string) bool { return strings.HasPrefix(code, "app:") }

// saidInTheWindow returns the codes of phrases that the window says.
func saidInTheWindow(t *testing.T) map[string]bool {
	said := map[string]bool{}
	eachFile(t, func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if code, _, ok := phrase(n); ok {
				said[code] = true
			}
			return true
		})
	})
	return said
}

// phrase returns the code and the names of the arguments of n if that is a call of
// phrases.Say.
func phrase(n ast.Node) (code string, args map[string]bool, ok bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args)%2 == 0 {
		return "", nil, false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || f.Sel.Name != "Say" {
		return "", nil, false
	}
	code, ok = literal(call.Args[0])
	args = map[string]bool{}
	for i := 1; i < len(call.Args); i += 2 {
		name, _ := literal(call.Args[i])
		args[name] = true
	}
	return code, args, ok
}

// languageOfAModel is the code of a language as the description of a model gives it.
var languageOfAModel = regexp.MustCompile(`^language:[a-z]{2}$`)

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

func catalogue(t *testing.T, dir string) words.Catalogue {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "en.json"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := words.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// families returns the parts before the colon of all codes that have a sentence.
func families(all ...words.Catalogue) map[string]bool {
	found := map[string]bool{}
	for _, c := range all {
		for code := range c {
			family, _, _ := strings.Cut(code, ":")
			found[family] = true
		}
	}
	return found
}

// codesOf returns the codes that the program gives, with the names of their arguments:
// the code of each Fault, and each text of one of the families.
func codesOf(t *testing.T, families map[string]bool) map[string]map[string]bool {
	codes := map[string]map[string]bool{"other": {"error": true}}
	add := func(code string, args map[string]bool) {
		if codes[code] == nil {
			codes[code] = map[string]bool{}
		}
		maps.Copy(codes[code], args)
	}
	for _, why := range []photo.AwayReason{photo.AwayMissing, photo.AwayEmpty, photo.AwayVolume, photo.AwayLost} {
		add("away:"+string(why), nil)
	}
	eachFile(t, func(path string, file *ast.File) {
		args := argsIn(file)
		ast.Inspect(file, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Code" {
					if text, ok := literal(pair.Value); ok {
						add(text, args[text])
					}
				}
			}
			if code, args, ok := phrase(n); ok {
				add(code, args)
			}
			text, ok := literal(n)
			family, _, _ := strings.Cut(text, ":")
			if ok && code.MatchString(text) && families[family] {
				add(text, args[text])
			}
			return true
		})
	})
	return codes
}

// code is what a code looks like.
var code = regexp.MustCompile(`^[a-z]+:[a-z0-9-]+$`)

// argsIn returns the names in every photo.Args of file by the code that they are given
// with, in the same call or literal.
func argsIn(file *ast.File) map[string]map[string]bool {
	found := map[string]map[string]bool{}
	var last map[string]bool // of the last variable of such a type
	ast.Inspect(file, func(n ast.Node) bool {
		var parts []ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			if names := argNames(n.Rhs[0]); names != nil {
				last = names
			}
		case *ast.CallExpr:
			parts = n.Args
		case *ast.CompositeLit:
			parts = n.Elts
		}
		var given string
		for _, p := range parts {
			if pair, ok := p.(*ast.KeyValueExpr); ok {
				p = pair.Value
			}
			if text, ok := literal(p); ok && code.MatchString(text) {
				given = text
			}
			names := argNames(p)
			if name, ok := p.(*ast.Ident); ok && name.Name == "args" {
				names = last
			}
			if given != "" && names != nil {
				found[given] = names
			}
		}
		return true
	})
	return found
}

// argNames returns the keys of e if it is a literal of photo.Args, else nil.
func argNames(e ast.Expr) map[string]bool {
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	if of, ok := lit.Type.(*ast.SelectorExpr); !ok || of.Sel.Name != "Args" {
		return nil
	}
	names := map[string]bool{}
	for _, element := range lit.Elts {
		if name, ok := literal(element.(*ast.KeyValueExpr).Key); ok {
			names[name] = true
		}
	}
	return names
}

// literal returns the text of n if that is a string literal.
func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// eachFile calls do for each file of the program, without tests and tools.
func eachFile(t *testing.T, do func(path string, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if path != "." && strings.HasPrefix(d.Name(), ".") ||
				slices.Contains([]string{"testdata", "build"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		path = filepath.ToSlash(path)
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			isTool(filepath.ToSlash(filepath.Dir(path))) {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		do(path, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
