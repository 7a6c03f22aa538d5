package command

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"recollect/app/command/albums"
	"recollect/app/command/bench"
	"recollect/app/command/doctor"
	"recollect/app/command/duplicates"
	"recollect/app/command/edit"
	"recollect/app/command/export"
	"recollect/app/command/importing"
	"recollect/app/command/models"
	"recollect/app/command/sidecars"
	"recollect/app/command/tags"
)

// aboutNames is the help on names of files.
const aboutNames = `
Where FILE... is taken, and by index:
  --files-from FILE  names from FILE too, one a line; - is standard input
  -0                 names in FILE end with a NUL

Where paths are listed, by search, similar, folders and gone:
  -0                 print the paths alone, as they are, each with a NUL behind it

Characters that cannot be printed are quoted as ls and shells do, 'a'$'\n''b', in names
and in all other texts. JSON has a path that is not valid UTF-8 once more, as path_bytes
in base64; other fields likewise.
`

// longHelp is what "recollect VERB --help" adds to the flags.
var longHelp = map[string]string{
	"index": `The last line is a summary: photos and problems are those of the whole library
now; added, changed, moved and gone are files, in this run; encoded counts the
pictures that the model looked at in this run. Exact copies are looked at once.
folders_away and unreadable tell of which folders not all is there: their photos are
kept, and the exit status is 0.
With --watch it stays, and prints a line for each change. --threads 2 keeps two processor
cores busy and leaves the others to other programs; only writing the index takes all.
`,
	"folders": `Each line is a folder: its path, how many photos it has, and whether it is
away, for which reason: missing (it cannot be reached), empty (nothing is in it, though
it held photos), volume (another drive is in its place) or lost (more than a fifth of its
photos are not there: they are missing, and all else is kept up to date). The photos of
such a folder are kept, and found is where its drive is mounted now.

  accept FOLDER            what is not there was deleted on purpose
  relocate FOLDER NEWPATH  the folder lies at NEWPATH now; nothing is encoded again
  remove FOLDER            takes it out of the library; the line is what it was

Removing touches no file. Favourites, tags, and what was confirmed and rejected are
kept for 30 days, and are back when a folder is added again that has the files.
`,
	"models":     models.Help,
	"duplicates": duplicates.Help,
	"sidecars":   sidecars.Help,
	"export":     export.Help,
	"import":     importing.Help,
	"exclude": `Patterns are those of .gitignore files, relative to each folder of the library:
"Screenshots/" is every folder of that name, "*.png" every such file, "/2019/drafts" one
folder, and "!" before a pattern takes back what one before it leaves out. What they name is
neither watched nor shown from the next scan on. Photos that are left out count as
gone, and come back without being encoded again when their pattern is removed.

--defaults lists what is left out of every library: trash, snapshots, small pictures and
unfinished files that systems and programs keep in people's folders. "!@Recycle/" lets
one of them in, --defaults=off all.
`,
	"gone": `Each line is a photo, last first: where it was, and since when it is missed. It
comes back with all that is known of it when a file of the same content appears in any
folder of the library. After 30 days it is forgotten.

Photos of a folder that was taken out of the library are not among them: their files
are where they were. Their favourites, tags, and what was confirmed and rejected are kept
for 30 days as well, and are back when a folder is added that has the files.
`,
	"search": `TEXT is a line of the query language: a sentence, "words in quotes" that stand in
names, captions or keywords, parts to add or keep away from (beach - people,
2:sunset + 0.5:@picture.jpg), filters (date:2023, camera:pixel, -type:png) and an
order (sort:newest). docs/search.md has all of it. What is not understood is told
on stderr, and the rest counts.

Each line is a photo, best first: its rank, its path, its score, whether it is
relevant, and the confidence (0 to 1) that a person would call it an answer. The score
of a sentence is its cosine similarity with the photo less what the photo has in common with
every sentence. Without --all only what is relevant is listed, which may be nothing.
A photo whose file cannot be reached at present is found, too, and marked (not there), in
JSON as missing.
--image adds pictures, in the library or not; --not keeps away from a sentence.
`,
	"albums": albums.Help, "history": edit.HistoryHelp, "tags": tags.Help,
	"tag": `All files must be in the library, or nothing is changed. tag:TAG in a query finds
them. Family/Anna is a tag within a tag, which tag:Family finds too. Tags are kept in the
library; the files are not touched.
`,
	"favourite": `All files must be in the library, or nothing is changed. is:favourite in a query
finds them. The mark is kept in the library; the files are not touched.
`,
	"classify": `Each line is a file, in the order given, with its labels, best first, and the
probability p of each if the picture shows exactly one of them. The files need not
be in the library. One that cannot be read is told on stderr, and the exit
status is 1 in the end.

Every label is put into each template, in the place of {}, and the embeddings of
these sentences are averaged. Templates are

  none        the label alone
  photo       "a photo of a {}."
  imagenet80  the 80 of CLIP's measurements on ImageNet; they take a second for
              each label once, and are kept in the library's folder, if there is one
  FILE        one a line; # begins a comment
`,
	"things": `Each line is a thing that photos of the library show: its name, its group, and for how
many photos it is confirmed and suggested. What the model suggests is right for about
four of five, and much is not suggested at all; search finds more.

  confirm NAME FILE...  these photos show it
  reject NAME FILE...   these do not, and it is not suggested for them again

From ten judged photos of a thing on, of both kinds, it is learned from them. The
file things.txt in the library's folder, in the form of assets/things.txt, takes the
place of the vocabulary.
`,
	"screen": `Each line is something that photos can be screened for, whether that is on, and how many
photos are flagged. It is off until it is switched on. Flagged photos can be covered in
the window and found with is:flagged; nothing is deleted, left out of searches, or sent.
All photos are looked at for a new choice, a minute for 100,000. Where the window has
the library open, it takes the choice over and does that behind; otherwise this command does.

The model that comes with Recollect was not made for this, and misses most:
docs/zeroshot.md has the figures. recollect things reject screen:NAME FILE takes a flag back.
`,
	"bench":  bench.Help,
	"doctor": doctor.Help,
	"eval":   bench.EvalHelp,
}

