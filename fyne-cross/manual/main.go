// Command manual writes the manual page and the completion of bash, from what the program says of itself:
//
//	manual -version V -man FILE -completion FILE PROGRAM
//
// It runs PROGRAM help, and PROGRAM VERB --help for each verb.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

func main() {
	version := flag.String("version", "", "the version that the page names")
	man := flag.String("man", "recollect.1", "file for the manual page")
	completion := flag.String("completion", "recollect.bash", "file for the completion of bash")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: manual [flags] PROGRAM")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *version, *man, *completion); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

func run(program, version, man, completion string) error {
	help, err := said(program, "help")
	if err != nil {
		return err
	}
	verbs := parse(help)
	if len(verbs) == 0 {
		return fmt.Errorf("%s help names no verb", program)
	}
	for i, v := range verbs {
		if v.help, err = said(program, v.name, "--help"); err != nil {
			return err
		}
		verbs[i] = v
	}
	if err := os.WriteFile(man, []byte(page(version, help, verbs)), 0o644); err != nil {
		return err
	}
	return os.WriteFile(completion, []byte(complete(verbs)), 0o644)
}

func said(program string, args ...string) (string, error) {
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, out)
	}
	return string(out), nil
}
