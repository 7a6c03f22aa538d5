package store

import (
	"database/sql"
	"net/url"
	"path/filepath"
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
	// On Windows C:\x becomes /C:/x, as SQLite's URIs want it.
	u := url.URL{Scheme: "file", Path: "/" + filepath.ToSlash(abs), RawQuery: q.Encode()}
	if filepath.IsAbs(filepath.ToSlash(abs)) {
		u.Path = filepath.ToSlash(abs)
	}
	return sql.Open("sqlite", u.String())
}
