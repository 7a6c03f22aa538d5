package doctor

import (
	"strings"
	"testing"

	"recollect/engine/model/ort/probe"
	"recollect/engine/model/ort/provider"
)

// Where DirectML's library is at hand and finds no device, the table says that, and not how to get the library.
func TestDirectMLWithoutADevice(t *testing.T) {
	missing := func(name provider.Name, runtime, why string) probe.Verdict {
		return probe.Verdict{Choice: provider.Choice{Name: name, Runtime: runtime}, State: probe.Missing, Why: why}
	}
	lines := table([]probe.Verdict{
		{Choice: provider.Choice{Name: provider.CPU, Runtime: "shipped"}, State: probe.Fit},
		missing(provider.CUDA, "shipped", "Specified provider is not supported."),
		missing(provider.DirectML, "shipped", "Specified provider is not supported."),
		missing(provider.DirectML, "added", "dml_provider_factory.cc(512): (caller: 0) Exception(1) tid(20c) 887A0004"),
	})
	var of []Provider
	for _, l := range lines {
		if l.Provider == "DirectML" {
			of = append(of, l)
		}
	}
	if len(lines) != 3 || len(of) != 1 || of[0].Runtime != "added" || of[0].State != "missing" || of[0].Next != "" ||
		!strings.Contains(string(of[0].Text()), "finds no device with DirectX 12") {
		t.Errorf("%+v", lines)
	}
	if got := table([]probe.Verdict{missing(provider.DirectML, "shipped", "not supported")}); got[0].Next == "" {
		t.Errorf("%+v", got)
	}
}
