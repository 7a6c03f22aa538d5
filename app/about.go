package app

import "github.com/BurntSushi/toml"

// about is what FyneApp.toml says of the program.
type about struct {
	ID      string // names the program to the system, for its settings and its windows
	Name    string
	Version string
}

// read reads the text of FyneApp.toml, which is part of the program.
func read(metadata string) about {
	var file struct{ Details about }
	if _, err := toml.Decode(metadata, &file); err != nil {
		panic(err)
	}
	return file.Details
}