// help prints the answer to "recollect VERB --help".
func (c *call) help(v verb, set *pflag.FlagSet) error {
	about, _, _ := strings.Cut(v.about, "\n")
	text := fmt.Sprintf("recollect %s %s\n  %s\n", v.name, v.args, about)
	if flags := set.FlagUsages(); flags != "" {
		text += "\n" + flags
	}
	if long := cmp.Or(longHelp[v.name], edit.Help(v.name)); long != "" {
		text += "\n" + long
	}
	return c.Write(text)
}

func helpVerb(*pflag.FlagSet) func(context.Context, *call) error {
	return func(_ context.Context, c *call) error {
		var b strings.Builder
		b.WriteString("Recollect finds your photos by what is in them. Everything stays on this computer.\n\n")
		b.WriteString("  recollect [FILE...]                open the window, with these pictures or folders in it\n")
		b.WriteString("  recollect --hidden                 watch without the window, which the tray's icon opens\n")
		for _, v := range verbs() {
			fmt.Fprintf(&b, "  recollect %-24s %s\n", strings.TrimSpace(v.name+" "+v.args), v.about)
		}
		b.WriteString("\nAnywhere:\n  --library DIR   the library to use (or RECOLLECT_LIBRARY)\n" +
			"  --json          print JSON, one object a line\n")
		b.WriteString(aboutNames + "\nrecollect COMMAND --help tells more.\n")
		return c.Write(b.String())
	}
}

func versionVerb(*pflag.FlagSet) func(context.Context, *call) error {
	return func(_ context.Context, c *call) error { return c.PrintVersion() }
}
