package token

import (
	"errors"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// spm is what a model file of SentencePiece says: the fields of sentencepiece_model.proto
// that the encoder needs.
type spm struct {
	pieces   []piece
	unigram  bool
	bytes    bool // unknown characters become the tokens of their bytes
	suffix   bool // the mark of a space follows a word
	unk, eos int32
	charsmap []byte
	dummy    bool // a space is put before the text
	squeeze  bool // spaces are removed at both ends, and joined elsewhere
	escape   bool // spaces become U+2581
}

// piece is an entry of the vocabulary.
type piece struct {
	text  string
	score float32
	kind  uint64
}

// Kinds of pieces (SentencePiece.Type).
const (
	kindNormal  = 1
	kindUnknown = 2
	kindControl = 3
	kindUser    = 4
	kindUnused  = 5
	kindByte    = 6
)

// modelType is trainer_spec.model_type.
const (
	typeUnigram = 1
	typeBPE     = 2
)

var errWire = errors.New("it is cut off, or no protocol buffer")

// readSPM reads a model file. The texts are copied, the table of characters is not.
func readSPM(data []byte) (*spm, error) {
	m := &spm{unigram: true, unk: 0, eos: 2, dummy: true, squeeze: true, escape: true}
	modelType := uint64(typeUnigram)
	err := fields(data, func(n protowire.Number, _ uint64, _ uint32, b []byte) error {
		switch n {
		case 1:
			return m.readPiece(b)
		case 2:
			return m.readTrainer(b, &modelType)
		case 3:
			return m.readNormalizer(b)
		}
		return nil
	})
	if err == nil && modelType != typeUnigram && modelType != typeBPE {
		err = errors.New("it is neither of Unigram nor of BPE")
	}
	m.unigram = modelType == typeUnigram
	return m, err
}

func (m *spm) readPiece(data []byte) error {
	p := piece{kind: kindNormal}
	err := fields(data, func(n protowire.Number, v uint64, f uint32, b []byte) error {
		switch n {
		case 1:
			p.text = string(b)
		case 2:
			p.score = math.Float32frombits(f)
		case 3:
			p.kind = v
		}
		return nil
	})
	m.pieces = append(m.pieces, p)
	return err
}

func (m *spm) readTrainer(data []byte, modelType *uint64) error {
	return fields(data, func(n protowire.Number, v uint64, _ uint32, _ []byte) error {
		switch n {
		case 3:
			*modelType = v
		case 24:
			m.suffix = v != 0
		case 35:
			m.bytes = v != 0
		case 40:
			m.unk = int32(v)
		case 42:
			m.eos = int32(v)
		}
		return nil
	})
}

func (m *spm) readNormalizer(data []byte) error {
	return fields(data, func(n protowire.Number, v uint64, _ uint32, b []byte) error {
		switch n {
		case 2:
			m.charsmap = b
		case 3:
			m.dummy = v != 0
		case 4:
			m.squeeze = v != 0
		case 5:
			m.escape = v != 0
		}
		return nil
	})
}

// fields calls each with every field of a message: its number, and its value as an
// integer, as 32 bits or as bytes. Groups and 64 bits are skipped.
func fields(data []byte, each func(protowire.Number, uint64, uint32, []byte) error) error {
	for len(data) > 0 {
		number, kind, n := protowire.ConsumeTag(data)
		if n < 0 {
			return errWire
		}
		data = data[n:]
		var (
			v uint64
			f uint32
			b []byte
		)
		switch kind {
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(data)
		case protowire.Fixed32Type:
			f, n = protowire.ConsumeFixed32(data)
		case protowire.BytesType:
			b, n = protowire.ConsumeBytes(data)
		default:
			n = protowire.ConsumeFieldValue(number, kind, data)
		}
		if n < 0 {
			return errWire
		}
		data = data[n:]
		if err := each(number, v, f, b); err != nil {
			return err
		}
	}
	return nil
}
