package pack

import (
	"context"
	"encoding/json"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"recollect/engine/model"
	"recollect/engine/model/token"
	"recollect/engine/photo"
)

// mostTokenizer is how many bytes a tokenizer's file may have. Gemma's has 34 MB.
const mostTokenizer = 128 << 20

// tokenizers are the files that exporters write, the fullest first.
var tokenizers = []struct {
	kind  string
	files []string
}{
	{model.TokenizerJSON, []string{"tokenizer.json"}},
	{model.CLIPBPE, []string{"vocab.json", "merges.txt"}},
	{model.CLIPBPE, []string{"bpe_simple_vocab_16e6.txt.gz"}},
	{model.CLIPBPE, []string{"bpe_simple_vocab_16e6.txt"}},
	{model.SentencePiece, []string{"spiece.model"}},
}

// findTokenizer returns the tokenizer of a pack, whose files are in one of dirs. Type is empty if
// there is none.
func findTokenizer(src source, dirs []string, family string) (t model.Tokenizing) {
	for _, k := range tokenizers {
		if k.kind == model.SentencePiece && family != model.FamilySigLIP {
			continue // others number the pieces anew
		}
		for _, dir := range dirs {
			found := 0
			for _, name := range k.files {
				if _, ok := src.list()[path.Join(dir, name)]; ok {
					found++
				}
			}
			if found < len(k.files) {
				continue
			}
			t.Type = k.kind
			for _, name := range k.files {
				t.Files = append(t.Files, path.Join(dir, name))
			}
			return t
		}
	}
	return t
}

// tokenizer settles how sentences become numbers: with the pack's tokenizer, or for CLIP with one of
// the same content from elsewhere.
func (f *facts) tokenizer(ctx context.Context, src *pick, o Options) error {
	t := findTokenizer(src, f.dirs, f.spec.Family)
	var from source = src
	clip := f.spec.Family == model.FamilyCLIP || f.spec.Family == model.FamilyOpenCLIP
	if t.Type == "" && clip {
		other, found, err := borrow(ctx, o.Tokenizers)
		if err != nil {
			return err
		}
		if t = found; other != nil {
			from, src.also = other, append(src.also, other)
		}
	}
	switch {
	case t.Type == "" && clip:
		return refuse("pack:no-clip-tokenizer", nil)
	case t.Type == "":
		return refuse("pack:no-tokenizer", nil)
	}
	had := f.spec.Tokenizer
	t.MaxTokens, t.Prefix = had.MaxTokens, had.Prefix
	if err := f.special(from, &t); err != nil {
		return err
	}
	if f.known != nil {
		t.PadID, t.Canonical = had.PadID, had.Canonical
	}
	if err := f.try(from, t); err != nil {
		return err
	}
	for i, name := range t.Files {
		t.Files[i] = path.Base(name)
		f.tokens = append(f.tokens, item{
			src: from, from: name, to: t.Files[i], want: model.File{Bytes: from.list()[name]},
		})
	}
	f.spec.Tokenizer = t
	return nil
}

// try makes the tokenizer, and compares the numbers that it gives with those that the network has.
func (f *facts) try(src source, t model.Tokenizing) error {
	for _, name := range t.Files {
		if src.list()[name] > mostTokenizer {
			return refuse("pack:tokenizer", photo.Args{"file": name})
		}
	}
	made, err := token.New(t, func(name string) ([]byte, error) { return readSmall(src, name, mostTokenizer) })
	if err != nil {
		return err
	}
	ids := append(made.Encode("a photo of a cat, 12 km from \u96ea\u5c71"), t.PadID)
	most, rows := slices.Max(ids), rows(f.text.info)
	if slices.Min(ids) < 0 || rows > 0 && most >= rows {
		return refuse("pack:vocabulary", photo.Args{
			"tokenizer": strconv.FormatInt(most+1, 10), "graph": strconv.FormatInt(rows, 10),
		})
	}
	return nil
}

// clipFiles are the SHA-256 of CLIP's tokenizer in all forms that exporters write. They are replaced
// in tests.
var clipFiles = map[string]string{
	"vocab.json":                   "5047b556ce86ccaf6aa22b3ffccfc52d391ea4accdab9c2f2407da5b742d4363",
	"merges.txt":                   "9fd691f7c8039210e0fced15865466c65820d09b63988b0174bfe25de299051a",
	"tokenizer.json":               "f7f3b7af117d467b58374797691a6438d3e6b9e9cef800dfd5dced7f697a90cd",
	"bpe_simple_vocab_16e6.txt.gz": "924691ac288e54409236115652ad4aa250f48203de50a9e4722a6ecd48d6804a",
}

