package clip

import (
	"reflect"
	"testing"

	"recollect/engine/model"
	"recollect/engine/model/ort"
)

func longs(row ...int64) ort.Tensor { return ort.Tensor{Shape: []int64{1, int64(len(row))}, Ints: row} }

func ints(row ...int32) ort.Tensor {
	return ort.Tensor{Shape: []int64{1, int64(len(row))}, Int32s: row}
}

func TestTextTensors(t *testing.T) {
	one, two := []string{"ids"}, []string{"ids", "mask"}
	for _, tt := range []struct {
		name string
		text model.Tower
		ids  []int64
		want []ort.Tensor
	}{
		{
			"as long as it is",
			model.Tower{Inputs: two},
			[]int64{5, 6, 7},
			[]ort.Tensor{longs(5, 6, 7), longs(1, 1, 1)},
		},
		{
			"padded",
			model.Tower{Inputs: one, Length: 5},
			[]int64{5, 6, 7},
			[]ort.Tensor{longs(5, 6, 7, 9, 9)},
		},
		{
			"padded and masked",
			model.Tower{Inputs: two, Length: 4, Element: model.Int32},
			[]int64{5, 6, 7},
			[]ort.Tensor{ints(5, 6, 7, 9), ints(1, 1, 1, 0)},
		},
		{
			"full",
			model.Tower{Inputs: one, Length: 3},
			[]int64{5, 6, 7},
			[]ort.Tensor{longs(5, 6, 7)},
		},
		{
			"too long: the end token stays",
			model.Tower{Inputs: one, Length: 3},
			[]int64{5, 6, 7, 8, 2},
			[]ort.Tensor{longs(5, 6, 2)},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := &Model{spec: model.Spec{Text: tt.text, Tokenizer: model.Tokenizing{PadID: 9}}}
			if got := m.textTensors(tt.ids); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
