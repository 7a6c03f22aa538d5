package token

import (
	"recollect/engine/model"
	"recollect/engine/model/token/clean"
	"recollect/engine/model/token/fault"
	"recollect/engine/model/token/hf"
)

// Tokenizer turns sentences into token ids. Its methods may be called from any goroutine.
type Tokenizer interface {
	// Encode returns the ids of a sentence with the model's special tokens. There are
	// at most MaxTokens of them: the sentence is cut, the special tokens are not. The ids are
	// not padded. The caller owns them.
	Encode(text string) []int64
	// Words returns the whole words of the vocabulary that have three letters or more and
	// nothing but letters, the most frequent first; nil where the vocabulary does not say
	// where words end.
	Words() []string
}

// maxTokens is the limit of models that name none: that of CLIP's text encoder.
const maxTokens = 77

// New returns the tokenizer that s describes. files returns the content of a file that s
// names; it is not retained. Errors are model.ErrNoModel, and a photo.Fault says what is wrong
// with a file.
func New(s model.Tokenizing, files func(name string) ([]byte, error)) (Tokenizer, error) {
	if s.MaxTokens <= 0 && s.Type != model.TokenizerJSON {
		s.MaxTokens = maxTokens
	}
	t, err := open(s, files)
	if err != nil {
		return nil, err
	}
	if s.Type == model.WordPiece {
		s.Prefix = "" // it has put it there itself
	}
	if s.Canonical || s.Prefix != "" {
		t = prepared{Tokenizer: t, canonical: s.Canonical, prefix: s.Prefix}
	}
	return t, nil
}

func open(s model.Tokenizing, files func(name string) ([]byte, error)) (Tokenizer, error) {
	switch s.Type {
	case model.WordPiece:
		vocab, err := files(s.Vocab)
		if err != nil {
			return nil, err
		}
		return newWordPiece(s, vocab)
	case model.CLIPBPE:
		return openCLIP(s, files)
	}
	if len(s.Files) != 1 {
		return nil, fault.Damaged(s.Type, "a tokenizer of one file has %d", len(s.Files))
	}
	data, err := files(s.Files[0])
	if err != nil {
		return nil, err
	}
	switch s.Type {
	case model.SentencePiece:
		return newPieces(s, data)
	case model.TokenizerJSON:
		return hf.New(data, s.MaxTokens)
	}
	return nil, fault.Unsupported("type", s.Type)
}

// prepared changes a sentence before its tokenizer sees it.
type prepared struct {
	Tokenizer
	canonical bool
	prefix    string
}

// Encode is that of Tokenizer.
func (p prepared) Encode(text string) []int64 {
	if p.canonical {
		text = clean.Canonical(text)
	}
	return p.Tokenizer.Encode(p.prefix + text)
}
