package app

import (
	"errors"
	"io/fs"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/adrg/xdg"

	"recollect/engine/model/ort/telemetry"
)

func TestSamplesAreCopiedOnceAndWhole(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	program := t.TempDir()
	if samples([]string{program}) != nil {
		t.Error("samples are offered where there are none")
	}
	picture := filepath.Join(program, "sample-photos", "animals", "duck.jpg")
	if err := os.MkdirAll(filepath.Dir(picture), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(picture, []byte("a duck"), 0o644); err != nil {
		t.Fatal(err)
	}
	give := samples([]string{t.TempDir(), program})
	if give == nil {
		t.Fatal("no samples are offered")
	}
	// What a copy that was cut off left must not be taken for the whole.
	if err := os.MkdirAll(filepath.Join(xdg.DataHome, "recollect-sample-photos.part", "half"), 0o755); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		dir, err := give()
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, "animals", "duck.jpg"))
		if err != nil || string(got) != "a duck" {
			t.Errorf("got %q, %v", got, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "half")); err == nil {
			t.Error("the rest of an earlier copy is among the samples")
		}
	}
}

func TestRevealCommands(t *testing.T) {
	const path = "/photos/a b#1,2.jpg"
	tests := []struct{ system, first string }{
		{"linux", "file:///photos/a%20b%231%2C2.jpg"},
		{"darwin", "-R /photos/a b#1,2.jpg"},
		{"windows", `/select,"/photos/a b#1,2.jpg"`},
	}
	for _, tt := range tests {
		t.Run(tt.system, func(t *testing.T) {
			if got := strings.Join(revealCommands(tt.system, path)[0], " "); !strings.Contains(got, tt.first) {
				t.Errorf("got %s, want %s in it", got, tt.first)
			}
		})
	}
}

func TestLogIsTurnedOver(t *testing.T) {
	library := t.TempDir()
	path := filepath.Join(library, "recollect.log")
	if err := os.WriteFile(path, make([]byte, maxLogBytes+1), 0o600); err != nil {
		t.Fatal(err)
	}
	log, closeLog, err := openLog(library)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("hello")
	closeLog()
	if old, err := os.Stat(path + ".old"); err != nil || old.Size() != maxLogBytes+1 {
		t.Errorf("the old log: %v, %v", old, err)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), "msg=hello") {
		t.Errorf("the log holds %q, %v", text, err)
	}
}

// Names in the log are quoted: none of them is a line or a colour, and none is lost.
func TestLogQuotesNames(t *testing.T) {
	const name = "/photos/\x1b[31m\n\r\x7f\u202e\u009b\xff.jpg"
	library := t.TempDir()
	logger, closeLog, err := openLog(library)
	if err != nil {
		t.Fatal(err)
	}
	before := slog.Default()
	slog.SetDefault(logger)
	logger.Error("decode "+name, "path", name, "err", &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist},
		"paths", []string{name}, "raw", []byte(name))
	log.Println("from the toolkit:", name)
	slog.SetDefault(before)
	closeLog()
	text, err := os.ReadFile(filepath.Join(library, "recollect.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !utf8.Valid(text) || strings.ContainsFunc(string(text), func(r rune) bool {
		return r != '\n' && !unicode.IsGraphic(r)
	}) {
		t.Errorf("the log holds %q", text)
	}
	if got := strings.Count(string(text), "\n"); got != 3 { // the error, the toolkit's, stop
		t.Errorf("%d lines: %s", got, text)
	}
	if !strings.Contains(string(text), "path="+strconv.Quote(name)) {
		t.Errorf("the name is lost in %s", text)
	}
}

// A library that cannot be written to has no log, and opening it goes on to tell why.
func TestNoLogWhereNothingCanBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	log, closeLog := libraryLog(filepath.Join(file, "library"))
	log.Info("nobody hears this")
	closeLog()
}

// Where no file manager can be reached, that is what a person is told.
func TestRevealWithoutAFileManager(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := reveal(filepath.Join(t.TempDir(), "a.jpg")); !errors.Is(err, errNoFileManager) {
		t.Errorf("got %v", err)
	}
}

// The telemetry switch is set before anything else happens, so that a child
// process has it too, whenever it is started.
func TestTelemetryIsSwitchedOffFirst(t *testing.T) {
	t.Setenv(telemetry.Switch, "")
	if status := Main(metadata(t), []string{"--library"}); status != 2 { // a wrong command line: it gets no further
		t.Errorf("status: want 2, got %d", status)
	}
	if got := os.Getenv(telemetry.Switch); got != "1" {
		t.Errorf("%s: want 1, got %q", telemetry.Switch, got)
	}
}
