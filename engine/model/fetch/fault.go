package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strconv"
	"time"

	"recollect/engine/photo"
)

// transient is an error after which another try may do better.
type transient struct {
	err   error
	after time.Duration // that the server asks to wait; 0: it asks for nothing
}

func (t *transient) Error() string { return t.err.Error() }
func (t *transient) Unwrap() error { return t.err }

// again makes an error transient.
func again(err error) error { return &transient{err: err} }

// with adds what is for the log to a fault.
func with(fault *photo.Fault, err error) error { return fmt.Errorf("%w: %w", fault, err) }

func megabytes(n int64) string { return strconv.FormatInt((n+999_999)/1_000_000, 10) }

// NoRoom is the Fault of a disk on which too few bytes are free.
func NoRoom(need, free int64) error {
	return &photo.Fault{
		Code: "fetch:space",
		Args: photo.Args{"need": megabytes(need), "free": megabytes(free)},
		Text: fmt.Sprintf("%d bytes are needed on the disk, and %d are free", need, free),
	}
}

// faultAddress is for an address that is not asked: without encryption, of another computer.
func faultAddress(host string) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:address",
		Args: photo.Args{"host": host},
		Text: fmt.Sprintf("the address at %q is not one that may be asked", host),
	}
}

func faultRedirects(host string) error {
	return &photo.Fault{
		Code: "fetch:redirects",
		Args: photo.Args{"host": host},
		Text: host + " sends on without an end",
	}
}

func faultMissing(path, host string) error {
	return &photo.Fault{
		Code: "fetch:missing",
		Args: photo.Args{"file": path, "host": host},
		Text: fmt.Sprintf("%s has no %s", host, path),
	}
}

func faultForbidden(path, host string) error {
	return &photo.Fault{
		Code: "fetch:forbidden",
		Args: photo.Args{"file": path, "host": host},
		Text: fmt.Sprintf("%s does not give %s to everybody", host, path),
	}
}

func faultServer(host string, status int) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:server",
		Args: photo.Args{"host": host, "status": strconv.Itoa(status)},
		Text: fmt.Sprintf("%s answers with status %d", host, status),
	}
}

func faultBusy(host string, wait time.Duration) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:busy",
		Args: photo.Args{"host": host, "minutes": strconv.Itoa(int((wait + time.Minute - 1) / time.Minute))},
		Text: fmt.Sprintf("%s asks to come back in %v", host, wait),
	}
}

func faultAnswer(host, text string) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:answer",
		Args: photo.Args{"host": host},
		Text: fmt.Sprintf("%s: %s", host, text),
	}
}

func faultUnreachable(host string) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:unreachable",
		Args: photo.Args{"host": host},
		Text: host + " cannot be reached",
	}
}

func faultCertificate(host string) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:certificate",
		Args: photo.Args{"host": host},
		Text: host + " does not prove that it is itself",
	}
}

func faultSlow(host string) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:slow",
		Args: photo.Args{"host": host},
		Text: host + " sends next to nothing",
	}
}

func faultCut(path, host string) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:cut",
		Args: photo.Args{"file": path, "host": host},
		Text: fmt.Sprintf("%s ends in the middle at %s", path, host),
	}
}

func faultSize(path, host string, want, got int64) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:size",
		Args: photo.Args{"file": path, "host": host},
		Text: fmt.Sprintf("%s is to have %d bytes, and has %d at %s", path, want, got, host),
	}
}

func faultHash(path, host, want, got string) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:hash",
		Args: photo.Args{"file": path, "host": host},
		Text: fmt.Sprintf("%s is to have the checksum %s, and has %s at %s", path, want, got, host),
	}
}

func faultUnverified(path, host string) *photo.Fault {
	return &photo.Fault{
		Code: "fetch:unverified",
		Args: photo.Args{"file": path, "host": host},
		Text: fmt.Sprintf("no checksum is known of %s, and %s gives none", path, host),
	}
}

// ofNetwork returns the error of a request that had no answer, or whose answer has broken off.
func ofNetwork(host string, err error) error {
	var (
		unknown  x509.UnknownAuthorityError
		name     x509.HostnameError
		invalid  x509.CertificateInvalidError
		verifier *tls.CertificateVerificationError
	)
	if errors.As(err, &unknown) || errors.As(err, &name) || errors.As(err, &invalid) || errors.As(err, &verifier) {
		return with(faultCertificate(host), err)
	}
	return again(with(faultUnreachable(host), err))
}
