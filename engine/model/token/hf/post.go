package hf

import (
	"encoding/json"

	"recollect/engine/model/token/fault"
)

// frame is what a post-processor puts around a sentence.
type frame struct{ first, last []int64 }

// around returns a frame that f is put around.
func (f frame) around(inner frame) frame {
	return frame{join(f.first, inner.first), join(inner.last, f.last)}
}

func join(a, b []int64) []int64 { return append(append([]int64{}, a...), b...) }

// post is a post-processor: the fields of all types that this package knows.
type post struct {
	Type       string            `json:"type"`
	Processors []json.RawMessage `json:"processors"`
	Cls        special           `json:"cls"`
	Sep        special           `json:"sep"`
	Single     []item            `json:"single"`
	Tokens     map[string]struct {
		IDs []int64 `json:"ids"`
	} `json:"special_tokens"`
}

// item is one of the two.
type item struct {
	Sequence     *struct{ ID string }
	SpecialToken *struct{ ID string }
}

// special is a token and its id.
type special int64

// UnmarshalJSON reads an array of both.
func (s *special) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[2]any{new(string), (*int64)(s)})
}

// readFrame reads the post_processor of a tokenizer.json.
func readFrame(data []byte) (frame, error) {
	var p post
	if len(data) == 0 {
		return frame{}, nil
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return frame{}, fault.Damaged(jsonFile, "%v", err)
	}
	switch p.Type {
	case "", "ByteLevel": // which changes offsets alone
		return frame{}, nil
	case "RobertaProcessing", "BertProcessing":
		return frame{[]int64{int64(p.Cls)}, []int64{int64(p.Sep)}}, nil
	case "TemplateProcessing":
		return p.template()
	case "Sequence":
		var f frame
		for _, d := range p.Processors {
			outer, err := readFrame(d)
			if err != nil {
				return f, err
			}
			f = outer.around(f)
		}
		return f, nil
	}
	return frame{}, fault.Unsupported("post_processor", p.Type)
}

func (p post) template() (f frame, err error) {
	seen := false
	for _, i := range p.Single {
		switch {
		case i.Sequence != nil:
			if seen || i.Sequence.ID != "A" {
				return f, fault.Unsupported("template", "of more than one sentence")
			}
			seen = true
		case i.SpecialToken != nil:
			t, ok := p.Tokens[i.SpecialToken.ID]
			if !ok {
				return f, fault.Damaged(jsonFile, "the template has no token %q", i.SpecialToken.ID)
			}
			if seen {
				f.last = append(f.last, t.IDs...)
			} else {
				f.first = append(f.first, t.IDs...)
			}
		}
	}
	if !seen {
		err = fault.Unsupported("template", "without a sentence")
	}
	return f, err
}
