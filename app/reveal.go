package app

import (
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"recollect/engine/photo"
)

// errNoFileManager means that none of the ways to show a file works here.
var errNoFileManager error = &photo.Fault{
	Code: "app:no-file-manager",
	Text: "no file manager answers",
}

// reveal shows a file in the system's file manager, selected where that is
// possible, else the folder that it lies in.
func reveal(path string) error {
	var err error
	for _, c := range revealCommands(runtime.GOOS, path) {
		// explorer.exe reports failure even when it succeeds: started is enough.
		cmd := commandLine(c)
		if runtime.GOOS == "windows" {
			err = cmd.Start()
		} else {
			err = cmd.Run()
		}
		if err == nil {
			return nil
		}
	}
	return fmt.Errorf("show %s: %w: %w", path, errNoFileManager, err)
}

// revealCommands are the commands to try on a system, best first.
func revealCommands(system, path string) [][]string {
	switch system {
	case "windows":
		return [][]string{{"explorer.exe", `/select,"` + path + `"`}} // no path has quotes there
	case "darwin":
		return [][]string{{"open", "-R", path}}
	default:
		uri := (&url.URL{Scheme: "file", Path: path}).String()
		uri = strings.ReplaceAll(uri, ",", "%2C") // dbus-send ends an array's element there
		return [][]string{
			{
				"dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.FileManager1",
				"/org/freedesktop/FileManager1",
				"org.freedesktop.FileManager1.ShowItems", "array:string:" + uri, "string:",
			},
			{"xdg-open", filepath.Dir(path)},
		}
	}
}
