// Package clean normalises sentences as the reference programs of tokenizers do, each in its
// own way, before a sentence is cut into words.
package clean
