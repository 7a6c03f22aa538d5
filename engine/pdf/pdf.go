// Package pdf writes PDF files of pictures and lines of text, from front to back: what was written is not kept, so that
// a file of any length takes the memory of a page. It knows no fonts and no layout: glyphs come with their outlines
// already in a font program, positions in points.
//
// Format: PDF 1.7 (ISO 32000-1) with a plain table of references, which every reader knows. Pictures are JPEG files as
// they are (DCTDecode); fonts are composite (Type0), with programs of CFF whose glyphs are numbered as in the text
// (Identity-H) and a map from those numbers to Unicode, by which text is found and copied.
package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// Writer writes a file. It is for one goroutine. An error of writing is kept: Close returns it, and nothing is written
// after it.
type Writer struct {
	w     io.Writer
	at    int64   // bytes that were written
	start []int64 // where each object begins; 0: it is not written yet
	pages []ref
	tree  ref // of pages
	err   error
}

// ref is the number of an object.
type ref int

// New begins a file.
func New(w io.Writer) *Writer {
	p := &Writer{w: w, start: make([]int64, 1)} // there is no object 0
	p.print("%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n")
	p.tree = p.reserve()
	return p
}

// Pages is how many pages there are.
func (w *Writer) Pages() int { return len(w.pages) }

// Err returns why writing has failed, or nil.
func (w *Writer) Err() error { return w.err }

// Info says what a file is.
type Info struct {
	Title    string
	Producer string
	Created  string // as in "20060102150405Z"; empty: nothing is said
}

// Close ends the file, which has at least one page and all of its fonts.
func (w *Writer) Close(about Info) error {
	var kids strings.Builder
	for _, p := range w.pages {
		fmt.Fprintf(&kids, "%d 0 R ", p)
	}
	w.object(w.tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(w.pages), kids.String()))
	root, info := w.reserve(), w.reserve()
	w.object(root, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/ViewerPreferences<</DisplayDocTitle true>>>>", w.tree))
	says := fmt.Sprintf("<</Title%s/Producer%s", Text(about.Title), Text(about.Producer))
	if about.Created != "" {
		says += "/CreationDate(D:" + about.Created + ")"
	}
	w.object(info, says+">>")
	table := w.at
	w.print("xref\n0 %d\n0000000000 65535 f \n", len(w.start))
	for _, at := range w.start[1:] {
		w.print("%010d 00000 n \n", at)
	}
	w.print("trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(w.start), root, info, table)
	return w.err
}

func (w *Writer) print(format string, args ...any) { w.write([]byte(fmt.Sprintf(format, args...))) }

func (w *Writer) write(data []byte) {
	if w.err != nil {
		return
	}
	var n int
	n, w.err = w.w.Write(data)
	w.at += int64(n)
}

// reserve returns the number of an object that is written later.
func (w *Writer) reserve() ref {
	w.start = append(w.start, 0)
	return ref(len(w.start) - 1)
}

// object writes an object.
func (w *Writer) object(r ref, body string) {
	w.start[r] = w.at
	w.print("%d 0 obj\n%s\nendobj\n", r, body)
}

// stream writes a stream; dict is what its dictionary says beside its length.
func (w *Writer) stream(r ref, dict string, data []byte) {
	w.start[r] = w.at
	w.print("%d 0 obj\n<<%s/Length %d>>\nstream\n", r, dict, len(data))
	w.write(data)
	w.print("\nendstream\nendobj\n")
}

// packed writes a stream that is compressed.
func (w *Writer) packed(r ref, dict string, data []byte) {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, err := z.Write(data)
	if closed := z.Close(); err == nil {
		err = closed
	}
	if err != nil && w.err == nil {
		w.err = err
	}
	w.stream(r, dict+"/Filter/FlateDecode", b.Bytes())
}

// Picture is a picture of a file.
type Picture struct {
	ref             ref
	WidthPx, HighPx int
}

// JPEG adds a picture, the bytes of a JPEG file of three colours, 8 bits each.
func (w *Writer) JPEG(data []byte, widthPx, heightPx int) Picture {
	p := Picture{w.reserve(), widthPx, heightPx}
	w.stream(p.ref, fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB"+
		"/BitsPerComponent 8/Filter/DCTDecode", widthPx, heightPx), data)
	return p
}

// Text returns a string of PDF for s: UTF-16, in hexadecimal digits.
func Text(s string) string { return "<FEFF" + hex16(s) + ">" }

// hex16 returns s as UTF-16 in hexadecimal digits.
func hex16(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}
