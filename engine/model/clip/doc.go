// Package clip turns pictures and sentences into unit vectors that can be
// compared by their dot product: a sentence and the picture it describes lie
// close together (Radford et al., "Learning Transferable Visual Models From
// Natural Language Supervision", 2021).
//
// Networks run in package ort. Opening a Model is cheap and needs neither the library nor memory
// for weights: both are loaded by the first Text or Images call, so that the program opens at
// once and still works, without search, where they are missing. Rest frees the memory while the
// networks are unused.
//
// # Invariants
//
// Equal input gives equal output: every picture is encoded in a run of its own
// (batch size 1), so that a vector does not depend on its neighbours, and
// tensors have one fixed shape, so that the runtime's memory does not grow.
// Vectors from models with different fingerprints must never be compared.
//
// Package decode decodes picture files and corrects their orientation.
package clip
