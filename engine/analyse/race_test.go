//go:build race

package analyse

// slowdown is what the race detector costs, about.
const slowdown = 10
