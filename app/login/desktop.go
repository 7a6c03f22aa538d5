//go:build !windows

package login

import (
	"strings"
)

// desktopEntry returns e in the format of freedesktop.org's Desktop Entry Specification.
func desktopEntry(e Entry) string {
	var command []string
	for _, arg := range e.Command {
		command = append(command, quoteExec(arg))
	}
	return "[Desktop Entry]\nType=Application\nName=" + escapeValue(e.Name) +
		"\nExec=" + escapeValue(strings.Join(command, " ")) +
		"\nIcon=" + escapeValue(e.ID) + "\nX-GNOME-Autostart-enabled=true\n"
}

// quoteExec quotes an argument for the key Exec, whose values are escaped once more.
func quoteExec(arg string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, "`", "\\`", `$`, `\$`, `\`, `\\`, `%`, `%%`).Replace(arg) + `"`
}

// escapeValue escapes the value of a key.
func escapeValue(s string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s)
}
