//go:build race

package unwatched

const racing = true
