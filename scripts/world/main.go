// World makes the outlines of ui/world of the countries of Natural Earth, as the package world-atlas of npm has them:
//
//	npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//	go run ./scripts/world package/countries-10m.json ui/world/world.bin
package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"recollect/engine/photo"
	"recollect/ui/world"
)

// topology is what is read of TopoJSON (github.com/topojson/topojson-specification).
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]int // differences from point to point
	Objects   struct {
		Land struct {
			Geometries []struct {
				Type string
				Arcs [][][]int // of each polygon its rings, of each ring its arcs, -1 - i for arc i in reverse
			}
		}
	}
}

// tolerance is how far a line may be from the original, in units of the file.
const tolerance = 0.75

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: world countries-10m.json world.bin")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return err
	}
	var rings [][]int
	coast := map[int]bool{}
	for _, g := range t.Objects.Land.Geometries {
		if g.Type != "MultiPolygon" {
			return fmt.Errorf("land is a %s", g.Type)
		}
		for _, polygon := range g.Arcs {
			rings = append(rings, polygon...)
		}
	}
	for _, r := range rings {
		for _, a := range r {
			coast[max(a, -1-a)] = true
		}
	}
	return write(to, t, rings, coast)
}

// write writes the file as ui/world describes it.
func write(to string, t topology, rings [][]int, coast map[int]bool) error {
	plain := binary.AppendUvarint(nil, uint64(len(t.Arcs)))
	for i, arc := range t.Arcs {
		line := world.Simplify(t.line(arc), tolerance)
		flags := uint64(len(line)) << 1
		if !coast[i] {
			flags |= 1
		}
		plain = binary.AppendUvarint(plain, flags)
		var last world.Point
		for _, p := range line {
			plain = binary.AppendVarint(plain, int64(p.X-last.X))
			plain = binary.AppendVarint(plain, int64(p.Y-last.Y))
			last = p
		}
	}
	plain = binary.AppendUvarint(plain, uint64(len(rings)))
	for _, r := range rings {
		plain = binary.AppendUvarint(plain, uint64(len(r)))
		for _, a := range r {
			plain = binary.AppendVarint(plain, int64(a))
		}
	}
	packed := bytes.NewBufferString(world.Magic)
	w, err := flate.NewWriter(packed, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(plain); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(to, packed.Bytes(), 0o644)
}

// line returns an arc on the map.
func (t topology) line(arc [][2]int) []world.Point {
	var all []world.Point
	x, y := 0, 0
	for _, d := range arc {
		x, y = x+d[0], y+d[1]
		longitude := float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0]
		latitude := float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1]
		mx, my := photo.OnMap(latitude, longitude)
		p := world.Point{X: int32(mx*world.Units + 0.5), Y: int32(my*world.Units + 0.5)}
		if len(all) > 0 {
			p.X = world.Nearest(p.X, all[len(all)-1].X)
		}
		all = append(all, p)
	}
	return all
}
