// Package fault makes the errors of tokenizers' files.
package fault

import (
	"fmt"

	"recollect/engine/model"
	"recollect/engine/photo"
)

// Damaged is the error of a file whose content is not what its kind demands.
func Damaged(file, format string, args ...any) error {
	what := fmt.Sprintf(format, args...)
	return fmt.Errorf("%w: %w", &photo.Fault{
		Code: "token:damaged",
		Args: photo.Args{"file": file, "what": what},
		Text: file + ": " + what,
	}, model.ErrNoModel)
}

// Unsupported is the error of a tokenizer that asks for what Recollect does not do.
func Unsupported(part, value string) error {
	return fmt.Errorf("%w: %w", &photo.Fault{
		Code: "token:unsupported",
		Args: photo.Args{"part": part, "value": value},
		Text: fmt.Sprintf("tokenizer: %s %q is not supported", part, value),
	}, model.ErrNoModel)
}
