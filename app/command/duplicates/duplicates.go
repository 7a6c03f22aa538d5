// Package duplicates is the command line's verb that lists what a library has more than once, and records what a
// person has told apart. It leaves files alone.
package duplicates

import (
	"context"
	"encoding/hex"

	"github.com/spf13/pflag"

	"recollect/app/command/cli"
	"recollect/app/plain"
	"recollect/engine/duplicates"
	"recollect/engine/photo"
)

// Help explains the verb duplicates.
const Help = `Each group is one picture that the library has more than once: exact, files that are
equal; or near, the picture saved again: smaller, in another format, brighter, cut a little,
with a border or some words on it. All of a group look the same as all others. Of equal
files a near group has one, with how many copies there are.

The photo to keep comes first, marked with a star, and the reasons say what it has before others:

  reachable   its file is there           original  it is the camera's own file, others were edited
  whole       it is not damaged           metadata  more is written with it: place, camera, keywords
  resolution  it has more pixels          date      its date is from a better source
  bytes       its file is larger: less was lost

RAW files beside a JPEG and films of live photos belong to their photo and are not listed.
Photos that a camera took at different times are no duplicates, however alike. With --shots those
that look the same and were taken within ten seconds are listed too, as shots.

  reject FILE...  says that these photos are no duplicates, each of each, for ever: they are not
                  listed together again, nor stacked in the window. It is about what is in the
                  files, so moving and renaming them makes no difference
  accept FILE...  takes that back
  rejected        lists what was said so, pair by pair

recollect undo undoes both. Files are not changed: recollect trash takes those that you choose.
Look at near photos before: two screenshots or two pages of a form may differ in a few words
only. Of equal files all but one:

  recollect duplicates --json | jq -r 'select(.kind == "exact") | .members[1:][].path'
`

// Library is what the verb needs of a library.
type Library interface {
	Groups(ctx context.Context, withShots bool) ([]duplicates.Group, error)
	Waiting(context.Context) (int, error)
	Reject(context.Context, []photo.ID) error
	Accept(context.Context, []photo.ID) error
	Rejected(context.Context) ([]photo.Apart, error)
}

// IDs returns the photos of files, all of which the library must have.
type IDs func(files []string) ([]photo.ID, error)

// Job is what a command line asks for.
type Job struct {
	Do     func(context.Context, Library, IDs) error
	Writes bool // the library is changed
}

// Flags adds the flags of the verb, and returns what reads the arguments. Its error is a cli.Usage.
func Flags(set *pflag.FlagSet) func(*cli.Call) (Job, error) {
	shots := set.Bool("shots", false, "list near-identical shots too, which are no duplicates")
	cli.TakesFiles(set)
	return func(c *cli.Call) (Job, error) {
		if len(c.Args) == 0 {
			return Job{Do: func(ctx context.Context, l Library, _ IDs) error {
				return list(ctx, c, l, *shots)
			}}, nil
		}
		switch do := c.Args[0]; {
		case do == "rejected" && len(c.Args) == 1 && !c.From:
			return Job{Do: func(ctx context.Context, l Library, _ IDs) error {
				return listRejected(ctx, c, l)
			}}, nil
		case do == "reject":
			return tellApart(c, Library.Reject)
		case do == "accept":
			return tellApart(c, Library.Accept)
		}
		return Job{}, cli.Usage("duplicates: give nothing, reject FILE..., accept FILE..., or rejected")
	}
}

// tellApart is a job that tells the photos that are named apart, or takes that back.
func tellApart(c *cli.Call, tell func(Library, context.Context, []photo.ID) error) (Job, error) {
	files, err := c.Files(1, "name at least two files")
	return Job{Writes: true, Do: func(ctx context.Context, l Library, of IDs) error {
		ids, err := of(files)
		if err != nil {
			return err
		}
		return tell(l, ctx, ids)
	}}, err
}

// apartLine is a line of rejected.
type apartLine struct {
	Paths  [2]string `json:"paths"` // "" where the library has no photo of the content
	SHA256 [2]string `json:"sha256"`
}

