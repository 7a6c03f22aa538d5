package direct

import "slices"

// These operators arrange numbers and compute none. They do as https://onnx.ai/onnx/operators says,
// version 17.

func constant(n *node, _ []value) value {
	v, err := valueOf(n.Tensors["value"])
	if err != nil {
		panic(contradiction("a constant without a value"))
	}
	return v
}

func constantOfShape(n *node, in []value) value {
	dims := lengths(in[0].ints)
	of := constant(n, nil)
	if of.floats != nil {
		return value{dims: dims, floats: slices.Repeat(of.floats[:1], product(dims))}
	}
	return value{dims: dims, ints: slices.Repeat(of.ints[:1], product(dims))}
}

// shapeOf is the operator Shape: the dimensions, or some of them.
func shapeOf(n *node, in []value) value {
	from, to := 0, len(in[0].dims)
	if s := n.Ints["start"]; len(s) > 0 {
		from = in[0].axis(s[0])
	}
	if e := n.Ints["end"]; len(e) > 0 {
		to = min(in[0].axis(e[0]), to)
	}
	out := newInts([]int{to - from})
	for i, d := range in[0].dims[from:to] {
		out.ints[i] = int64(d)
	}
	return out
}

func squeeze(_ *node, in []value) value {
	var dims []int
	for i, d := range in[0].dims {
		drop := d == 1
		if len(in) > 1 {
			drop = slices.ContainsFunc(in[1].ints, func(a int64) bool { return in[0].axis(a) == i })
		}
		if !drop {
			dims = append(dims, d)
		}
	}
	return in[0].shaped(dims)
}

func unsqueeze(_ *node, in []value) value {
	total := value{dims: make([]int, len(in[0].dims)+len(in[1].ints))}
	for _, a := range in[1].ints {
		total.dims[total.axis(a)] = 1
	}
	rest := in[0].dims
	for i := range total.dims {
		if total.dims[i] == 0 {
			total.dims[i], rest = rest[0], rest[1:]
		}
	}
	return in[0].shaped(total.dims)
}

func reshape(n *node, in []value) value {
	dims := lengths(in[1].ints)
	keeps := len(n.Ints["allowzero"]) == 0 || n.Ints["allowzero"][0] == 0
	open, known := -1, 1
	for i, d := range dims {
		switch {
		case d == 0 && keeps:
			dims[i] = in[0].dims[i]
		case d == -1:
			open = i
			continue
		}
		known *= dims[i]
	}
	if open >= 0 {
		dims[open] = product(in[0].dims) / known
	}
	return in[0].shaped(dims)
}

// strides are how far apart neighbours of each dimension lie.
func strides(dims []int) []int {
	out, step := make([]int, len(dims)), 1
	for i := len(dims) - 1; i >= 0; i-- {
		out[i] = step
		step *= dims[i]
	}
	return out
}

// gathered returns v's numbers in another arrangement: of dims, with neighbours in v as far apart as steps
// says, beginning at from.
func (v value) gathered(dims, steps []int, from int) value {
	v = v.plain()
	out := value{dims: dims}
	if v.floats != nil {
		out.floats = arranged(make([]float32, 0, product(dims)), v.floats[from:], dims, steps)
	} else {
		out.ints = arranged(make([]int64, 0, product(dims)), v.ints[from:], dims, steps)
	}
	return out
}

// arranged appends the numbers of from to to as gathered says.
func arranged[T any](to, from []T, dims, steps []int) []T {
	switch {
	case product(dims) == 0:
		return to
	case len(dims) == 0:
		return append(to, from[0])
	case len(dims) == 1 && steps[0] == 1:
		return append(to, from[:dims[0]]...)
	}
	for i := range dims[0] {
		to = arranged(to, from[i*steps[0]:], dims[1:], steps[1:])
	}
	return to
}

func transpose(n *node, in []value) value {
	perm, steps := n.Ints["perm"], strides(in[0].dims)
	if len(perm) == 0 {
		for i := range in[0].dims {
			perm = append([]int64{int64(i)}, perm...)
		}
	}
	dims, apart := make([]int, len(perm)), make([]int, len(perm))
	for i, p := range perm {
		dims[i], apart[i] = in[0].dims[p], steps[p]
	}
	return in[0].gathered(dims, apart, 0)
}

