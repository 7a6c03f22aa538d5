// Package pack imports search models that a person has: from a folder, a zip archive or two ONNX
// files, without any connection. It recognises how others lay models out (Hugging Face's exports,
// Immich's of both generations, rclip's, and Recollect's own folders), checks that both networks,
// the tokenizer and the preparation of pictures fit each other, and makes a folder with model.json.
//
// What a model is follows from its files: from the SHA-256 of known ones (package list), from the
// graphs and the configuration beside them. Names are for choosing among files, and for hints.
//
// # Safety
//
// A pack comes from strangers. Sizes and counts are bounded before anything is allocated; files
// outside the pack are not reached, neither by the names in an archive, nor by links, nor by what a
// graph says of its weights; operators are those of two lists. Nothing of a graph is run here: that
// is for Options.Probe, in another process, before the model is put in place.
//
// The source is only read. The model appears at its place whole, by one renaming, or not at all.
package pack
