// Package language recognises the language of a few words by their script and by
// common words, as far as that is needed to decide that a model does not know it.
package language

import (
	"slices"
	"strings"
	"unicode"

	"recollect/engine/photo"
)

// Foreign returns the language of words, or the script that they are written in, if it can be
// recognised and is none of known, which are ISO 639-1 codes. It is empty otherwise, also if the
// words may be in one of known. A name or two, as in "Rio de Janeiro", are not enough.
func Foreign(words, known []string) photo.Reason {
	if len(known) == 0 || len(words) == 0 {
		return ""
	}
	if s := scriptOf(words); s != nil {
		if slices.ContainsFunc(s.languages, func(code string) bool { return slices.Contains(known, code) }) {
			return ""
		}
		return s.name
	}
	return foreignWords(words, known)
}

// script is letters other than Latin ones, and the languages that are written with them.
type script struct {
	name      photo.Reason
	letters   []*unicode.RangeTable
	languages []string
}

// scripts are tried in this order: Japanese has Chinese characters beside its own.
var scripts = []script{
	{"language:ja", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}, []string{"ja"}},
	{"language:ko", []*unicode.RangeTable{unicode.Hangul}, []string{"ko"}},
	{"language:chinese-characters", []*unicode.RangeTable{unicode.Han}, []string{"zh", "ja"}},
	{
		"language:cyrillic-letters",
		[]*unicode.RangeTable{unicode.Cyrillic},
		[]string{"ru", "uk", "bg", "sr", "be", "mk", "kk"},
	},
	{"language:arabic-letters", []*unicode.RangeTable{unicode.Arabic}, []string{"ar", "fa", "ur", "ps"}},
	{"language:el", []*unicode.RangeTable{unicode.Greek}, []string{"el"}},
	{"language:hebrew-letters", []*unicode.RangeTable{unicode.Hebrew}, []string{"he", "yi"}},
	{"language:th", []*unicode.RangeTable{unicode.Thai}, []string{"th"}},
	{"language:devanagari-letters", []*unicode.RangeTable{unicode.Devanagari}, []string{"hi", "mr", "ne"}},
	{"language:bengali-letters", []*unicode.RangeTable{unicode.Bengali}, []string{"bn", "as"}},
	{"language:ta", []*unicode.RangeTable{unicode.Tamil}, []string{"ta"}},
	{"language:te", []*unicode.RangeTable{unicode.Telugu}, []string{"te"}},
	{"language:ka", []*unicode.RangeTable{unicode.Georgian}, []string{"ka"}},
	{"language:hy", []*unicode.RangeTable{unicode.Armenian}, []string{"hy"}},
}

// scriptOf is the script of most letters of words, nil if that is Latin, or unknown.
func scriptOf(words []string) *script {
	letters := strings.Join(words, "")
	for i, s := range scripts {
		n, others := 0, 0
		for _, r := range letters {
			switch {
			case unicode.In(r, s.letters...):
				n++
			case unicode.Is(unicode.Latin, r):
				others++
			}
		}
		if n > others {
			return &scripts[i]
		}
	}
	return nil
}

// language has words by which one in Latin letters is recognised: words that are not English.
type language struct {
	code  string
	name  photo.Reason
	words map[string]bool // one is enough
	weak  map[string]bool // three are needed: they are in names of people and places, too
}

