package provider

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Variable names folders with libraries of ONNX Runtime and of providers, separated as in PATH.
const Variable = "RECOLLECT_ONNXRUNTIME"

// AddOns is the folder, in a library and beside the program, that holds a folder for each add-on.
const AddOns = "accelerators"

// Places are where libraries may be, in the order in which they are looked for.
type Places struct {
	Env     string   // the value of Variable
	Library string   // the folder of the person's library; empty: none
	Program []string // the folders of the program; the first of them that holds ONNX Runtime ships it
	System  []string // folders of the system
}

// SystemDirs are the folders in which a system keeps shared libraries. Windows' own is left out: an
// old onnxruntime.dll lies there.
func SystemDirs() []string {
	switch runtime.GOOS {
	case "linux":
		return []string{
			"/usr/local/lib", "/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
			"/opt/onnxruntime/lib",
		}
	case "darwin":
		return []string{"/opt/homebrew/lib", "/usr/local/lib"}
	default:
		return nil
	}
}

// Found is a folder with libraries.
type Found struct {
	Dir string
	// Runtime is the path of ONNX Runtime's library there, empty where there is none.
	Runtime string
	// Plugins are the libraries of providers there.
	Plugins map[Name]string
}

// Find returns the folders that hold a library, in the order of Places, each once. All paths are
// absolute: a name alone would have Windows look in its own folder first.
func Find(p Places, runtimeName string) []Found {
	var found []Found
	seen := map[string]bool{}
	for _, dir := range p.dirs() {
		dir, err := filepath.Abs(dir)
		if err != nil {
			continue
		}
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
		if seen[dir] {
			continue
		}
		seen[dir] = true
		if f := look(dir, runtimeName); f.Runtime != "" || len(f.Plugins) > 0 {
			found = append(found, f)
		}
	}
	return found
}

// dirs are the folders of p, and for folders that hold add-ons those in them.
func (p Places) dirs() []string {
	var dirs []string
	add := func(parent string) {
		if parent == "" {
			return
		}
		dirs = append(dirs, parent)
		below, _ := os.ReadDir(parent) // a folder that is not there holds nothing
		for _, e := range below {
			path := filepath.Join(parent, e.Name())
			if st, err := os.Stat(path); err == nil && st.IsDir() { // a link to one, too
				dirs = append(dirs, path)
			}
		}
	}
	for _, dir := range filepath.SplitList(p.Env) {
		add(dir)
	}
	if p.Library != "" {
		add(filepath.Join(p.Library, AddOns))
	}
	for _, dir := range p.Program {
		dirs = append(dirs, dir)
		add(filepath.Join(dir, AddOns))
	}
	return append(dirs, p.System...)
}

// look returns which libraries are in dir. Of libraries with a version behind their name the first
// in the order of names is taken.
func look(dir, runtimeName string) Found {
	f := Found{Dir: dir, Plugins: map[Name]string{}}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return f
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if f.Runtime == "" && (e.Name() == runtimeName || strings.HasPrefix(e.Name(), runtimeName+".")) {
			f.Runtime = path
		} else if k, ok := pluginOf(e.Name()); ok && f.Plugins[k.Name] == "" {
			f.Plugins[k.Name] = path
		}
	}
	return f
}
