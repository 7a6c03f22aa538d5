package token

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"recollect/engine/model"
	"recollect/engine/model/token/clean"
	"recollect/engine/model/token/fault"
	"recollect/engine/model/token/subword"
)

// pieces is a tokenizer of SentencePiece (Kudo and Richardson 2018). It appends the end of
// sentence, as SigLIP and SigLIP 2 do, and puts nothing first.
type pieces struct {
	spec    model.Tokenizing
	spm     *spm
	chars   *clean.Charsmap
	user    *subword.Prefixes // pieces that are not split further; values are ids
	ids     map[string]int32
	ranks   []uint32 // of merges, by id
	unigram *subword.Unigram
	bytes   *[256]int32
}

// newPieces reads a model file.
func newPieces(s model.Tokenizing, data []byte) (*pieces, error) {
	m, err := readSPM(data)
	if err == nil && (int(m.unk) >= len(m.pieces) || m.unk < 0 || int(m.eos) >= len(m.pieces)) {
		err = errWire
	}
	if err != nil {
		return nil, fault.Damaged(s.Files[0], "%v", err)
	}
	if !m.escape || m.suffix {
		return nil, fault.Unsupported("sentencepiece", "spaces that are not put before words as U+2581")
	}
	p := &pieces{spec: s, spm: m, ids: make(map[string]int32, len(m.pieces))}
	if p.chars, err = clean.ReadCharsmap(m.charsmap); err != nil {
		return nil, fault.Damaged(s.Files[0], "%v", err)
	}
	if err := p.index(s.Files[0]); err != nil {
		return nil, err
	}
	if m.unigram {
		p.unigram = p.newUnigram()
	} else {
		p.ranks = ranksOf(m.pieces)
	}
	return p, nil
}

// index makes the tables from texts to ids.
func (p *pieces) index(file string) error {
	var texts []string
	var ids []int32
	reserved := map[string]int32{}
	for i, piece := range p.spm.pieces {
		id := int32(i)
		switch piece.kind {
		case kindNormal:
			p.ids[piece.text] = id
		case kindUser:
			p.ids[piece.text] = id
			texts, ids = append(texts, piece.text), append(ids, id)
		case kindUnused:
			if !p.spm.unigram {
				return fault.Unsupported("sentencepiece", "unused pieces of BPE")
			}
		case kindUnknown, kindControl, kindByte:
			reserved[piece.text] = id
		default:
			return fault.Damaged(file, "a piece of the unknown type %d", piece.kind)
		}
	}
	p.user = subword.NewPrefixes(texts, ids)
	if p.spm.bytes {
		if p.bytes = subword.ByteTokens(reserved); p.bytes == nil {
			return fault.Damaged(file, "a byte has no piece")
		}
	}
	return nil
}

func (p *pieces) newUnigram() *subword.Unigram {
	var texts []string
	var ids []int32
	u := &subword.Unigram{Unk: p.spm.unk, Narrow: true, Bytes: p.bytes, Scores: make([]float64, len(p.spm.pieces))}
	highest := math.Inf(-1)
	for id, piece := range p.spm.pieces {
		u.Scores[id] = float64(piece.score)
		if piece.kind == kindNormal {
			highest = max(highest, u.Scores[id])
		}
		if piece.kind == kindNormal || piece.kind == kindUser {
			texts, ids = append(texts, piece.text), append(ids, int32(id))
		}
	}
	// a piece of the user wins against all others of its length (unigram_model.cc)
	for id, piece := range p.spm.pieces {
		if piece.kind == kindUser {
			u.Scores[id] = float64(float32(len(piece.text))*float32(highest) - 0.1)
		}
	}
	lowest := subword.Least(u.Scores, func(id int) bool { return p.spm.pieces[id].kind == kindNormal })
	u.Unknown = float64(float32(lowest - subword.UnknownPenalty))
	u.Pieces = subword.NewPrefixes(texts, ids)
	return u
}

