package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// verb is one of the program's verbs, with what it says of itself.
type verb struct{ name, help string }

// listed is the line of a verb in the program's help. The window's line has a FILE in place of a verb.
var listed = regexp.MustCompile(`(?m)^  recollect ([a-z]+)\b`)

// parse returns the verbs that the program's help lists, in its order.
func parse(help string) []verb {
	var verbs []verb
	for _, m := range listed.FindAllStringSubmatch(help, -1) {
		if !slices.ContainsFunc(verbs, func(v verb) bool { return v.name == m[1] }) {
			verbs = append(verbs, verb{name: m[1]})
		}
	}
	return verbs
}

// roff returns text as roff shows it, a line each.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// page is the manual page: the program's help, then that of each verb.
func page(version, help string, verbs []verb) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH RECOLLECT 1 \"\" \"Recollect %s\" \"User Commands\"\n", version)
	b.WriteString(".SH NAME\nrecollect \\- find photos by what is in them\n")
	b.WriteString(".SH SYNOPSIS\n.B recollect\n[\\fIFILE\\fR...]\n.br\n" +
		".B recollect\n\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n")
	fmt.Fprintf(&b, ".SH DESCRIPTION\n.nf\n%s\n.fi\n.SH COMMANDS\n", roff(help))
	for _, v := range verbs {
		fmt.Fprintf(&b, ".SS %s\n.nf\n%s\n.fi\n", v.name, roff(v.help))
	}
	return b.String()
}

// long is a flag as the help of a verb lists it.
var long = regexp.MustCompile(`(?m)^ +(?:-[a-z], )?(--[a-z][a-z-]*)`)

// complete is the completion: verbs, the flags of the verb that stands there, and files.
func complete(verbs []verb) string {
	var names []string
	var cases strings.Builder
	for _, v := range verbs {
		names = append(names, v.name)
		flags := []string{"--json", "--library", "--help"}
		for _, m := range long.FindAllStringSubmatch(v.help, -1) {
			if !slices.Contains(flags, m[1]) {
				flags = append(flags, m[1])
			}
		}
		fmt.Fprintf(&cases, "\t\t%s) words='%s' ;;\n", v.name, strings.Join(flags, " "))
	}
	return fmt.Sprintf(`# Completion of recollect's verbs and flags for bash.
_recollect() {
	local word=${COMP_WORDS[COMP_CWORD]} words='%s'
	if [ "$COMP_CWORD" -gt 1 ]; then
		case ${COMP_WORDS[1]} in
%s		*) words= ;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
	case $word in
	-*) ;;
	*) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word") ;;
	esac
}
complete -o filenames -F _recollect recollect
`, strings.Join(names, " "), cases.String())
}
