//go:build !race

package ingest

const slowdown = 1
