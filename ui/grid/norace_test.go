//go:build !race

package grid

// slowdown is by how much the race detector slows programs down: it is off.
const slowdown = 1
