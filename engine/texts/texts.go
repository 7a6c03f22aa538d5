// Package texts caches the embeddings of fixed sets of sentences: the prompts of the relevance
// decision, and the vocabulary of things. Embedding them takes seconds, once per model instead of at
// every start.
//
// Its invariant: it returns what the encoder would return now. It ignores a file that is torn, or
// of another model or other sentences. A folder that cannot be written to only costs time.
//
// # Format
//
// One file a set, named texts-H.bin, where H is the first 16 hexadecimal digits of
// the SHA-256 of the model's fingerprint and the sentences. All numbers are
// little-endian:
//
//	bytes  content
//	8      "RECTEXTS"
//	4      version, 1
//	4      n, the number of sentences
//	4      dim, the length of a vector
//	32     SHA-256 of the fingerprint and the sentences, each ended by a zero byte
//	4*n*dim float32, vector by vector
//	32     SHA-256 of all before
//
// # Versions
//
//	1  first
package texts

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"recollect/engine/durable"
	"recollect/engine/file"
	"recollect/engine/photo"
)

// Encoder embeds sentences.
type Encoder interface {
	// Text returns a unit vector.
	Text(ctx context.Context, sentence string) (photo.Vector, error)
	// Info names the model; its Fingerprint changes with everything that changes a vector.
	Info() photo.Model
}

// Cache embeds sets of sentences and stores the vectors in files. Its fields are set
// once; its methods may be called from any goroutine.
type Cache struct {
	// Dir is where the files lie, created when needed; empty: nothing is stored.
	Dir string
	// Shipped holds the files that come with the model; nil: there are none.
	Shipped fs.FS
	Encoder Encoder
}

const (
	magic     = "RECTEXTS"
	version   = 1
	headBytes = len(magic) + 3*4 + sha256.Size
	maxBytes  = 256 << 20 // of a file: 100,000 sentences
)

// Vectors returns the embeddings of sentences, in order: unit vectors, from the
// set's file where there is one, else from the encoder at some milliseconds each.
// Errors are ctx's or the encoder's.
func (c Cache) Vectors(ctx context.Context, sentences []string) ([]photo.Vector, error) {
	set := fingerprint(c.Encoder.Info().Fingerprint, sentences)
	name := "texts-" + hex.EncodeToString(set[:8]) + ".bin"
	if data := c.read(name); data != nil {
		if vs, ok := parse(data, set, len(sentences)); ok {
			return vs, nil
		}
	}
	vs := make([]photo.Vector, len(sentences))
	for i, s := range sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v, err := c.Encoder.Text(ctx, s)
		if err != nil {
			return nil, fmt.Errorf("encode %q: %w", s, err)
		}
		vs[i] = v
	}
	c.write(name, format(vs, set))
	return vs, nil
}

// read returns a set's file, nil where there is none.
func (c Cache) read(name string) []byte {
	if c.Shipped != nil {
		if data, err := fs.ReadFile(c.Shipped, name); err == nil {
			return data
		}
	}
	if c.Dir == "" {
		return nil
	}
	data, err := file.Read(filepath.Join(c.Dir, name), maxBytes)
	if err != nil {
		return nil
	}
	return data
}

// write writes a set's file. If it fails, the set is embedded again next time.
func (c Cache) write(name string, data []byte) {
	if c.Dir == "" || os.MkdirAll(c.Dir, 0o700) != nil {
		return
	}
	_ = durable.WriteFile(filepath.Join(c.Dir, name), data, 0o600)
}

// fingerprint identifies a set: its model, its sentences and their order.
func fingerprint(model string, sentences []string) [sha256.Size]byte {
	h := sha256.New()
	for _, s := range append([]string{model}, sentences...) {
		h.Write(append([]byte(s), 0))
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func format(vs []photo.Vector, set [sha256.Size]byte) []byte {
	dim := 0
	if len(vs) > 0 {
		dim = len(vs[0])
	}
	data := make([]byte, 0, headBytes+4*len(vs)*dim+sha256.Size)
	data = append(data, magic...)
	for _, n := range []int{version, len(vs), dim} {
		data = binary.LittleEndian.AppendUint32(data, uint32(n))
	}
	data = append(data, set[:]...)
	for _, v := range vs {
		for _, x := range v {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
		}
	}
	sum := sha256.Sum256(data)
	return append(data, sum[:]...)
}

// parse reads a file of n vectors; ok is false when it is not whole, or not of this set.
func parse(data []byte, set [sha256.Size]byte, n int) (vs []photo.Vector, ok bool) {
	if len(data) < headBytes+sha256.Size || string(data[:len(magic)]) != magic {
		return nil, false
	}
	body, sum := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	head := func(i int) uint64 { return uint64(binary.LittleEndian.Uint32(data[len(magic)+4*i:])) }
	dim := head(2)
	switch want := sha256.Sum256(body); {
	case !bytes.Equal(want[:], sum), head(0) != version, head(1) != uint64(n):
		return nil, false
	case !bytes.Equal(body[headBytes-sha256.Size:headBytes], set[:]), uint64(len(body)-headBytes) != 4*uint64(n)*dim:
		return nil, false
	}
	vs = make([]photo.Vector, n)
	at := body[headBytes:]
	for i := range vs {
		vs[i] = make(photo.Vector, dim)
		for j := range vs[i] {
			vs[i][j] = math.Float32frombits(binary.LittleEndian.Uint32(at))
			at = at[4:]
		}
	}
	return vs, true
}
