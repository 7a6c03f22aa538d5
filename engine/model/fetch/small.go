package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// smallTime is how long Small waits at most.
const smallTime = 30 * time.Second

// Small returns what lies at an address, at most a number of bytes, by one GET. Nothing is sent but
// that: no version, no cookie. It follows no redirect, and keeps nothing. Errors are as of Fetch.
func Small(ctx context.Context, address string, most int64, o Options) ([]byte, error) {
	o = o.withDefaults()
	ctx, cancel := context.WithTimeout(ctx, smallTime)
	defer cancel()
	d := &download{o: o}
	at, err := d.address(address)
	if err != nil {
		return nil, err
	}
	defer d.hangUp()
	resp, err := d.request(ctx, at, 0, "")
	if err != nil {
		return nil, ofNetwork(at.Host, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, faultMissing(at.Path, at.Host)
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil {
		return nil, ofNetwork(at.Host, err)
	}
	if int64(len(text)) > most {
		return nil, faultAnswer(at.Host, fmt.Sprintf("more than %d bytes", most))
	}
	return text, nil
}
