// Package hf is the tokenizers of Hugging Face's library: it reads tokenizer.json and does
// what the parts named there do. The parts that the families of CLIP use are known; a file
// that names others is refused.
package hf
