// Package addon gets the libraries with which ONNX Runtime uses graphics cards and the like, where
// a person asks for them. Which there are, where they come from, and what is taken from their
// archives, is data, in assets/accelerators.json: every archive and every file of it has a SHA-256
// there.
//
// An add-on is a folder of libraries side by side, complete or not there. Whether a library can be
// loaded, and whether it is right and fast, is for package ort.
package addon

import (
	"encoding/json"
	"sync"

	"recollect/assets"
	"recollect/engine/model/list"
)

// AddOn is a set of libraries for one system. What it holds must not be changed: every caller is
// given the same.
type AddOn struct {
	ID    string `json:"id"`    // such as "cuda"; the name of its folder
	Title string `json:"title"` // for people
	// Provider is its execution provider, as package ort names it: "CUDA", "OpenVINO".
	Provider string `json:"provider"`
	Vendor   string `json:"vendor"` // of the devices, such as "NVIDIA"; empty: all
	System   string `json:"system"` // a value of GOOS
	Arch     string `json:"arch"`   // a value of GOARCH
	// Runtime is the version of ONNX Runtime that is within. Empty: it has none, and is for the one
	// of the program, if that is LeastRuntime or newer.
	Runtime      string `json:"runtime"`
	LeastRuntime string `json:"least_runtime"`
	Devices      string `json:"devices"` // that it is for, in a sentence
	Driver       Driver `json:"driver"`
	// Libraries of the system, or of archives that are Shared, that it cannot be loaded without.
	Libraries []string  `json:"libraries"`
	Archives  []Archive `json:"archives"`
}

// Driver is the range of versions of a device's driver. The zero Driver is any.
type Driver struct {
	Name  string `json:"name"`
	Least string `json:"least"` // such as "580"; empty: any
	Below string `json:"below"` // the first version that does not do; empty: there is none
}

// Archive is a file to be downloaded, of which only Members are taken.
type Archive struct {
	Package string `json:"package"` // name and version, for people
	URL     string `json:"url"`
	Form    string `json:"form"` // "zip" or "tgz"
	Bytes   int64  `json:"bytes"`
	SHA256  string `json:"sha256"`
	// Shared: many computers have these libraries already, as a part of something else.
	Shared     bool         `json:"shared"`
	LicenceKey string       `json:"licence"`
	Licence    list.Licence `json:"-"`
	Members    []Member     `json:"members"`
}

// Member is a file in an archive, and what it is called in the add-on's folder.
type Member struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// document is accelerators.json.
type document struct {
	Licences map[string]list.Licence `json:"licences"`
	AddOns   []AddOn                 `json:"addons"`
}

var read = sync.OnceValue(func() document {
	var d document
	if err := json.Unmarshal(assets.Accelerators, &d); err != nil {
		panic(err) // it is part of the program
	}
	for _, a := range d.AddOns {
		for i := range a.Archives {
			a.Archives[i].Licence = d.Licences[a.Archives[i].LicenceKey]
		}
	}
	return d
})

// All returns the add-ons of all systems.
func All() []AddOn { return read().AddOns }

// For returns the add-ons for a system and an architecture, values of GOOS and GOARCH.
func For(system, arch string) []AddOn {
	var found []AddOn
	for _, a := range All() {
		if a.System == system && a.Arch == arch {
			found = append(found, a)
		}
	}
	return found
}

// Licences returns what a person agrees to by getting a, each licence once; skip is as in Bytes.
func (a *AddOn) Licences(skip func(Archive) bool) []list.Licence {
	var all []list.Licence
	seen := map[string]bool{}
	for _, x := range a.wanted(skip) {
		if !seen[x.LicenceKey] {
			seen[x.LicenceKey] = true
			all = append(all, x.Licence)
		}
	}
	return all
}

// Bytes returns how much is downloaded for a, and how much its files take then. Archives for which
// skip is true do not count; skip may be nil.
func (a *AddOn) Bytes(skip func(Archive) bool) (download, disk int64) {
	for _, x := range a.wanted(skip) {
		download += x.Bytes
		disk += x.size()
	}
	return download, disk
}

// size is what the members of an archive take.
func (x *Archive) size() (n int64) {
	for _, m := range x.Members {
		n += m.Bytes
	}
	return n
}

func (a *AddOn) wanted(skip func(Archive) bool) []Archive {
	var all []Archive
	for _, x := range a.Archives {
		if skip == nil || !skip(x) {
			all = append(all, x)
		}
	}
	return all
}
