package hf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// scanner reads JSON without building values: a vocabulary of 34 MB is read in one pass,
// and its texts go where they are wanted. It checks the structure that it walks. Values
// that it passes over are checked by those who decode them.
type scanner struct {
	data []byte
	at   int
}

var errJSON = errors.New("no valid JSON")

// peek returns the next byte that is no white space; 0 at the end.
func (s *scanner) peek() byte {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return c
		}
	}
	return 0
}

// take consumes c and reports whether it was next.
func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

// text returns a string. Without escapes it is part of the data.
func (s *scanner) text() ([]byte, error) {
	raw, err := s.quoted()
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1], nil
	}
	var out string
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, err
	}
	return []byte(out), nil
}

// quoted returns a string with its quotes.
func (s *scanner) quoted() ([]byte, error) {
	if s.peek() != '"' {
		return nil, errJSON
	}
	for start, i := s.at, s.at+1; i < len(s.data); i++ {
		switch s.data[i] {
		case '\\':
			i++
		case '"':
			s.at = i + 1
			return s.data[start:s.at], nil
		}
	}
	return nil, errJSON
}

// number returns a number.
func (s *scanner) number() (float64, error) {
	raw, err := s.value()
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(string(raw), 64)
}

// value passes over a value and returns it.
func (s *scanner) value() ([]byte, error) {
	s.peek()
	start := s.at
	for depth := 0; ; {
		switch s.peek() {
		case 0:
			return nil, errJSON
		case '"':
			if _, err := s.quoted(); err != nil {
				return nil, err
			}
		case '{', '[':
			depth++
			s.at++
		case '}', ']':
			if depth--; depth < 0 {
				return nil, errJSON
			}
			s.at++
		case ',', ':':
			if depth == 0 {
				return nil, errJSON
			}
			s.at++
		default:
			s.scalar()
		}
		if depth == 0 {
			return s.data[start:s.at], nil
		}
	}
}

// scalar passes over a number or a name.
func (s *scanner) scalar() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\t', '\n', '\r', ',', ':', ']', '}', '[', '{', '"':
			return
		}
		s.at++
	}
}

// object calls each with every key of an object. It must consume the value.
func (s *scanner) object(each func(key []byte) error) error {
	return s.list('{', '}', func() error {
		key, err := s.text()
		if err != nil || !s.take(':') {
			return errJSON
		}
		return each(key)
	})
}

// array calls each for every element of an array. It must consume the element.
func (s *scanner) array(each func() error) error { return s.list('[', ']', each) }

func (s *scanner) list(first, last byte, each func() error) error {
	if !s.take(first) {
		return errJSON
	}
	if s.take(last) {
		return nil
	}
	for {
		if err := each(); err != nil {
			return err
		}
		if s.take(last) {
			return nil
		}
		if !s.take(',') {
			return errJSON
		}
	}
}

// parts returns the values of an object as they stand, by their keys.
func parts(data []byte) (map[string][]byte, error) {
	if !utf8.Valid(data) {
		return nil, errJSON
	}
	s := scanner{data: data}
	out := map[string][]byte{}
	err := s.object(func(key []byte) (err error) {
		out[string(key)], err = s.value()
		return err
	})
	if err == nil && s.peek() != 0 {
		err = errJSON
	}
	return out, err
}

// ReadVocab reads an object of ids by tokens.
func ReadVocab(data []byte) (map[string]int32, error) {
	vocab := make(map[string]int32, len(data)/64)
	s := scanner{data: data}
	err := s.object(func(key []byte) error {
		id, err := s.number()
		if err != nil || id < 0 || id >= highestID || id != float64(int32(id)) {
			return fmt.Errorf("the id of %q is no id", key)
		}
		vocab[string(key)] = int32(id)
		return nil
	})
	return vocab, err
}

// highestID bounds ids. The largest vocabularies have 256,000 tokens.
const highestID = 1 << 24
