package moment

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recollect/engine/photo"
)

// FromName returns the date in a file's name, or zero. A day with a time is preferred to a count of
// milliseconds, and that to a day alone.
func FromName(name string) photo.Moment {
	name = bare(name)
	for _, find := range []func(string) photo.Moment{clockName, dayFirstName, shortName, millisName, dayName} {
		if m := find(name); !m.IsZero() {
			return m
		}
	}
	return photo.Moment{}
}

// foreign matches parts of a name whose digits are not the photo's date: UUIDs, digests, and
// the marks that sync programs add to a conflicting copy (Syncthing, Nextcloud, ownCloud,
// Dropbox, Seafile).
var foreign = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
	`[0-9a-f]{24,}`,
	`\.sync-conflict-\d{8}-\d{6}(?:-[0-9a-z]{7})?`,
	`[-_ .]conflict[-_ ]\d{8}[-_ ]\d{6}`,
	`~\d{8}-\d{6}`, // an older version that Syncthing keeps
	`[(\[][^()\[\]]*(?:conflict|konflikt|conflit|conflitto|競合|冲突|衝突|충돌|конфликт)[^()\[\]]*[)\]]`,
}, "|"))

// facebook matches the names of Facebook's downloads, which consist of identifiers.
var facebook = regexp.MustCompile(`^\d+_\d{9,}_\d+_[a-z]\.`)

// bare returns name without its foreign parts, in NFC, and with every kind of space as a blank.
func bare(name string) string {
	if facebook.MatchString(name) {
		return ""
	}
	name = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return ' '
		}
		return c
	}, norm.NFC.String(name))
	return foreign.ReplaceAllString(name, "")
}

// digitAt reports whether s[i] is a digit; i may lie outside s.
func digitAt(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }

// each calls use for every match of pattern that does not start inside a number, overlapping
// ones included, until use returns a date.
func each(
	pattern *regexp.Regexp, name string, use func(before string, g []string, rest string) photo.Moment,
) photo.Moment {
	for from := 0; from < len(name); {
		at := pattern.FindStringSubmatchIndex(name[from:])
		if at == nil {
			break
		}
		start := from + at[0]
		if !digitAt(name, start) || !digitAt(name, start-1) {
			var g []string
			for i := 0; i < len(at); i += 2 {
				g = append(g, name[max(0, from+at[i]):max(0, from+at[i+1])])
			}
			if m := use(name[:start], g, name[from+at[1]:]); !m.IsZero() {
				return m
			}
		}
		from = start + 1
	}
	return photo.Moment{}
}

var (
	// yearFirst is a day: 20240131, 2024-01-31.
	yearFirst = regexp.MustCompile(`((?:19|20)\d\d)([-_.]?)(\d\d)([-_.]?)(\d\d)`)
	// looseYear is a day without leading zeros: 2024-1-31.
	looseYear = regexp.MustCompile(`((?:19|20)\d\d)([-.])(\d\d?)([-.])(\d\d?)`)
	// dayFirst is a day as much of Europe writes it, 31.01.2024, and as Telegram does, @31-01-2024.
	dayFirst = regexp.MustCompile(`(?:(\d\d?)\.(\d\d?)\.|@(\d\d)-(\d\d)-)((?:19|20)\d\d)`)
	// shortYear is how Nextcloud names what a phone sends: 24-01-31 18-04-55 0001.
	shortYear = regexp.MustCompile(`^(?:\D*[ _])?(\d\d)-(\d\d)-(\d\d) (\d\d)-(\d\d)-(\d\d)(?:\D|$)`)
	// namedMillis counts milliseconds since 1970: FB_IMG_1706724295000, mmexport1706724295000.
	namedMillis = regexp.MustCompile(`^(?:FB_IMG_|mmexport|wx_camera_|)(1\d{12})(?:\D|$)`)

	// between matches the separator of day and time: punctuation, or the word for "at" that
	// macOS and other systems write in their languages.
	between = regexp.MustCompile(`^(?:[ ,_]+(?:` + strings.Join([]string{
		"at", "um", "à", "a las", "às", "as", "alle(?: ore)?", "om", `kl\.?`, `o godz\.`, "o", "v", "в",
		"klo", "kello", "saat", "la", "a les", "στις", "lúc", "pukul", "ob", "u", "ve",
	}, "|") + `)[ _]+|[ _]*[-,_T.@ ][ _]*)`)
	// clock24 is a time: 180455, 18-04-55, 18h04m55s, 180455123 with milliseconds.
	clock24 = regexp.MustCompile(`^(\d\d)[-_.:h ]?(\d\d)[-_.:m ]?(\d\d)s?(\d{3})?(Z)?(?:\D|$)`)
	// clock1 is a time without a leading zero: 9.04.55.
	clock1 = regexp.MustCompile(`^(\d)[-.:](\d\d)[-.:](\d\d)()()(?:\D|$)`)
	// clock12 is a time of a clock of twelve hours: 6.04.55 PM, 下午6.04.55.
	clock12 = regexp.MustCompile(`^(上午|下午|오전|오후|午前|午後)? ?(\d\d?)[-_.: ](\d\d)(?:[-_.: ](\d\d))?` +
		`(?: ?([AaPp])\.? ?[Mm]\b)?`)
)

