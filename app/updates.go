package app

import (
	"context"

	"recollect/engine/release"
)

// Where releases are told, and the public key that signs them. The scripts of packages may link them in
// (-X recollect/app.releases=https://… -X recollect/app.releasesKey=…). Empty: checking for updates is
// not offered.
var releases, releasesKey string

// newerThan returns what asks for a version after current, nil where this build knows no place to ask.
func newerThan(current string) func(context.Context) (version, page string, err error) {
	s := release.Source{Address: releases, Key: releasesKey}
	if !s.Known() {
		return nil
	}
	return func(ctx context.Context) (version, page string, err error) {
		r, err := s.Newer(ctx, current)
		if r == nil || err != nil {
			return "", "", err
		}
		return r.Version, r.Page, nil
	}
}
