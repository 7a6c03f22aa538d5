// Package ort runs neural networks with ONNX Runtime. It is the only package that knows
// that library, and exports none of its types: a Session takes and returns plain slices.
//
// It finds the library, loads it once for the process with its telemetry switched off, and
// names the provider, the hardware that runs a network. The packages that own the models,
// such as clip, interpret the numbers.
//
// # Invariant
//
// The library is loaded by the first Session and stays loaded until the process ends:
// unloading it under a running Session is not safe.
package ort
