// Package release reads whether there is a newer version of the program. It does so only when it is
// called; the window calls it where a person has turned that on. The program does not update itself:
// a person is told where the version lies.
//
// # Format
//
// The document is text of two lines, at most 4 KiB: an Ed25519 signature of the second line without
// its end, in base64; and a JSON object with the version, such as "0.2.0", and the page that has it,
// an address with https. Other members are left for later.
package release

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"recollect/engine/model/fetch"
	"recollect/engine/photo"
)

// Release is a version of the program.
type Release struct {
	Version string `json:"version"` // three numbers with points between
	Page    string `json:"page"`    // where it can be had, with https
}

const mostBytes = 4 << 10

var version = regexp.MustCompile(`^\d{1,4}\.\d{1,4}\.\d{1,4}$`)

// Source is where releases are told.
type Source struct {
	Address string // with https; empty: this build knows none
	Key     string // the Ed25519 public key in base64 by which they are signed
	Fetch   fetch.Options
}

// Known reports whether this build can look for releases.
func (s Source) Known() bool { return s.Address != "" && s.key() != nil }

func (s Source) key() ed25519.PublicKey {
	key, err := base64.StdEncoding.DecodeString(s.Key)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil
	}
	return key
}

// Newer returns the release that is told, if it is newer than the version current, else nil. It makes
// one request, which does not name the version. Errors are those of package fetch, and the Fault
// release:unsigned for a document that is not by the holder of the key.
func (s Source) Newer(ctx context.Context, current string) (*Release, error) {
	text, err := fetch.Small(ctx, s.Address, mostBytes, s.Fetch)
	if err != nil {
		return nil, err
	}
	r, err := s.read(text)
	if err != nil {
		return nil, err
	}
	if !newer(r.Version, current) {
		return nil, nil
	}
	return r, nil
}

// read checks a document, and only then parses it.
func (s Source) read(text []byte) (*Release, error) {
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	document := bytes.TrimSuffix(rest, []byte("\n"))
	signature, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(first)))
	key := s.key()
	if err != nil || key == nil || !ed25519.Verify(key, document, signature) {
		return nil, unsigned("its signature is wrong")
	}
	var r Release
	if err := json.Unmarshal(document, &r); err != nil {
		return nil, unsigned(err.Error())
	}
	page, err := url.Parse(r.Page)
	if err != nil || page.Scheme != "https" || page.Host == "" || page.User != nil || !version.MatchString(r.Version) {
		return nil, unsigned(fmt.Sprintf("version %q, page %q", r.Version, r.Page))
	}
	r.Page = page.String() // escaped where it has to be
	return &r, nil
}

func unsigned(why string) error {
	return &photo.Fault{Code: "release:unsigned", Text: "what is told of the newest version cannot be trusted: " + why}
}

// newer reports whether version a comes after b, number by number. A b that is no version is never
// older.
func newer(a, b string) bool {
	if !version.MatchString(b) {
		return false
	}
	of, than := strings.Split(a, "."), strings.Split(b, ".")
	for i := range of {
		x, _ := strconv.Atoi(of[i]) // at most four digits
		y, _ := strconv.Atoi(than[i])
		if x != y {
			return x > y
		}
	}
	return false
}
