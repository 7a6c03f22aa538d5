// Package login starts the program when the person logs in: by an entry of the desktop's autostart
// folder, on Windows by a value of the Run key, on macOS by a launch agent. It writes nothing else,
// and nothing before it is asked to.
package login

// Entry is how the program is started at login.
type Entry struct {
	ID      string   // the program's, as in app.recollect.Recollect
	Name    string   // for people
	Command []string // the absolute path of the program, and its arguments
}