// languages are the most common ones. The words are those that describe pictures, and
// those that join them.
var languages = []language{
	{
		"de", "language:de",
		Words(`hund hunde katze katzen kinder baum bäume blume blumen wald meer schnee frau frauen männer mädchen
			junge vogel vögel pferd pferde autos himmel sonnenuntergang essen kuchen hochzeit geburtstag
			weihnachten brücke straße stadt wasser fluss berge rotes rote roter grüne grüner blaue blauer weiße
			weißer schwarze schwarzer mit und auf eine einem einer einen dem über unter neben zwischen ohne
			nicht ist sind zwei zum zur bei vor menschen leute`),
		Words("der das im am ein den von dem des an strand auto"),
	},
	{
		"fr", "language:fr",
		Words(`chien chiens chats enfant enfants arbre arbres fleur fleurs forêt montagne montagnes plage neige
			femme femmes homme hommes fille garçon oiseau oiseaux cheval chevaux voiture ciel gâteau
			anniversaire noël rivière rue ville eau bateau vert verte bleu bleue avec dans une sont et gens
			personnes coucher soleil nourriture`),
		Words("le la les de du des un en aux devant chat noir blanc rouge sur sous sans noire blanche"),
	},
	{
		"es", "language:es",
		Words(`perro perros gato gatos niño niña niños árbol árboles flor flores bosque montañas nieve mujer
			mujeres hombre hombres pájaro pájaros caballo caballos coche cielo atardecer comida pastel boda
			cumpleaños navidad calle ciudad barco rojo roja con sobre bajo una unos unas para está están sin
			gente personas playa junto`),
		Words("el la los las de del en un y al por azul negro negra blanco blanca agua puente"),
	},
	{
		"it", "language:it",
		Words(`cani gatto gatti bambino bambina bambini albero alberi fiore fiori bosco montagna spiaggia donne
			uomo uomini ragazza uccello uccelli cavallo cavalli macchina cielo tramonto cibo matrimonio
			compleanno strada città acqua barca rossa azzurro bianco bianca nero nera sulla sul nella nel sotto
			una gli delle degli dei della con senza persone gente è`),
		Words("il la di del le lo un in e al cane verde ponte torta natale donna rosso neve"),
	},
	{
		"pt", "language:pt",
		Words(`cachorro cachorros cão gato gatos criança crianças menino menina árvore árvores flor flores floresta
			montanha montanhas mulher mulheres homem homens pássaro pássaros cavalo cavalos carro céu pôr comida
			bolo casamento aniversário rua cidade água barco vermelho vermelha branca preto preta com sobre uma
			não sem pessoas gente praia na da dos das pelo pela`),
		Words("o os as de do em um no e ao natal ponte azul branco neve"),
	},
	{
		"nl", "language:nl",
		Words(`hond honden katten kinderen bomen bloem bloemen zee sneeuw vrouw vrouwen mannen meisje jongen vogel
			vogels paard paarden lucht zonsondergang eten taart bruiloft verjaardag kerst brug straat stad fiets
			rode groene blauwe witte zwarte een het op onder naast tussen zonder niet zijn voor mensen aan bij`),
		Words("de van der den te en met bos kat"),
	},
	{
		"sv", "language:sv",
		Words(`hund hundar katt katter träd blomma blommor skog snö kvinna kvinnor män flicka pojke fågel fåglar
			häst hästar himmel solnedgång tårta bröllop födelsedag gata stad vatten båt bil röd grön blå vit
			svart med på stranden framför ett inte utan människor mellan`),
		Words("en i av vid barn jul hav och"),
	},
	{
		"da", "language:da",
		Words(`hund hunde kat katte børn træ træer blomst blomster skov hav sne kvinde kvinder mænd pige dreng fugl
			fugle hest heste himmel solnedgang mad kage bryllup fødselsdag gade vand båd bil rød grøn blå hvid
			sort med og på stranden foran et ikke uden mennesker mellem`),
		Words("en i af ved jul"),
	},
	{
		"no", "language:no",
		Words(`hund hunder katter trær blomst blomster skog hav snø kvinne kvinner menn jente gutt fugl fugler hest
			hester himmel solnedgang kake bryllup bursdag vann båt bil rød grønn blå hvit svart med og på
			stranden foran et ikke uten mennesker mellom`),
		Words("en i av ved barn katt jul"),
	},
	{
		"pl", "language:pl",
		Words(`pies psy kot koty dziecko dzieci drzewo drzewa kwiat kwiaty góry morze śnieg kobieta kobiety
			mężczyzna dziewczyna chłopiec ptak ptaki koń konie samochód niebo zachód słońca jedzenie ślub
			urodziny boże narodzenie ulica miasto łódź czerwony czerwona zielony niebieski biały biała czarny
			czarna plaży plaża przed bez nad oraz ludzie jest`),
		Words("na w z i do pod"),
	},
	{
		"cs", "language:cs",
		Words(`psi kočka kočky dítě děti strom stromy květina květiny hory moře sníh žena ženy muž muži dívka
			chlapec pták ptáci kůň koně nebe západ slunce jídlo svatba narozeniny vánoce ulice město voda loď
			červený červená zelený modrý bílý bílá černý černá pláži pláž před bez nad lidé`),
		Words("na v s a do u pod"),
	},
	{
		"tr", "language:tr",
		Words(`köpek köpekler kedi kediler çocuk çocuklar ağaç ağaçlar çiçek çiçekler orman dağ dağlar deniz
			kadınlar erkek kız kuş kuşlar atlar gökyüzü gün batımı yemek düğün doğum günü köprü sokak şehir
			tekne kırmızı yeşil mavi beyaz siyah ile bir ve üzerinde plajda sahilde sahil insanlar`),
		Words("bu da de su"),
	},
	{
		"fi", "language:fi",
		Words(`koira koirat kissa kissat lapsi lapset puut kukka kukat metsä vuori vuoret meri lumi nainen naiset
			mies miehet tyttö poika lintu linnut hevonen hevoset taivas auringonlasku ruoka kakku häät
			syntymäpäivä joulu silta katu kaupunki vesi vene punainen vihreä sininen valkoinen musta rannalla
			ranta edessä ihmiset ilman kanssa`),
		Words("on ja"),
	},
	{
		"hu", "language:hu",
		Words(`kutya kutyák macska macskák gyerek gyerekek fák virág virágok erdő hegy hegyek tenger hó nő nők
			férfi férfiak lány fiú madár madarak ló lovak égbolt naplemente étel esküvő születésnap karácsony
			híd utca város víz hajó piros zöld kék fehér fekete parton emberek nélkül alatt előtt`),
		Words("az és egy a"),
	},
	{
		"ro", "language:ro",
		Words(`câine câini pisică pisici copil copii copac copaci floare flori pădure munți mare zăpadă femeie
			femei bărbat fată băiat pasăre păsări mașină cer apus mâncare nuntă crăciun stradă oraș apă barcă
			roșu roșie albastru alb albă negru neagră plajă cu și lângă fără oameni`),
		Words("de la un o din pe sub"),
	},
	{
		"id", "language:id",
		Words(`anjing kucing anak pohon bunga hutan gunung laut pantai salju perempuan wanita pria burung mobil
			langit matahari terbenam makanan kue pernikahan jembatan jalan perahu merah hijau biru putih hitam
			dengan tanpa orang bawah`),
		Words("ke air di dan yang kota"),
	},
}

// english are words that join English sentences.
var english = Words(`the of with and at from by is are near under over behind before after during into through between
			inside outside beside above below without not no his her their its this that on in to for a an`)

// foreignWords recognises a language by its words: it must have more of them than any known one.
func foreignWords(words, known []string) photo.Reason {
	best, name := 0.0, photo.Reason("")
	most := 0.0 // of a known language
	if slices.Contains(known, "en") {
		for _, w := range words {
			if english[w] {
				most++
			}
		}
	}
	for _, l := range languages {
		n := l.count(words)
		switch {
		case slices.Contains(known, l.code):
			most = max(most, n)
		case n > best:
			best, name = n, l.name
		case n == best && n > 0:
			name = Another
		}
	}
	if best < 1 || best <= most {
		return ""
	}
	return name
}

// Another stands for one of several languages that words alone do not distinguish.
const Another photo.Reason = "language:another"

// count is a measure of how much words look like the language.
func (l *language) count(words []string) float64 {
	n := 0.0
	for _, w := range words {
		switch {
		case l.words[w]:
			n++
		case l.weak[w]:
			n += 0.4
		}
	}
	return n
}

// Words returns the words of a text as a set.
func Words(text string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		all[w] = true
	}
	return all
}
