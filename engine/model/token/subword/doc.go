// Package subword has the vocabularies of tokenizers and what finds their tokens in a word:
// byte pair encoding, Unigram and WordPiece. What comes before, normalisation and the cut
// into words, is left to others.
package subword
