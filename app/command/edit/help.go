package edit

const (
	kept = `All files must be in the library, or nothing is changed. What you say is kept in the
library and counts before what the file says, in searches, orders and the window; the
files are not touched. --as-in-file takes it back. recollect undo undoes it.
`
	rateHelp = `STARS is 0 to 5, or rejected. rating:4.. in a query finds those with 4 and 5, and
rating:rejected the rejected ones.

` + kept
	labelHelp = `LABEL is a colour, such as Red, or any word; "" is none. label:LABEL in a query finds
them.

` + kept
	titleHelp = `"" is no title. "words in quotes" in a query find titles.

` + kept
	captionHelp = `"" is no caption. "words in quotes" in a query find captions, and has:caption all
photos with one.

` + kept
	dateHelp = `--set gives all photos the same date; without an offset from UTC it is what a clock
showed. --shift moves each date by itself, for a camera whose clock was wrong: --shift -1
for one that was an hour ahead. recollect info shows the file's own date beside it.

` + kept
	placeHelp = `LATITUDE,LONGITUDE are degrees north and east, as 43.466,-3.81; none is for a photo that
has a wrong place. near:43.466,-3.81 in a query finds photos around a place.

` + kept
	undoHelp = `What was done to favourites, tags, ratings, labels, titles, captions, dates, places,
albums and verdicts in the last 30 days can be undone, from the last on, whichever
window or command did it, also after a restart. What one command did to many photos is
undone together. ACT is the number of an act, as recollect history shows it; one whose
photos were changed again in the same way since is not undone before those later acts. It
prints what was undone, as recollect history does, but for the number.
`
	redoHelp = `It does again what recollect undo undid last, until something else is done. It prints
what was done, as recollect history does, but for the number.
`
	// HistoryHelp explains the verb history.
	HistoryHelp = `Each line is something that was done in the last 30 days, the latest first: when, what
to how many photos, whether it is undone, and the number of the act. recollect undo
undoes the first that is not undone, recollect undo ACT any that later ones do not rest on.
It changes nothing.
`
)

// Help explains a verb; it is empty for those of others.
func Help(name string) string {
	for _, v := range Verbs() {
		if v.Name == name {
			return v.Help
		}
	}
	return ""
}
