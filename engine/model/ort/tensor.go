package ort

import "slices"

// Repeat returns t, whose first dimension is 1, n times over in one tensor.
func (t Tensor) Repeat(n int) Tensor {
	shape := slices.Clone(t.Shape)
	shape[0] = int64(n)
	return Tensor{
		shape, repeat(t.Floats, n), repeat(t.Halves, n), repeat(t.Bytes, n),
		repeat(t.Ints, n), repeat(t.Int32s, n),
	}
}

func repeat[T any](s []T, n int) []T {
	if s == nil {
		return nil
	}
	return slices.Repeat(s, n)
}

// Rows returns the rows of t from one up to another: parts of its first dimension. It uses the same memory.
func (t Tensor) Rows(from, to int) Tensor {
	shape := slices.Clone(t.Shape)
	whole := int(shape[0])
	shape[0] = int64(to - from)
	return Tensor{
		shape, rows(t.Floats, whole, from, to), rows(t.Halves, whole, from, to), rows(t.Bytes, whole, from, to),
		rows(t.Ints, whole, from, to), rows(t.Int32s, whole, from, to),
	}
}

func rows[T any](all []T, whole, from, to int) []T {
	if all == nil {
		return nil
	}
	size := len(all) / whole
	return all[from*size : to*size]
}

// Fill returns t with copies of its last row behind it, n rows in all.
func (t Tensor) Fill(n int) Tensor {
	have := int(t.Shape[0])
	last := t.Rows(have-1, have).Repeat(n - have)
	shape := slices.Clone(t.Shape)
	shape[0] = int64(n)
	return Tensor{
		shape, slices.Concat(t.Floats, last.Floats), slices.Concat(t.Halves, last.Halves),
		slices.Concat(t.Bytes, last.Bytes), slices.Concat(t.Ints, last.Ints), slices.Concat(t.Int32s, last.Int32s),
	}
}
