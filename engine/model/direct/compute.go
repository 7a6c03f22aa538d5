package direct

import (
	"math"
	"slices"
	"sync"
)

// operators are the ones that are known, by their names.
func operators() map[string]operator {
	return map[string]operator{
		"Constant": {0, constant}, "ConstantOfShape": {1, constantOfShape}, "Shape": {1, shapeOf},
		"Squeeze": {1, squeeze}, "Unsqueeze": {2, unsqueeze}, "Reshape": {2, reshape}, "Transpose": {1, transpose},
		"Expand": {2, expand}, "Slice": {3, slice}, "Concat": {1, concat}, "Range": {3, sequence},
		"Gather": {2, gather}, "GatherND": {2, gatherND},
		"Add": {2, sums}, "Div": {2, quotients}, "Mul": {2, products},
		"Max":            {2, pairs(func(a, b int64) int64 { return max(a, b) })},
		"And":            {2, pairs(func(a, b int64) int64 { return a & b })},
		"GreaterOrEqual": {2, pairs(func(a, b int64) int64 { return truth(a >= b) })},
		"Erf":            {1, erf}, "IsNaN": {1, isNaN}, "Cast": {1, cast}, "Clip": {1, clip}, "Where": {3, where},
		"Softmax": {1, softmax}, "LayerNormalization": {3, layerNormalization},
		"ReduceSum": {1, reduce(func(s, x float64) float64 { return s + x }, func(s float64) float64 { return s })},
		"ReduceL2":  {1, reduce(func(s, x float64) float64 { return s + float64(x*x) }, math.Sqrt)},
		"MatMul":    {2, matMul}, "Gemm": {2, gemm},
	}
}