// spread is the steps with which v is repeated over dims.
func (v value) spread(dims []int) []int {
	steps, own := make([]int, len(dims)), strides(v.dims)
	for i := range v.dims {
		if at := len(dims) - len(v.dims) + i; v.dims[i] != 1 {
			if v.dims[i] != dims[at] {
				panic(contradiction("shapes that do not go together"))
			}
			steps[at] = own[i]
		}
	}
	return steps
}

// common is the shape over which values are repeated to be computed with each other.
func common(in ...value) []int {
	var dims []int
	for _, v := range in {
		for len(dims) < len(v.dims) {
			dims = slices.Insert(dims, 0, 1)
		}
		for i, d := range v.dims {
			if at := len(dims) - len(v.dims) + i; dims[at] == 1 {
				dims[at] = d
			}
		}
	}
	return dims
}

func (v value) repeated(dims []int) value {
	if slices.Equal(v.dims, dims) {
		return v.plain()
	}
	return v.gathered(dims, v.spread(dims), 0)
}

func expand(_ *node, in []value) value {
	return in[0].repeated(common(in[0], value{dims: lengths(in[1].ints)}))
}

// slice knows steps of 1.
func slice(_ *node, in []value) value {
	v := in[0]
	dims, from := slices.Clone(v.dims), 0
	for i, start := range in[1].ints {
		axis := i
		if len(in) > 3 && in[3].ints != nil {
			axis = v.axis(in[3].ints[i])
		}
		if len(in) > 4 && in[4].ints[i] != 1 {
			panic(contradiction("a slice with gaps"))
		}
		within := func(x int64) int {
			if x < 0 {
				x += int64(v.dims[axis])
			}
			return int(min(max(x, 0), int64(v.dims[axis])))
		}
		a := within(start)
		dims[axis] = max(0, within(in[2].ints[i])-a)
		from += a * strides(v.dims)[axis]
	}
	return v.gathered(dims, strides(v.dims), from)
}

func concat(n *node, in []value) value {
	axis := in[0].axis(n.Ints["axis"][0])
	dims := slices.Clone(in[0].dims)
	dims[axis] = 0
	for _, v := range in {
		dims[axis] += v.dims[axis]
	}
	out := value{dims: dims}
	outside, _ := in[0].around(axis)
	for o := range outside {
		for _, v := range in {
			_, inside := v.around(axis)
			size := inside * v.dims[axis]
			if v.floats != nil {
				out.floats = append(out.floats, v.floats[o*size:(o+1)*size]...)
			} else {
				out.ints = append(out.ints, v.ints[o*size:(o+1)*size]...)
			}
		}
	}
	return out
}

func sequence(_ *node, in []value) value {
	from, to, step := in[0].ints[0], in[1].ints[0], in[2].ints[0]
	if step <= 0 || from < to && uint64(to-from) > most {
		panic(contradiction("a range of too many numbers"))
	}
	out := value{ints: []int64{}}
	for ; from < to; from += step {
		out.ints = append(out.ints, from)
	}
	out.dims = []int{len(out.ints)}
	return out
}

// gather takes rows: the operator Gather along the first dimension.
func gather(n *node, in []value) value {
	v := in[0]
	if a := n.Ints["axis"]; len(a) > 0 && a[0] != 0 {
		panic(contradiction("rows along another dimension"))
	}
	_, size := v.around(0)
	out := value{dims: slices.Concat(in[1].dims, v.dims[1:])}
	for _, r := range in[1].ints {
		if r < 0 {
			r += int64(v.dims[0])
		}
		at := int(r) * size
		switch {
		case v.table != nil:
			row := make([]float32, size)
			v.row(row, int(r))
			out.floats = append(out.floats, row...)
		case v.floats != nil:
			out.floats = append(out.floats, v.floats[at:at+size]...)
		default:
			out.ints = append(out.ints, v.ints[at:at+size]...)
		}
	}
	return out
}

// gatherND takes whole numbers that lie at places of as many dimensions as there are.
func gatherND(_ *node, in []value) value {
	v, at := in[0], in[1]
	last := len(at.dims) - 1
	if at.dims[last] != len(v.dims) {
		panic(contradiction("places of fewer dimensions"))
	}
	steps := strides(v.dims)
	out := newInts(at.dims[:last])
	for i := range out.ints {
		place := 0
		for j, p := range at.ints[i*len(steps) : (i+1)*len(steps)] {
			place += int(p) * steps[j]
		}
		out.ints[i] = v.ints[place]
	}
	return out
}
