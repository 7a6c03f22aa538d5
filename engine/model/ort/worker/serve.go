package worker

import (
	"errors"
	"io"
	"os"
	"slices"
	"time"

	"recollect/engine/model/ort"
)

// Verb is the word that makes the program a worker, as its only argument. No help names it.
const Verb = "encoding-worker"

// Asked reports whether a process with the arguments args, without its own name, is to be a worker.
func Asked(args []string) bool { return len(args) == 1 && args[0] == Verb }

// Serve answers requests until in ends, which it does when the parent ends, however that happens.
// Then the process ends at once, also out of a run that hangs. It returns an exit status.
func Serve(in *os.File, out *os.File) int {
	out, err := private(out)
	if err != nil {
		return 1
	}
	type asked struct {
		request
		body []byte
	}
	requests := make(chan asked)
	go func() {
		for {
			var a asked
			var err error
			if a.body, err = read(in, &a.request); err != nil {
				if errors.Is(err, io.EOF) {
					os.Exit(0)
				}
				os.Exit(1)
			}
			requests <- a
		}
	}()
	var s server
	for a := range requests {
		body, answer, err := s.serve(a.request, a.body)
		answer.Peak = peak()
		if err != nil {
			answer.Error = err.Error()
			answer.Kind = kindOf(err)
			body = nil
		}
		if write(out, answer, body) != nil {
			return 1
		}
	}
	return 0
}

func kindOf(err error) string {
	switch {
	case errors.Is(err, ort.ErrProvider):
		return "provider"
	case errors.Is(err, ort.ErrNoRuntime):
		return "runtime"
	}
	return ""
}

// server holds the one network that a worker runs.
type server struct{ runner ort.Runner }

func (s *server) serve(r request, body []byte) ([]byte, answer, error) {
	r.Choice.Cache = r.Cache
	switch r.Do {
	case "devices":
		n, err := ort.Devices(r.Choice)
		return nil, answer{Devices: n, Version: ort.Version()}, err
	case "open":
		if s.runner != nil {
			s.runner.Close()
			s.runner = nil
		}
		session, err := ort.NewSession(ort.Options{
			Library: r.Library, Network: body, Inputs: r.Inputs, Output: r.Output, HalfOutput: r.Half, Dir: r.Dir,
			Provider: r.Choice, Threads: r.Threads,
		})
		if err != nil {
			return nil, answer{}, err
		}
		s.runner = session
		return nil, answer{Version: ort.Version()}, nil
	}
	if s.runner == nil {
		return nil, answer{}, errors.New("there is no network")
	}
	inputs, err := unpack(r.Tensors, body)
	if err != nil {
		return nil, answer{}, err
	}
	if r.Do == "measure" {
		if len(inputs) != 1 || len(r.Shape) != 2 {
			return nil, answer{}, errFrame
		}
		lasting := time.Duration(r.Millis) * time.Millisecond
		speed, err := ort.Measure(s.runner, inputs[0], int(r.Shape[1]), r.Batch, lasting)
		return nil, answer{Speed: speed}, err
	}
	floats, err := s.runner.Run(slices.Clone(r.Shape), inputs...)
	return raw(floats), answer{}, err
}