func truth(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// pairs computes each whole number of two values that are repeated over a common shape.
func pairs(do func(a, b int64) int64) func(*node, []value) value {
	return func(_ *node, in []value) value {
		dims := common(in[0], in[1])
		a, b, out := in[0].repeated(dims), in[1].repeated(dims), newInts(dims)
		for i, x := range a.ints {
			out.ints[i] = do(x, b.ints[i])
		}
		return out
	}
}

func sums(_ *node, in []value) value {
	return pairFloats(in, func(to, a, b []float32) {
		for i, x := range a {
			to[i] = x + b[i]
		}
	})
}

func quotients(_ *node, in []value) value {
	return pairFloats(in, func(to, a, b []float32) {
		for i, x := range a {
			to[i] = x / b[i]
		}
	})
}

// products leaves a table a table.
func products(_ *node, in []value) value {
	if in[0].table != nil && in[1].floats != nil {
		if v, ok := in[0].scaled(in[1]); ok {
			return v
		}
	}
	return pairFloats(in, func(to, a, b []float32) {
		for i, x := range a {
			to[i] = x * b[i]
		}
	})
}

// pairFloats computes each number of two values that are repeated over a common shape. do gets as many
// numbers of the one as of the other, for as many results.
func pairFloats(in []value, do func(to, a, b []float32)) value {
	dims := common(in[0], in[1])
	out := newFloats(dims)
	a, b := in[0].plain(), in[1].plain()
	if len(a.floats) != len(out.floats) {
		a = a.repeated(dims)
	}
	row := b.floats
	switch {
	case len(b.floats) == 1: // most often b is a number, or a row that is repeated
		row = slices.Repeat(b.floats, min(len(out.floats), 1024))
	case !endsWith(dims, b.trimmed()):
		row = b.repeated(dims).floats
	}
	if len(row) == 0 && len(out.floats) > 0 {
		panic(contradiction("an operator for other numbers"))
	}
	for at := 0; at < len(out.floats); at += len(row) {
		end := min(at+len(row), len(out.floats))
		do(out.floats[at:end], a.floats[at:end], row[:end-at])
	}
	return out
}

// trimmed is the dimensions without the first ones of length 1.
func (v value) trimmed() []int {
	d := v.dims
	for len(d) > 0 && d[0] == 1 {
		d = d[1:]
	}
	return d
}

func endsWith(dims, end []int) bool {
	if len(end) > len(dims) {
		return false
	}
	for i, d := range end {
		if dims[len(dims)-len(end)+i] != d {
			return false
		}
	}
	return true
}

// each computes each number of v.
func (v value) each(do func(float32) float32) value {
	v = v.plain()
	out := newFloats(v.dims)
	for i, x := range v.floats {
		out.floats[i] = do(x)
	}
	return out
}

// The error function is looked up in a table of its values and slopes and interpolated with cubics, which
// differ from it by less than 2e-9: a quarter of the time of math.Erf.
const (
	erfSteps = 64 // of one
	erfEnd   = 6  // from here on it is 1 in single precision
)

var erfTable = sync.OnceValue(func() *[erfSteps*erfEnd + 1][2]float64 {
	var t [erfSteps*erfEnd + 1][2]float64
	for i := range t {
		x := float64(i) / erfSteps
		t[i] = [2]float64{math.Erf(x), 2 / math.SqrtPi * math.Exp(-x*x) / erfSteps}
	}
	return &t
})

func erf(_ *node, in []value) value {
	table := erfTable()
	return in[0].each(func(x float32) float32 {
		at := math.Abs(float64(x)) * erfSteps
		if !(at < erfSteps*erfEnd) {
			return float32(math.Erf(float64(x)))
		}
		i := int(at)
		f, left, right := at-float64(i), table[i], table[i+1]
		// Hermite's cubic, without instructions that round a product and a sum at once.
		rise := right[0] - left[0]
		bend := float64((left[1]-rise)*(1-f)) - float64((right[1]-rise)*f)
		y := left[0] + float64(f*(rise+float64((1-f)*bend)))
		return float32(math.Copysign(y, float64(x)))
	})
}

func isNaN(_ *node, in []value) value {
	v := in[0].plain()
	out := newInts(v.dims)
	for i, x := range v.floats {
		out.ints[i] = truth(x != x)
	}
	return out
}

func clip(_ *node, in []value) value {
	low, high := float32(math.Inf(-1)), float32(math.Inf(1))
	if len(in) > 1 && in[1].floats != nil {
		low = in[1].floats[0]
	}
	if len(in) > 2 && in[2].floats != nil {
		high = in[2].floats[0]
	}
	return in[0].each(func(x float32) float32 { return min(max(x, low), high) })
}

// Types that Cast names, of onnx.proto.
const (
	toFloat = 1
	toInt64 = 7
	toBool  = 9
)

func cast(n *node, in []value) value {
	v, to := in[0], n.Ints["to"][0]
	switch {
	case v.table != nil && to == toFloat:
		return v
	case v.ints == nil || to != toFloat && to != toInt64 && to != toBool:
		panic(contradiction("a cast to another type"))
	case to == toFloat:
		out := newFloats(v.dims)
		for i, x := range v.ints {
			out.floats[i] = float32(x)
		}
		return out
	case to == toBool:
		out := newInts(v.dims)
		for i, x := range v.ints {
			out.ints[i] = truth(x != 0)
		}
		return out
	}
	return v
}

func where(_ *node, in []value) value {
	dims := common(in...)
	is, a, b := in[0].repeated(dims), in[1].repeated(dims), in[2].repeated(dims)
	out := newFloats(dims)
	for i, yes := range is.ints {
		if out.floats[i] = b.floats[i]; yes != 0 {
			out.floats[i] = a.floats[i]
		}
	}
	return out
}

// lastAxis panics unless a node works along the last dimension, whose length it returns.
func (n *node) lastAxis(v value) int {
	last := len(v.dims) - 1
	if a := n.Ints["axis"]; len(a) > 0 && v.axis(a[0]) != last {
		panic(contradiction("an operator along another dimension"))
	}
	return v.dims[last]
}

func softmax(n *node, in []value) value {
	size := n.lastAxis(in[0])
	out := newFloats(in[0].dims)
	for at := 0; at < len(out.floats); at += size {
		x, y := in[0].floats[at:at+size], out.floats[at:at+size]
		most := float32(math.Inf(-1))
		for _, f := range x {
			most = max(most, f)
		}
		var sum float64
		for i, f := range x {
			e := math.Exp(float64(f - most))
			y[i] = float32(e)
			sum += e
		}
		for i := range y {
			y[i] = float32(float64(y[i]) / sum)
		}
	}
	return out
}

func layerNormalization(n *node, in []value) value {
	size := n.lastAxis(in[0])
	epsilon, ok := n.Floats["epsilon"]
	if !ok {
		epsilon = 1e-5
	}
	out := newFloats(in[0].dims)
	scale, bias := in[1].floats[:size], in[2].floats[:size]
	for at := 0; at < len(out.floats); at += size {
		x, y := in[0].floats[at:at+size], out.floats[at:at+size]
		var sum, squares float64
		for _, f := range x {
			sum += float64(f)
		}
		mean := sum / float64(size)
		for _, f := range x {
			d := float64(f) - mean
			squares += float64(d * d)
		}
		by := 1 / math.Sqrt(squares/float64(size)+float64(epsilon))
		for i, f := range x {
			y[i] = float32(float32((float64(f)-mean)*by)*scale[i]) + bias[i]
		}
	}
	return out
}

// reduce folds the numbers along one dimension.
func reduce(step func(so, x float64) float64, end func(float64) float64) func(*node, []value) value {
	return func(n *node, in []value) value {
		v, axes := in[0], n.Ints["axes"]
		if len(in) > 1 {
			axes = in[1].ints
		}
		if len(axes) != 1 {
			panic(contradiction("several dimensions to fold"))
		}
		axis := v.axis(axes[0])
		outside, inside := v.around(axis)
		dims := append(append([]int{}, v.dims[:axis]...), 1)
		if k := n.Ints["keepdims"]; len(k) > 0 && k[0] == 0 {
			dims = dims[:axis]
		}
		out := newFloats(append(dims, v.dims[axis+1:]...))
		for o := range outside {
			for i := range inside {
				var so float64
				for j := range v.dims[axis] {
					so = step(so, float64(v.floats[(o*v.dims[axis]+j)*inside+i]))
				}
				out.floats[o*inside+i] = float32(end(so))
			}
		}
		return out
	}
}
