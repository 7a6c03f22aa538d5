package onnx

import (
	"io"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// leastOutside is the size from which numbers stay in the file, in bytes. ONNX Runtime wants what shapes are
// computed from in the model itself; that is less.
const leastOutside = 1 << 10

// Outside returns the ONNX model in src, of the given size, without the numbers of its larger tensors: it refers
// to them where they are, in src itself, as external data in the file called location. ONNX Runtime maps that
// file, where it would hold the numbers of a whole model up to three times while it loads. A tensor's numbers
// need not be aligned there. Errors are those of Read; tensors whose numbers lie in other files already
// stay as they are.
func Outside(src io.ReaderAt, size int64, location string) ([]byte, error) {
	w := &wire{src: src, size: size}
	return w.rewrite(size, func(p part) ([]byte, bool, error) {
		if p.number != modelGraph || p.kind != protowire.BytesType {
			return nil, false, nil
		}
		graph, err := w.rewrite(p.end, func(p part) ([]byte, bool, error) {
			if p.number != graphInitializer || p.kind != protowire.BytesType || p.end-w.at < leastOutside {
				return nil, false, nil
			}
			tensor, err := w.outside(p, location)
			return message(graphInitializer, tensor), true, err
		})
		return message(modelGraph, graph), true, err
	})
}

// outside returns the tensor p without its raw numbers.
func (w *wire) outside(p part, location string) ([]byte, error) {
	at, length := int64(0), int64(0)
	tensor, err := w.rewrite(p.end, func(p part) ([]byte, bool, error) {
		if p.number != tensorRaw || p.kind != protowire.BytesType || p.end-w.at < leastOutside {
			return nil, false, nil
		}
		at, length = w.at, p.end-w.at
		return nil, true, nil
	})
	if err != nil || length == 0 {
		return tensor, err
	}
	for _, e := range [][2]string{
		{"location", location}, {"offset", strconv.FormatInt(at, 10)}, {"length", strconv.FormatInt(length, 10)},
	} {
		entry := append(message(entryKey, []byte(e[0])), message(entryValue, []byte(e[1]))...)
		tensor = append(tensor, message(tensorExternal, entry)...)
	}
	tensor = protowire.AppendTag(tensor, tensorLocation, protowire.VarintType)
	return protowire.AppendVarint(tensor, externalLocation), nil
}

// rewrite returns the fields up to end, those for which edit reports true replaced by what it returns.
func (w *wire) rewrite(end int64, edit func(part) ([]byte, bool, error)) ([]byte, error) {
	var out []byte
	for w.at < end {
		start := w.at
		p, err := w.part(end)
		if err != nil {
			return nil, err
		}
		changed, did, err := edit(p)
		if err != nil {
			return nil, err
		}
		if !did {
			changed = make([]byte, p.end-start)
			if _, err := w.src.ReadAt(changed, start); err != nil && err != io.EOF {
				return nil, err
			}
		}
		out, w.at = append(out, changed...), p.end
	}
	return out, nil
}

// message returns a field that holds b.
func message(number protowire.Number, b []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), b)
}
