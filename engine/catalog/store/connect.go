package store

import (
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
)

// Connect prepares a pool; SQLite opens the file at its first use.
func Connect(path string, pragmas ...string) (*sql.DB, error) {
	pragmas = append([]string{"busy_timeout(5000)", "foreign_keys(1)"}, pragmas...)
	return ConnectURI(path, url.Values{"_pragma": pragmas, "_txlock": {"immediate"}})
}

// ConnectURI is Connect with parameters of SQLite and the driver.
func ConnectURI(path string, q url.Values) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite", uri(filepath.ToSlash(abs), q))
}

// uri is an absolute path, with slashes, as a URI of SQLite (https://www.sqlite.org/uri.html): C:/x of Windows
// becomes file:///C:/x, because what follows two slashes is a computer's name.
func uri(path string, q url.Values) string {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	return u.String()
}
