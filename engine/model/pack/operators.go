package pack

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/model/onnx"
	"recollect/engine/model/pack/config"
	"recollect/engine/photo"
)

// The newest versions that ONNX Runtime 1.27 loads, found by trying; it refuses models of later ones.
const (
	newestIR    = 13
	newestOpset = 26
)

// fused are the operators of ONNX Runtime's own domain that exporters of dual encoders put in place
// of several others, or of others in fewer bits. Each computes its outputs from its inputs and does
// nothing else: of the rest, EPContext and Snpe load what a model names into a driver. All of them
// are among the schemas of ONNX Runtime 1.27.
var fused = strings.Fields(`
	Attention BiasAdd BiasGelu BiasSoftmax BiasSplitGelu
	DequantizeLinear DynamicQuantizeMatMul
	EmbedLayerNormalization FastGelu FusedConv FusedGemm FusedMatMul
	GatherBlockQuantized Gelu GemmFastGelu GemmFloat8 GroupNorm GroupQueryAttention
	MatMulBnb4 MatMulFpQ4 MatMulInteger16 MatMulIntegerToFloat MatMulNBits MultiHeadAttention
	NhwcConv NhwcFusedConv NhwcMaxPool
	PackedAttention PackedMultiHeadAttention Pad
	QAttention QEmbedLayerNormalization QGemm
	QLinearAdd QLinearAveragePool QLinearConcat QLinearConv QLinearGlobalAveragePool QLinearLeakyRelu
	QLinearMul QLinearReduceMean QLinearSigmoid QLinearSoftmax QLinearWhere
	QuantizeLinear QuickGelu
	RelativePositionBias RemovePadding RestorePadding RotaryEmbedding
	SkipGroupNorm SkipLayerNormalization SkipSimplifiedLayerNormalization
	TransposeMatMul Trilu
`)

// checkGraph refuses a graph that needs a newer runtime, or operators that are neither ONNX's own
// nor known ones of ONNX Runtime: these would be code from elsewhere.
func checkGraph(g graph) error {
	if g.info.IR > newestIR {
		return refuse("pack:newer", photo.Args{"file": g.file, "version": "IR " + strconv.FormatInt(g.info.IR, 10)})
	}
	if v := g.info.Opsets[""]; v > newestOpset {
		return refuse("pack:newer", photo.Args{"file": g.file, "version": "opset " + strconv.FormatInt(v, 10)})
	}
	own := map[onnx.Operator]bool{}
	for _, o := range g.info.Functions {
		own[o] = true // its parts are among the operators
	}
	for _, o := range slices.SortedFunc(maps.Keys(g.info.Operators), func(a, b onnx.Operator) int {
		return strings.Compare(a.String(), b.String())
	}) {
		known := o.Domain == "" || o.Domain == "com.microsoft" && slices.Contains(fused, o.Name)
		if !known && !own[o] {
			return refuse("pack:operator", photo.Args{"file": g.file, "operator": config.Shorten(o.String())})
		}
	}
	return nil
}

// activations counts the nodes that distinguish activations: x*sigmoid(1.702*x), and the others, by
// the error function or a hyperbolic tangent.
func activations(info *onnx.Info) (quick, plain int) {
	for o, n := range info.Operators {
		switch o.Name {
		case "Sigmoid", "QuickGelu", "QLinearSigmoid":
			quick += n
		case "Erf", "Gelu", "FastGelu", "BiasGelu":
			plain += n
		}
	}
	return quick, plain
}
