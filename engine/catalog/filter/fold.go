package filter

import "recollect/engine/fold"

// Folds is the generation of Fold and Bare. It must be raised when one of them returns another result for the same
// text, or package words finds other words: every catalog is then updated when it is opened.
const Folds = "3"

// Fold brings text to the form in which texts are compared: fold.Text.
func Fold(text string) string { return fold.Text(text) }

// Bare is Fold without accents: fold.Bare.
func Bare(text string) string { return fold.Bare(text) }
