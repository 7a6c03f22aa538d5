//go:build !race

package analyse

const slowdown = 1