// borrow returns CLIP's tokenizer from the first of folders that has it, by its content. Type is
// empty if none has.
func borrow(ctx context.Context, folders []string) (*folder, model.Tokenizing, error) {
	for _, dir := range folders {
		src, err := openFolder(ctx, dir, 2)
		if err != nil {
			continue // it is for another model, and may be gone
		}
		t := findTokenizer(src, []string{".", "tokenizer"}, model.FamilyCLIP)
		same := t.Type != ""
		for _, name := range t.Files {
			sum, err := sumOf(ctx, src, name)
			if err != nil && ctx.Err() != nil {
				return nil, t, errors.Join(err, src.Close())
			}
			same = same && sum != "" && sum == clipFiles[path.Base(name)]
		}
		if same {
			return src, t, nil
		}
		src.Close()
	}
	return nil, model.Tokenizing{}, nil
}

// clipTokens is how many tokens CLIP's tokenizer has.
const clipTokens = 49408

// special sets the ids of special tokens, as the pack's files or the family's custom have them.
func (f *facts) special(src source, t *model.Tokenizing) error {
	ids, kind, err := tokenIDs(src, *t)
	if err != nil {
		return err
	}
	if f.spec.Family == model.FamilySigLIP && kind == "BPE" && f.known == nil {
		f.spec.Family = model.FamilySigLIP2 // the configurations of both are alike
	}
	family := f.spec.Family
	switch family {
	case model.FamilySigLIP:
		t.PadID, t.SepID, t.UnkID, t.ClsID, t.Canonical = 1, 1, 2, -1, true
	case model.FamilySigLIP2:
		t.PadID, t.SepID, t.UnkID, t.ClsID, t.Canonical = 0, 1, 3, -1, true
	case model.FamilyXLMRoberta:
		t.PadID, t.ClsID, t.SepID, t.UnkID = 1, 0, 2, 3
	case model.FamilyCLIP:
		t.ClsID, t.SepID, t.UnkID, t.PadID = clipTokens-2, clipTokens-1, clipTokens-1, clipTokens-1
	default:
		t.ClsID, t.SepID, t.UnkID, t.PadID = clipTokens-2, clipTokens-1, clipTokens-1, 0
	}
	named, err := specialNames(src, f.dirs)
	if err != nil {
		return err
	}
	for name, to := range map[string]*int64{"pad": &t.PadID, "bos": &t.ClsID, "eos": &t.SepID, "unk": &t.UnkID} {
		if id, ok := ids[named[name]]; ok {
			*to = id
		}
	}
	if family == model.FamilyCLIP || family == model.FamilyOpenCLIP {
		for name, to := range map[string]*int64{"<|startoftext|>": &t.ClsID, "<|endoftext|>": &t.SepID} {
			if id, ok := ids[name]; ok {
				*to = id
			}
		}
		if named["unk"] == "" {
			t.UnkID = t.SepID
		}
		if family == model.FamilyCLIP && named["pad"] == "" {
			t.PadID = t.SepID
		}
	}
	return nil
}

// likeCLIP reports whether a tokenizer has the special tokens of CLIP's.
func likeCLIP(src source, t model.Tokenizing) bool {
	ids, _, err := tokenIDs(src, t)
	_, ok := ids["<|startoftext|>"]
	return err == nil && (ok || t.Type == model.CLIPBPE)
}

// specialNames returns the texts of special tokens that tokenizer_config.json names.
func specialNames(src source, dirs []string) (map[string]string, error) {
	file, data, err := near(src, dirs, "tokenizer_config.json")
	if data == nil || err != nil {
		return nil, err
	}
	var raw map[string]json.RawMessage
	if json.Unmarshal(data, &raw) != nil {
		return nil, refuse("pack:config", photo.Args{"file": file})
	}
	named := map[string]string{}
	for _, name := range []string{"pad", "bos", "eos", "unk"} {
		var text string
		var token struct {
			Content string `json:"content"`
		}
		if value := raw[name+"_token"]; json.Unmarshal(value, &text) == nil {
			named[name] = text
		} else if json.Unmarshal(value, &token) == nil {
			named[name] = token.Content
		}
	}
	return named, nil
}

// tokenIDs returns the ids of the tokens that the files name in JSON: those that tokenizer.json
// adds to its vocabulary, or all of vocab.json. kind is what the vocabulary is made of, such as "BPE".
func tokenIDs(src source, t model.Tokenizing) (ids map[string]int64, kind string, err error) {
	ids = map[string]int64{}
	if len(t.Files) == 0 || !strings.HasSuffix(t.Files[0], ".json") {
		return ids, "", nil
	}
	data, err := readSmall(src, t.Files[0], mostTokenizer)
	if err != nil {
		return nil, "", err
	}
	if t.Type == model.CLIPBPE {
		if json.Unmarshal(data, &ids) != nil {
			return nil, "", refuse("pack:tokenizer", photo.Args{"file": t.Files[0]})
		}
		return ids, "BPE", nil
	}
	var whole struct {
		Added []struct {
			ID      int64  `json:"id"`
			Content string `json:"content"`
		} `json:"added_tokens"`
		Model struct {
			Type string `json:"type"`
		} `json:"model"`
	}
	if json.Unmarshal(data, &whole) != nil {
		return nil, "", refuse("pack:tokenizer", photo.Args{"file": t.Files[0]})
	}
	for _, a := range whole.Added {
		ids[a.Content] = a.ID
	}
	return ids, whole.Model.Type, nil
}
