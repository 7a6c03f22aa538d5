// Package token turns sentences into the token ids that text encoders were trained
// with. It reads the files of four kinds of tokenizers: a BERT vocabulary, CLIP's byte
// pairs, a SentencePiece model and Hugging Face's tokenizer.json.
//
// The ids are equal to those of the reference programs, because an id that differs
// makes an embedding worse without any error. What a file asks for and this package does
// not do is refused when the file is read.
//
// The files come from strangers. Reading one takes time and memory in proportion to its
// size, and so does Encode for its sentence.
package token
