package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// agent names the program in requests, without its version or the system.
const agent = "Recollect"

// The hub of models and what its own servers are called. A name stands for those below it.
const hub = "https://huggingface.co"

var relatives = map[string][]string{
	"huggingface.co": {"huggingface.co", "hf.co"},
}

var (
	sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)
	sha1Hex   = regexp.MustCompile(`^[0-9a-f]{40}$`)
)

// answer is the answer of the server that has the bytes.
type answer struct {
	*http.Response
	host string
	// hub is what the server that was asked first has said itself, before it sent elsewhere.
	hub seen
}

// ask asks for a file from a byte on, and follows redirects by hand: what the hub says of a file
// stands only in its own answers, and not every address is to be trusted. etag is that of the bytes
// that are there; with it a server that has others sends all. The caller closes the answer's body.
func (d *download) ask(ctx context.Context, f File, from int64, etag string) (*answer, error) {
	first, err := d.address(f.URL)
	if err != nil {
		return nil, err
	}
	a := &answer{}
	for at, n := first, 0; n <= hops; n++ {
		resp, err := d.request(ctx, at, from, etag)
		if err != nil {
			return nil, ofNetwork(at.Host, err)
		}
		if at.Host == first.Host {
			a.listen(resp.Header)
		}
		if !isRedirect(resp.StatusCode) {
			a.Response, a.host = resp, at.Host
			return a, nil
		}
		resp.Body.Close()
		if at, err = d.next(first, at, resp.Header.Get("Location")); err != nil {
			return nil, err
		}
	}
	return nil, faultRedirects(first.Host)
}

func (d *download) request(ctx context.Context, at *url.URL, from int64, etag string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", agent)
	req.Header.Set("Accept-Encoding", "identity")
	if from > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
		if etag != "" {
			req.Header.Set("If-Range", etag)
		}
	}
	return d.o.Transport.RoundTrip(req) // no client: it would follow, and keep cookies if it had a jar
}

func isRedirect(status int) bool {
	return slices.Contains([]int{301, 302, 303, 307, 308}, status)
}

// listen keeps what a hub says of a file in an answer of its own. For small files this is the name
// that git gives them, as the entity tag.
func (a *answer) listen(h http.Header) {
	commit := strings.ToLower(h.Get("X-Repo-Commit"))
	if !sha1Hex.MatchString(commit) {
		return // not a hub of models
	}
	a.hub.Commit = commit
	linked := untag(h.Get("X-Linked-Etag"))
	if n, err := strconv.ParseInt(h.Get("X-Linked-Size"), 10, 64); err == nil && n > 0 && linked != "" {
		a.hub.Bytes = n
	}
	for _, tag := range []string{linked, untag(h.Get("Etag"))} {
		switch {
		case a.hub.SHA256 != "":
		case sha256Hex.MatchString(tag):
			a.hub.SHA256 = tag
		case sha1Hex.MatchString(tag) && a.hub.Blob == "":
			a.hub.Blob = tag
		}
	}
}

// untag takes the quotes from an entity tag, and the mark of a weak one.
func untag(tag string) string {
	return strings.ToLower(strings.Trim(strings.TrimPrefix(strings.TrimSpace(tag), "W/"), `"`))
}

// strong returns an entity tag that stands for the very bytes, else "".
func strong(tag string) string {
	if len(tag) < 3 || !strings.HasPrefix(tag, `"`) || !strings.HasSuffix(tag, `"`) {
		return ""
	}
	return tag
}

// address parses an address that may be asked.
func (d *download) address(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, faultAddress("")
	}
	return u, allow(d.o, u)
}

// allow returns an error for an address that may not be asked: only https, without a name and a
// password, and this computer only where that is wanted.
func allow(o Options, u *url.URL) error {
	own := o.Loopback && isLoopback(u.Hostname())
	if u.User != nil || u.Hostname() == "" || u.Scheme != "https" && !(u.Scheme == "http" && own) ||
		!own && isLoopback(u.Hostname()) {
		return faultAddress(u.Scheme + "://" + u.Host)
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") ||
		ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// next returns where a server at an address sends on to, if that may be asked: its own host, those
// of the hub, and those that a person has named.
func (d *download) next(first, at *url.URL, location string) (*url.URL, error) {
	to, err := at.Parse(location)
	if err != nil || location == "" {
		return nil, faultAnswer(at.Host, "a redirect without an address")
	}
	to.Fragment = ""
	if err := allow(d.o, to); err != nil {
		return nil, err
	}
	if at.Scheme == "https" && to.Scheme != "https" || !d.trusted(first, to) {
		return nil, faultAddress(to.Scheme + "://" + to.Host)
	}
	return to, nil
}

func (d *download) trusted(first, to *url.URL) bool {
	host := strings.ToLower(to.Host)
	same := func(h string) bool { return strings.EqualFold(h, host) }
	if same(first.Host) || slices.ContainsFunc(d.o.Hosts, same) {
		return true
	}
	family := relatives[strings.ToLower(first.Hostname())]
	if d.o.Mirror != "" {
		family = relatives[strings.TrimPrefix(hub, "https://")] // mirrors send large files there
	}
	name := strings.TrimSuffix(host, ":443")
	return slices.ContainsFunc(family, func(above string) bool {
		return name == above || strings.HasSuffix(name, "."+above)
	})
}

// refusal returns the error of an answer that has no bytes of the file.
func (d *download) refusal(a *answer, f File) error {
	switch s := a.StatusCode; s {
	case http.StatusNotFound, http.StatusGone:
		return faultMissing(f.Path, a.host)
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		return faultForbidden(f.Path, a.host)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		wait := d.retryAfter(a.Header.Get("Retry-After"))
		if wait > longest {
			return faultBusy(a.host, wait)
		}
		return &transient{err: faultBusy(a.host, max(wait, time.Minute)), after: wait}
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusGatewayTimeout:
		return again(faultServer(a.host, s))
	default:
		return faultServer(a.host, s)
	}
}

// retryAfter reads the seconds, or the date, at which a server will do better; 0: it does not say.
func (d *download) retryAfter(text string) time.Duration {
	if s, err := strconv.ParseInt(strings.TrimSpace(text), 10, 32); err == nil {
		return max(0, time.Duration(s)*time.Second)
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(d.o.moment()))
	}
	return 0
}

// span is the bytes of an answer: from the first to the last, of total in all; -1 is unknown.
type span struct{ first, last, total int64 }

var contentRange = regexp.MustCompile(`^bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)$`)

// spanOf returns which bytes an answer of status 206 has.
func spanOf(header string) (span, bool) {
	m := contentRange.FindStringSubmatch(strings.TrimSpace(header))
	if m == nil {
		return span{}, false
	}
	s := span{total: -1}
	s.first, _ = strconv.ParseInt(m[1], 10, 64) // 18 digits fit
	s.last, _ = strconv.ParseInt(m[2], 10, 64)
	if m[3] != "*" {
		s.total, _ = strconv.ParseInt(m[3], 10, 64)
	}
	return s, s.first <= s.last && (s.total < 0 || s.last < s.total)
}