// clockName reads a day followed by a time: IMG_20240131_180455, IMG20240131180455,
// Screenshot_2024-01-31-18-04-55, WhatsApp Image 2024-01-31 at 6.04.55 PM.
func clockName(name string) photo.Moment {
	for _, pattern := range []*regexp.Regexp{yearFirst, looseYear} {
		m := each(pattern, name, func(_ string, g []string, rest string) photo.Moment {
			if digitAt(rest, 0) {
				if g[2] != "" || g[4] != "" || clock24.FindString(rest) == "" || !digitAt(rest, 5) {
					return photo.Moment{}
				}
				return clockOf(g[1], g[3], g[5], rest)
			}
			return clockOf(g[1], g[3], g[5], behind(rest))
		})
		if !m.IsZero() && strings.HasPrefix(name, "PXL_") { // Google's phones name pictures by UTC
			m = WithOffset(m, "Z")
		}
		if !m.IsZero() {
			return m
		}
	}
	return photo.Moment{}
}

// behind returns the text after the separator of day and time; empty if there is no separator.
func behind(rest string) string {
	if at := between.FindStringIndex(rest); at != nil {
		return rest[at[1]:]
	}
	return ""
}

// clockOf returns the day with the time at the start of text; zero if text does not start with one.
func clockOf(year, month, day, text string) photo.Moment {
	if g := clock12.FindStringSubmatch(text); g != nil && g[1]+g[5] != "" {
		half := g[5]
		switch g[1] {
		case "上午", "오전", "午前":
			half = "a"
		case "下午", "오후", "午後":
			half = "p"
		}
		return moment(photo.FromName, year, month, day, in24(g[2], half), g[3], g[4])
	}
	g := clock24.FindStringSubmatch(text)
	if g == nil {
		g = clock1.FindStringSubmatch(text)
	}
	if g == nil {
		return photo.Moment{}
	}
	return WithOffset(WithFraction(moment(photo.FromName, year, month, day, g[1], g[2], g[3]), g[4]), g[5])
}

// dayFirstName reads dates that start with the day, with or without a time:
// Urlaub 24.12.2019, photo_1@31-01-2024_18-04-55.
func dayFirstName(name string) photo.Moment {
	return each(dayFirst, name, func(before string, g []string, rest string) photo.Moment {
		version := strings.HasSuffix(strings.ToLower(before), "v")
		longer := strings.HasSuffix(before, ".") && digitAt(before, len(before)-2)
		if version || longer || digitAt(rest, 0) || strings.HasPrefix(rest, ".") && digitAt(rest, 1) {
			return photo.Moment{}
		}
		day, month := g[1]+g[3], g[2]+g[4]
		if m := clockOf(g[5], month, day, behind(rest)); !m.IsZero() {
			return m
		}
		return moment(photo.FromName, g[5], month, day, "", "", "")
	})
}

func shortName(name string) photo.Moment {
	g := shortYear.FindStringSubmatch(name)
	if g == nil {
		return photo.Moment{}
	}
	return moment(photo.FromName, "20"+g[1], g[2], g[3], g[4], g[5], g[6])
}

func millisName(name string) photo.Moment {
	g := namedMillis.FindStringSubmatch(name)
	if g == nil {
		return photo.Moment{}
	}
	millis, _ := strconv.ParseInt(g[1], 10, 64)
	return photo.Moment{Time: time.UnixMilli(millis).UTC(), HasOffset: true, From: photo.FromName}
}

// dayName reads a day alone: IMG-20240131-WA0001.
func dayName(name string) photo.Moment {
	return each(yearFirst, name, func(_ string, g []string, rest string) photo.Moment {
		if digitAt(rest, 0) || g[2] != g[4] {
			return photo.Moment{}
		}
		return moment(photo.FromName, g[1], g[3], g[5], "", "", "")
	})
}
