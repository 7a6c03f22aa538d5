package words

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recollect/engine/catalog/filter"
	"recollect/engine/format"
)

// IsScreenshot reports whether w is a picture of a screen: its name or the file itself says so, no camera took
// it, and its format is one of such pictures.
func (w Photo) IsScreenshot() bool {
	return w.canBeScreen() && (w.screen || NamesScreen(filepath.Base(w.Path)))
}

// fitsDisplay reports whether w may be a picture of a screen, because it has all pixels of one.
func (w Photo) fitsDisplay() bool {
	return w.canBeScreen() && slices.Contains(displays, [2]int{max(w.width, w.height), min(w.width, w.height)})
}

// canBeScreen reports whether no camera took w, and its format is one of pictures of a screen.
func (w Photo) canBeScreen() bool {
	f, _ := format.Of(w.format)
	return f.Screens && w.camera == ""
}

// displays are the sizes of displays, and of the pictures that phones and tablets make of theirs.
var displays = [][2]int{
	// Computers.
	{1024, 768},
	{1152, 864},
	{1280, 720},
	{1280, 768},
	{1280, 800},
	{1280, 960},
	{1280, 1024},
	{1360, 768},
	{1366, 768},
	{1440, 900},
	{1536, 864},
	{1600, 900},
	{1600, 1200},
	{1680, 1050},
	{1920, 1080},
	{1920, 1200},
	{2048, 1152},
	{2160, 1440},
	{2256, 1504},
	{2304, 1440},
	{2560, 1080},
	{2560, 1440},
	{2560, 1600},
	{2560, 1664},
	{2736, 1824},
	{2880, 1620},
	{2880, 1800},
	{2880, 1864},
	{2880, 1920},
	{3000, 2000},
	{3024, 1964},
	{3072, 1920},
	{3200, 1800},
	{3200, 2000},
	{3240, 2160},
	{3440, 1440},
	{3456, 2160},
	{3456, 2234},
	{3840, 1080},
	{3840, 1600},
	{3840, 2160},
	{3840, 2400},
	{4096, 2304},
	{4480, 2520},
	{5120, 1440},
	{5120, 2160},
	{5120, 2880},
	{6016, 3384},
	// Phones.
	{960, 640},
	{1136, 640},
	{1334, 750},
	{1520, 720},
	{1560, 720},
	{1600, 720},
	{1612, 720},
	{1640, 720},
	{1650, 720},
	{1792, 828},
	{2160, 1080},
	{2220, 1080},
	{2208, 1242},
	{2240, 1080},
	{2244, 1080},
	{2246, 1080},
	{2248, 1080},
	{2280, 1080},
	{2310, 1080},
	{2312, 1080},
	{2316, 1080},
	{2340, 1080},
	{2376, 1080},
	{2388, 1080},
	{2392, 1080},
	{2400, 1080},
	{2404, 1080},
	{2408, 1080},
	{2412, 1080},
	{2424, 1080},
	{2436, 1125},
	{2460, 1080},
	{2520, 1080},
	{2532, 1170},
	{2340, 1170},
	{2556, 1179},
	{2622, 1206},
	{2636, 1080},
	{2640, 1080},
	{2640, 1200},
	{2652, 1200},
	{2664, 1200},
	{2670, 1200},
	{2688, 1242},
	{2700, 1224},
	{2712, 1220},
	{2736, 1260},
	{2772, 1240},
	{2778, 1284},
	{2780, 1264},
	{2796, 1290},
	{2800, 1260},
	{2868, 1320},
	{2880, 1440},
	{2856, 1280},
	{2960, 1440},
	{2992, 1344},
	{2998, 1344},
	{3040, 1440},
	{3088, 1440},
	{3120, 1440},
	{3168, 1440},
	{3200, 1440},
	{3216, 1440},
	{3840, 1644},
	// Tablets.
	{2000, 1200},
	{2048, 1536},
	{2160, 1620},
	{2224, 1668},
	{2266, 1488},
	{2360, 1640},
	{2388, 1668},
	{2420, 1668},
	{2560, 1600},
	{2732, 2048},
	{2752, 2064},
	{2800, 1752},
	{2960, 1848},
}

