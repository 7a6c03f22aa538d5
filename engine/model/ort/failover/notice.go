package failover

import (
	"fmt"
	"strings"

	"recollect/engine/model/ort/provider"
	"recollect/engine/photo"
)

// notify calls OnNotice.
func (r *Runner) notify(f *photo.Fault) {
	if r.o.OnNotice != nil {
		r.o.OnNotice(f)
	}
}

func restarted(c provider.Choice, err error) *photo.Fault {
	return &photo.Fault{
		Code: "provider:restarted", Args: photo.Args{"provider": string(c.Name), "why": why(err)},
		Text: fmt.Sprintf("%s failed and is started again: %v", c.Name, err),
	}
}

func smaller(c provider.Choice, err error) *photo.Fault {
	return &photo.Fault{
		Code: "provider:smaller", Args: photo.Args{"provider": string(c.Name)},
		Text: fmt.Sprintf("%s lacks memory and gets smaller batches: %v", c.Name, err),
	}
}

func lost(c provider.Choice, err error) *photo.Fault {
	return &photo.Fault{
		Code: "provider:lost", Args: photo.Args{"provider": string(c.Name), "why": why(err)},
		Text: fmt.Sprintf("%s is given up for the processor: %v", c.Name, err),
	}
}

// why is the first line of err, which libraries make long.
func why(err error) string {
	const most = 200
	line, _, _ := strings.Cut(err.Error(), "\n")
	if runes := []rune(line); len(runes) > most {
		line = string(runes[:most]) + "..."
	}
	return strings.TrimRight(line, ".")
}
