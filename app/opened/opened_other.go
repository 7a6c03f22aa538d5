//go:build !darwin

package opened

// listen does nothing: files come on the command line.
func (*Files) listen() {}
