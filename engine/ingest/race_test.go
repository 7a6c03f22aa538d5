//go:build race

package ingest

// slowdown is what the race detector costs, about.
const slowdown = 10
