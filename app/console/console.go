// Package console connects the program to the console that it was started from. Windows gives none to a program
// with windows, so that none flashes up on a double click; other systems need nothing of this.
package console