// ranksOf gives pieces the order of their scores, the highest first.
func ranksOf(all []piece) []uint32 {
	order := make([]int32, len(all))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(all[b].score, all[a].score) })
	ranks := make([]uint32, len(all))
	for i, id := range order {
		ranks[id] = uint32(i)
		if i > 0 && all[order[i-1]].score == all[id].score {
			ranks[id] = ranks[order[i-1]]
		}
	}
	return ranks
}

// Encode is that of Tokenizer.
func (p *pieces) Encode(text string) []int64 {
	text = p.normalise(strings.ToValidUTF8(text, "\uFFFD"))
	var ids []int64
	if p.unigram != nil {
		ids = p.unigram.Encode(nil, text)
	} else {
		ids = p.merge(text)
	}
	var last []int64
	if p.spm.eos >= 0 {
		last = []int64{int64(p.spm.eos)}
	}
	return subword.Frame(ids, nil, last, p.spec.MaxTokens)
}

// normalise follows Normalizer::Normalize of SentencePiece.
func (p *pieces) normalise(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(subword.Space))
	if p.spm.dummy && text != "" {
		b.WriteString(subword.Space)
	}
	between := p.spm.squeeze // a space here would follow another, or begin the text
	for text != "" {
		part, n := p.replacement(text)
		text = text[n:]
		if between {
			part = strings.TrimLeft(part, " ")
		}
		b.WriteString(strings.ReplaceAll(part, " ", subword.Space))
		if part != "" {
			between = p.spm.squeeze && strings.HasSuffix(part, " ")
		}
	}
	out := b.String()
	for p.spm.squeeze && strings.HasSuffix(out, subword.Space) {
		out = strings.TrimSuffix(out, subword.Space)
	}
	return out
}

// replacement returns what the first n bytes of text become.
func (p *pieces) replacement(text string) (to string, n int) {
	if n, _ := p.user.Longest(text); n > 0 {
		return text[:n], n
	}
	if to, n := p.chars.Find(text, false); n > 0 {
		return to, n
	}
	_, n = utf8.DecodeRuneInString(text)
	return text[:n], n
}

// frozen is the id of a symbol that takes part in no merge: a piece of the user.
const frozen = -2

// merge joins the characters of text by the rules of BPE.
func (p *pieces) merge(text string) []int64 {
	symbols := make([]subword.Symbol, 0, len(text))
	for at := 0; at < len(text); {
		s := subword.Symbol{Start: int32(at), ID: frozen}
		n, _ := p.user.Longest(text[at:])
		if n == 0 {
			_, n = utf8.DecodeRuneInString(text[at:])
			s.ID = 0
		}
		at += n
		s.End = int32(at)
		symbols = append(symbols, s)
	}
	symbols = subword.Merge(symbols, func(a, b *subword.Symbol) (uint32, int32, bool) {
		if a.ID == frozen || b.ID == frozen {
			return 0, 0, false
		}
		id, ok := p.ids[text[a.Start:b.End]]
		return p.ranks[max(id, 0)], id, ok
	})
	return p.tokens(text, symbols)
}

// tokens returns the ids of merged symbols. Unknown ones that follow one another are one.
func (p *pieces) tokens(text string, symbols []subword.Symbol) (ids []int64) {
	unknown := false
	for _, s := range symbols {
		part := text[s.Start:s.End]
		id, ok := p.ids[part]
		switch {
		case ok:
			ids = append(ids, int64(id))
		case p.bytes != nil:
			for _, b := range []byte(part) {
				ids = append(ids, int64(p.bytes[b]))
			}
		case !unknown:
			ids = append(ids, int64(p.spm.unk))
		}
		unknown = !ok
	}
	return ids
}

// Words is that of Tokenizer.
func (p *pieces) Words() []string {
	return subword.WholeWords(p.ids, subword.AfterSpace)
}
