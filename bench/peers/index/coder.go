package main

import (
	"time"

	"github.com/coder/hnsw"
)

// coder builds the graph of github.com/coder/hnsw in memory, with one goroutine: it allows no more.
func coder(dir string, efs []int) error {
	all, err := open(dir, "all")
	if err != nil {
		return err
	}
	g := hnsw.NewGraph[uint32]()
	g.M, g.Ml, g.Distance = 16, 0.25, hnsw.CosineDistance
	before := memory("coder/hnsw", "\x00")
	began := time.Now()
	for i := range all.len() {
		g.Add(hnsw.MakeNode(uint32(i), all.row(i)))
	}
	err = put(built{"coder/hnsw", time.Since(began).Seconds(), processorTime(), 0, peak(), all.len()})
	if err != nil {
		return err
	}
	for _, kind := range []string{"pictures", "sentences"} {
		for _, ef := range efs {
			g.EfSearch = ef
			err := ask("coder/hnsw", dir, kind, ef, func(q []float32) []uint32 {
				found := g.Search(q, k)
				ids := make([]uint32, len(found))
				for i, n := range found {
					ids[i] = n.Key
				}
				return ids
			})
			if err != nil {
				return err
			}
		}
	}
	now := memory("coder/hnsw", "\x00")
	now.Anonymous -= before.Anonymous
	return put(now)
}