func listRejected(ctx context.Context, c *cli.Call, l Library) error {
	all, err := l.Rejected(ctx)
	for _, a := range all {
		line := apartLine{a.Paths, [2]string{hex.EncodeToString(a.Hashes[0][:]), hex.EncodeToString(a.Hashes[1][:])}}
		var shown [2]string
		for i, path := range line.Paths {
			if shown[i] = path; path == "" {
				shown[i] = "sha256:" + line.SHA256[i]
			}
		}
		if err := c.Print(line, plain.Format("%s  %s", shown[0], shown[1])); err != nil {
			return err
		}
	}
	return err
}

// groupLine is a line of duplicates.
type groupLine struct {
	Kind    duplicates.Kind     `json:"kind"`
	Keep    string              `json:"keep"` // the path of the first member
	Reasons []duplicates.Reason `json:"reasons"`
	Members []memberLine        `json:"members"`
}

// memberLine is a photo of a group.
type memberLine struct {
	Path      string `json:"path"`
	Bytes     int64  `json:"bytes"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	Pixels    int64  `json:"pixels"`
	Taken     string `json:"taken"`
	TakenFrom string `json:"taken_from"`
	Metadata  int    `json:"metadata"` // how many facts are written with it
	Original  bool   `json:"original"` // the camera's own file, as far as its metadata tells
	Copies    int    `json:"copies"`   // equal files in the library, with this one
	SHA256    string `json:"sha256"`
	LessSharp bool   `json:"less_sharp,omitempty"` // visibly, than another of the group
	Missing   bool   `json:"missing,omitempty"`    // the file cannot be reached at present
}

// list prints the groups of a library.
func list(ctx context.Context, c *cli.Call, l Library, withShots bool) error {
	groups, err := l.Groups(ctx, withShots)
	if err != nil {
		return err
	}
	for i, g := range groups {
		line := newGroupLine(g)
		text := line.text()
		if i > 0 {
			text = "\n" + text
		}
		if err := c.Print(line, text); err != nil {
			return err
		}
	}
	waiting, err := l.Waiting(ctx)
	if err == nil && waiting > 0 {
		c.PrintErr("%d photos have not been looked at yet: recollect index does that, or the window.", waiting)
	}
	return err
}

func newGroupLine(g duplicates.Group) groupLine {
	line := groupLine{Kind: g.Kind, Keep: g.Members[0].Path, Reasons: append([]duplicates.Reason{}, g.Reasons...)}
	for _, m := range g.Members {
		line.Members = append(line.Members, memberLine{
			Path: m.Path, Bytes: m.Size, Width: m.WidthPx, Height: m.HeightPx,
			Pixels: int64(m.WidthPx) * int64(m.HeightPx),
			Taken:  m.Taken.String(), TakenFrom: string(m.Taken.From), Metadata: m.Metadata, Original: m.Original,
			Copies: m.Copies, SHA256: hex.EncodeToString(m.Hash[:]), LessSharp: m.Softer,
			Missing: m.Away,
		})
	}
	return line
}

// text is the line for people: a heading, and a line for each member.
func (l groupLine) text() plain.Text {
	text := plain.Format("%s: %d photos", string(l.Kind), len(l.Members))
	if len(l.Reasons) > 0 {
		var names []string
		for _, r := range l.Reasons {
			names = append(names, string(r))
		}
		text += plain.Format("; keep the first for %s", plain.Join(names, ", "))
	}
	for i, m := range l.Members {
		mark := plain.Text(" ")
		if i == 0 {
			mark = "*"
		}
		text += plain.Format("\n%s %s  %s", mark, m.Path, m.about())
	}
	return text
}

func (m memberLine) about() plain.Text {
	text := plain.Format("%d x %d, %d kB, %s (%s)", m.Width, m.Height, (m.Bytes+999)/1000, m.Taken, m.TakenFrom)
	if m.Copies > 1 {
		text += plain.Format(", %d copies", m.Copies)
	}
	if m.LessSharp {
		text += ", less sharp"
	}
	if m.Missing {
		text += " (not there)"
	}
	return text
}
