package direct

// matMul multiplies rows with a matrix, or, where both have more dimensions, one matrix after another with
// one after another.
func matMul(_ *node, in []value) value {
	a, b := in[0].plain(), in[1]
	last := len(a.dims) - 1
	size, cols := a.dims[last], b.dims[len(b.dims)-1]
	dims := append(append([]int{}, a.dims[:last]...), cols)
	rows := product(a.dims[:last])
	if len(b.dims) == 2 {
		out := newFloats(dims)
		out.multiply(rows, size, cols, a, b)
		return out
	}
	if len(a.dims) != len(b.dims) || b.dims[len(b.dims)-2] != size {
		panic(contradiction("matrices that do not go together"))
	}
	out := newFloats(dims)
	rows = a.dims[last-1]
	for i := range product(a.dims[:last-1]) {
		floatCols(out.floats[i*rows*cols:(i+1)*rows*cols], a.floats[i*rows*size:(i+1)*rows*size],
			b.floats[i*size*cols:(i+1)*size*cols], size, cols)
	}
	return out
}

// multiply sets v to the product of rows of a with the matrix b.
func (v value) multiply(rows, size, cols int, a, b value) {
	if b.dims[0] != size {
		panic(contradiction("a matrix for longer rows"))
	}
	t := b.table
	if t == nil || t.byRow != nil {
		floatCols(v.floats, a.floats, b.plain().floats, size, cols)
		return
	}
	mulCols(v.floats, a.floats, t.numbers, rows, size, cols)
	if t.byCol != nil {
		for ; len(v.floats) > 0; v.floats = v.floats[cols:] {
			for i, scale := range t.byCol {
				v.floats[i] *= scale
			}
		}
	}
}

// floatCols multiplies rows of size numbers with a matrix of size rows.
func floatCols(out, a, b []float32, size, cols int) {
	for at := 0; at*size < len(a); at++ {
		y := out[at*cols : (at+1)*cols]
		for j, x := range a[at*size : (at+1)*size] {
			for i, w := range b[j*cols : (j+1)*cols] {
				y[i] += float32(x * w)
			}
		}
	}
}

// gemm is the operator Gemm where the matrix is turned: rows of numbers times rows of a table, and a row
// that is added.
func gemm(n *node, in []value) value {
	one := func(name string) bool {
		f, ok := n.Floats[name]
		return !ok || f == 1
	}
	turned := len(n.Ints["transB"]) > 0 && n.Ints["transB"][0] != 0 && len(n.Ints["transA"]) == 0
	if !turned || !one("alpha") || !one("beta") || in[1].table == nil || in[1].table.byCol != nil {
		panic(contradiction("a product of another kind"))
	}
	a, b := in[0], in[1]
	rows, size, cols := a.dims[0], b.cols(), b.rows()
	if a.dims[1] != size {
		panic(contradiction("a matrix for longer rows"))
	}
	out := newFloats([]int{rows, cols})
	mulRows(out.floats, a.floats, b.table.numbers, rows, size, cols)
	for i := range out.floats {
		if s := b.table.byRow; s != nil {
			out.floats[i] *= s[i%cols]
		}
	}
	if len(in) > 2 && in[2].floats != nil {
		for i := range out.floats {
			out.floats[i] += in[2].floats[i%cols]
		}
	}
	return out
}

// mulColsGo is what every kernel computes: out, rows x cols, is the sum over j of a[j] times the j-th row of
// the matrix b of size x cols, added in this order.
func mulColsGo(out, a []float32, b []int8, rows, size, cols int) {
	clear(out)
	for r := range rows {
		y := out[r*cols : (r+1)*cols]
		for j, x := range a[r*size : (r+1)*size] {
			for i, w := range b[j*cols : (j+1)*cols] {
				y[i] += float32(x * float32(w)) // not fused
			}
		}
	}
}

// mulRowsGo is what every kernel computes: out, rows x cols, is the dot products of rows of a with rows of the
// matrix b of cols x size: sums of every 16th product, added in this order.
func mulRowsGo(out, a []float32, b []int8, rows, size, cols int) {
	for r := range rows {
		x := a[r*size : (r+1)*size]
		for c := range cols {
			var s [16]float32
			for j, w := range b[c*size : (c+1)*size] {
				s[j%16] += float32(x[j] * float32(w)) // not fused
			}
			for half := 8; half > 0; half /= 2 {
				for i := range half {
					s[i] += s[i+half]
				}
			}
			out[r*cols+c] = s[0]
		}
	}
}