// NamesScreen reports whether the name of a file is one that systems and programs give to pictures of a screen.
func NamesScreen(name string) bool {
	if len(name) > mostName {
		return false
	}
	name = filter.Bare(name)
	if numbered.MatchString(name) {
		return true
	}
	name = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '.' {
			return ' '
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	for _, word := range screenWords {
		if hasWord(name, word) {
			return true
		}
	}
	return false
}

// mostName is how many bytes of a name are looked at: file systems allow 255 letters.
const mostName = 1024

// numbered matches names without a word of a language: of the PNGs of an iPhone, which are of its screen, of some
// phones with Android, of Snagit, and of scrot.
var numbered = regexp.MustCompile(`^(img_\d{4}( ?\(\d+\))?\.png|scr_\d{8}_\d{6}|snag-\d{4}|snipaste_\d{4}-\d{2}-|` +
	`\d{4}-\d{2}-\d{2}-\d{6}_\d+x\d+_scrot)`)

// hasWord reports whether a word begins in name where no other letter of its script stands before it. Japanese,
// Chinese and Thai are written without spaces.
func hasWord(name, word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	for from := 0; ; {
		at := strings.Index(name[from:], word)
		if at < 0 {
			return false
		}
		from += at
		before, _ := utf8.DecodeLastRuneInString(name[:from])
		if from == 0 || !unicode.IsLetter(before) || unbroken(first) {
			return true
		}
		from += utf8.RuneLen(first)
	}
}

func unbroken(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// screenWords are what systems and programs call pictures of a screen, in the languages that they speak, as
// filter.Bare writes it.
var screenWords = bareWords(
	"screenshot", "screen shot", "screen capture", "screencapture", "screencap", "screengrab", "screen grab",
	"printscreen", "print screen", "scrnshot",
	"Bildschirmfoto", "Bildschirmaufnahme", "Bildschirmausschnitt", // German
	"Capture d'écran", "Capture d écran", "Captures d'écran", "Capture du 20", // French
	"Captura de pantalla", "Capturas de pantalla", "Captura de tela", "Captura de ecrã", "Capturas de tela", // Iberian
	"Pantailla argazkia", "Pantaila-argazkia", "Captura de la pantalla",
	"Schermata", "Istantanea schermo", "Cattura schermo", // Italian
	"Schermafbeelding", "Schermafdruk", "Schermopname", "Skermskoot", // Dutch and Afrikaans
	"Skärmavbild", "Skärmbild", "Skærmbillede", "Skjermbilde", "Skjermdump", "Skjáskot", "Skjámynd", // Nordic
	"Näyttökuva", "Kuvakaappaus", "Ekraanipilt", "Ekraanitõmmis", "Kuvatõmmis", // Finnish and Estonian
	"Zrzut ekranu", "Snímek obrazovky", "Snímka obrazovky", "Snimka zaslona", "Posnetek zaslona", "Slika zaslona",
	"Snimak ekrana", "Снимак екрана", // Slavic, in both scripts
	"Снимок экрана", "Скриншот", "Знімок екрана", "Екранна снимка", "Слика од екранот", "Здымак экрана",
	"Képernyőfotó", "Képernyőkép", "Captură de ecran", "Captură ecran", "Ekrano kopija", "Ekrano nuotrauka",
	"Ekrānuzņēmums", "Ekrānattēls", "Ekran görüntüsü", "Ekran Resmi", "Ekran alıntısı", "Pamje ekrani",
	"Στιγμιότυπο", "צילום מסך", "לקטת מסך", "لقطة شاشة", "لقطة الشاشة", "نماگرفت", "اسکرین شات", "عکس صفحه",
	"स्क्रीनशॉट", "স্ক্রিনশট", "ஸ்கிரீன்ஷாட்", "ภาพหน้าจอ", "สกรีนช็อต", "ภาพถ่ายหน้าจอ",
	"Ảnh màn hình", "Ảnh chụp màn hình", "Cuplikan layar", "Tangkapan layar", "Tangkapan skrin",
	"スクリーンショット", "画面キャプチャ", "스크린샷", "화면 캡처", "화면캡처",
	"屏幕截图", "屏幕快照", "屏幕截屏", "截屏", "截图", "螢幕截圖", "螢幕快照", "螢幕擷取", "截圖", "擷圖", "屏幕捕获",
)

// bareWords are words as NamesScreen compares them.
func bareWords(words ...string) []string {
	for i, w := range words {
		words[i] = filter.Bare(strings.ReplaceAll(w, "-", " "))
	}
	return words
}
