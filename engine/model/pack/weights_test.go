package pack

import "testing"

func TestRefuseWeights(t *testing.T) {
	external := func(entries map[string]string) files {
		return vision(func(n *net) { n.external = []map[string]string{entries} })
	}
	testRefuse(t, hf(t), []refusal{
		{
			"weights that are missing",
			external(map[string]string{"location": "vision_model.onnx_data"}),
			"pack:weights-missing",
		},
		{"weights above", external(map[string]string{"location": "../config.json"}), "pack:weights-outside"},
		{
			"weights below and above",
			external(map[string]string{"location": "a/../../config.json"}),
			"pack:weights-outside",
		},
		{"weights anywhere", external(map[string]string{"location": "/etc/passwd"}), "pack:weights-outside"},
		{"weights on a drive", external(map[string]string{"location": `C:\a`}), "pack:weights-outside"},
		{
			"weights at an address",
			external(map[string]string{"location": "*/_ORT_MEM_ADDR_/*"}),
			"pack:weights-outside",
		},
		{
			"weights in the graph's own file",
			external(map[string]string{"location": "vision_model.onnx"}),
			"pack:weights-outside",
		},
		{"weights of no name", external(map[string]string{"offset": "0"}), "pack:weights-outside"},
		{
			"weights past the end",
			external(map[string]string{"location": "text_model.onnx", "offset": "10", "length": "9223372036854775807"}),
			"pack:weights-short",
		},
		{
			"weights that begin past the end",
			external(map[string]string{"location": "text_model.onnx", "offset": "9223372036854775807"}),
			"pack:weights-short",
		},
	})
}
