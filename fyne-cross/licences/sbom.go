package main

import (
	"encoding/json"
	"os"
)

// The types are those of CycloneDX 1.5, as far as they are used.
type bom struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Components []component `json:"components"`
}

type component struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	PURL    string `json:"purl,omitempty"`
	Hashes  []hash `json:"hashes,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

// writeSBOM writes the parts. The list has no date and no serial number: it is equal for equal parts.
func writeSBOM(path string, parts []part) error {
	b := bom{Format: "CycloneDX", Spec: "1.5", Version: 1}
	for _, p := range parts {
		c := component{Type: "library", Name: p.name, Version: p.version, PURL: p.purl}
		if p.sum != "" {
			c.Hashes = []hash{{"SHA-256", p.sum}}
		}
		b.Components = append(b.Components, c)
	}
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(data, '\n'), 0o644)
}
