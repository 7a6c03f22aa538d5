package direct

import (
	"encoding/binary"
	"fmt"
	"math"
	"unsafe"

	"recollect/engine/model/onnx"
)

// value is a tensor: floats, ints, or a table. It does not change once it is made, and several may
// share their numbers.
type value struct {
	dims   []int
	floats []float32
	ints   []int64 // also of truth values: 0 or 1
	table  *table
}

// table is a matrix of 8-bit numbers, each of which stands for itself times its scale.
type table struct {
	numbers []int8
	byRow   []float32 // scales, one a row; nil: there are none
	byCol   []float32 // likewise, one a column
}

func valueOf(w onnx.Weights) (value, error) {
	v := value{dims: lengths(w.Dims)}
	switch w.Type {
	case onnx.Int8:
		if len(v.dims) != 2 || len(w.Data) == 0 {
			return v, fmt.Errorf("%w: 8-bit numbers of shape %v", ErrUnknown, v.dims)
		}
		v.table = &table{numbers: unsafe.Slice((*int8)(unsafe.Pointer(&w.Data[0])), len(w.Data))}
	case onnx.Float32:
		v.floats = make([]float32, 0, len(w.Data)/4)
		for b := w.Data; len(b) > 0; b = b[4:] {
			v.floats = append(v.floats, math.Float32frombits(binary.LittleEndian.Uint32(b)))
		}
	case onnx.Int64:
		v.ints = make([]int64, 0, len(w.Data)/8)
		for b := w.Data; len(b) > 0; b = b[8:] {
			v.ints = append(v.ints, int64(binary.LittleEndian.Uint64(b)))
		}
	case onnx.Bool:
		for _, b := range w.Data {
			v.ints = append(v.ints, int64(b))
		}
	default:
		return v, fmt.Errorf("%w: numbers of type %v", ErrUnknown, w.Type)
	}
	return v, nil
}

// rows and cols are the lengths of a table.
func (v value) rows() int { return v.dims[0] }
func (v value) cols() int { return v.dims[1] }

// scaled returns a table with scales, which must be one a row or one a column; ok is false if they are not.
func (v value) scaled(scale value) (_ value, ok bool) {
	t := *v.table
	if len(scale.dims) != 2 || t.byRow != nil || t.byCol != nil {
		return v, false
	}
	switch [2]int(scale.dims) {
	case [2]int{v.rows(), 1}:
		t.byRow = scale.floats
	case [2]int{1, v.cols()}:
		t.byCol = scale.floats
	default:
		return v, false
	}
	v.table = &t
	return v, true
}

// row writes a row of a table to to.
func (v value) row(to []float32, row int) {
	for i, n := range v.table.numbers[row*len(to) : (row+1)*len(to)] {
		to[i] = float32(n)
	}
	if s := v.table.byRow; s != nil {
		for i := range to {
			to[i] *= s[row]
		}
	}
	if s := v.table.byCol; s != nil {
		for i := range to {
			to[i] *= s[i]
		}
	}
}

// plain is v with floats in place of a table.
func (v value) plain() value {
	if v.table == nil {
		return v
	}
	out := newFloats(v.dims)
	for r := range v.rows() {
		v.row(out.floats[r*v.cols():(r+1)*v.cols()], r)
	}
	return out
}

func newFloats(dims []int) value { return value{dims: dims, floats: make([]float32, product(dims))} }

func newInts(dims []int) value { return value{dims: dims, ints: make([]int64, product(dims))} }

// most is how many numbers a value may have: a network that asks for more contradicts what it is for.
const most = 1 << 24

func product(dims []int) int {
	n := 1
	for _, d := range dims {
		if d < 0 || d > most || n*d > most {
			panic(contradiction("a shape of too many numbers"))
		}
		n *= d
	}
	return n
}

// axis is a number of a dimension that may count from the end.
func (v value) axis(i int64) int {
	if i < 0 {
		i += int64(len(v.dims))
	}
	return int(i)
}

// around is how many numbers lie outside and inside of a dimension.
func (v value) around(axis int) (outside, inside int) {
	return product(v.dims[:axis]), product(v.dims[axis+1:])
}

// shaped is v with other dimensions for the same numbers.
func (v value) shaped(dims []int) value {
	v = v.plain()
	if product(dims) != max(len(v.floats), len(v.ints)) {
		panic(contradiction("a shape for other numbers"))
	}
	v.dims = dims
	return v
}

// contradiction is what Run returns of a network that contradicts itself.
type contradiction string

func (c contradiction) Error() string { return string(c) }
func (contradiction) RuntimeError()   {}
