// Package config reads the files that exporters of dual encoders write beside the networks: what kind
// of model it is, and how pictures are prepared for it. What a file does not say has the default of
// the library that wrote it. Faults say what cannot be done as a file demands.
package config
