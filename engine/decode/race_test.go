//go:build race

package decode

// slowdown is what the race detector costs the decoders written in Go, about:
// the largest of the shared pictures takes 1 s without it and 11 s with it.
const slowdown = 10
