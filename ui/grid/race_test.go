//go:build race

package grid

// slowdown is by how much the race detector slows programs down, at most: 2 to 20 times, and calls that touch much
// memory more.
const slowdown = 40
