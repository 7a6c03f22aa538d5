//go:build !windows

package login

import (
	"bytes"
	"encoding/xml"
)

// launchAgent returns e as a property list for launchd, which starts it once at login.
func launchAgent(e Entry) string {
	var args string
	for _, arg := range e.Command {
		args += "\t\t<string>" + escapeXML(arg) + "</string>\n"
	}
	return xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" ` +
		`"http://www.apple.com/DTDs/PropertyList-1.0.dtd">` + "\n<plist version=\"1.0\">\n<dict>\n" +
		"\t<key>Label</key>\n\t<string>" + escapeXML(e.ID) + "</string>\n" +
		"\t<key>ProgramArguments</key>\n\t<array>\n" + args + "\t</array>\n" +
		"\t<key>RunAtLoad</key>\n\t<true/>\n</dict>\n</plist>\n"
}

func escapeXML(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
