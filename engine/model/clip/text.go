package clip

import (
	"recollect/engine/model"
	"recollect/engine/model/ort"
)

// textTensors returns the inputs of the network for text: token ids, padded where the model wants
// that, and the mask where it has one. ids that are too many lose those before the last, which
// is a special token.
func (m *Model) textTensors(ids []int64) []ort.Tensor {
	length := m.spec.Text.Length
	if length == 0 {
		length = len(ids)
	}
	row, mask := make([]int64, length), make([]int64, length)
	for i := range row {
		switch {
		case i >= len(ids):
			row[i] = m.spec.Tokenizer.PadID
		case i == length-1:
			row[i], mask[i] = ids[len(ids)-1], 1
		default:
			row[i], mask[i] = ids[i], 1
		}
	}
	tensors := []ort.Tensor{m.integers(row)}
	if len(m.spec.Text.Inputs) > 1 {
		tensors = append(tensors, m.integers(mask))
	}
	return tensors
}

// integers returns one row in the type that the network for text takes.
func (m *Model) integers(row []int64) ort.Tensor {
	t := ort.Tensor{Shape: []int64{1, int64(len(row))}}
	if m.spec.Text.Element != model.Int32 {
		t.Ints = row
		return t
	}
	t.Int32s = make([]int32, len(row))
	for i, id := range row {
		t.Int32s[i] = int32(id)
	}
	return t
}
