// Package ort runs neural networks with ONNX Runtime. It is the only package that
// knows that library, and no type of it leaves: a Session takes and returns plain slices.
//
// It finds the library, loads it once for the process with its telemetry switched off, and
// names the provider, the hardware that runs a network. What the numbers mean is left to
// the packages that own the models, such as clip.
//
// # Invariant
//
// The library is loaded by the first Session and stays loaded until the process
// ends: to unload it below a running Session is not safe.
package ort
