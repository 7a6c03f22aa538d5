package plain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

// JSON returns v as one line of JSON without the line break, as encoding/json writes it,
// with two differences.
//
// A string that is not valid UTF-8, which JSON cannot hold, is followed by a field with
// its bytes in base64: "path" by "path_bytes". A list of strings of which one is not
// valid is followed by all of them in base64: "sidecars" by "sidecars_bytes". Characters
// that cannot be printed are escaped, as \u202e.
//
// v is made of structs, slices and values; maps and types that marshal themselves
// are left to encoding/json.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := write(&b, reflect.ValueOf(v)); err != nil {
		return nil, err
	}
	return printableJSON(b.Bytes()), nil
}

func write(b *bytes.Buffer, v reflect.Value) error {
	if v.IsValid() {
		if _, own := v.Interface().(json.Marshaler); own {
			return writeValue(b, v.Interface())
		}
	}
	switch {
	case v.Kind() == reflect.Pointer && !v.IsNil():
		return write(b, v.Elem())
	case v.Kind() == reflect.Struct:
		b.WriteByte('{')
		f := fields{b: b}
		f.add(v)
		b.WriteByte('}')
		return f.err
	case v.Kind() == reflect.Slice && !v.IsNil() && v.Type().Elem().Kind() != reflect.Uint8:
		return writeList(b, v)
	case !v.IsValid():
		return writeValue(b, nil)
	}
	return writeValue(b, v.Interface())
}

func writeValue(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false) // paths should look like themselves
	err := enc.Encode(v)
	b.Truncate(len(bytes.TrimSuffix(b.Bytes(), []byte("\n"))))
	return err
}

func writeList(b *bytes.Buffer, list reflect.Value) error {
	b.WriteByte('[')
	for i := range list.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := write(b, list.Index(i)); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

// fields writes what is between the braces of an object.
type fields struct {
	b     *bytes.Buffer
	begun bool
	err   error
}

// add writes the fields of the struct v, including those of embedded structs.
func (f *fields) add(v reflect.Value) {
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		tag := field.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case field.Anonymous && name == "" && value.Kind() == reflect.Struct:
			f.add(value)
		case !field.IsExported(), tag == "-", omitted(value, options):
		case name == "":
			f.field(field.Name, value)
		default:
			f.field(name, value)
		}
	}
}

// omitted reports whether the options of a field's tag leave out the value v.
func omitted(v reflect.Value, options string) bool {
	switch {
	case !strings.Contains(options, "omit"):
		return false
	case v.Kind() == reflect.Slice, v.Kind() == reflect.Map:
		return v.Len() == 0
	default:
		return v.IsZero() && (v.Kind() != reflect.Struct || strings.Contains(options, "omitzero"))
	}
}

func (f *fields) field(name string, value reflect.Value) {
	f.key(name)
	f.err = firstOf(f.err, write(f.b, value))
	if raw, ok := lost(value); ok {
		f.key(name + "_bytes")
		f.err = firstOf(f.err, writeValue(f.b, raw))
	}
}

func (f *fields) key(name string) {
	if f.begun {
		f.b.WriteByte(',')
	}
	f.begun = true
	f.err = firstOf(f.err, writeValue(f.b, name))
	f.b.WriteByte(':')
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// lost returns the bytes of a string, or of a list of strings, if JSON cannot hold them.
func lost(v reflect.Value) (raw any, ok bool) {
	switch {
	case v.Kind() == reflect.String:
		return []byte(v.String()), !utf8.ValidString(v.String())
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String:
		all := make([][]byte, v.Len())
		for i := range all {
			all[i] = []byte(v.Index(i).String())
			ok = ok || !utf8.Valid(all[i])
		}
		return all, ok
	}
	return nil, false
}

// printableJSON escapes characters that cannot be printed. In JSON these are in strings
// only.
func printableJSON(data []byte) []byte {
	if printable(string(data)) {
		return data
	}
	var b bytes.Buffer
	for _, r := range string(data) {
		switch {
		case graphic(r, utf8.RuneLen(r)):
			b.WriteRune(r)
		case r > 0xffff: // as a surrogate pair
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}
