package probe

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/model/ort"
	"recollect/engine/model/ort/provider"
)

// # Format
//
// What is remembered is one JSON object. Verdicts have a key made of the network, the libraries
// (path, size, time) and the drivers: where one of them changes, the provider is tried again. That
// it has ended a process is remembered by its name and its libraries' paths for good.
type memory struct {
	Version  int                  `json:"version"`
	Verdicts map[string][]Verdict `json:"verdicts"`
	Aborts   map[string]bool      `json:"aborts"`
}

const (
	memoryVersion = 1
	mostMemory    = 16 << 20 // bytes that are read
	mostVerdicts  = 200      // keys; beyond them all is forgotten and found again
)

// recall reads what is remembered. What cannot be read is forgotten: it is found again.
func (p *Prober) recall() memory {
	m := memory{Version: memoryVersion}
	if p.Memory != "" {
		if f, err := file.Open(p.Memory); err == nil {
			data, err := io.ReadAll(io.LimitReader(f, mostMemory))
			f.Close()
			var got memory
			if err == nil && json.Unmarshal(data, &got) == nil && got.Version == memoryVersion {
				m = got
			}
		}
	}
	if m.Verdicts == nil || len(m.Verdicts) > mostVerdicts {
		m.Verdicts = map[string][]Verdict{}
	}
	if m.Aborts == nil {
		m.Aborts = map[string]bool{}
	}
	return m
}

func (p *Prober) remember(m memory) error {
	if p.Memory == "" {
		return nil
	}
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(p.Memory), 0o700); err != nil {
		return err
	}
	return durable.WriteFile(p.Memory, data, 0o600)
}

// keyOf names a provider with a network, these libraries and these drivers.
func keyOf(net ort.Options, c provider.Choice) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s|%s|%v|%s|%s|%s", c.Name, net.Key, net.Trial.Least, stamp(c.Runtime), stamp(c.Plugin), drivers())
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// stamp identifies the version of a file.
func stamp(path string) string {
	st, err := os.Stat(path)
	if err != nil {
		return path
	}
	return fmt.Sprintf("%s:%d:%d", path, st.Size(), st.ModTime().UnixNano())
}

func libraries(c provider.Choice) string { return fmt.Sprintf("%s|%s|%s", c.Name, c.Runtime, c.Plugin) }

// All returns the verdicts on the processor, if that could be measured, and on candidates. Those
// that are remembered are not tried again, unless fresh asks for that. onVerdict is called with each
// as soon as it is known; it may be nil. Errors are those of the processor, and ctx's; that something
// cannot be remembered is none.
func (p *Prober) All(
	ctx context.Context, net ort.Options, candidates []provider.Choice, fresh bool, onVerdict func(Verdict),
) ([]Verdict, error) {
	m := p.recall()
	on := provider.Choice{Name: provider.CPU, Runtime: net.Library}
	if fresh {
		for _, c := range append([]provider.Choice{on}, candidates...) {
			delete(m.Verdicts, keyOf(net, c))
		}
	}
	known := m.Verdicts[keyOf(net, on)]
	if len(known) != 1 {
		v, err := p.Processor(ctx, net)
		if err != nil {
			return nil, err
		}
		known = []Verdict{v}
		m.Verdicts[keyOf(net, on)] = known
	}
	all := known
	report(onVerdict, known)
	for _, c := range candidates {
		key := keyOf(net, c)
		found, ok := m.Verdicts[key]
		if !ok {
			var err error
			if found, err = p.Try(ctx, net, c, known[0]); err != nil {
				return all, err
			}
			m.Verdicts[key] = found
		}
		m.finish(found, c, p.Cache)
		_ = p.remember(m) // after each: the next may end the computer
		all = append(all, found...)
		report(onVerdict, found)
	}
	return all, nil
}

// finish adds to verdicts what is known of the provider from earlier on.
func (m memory) finish(found []Verdict, c provider.Choice, cache string) {
	for i, v := range found {
		m.Aborts[libraries(c)] = m.Aborts[libraries(c)] || v.Abort
		found[i].Abort = m.Aborts[libraries(c)]
		found[i].Choice.Cache = cache
	}
}

// Present returns the candidates that have a device, with the network of net or any other. It takes
// some tenths of a second for each, and remembers which have none.
func (p *Prober) Present(
	ctx context.Context, net ort.Options, candidates []provider.Choice,
) (present []provider.Choice, err error) {
	m := p.recall()
	var l looker
	defer l.close()
	for _, c := range candidates {
		n, v := l.look(ctx, p, c)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if n > 0 {
			present = append(present, c)
		} else {
			m.Verdicts[keyOf(net, c)] = []Verdict{v}
		}
	}
	_ = p.remember(m)
	return present, nil
}

// Known returns what is remembered of the processor and of candidates. complete says that no
// candidate is left to try.
func (p *Prober) Known(net ort.Options, candidates []provider.Choice) (all []Verdict, complete bool) {
	m := p.recall()
	complete = true
	on := provider.Choice{Name: provider.CPU, Runtime: net.Library}
	for _, c := range append([]provider.Choice{on}, candidates...) {
		found, ok := m.Verdicts[keyOf(net, c)]
		m.finish(found, c, p.Cache)
		all, complete = append(all, found...), complete && (ok || c.OnCPU())
	}
	return all, complete
}

// Distrust remembers that a provider has ended a process or hung: it runs in a worker from now on.
func (p *Prober) Distrust(c provider.Choice) error {
	m := p.recall()
	m.Aborts[libraries(c)] = true
	return p.remember(m)
}

func report(onVerdict func(Verdict), found []Verdict) {
	if onVerdict != nil {
		for _, v := range found {
			onVerdict(v)
		}
	}
}

// Best returns the fastest of the verdicts that are fit; the processor's where none is better.
func Best(all []Verdict) (Verdict, bool) {
	all = slices.DeleteFunc(slices.Clone(all), func(v Verdict) bool { return v.State != Fit })
	if len(all) == 0 {
		return Verdict{}, false
	}
	return slices.MaxFunc(all, func(a, b Verdict) int {
		if a.Speed.PerSecond != b.Speed.PerSecond {
			return int(1e6 * (a.Speed.PerSecond - b.Speed.PerSecond) / (a.Speed.PerSecond + b.Speed.PerSecond))
		}
		return provider.Rank(b.Choice.Name) - provider.Rank(a.Choice.Name)
	}), true
}
