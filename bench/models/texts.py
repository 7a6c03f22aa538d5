"""The 2,000 texts that tokenizers are compared on."""

import random
import unicodedata

WORDS = """a the of in on with and at two dog cat photo red car beach sunset mountain snow child woman man old
young black white running sitting standing playing holding wearing street city night water tree flower bird horse
boat train bicycle kitchen table food plate cake birthday wedding dress guitar concert football umbrella rain bridge
airplane airport selfie screenshot drawing sketch close-up panorama landscape portrait blurry smiling laughing
Über straße naïve café façade niño señor crème brûlée Ångström smörgåsbord Łódź İstanbul ĳsselmeer Ǆungla œuvre""".split()

TEXTS = {
    "de": "Ein Hund läuft am Strand; zwei Kinder essen Äpfel und Süßigkeiten. Straßenbahn in Zürich bei Nacht",
    "fr": "Un chien qui court sur la plage, deux enfants mangent des pommes. L’été à Besançon, où j’étais",
    "es": "¿Dónde está el perro? ¡Mañana comeremos piñas en la montaña! El niño pequeño",
    "pl": "Zażółć gęślą jaźń. Pies biegnie po plaży, źdźbło trawy",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "tr": "İstanbul'da ışıklı bir gece, IĞDIR ve ÇİÇEK; şişli'den",
    "ru": "Собака бежит по пляжу. Двое детей едят яблоки, съёмка ночью",
    "uk": "Їжак і ґава п'ють воду на горі",
    "el": "Ο σκύλος τρέχει στην παραλία. ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ, ὁ ἄνθρωπος τῆς γῆς",
    "he": "כלב רץ על החוף בלילה. שָׁלוֹם עֲלֵיכֶם",
    "ar": "كلب يجري على الشاطئ. السَّلامُ عَلَيْكُمْ ١٢٣ ﷺ ﻻ",
    "fa": "سگ می‌دود روی ساحل ۱۲۳",
    "ur": "کتا ساحل پر دوڑ رہا ہے",
    "hi": "कुत्ता समुद्र तट पर दौड़ रहा है। क्षत्रिय त्रिज्या १२३",
    "bn": "কুকুর সৈকতে দৌড়াচ্ছে",
    "ta": "நாய் கடற்கரையில் ஓடுகிறது",
    "te": "కుక్క బీచ్‌లో పరుగెడుతోంది",
    "th": "สุนัขวิ่งบนชายหาด น้ำตก ๑๒๓",
    "km": "ឆ្កែរត់នៅលើឆ្នេរ",
    "my": "ခွေးသည် ကမ်းခြေတွင် ပြေးသည်",
    "ka": "ძაღლი დარბის ნაპირზე",
    "hy": "Շունը վազում է ծովափին",
    "am": "ውሻ በባህር ዳርቻ ይሮጣል።",
    "zh": "一只狗在海滩上奔跑。两个孩子吃苹果，夜晚的城市！《北京》",
    "zh-tw": "一隻狗在海灘上奔跑，臺灣的夜景；龜龍鬱",
    "ja": "犬がビーチを走っている。ｶﾀｶﾅ と カタカナ、ﾊﾞﾝｸﾞ 東京タワーの夜景",
    "ko": "개가 해변을 달린다. 서울의 밤, 사과를 먹는 두 아이",
    "vi": "Con chó chạy trên bãi biển, hai đứa trẻ ăn táo ở Việt Nam",
}

SPECIALS = [
    "", " ", "   ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2003\u2009", "\u200b", "\ufeff", "\u2028", "\u2029", "\u0085",
    "\x00", "\x01\x02", "a\x00b", "\x1b[31mred\x1b[0m", "\x1c\x1d\x1e\x1f", "tab\tnew\nline\r\nend", "  two  spaces  ",
    "\u00ad soft\u00adhyphen", "\u200e\u200f", "\u202a left \u202c", "\u2066x\u2069", "\ufffd", "\ufffe", "\U0010ffff",
    "\ue000 private", "\U000f0000", "word\u2060joiner", "a\u034fb", "\u0345", "a\u0345", "\u0301", "e\u0301", "é", "ñ n\u0303",
    "a\u0323\u0307", "a\u0307\u0323", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞", "ﬁnance ﬂower oﬃce aﬄuent ﬀ ﬅ ﬆ",
    "ĳ Ĳ ŉ ǆ ǅ Ǆ ǉ ǌ ǳ", "ſt long ſ", "ẞ ß SS", "ΟΔΥΣΣΕΥΣ", "ΑΣ ΑΣ.", "Σ", "İ", "Iıİi", "ǅ", "ﷺ", "㍿ ㎏ ㌔", "① ② ⑳ ㊗", "½ ⅓ ¼ 1⁄2",
    "x² + y³ = z⁴", "H₂O", "Ⅷ ⅷ", "𝒜𝓃𝒹 𝔊𝔬𝔱𝔥𝔦𝔠 𝟘𝟙", "ＦＵＬＬ ｗｉｄｔｈ １２３！？", "ﾊﾝｶｸ ｶﾞ ﾊﾟ", "￥１００ ￦", "™ ℠ ℃ Å K Ω", "… ‥ ․", "— – ‒ ― -",
    "“curly” ‘quotes’ ‚low‘ „low“ «angle» ‹x›", "it’s they’re we’ve I’m you’ll he’d don’t", "IT'S THEY'RE WE'VE I'M YOU'LL HE'D",
    "'s't're've'm'll'd", "''''s", "rock'n'roll o'clock 'tis", "a'ſ", "can''t", "`tick` ´acute´", "a_b __init__ _x_", "snake_case and-kebab",
    "!!!???...", ".,;:!?", "#hashtag @user", "(brackets) [square] {curly} <angle>", "\\back\\slash/", "a|b|c", "~tilde^caret", "$5.99 €10 £3 ¥100 ₹7",
    "50% off", "1,234,567.89", "12:30", "2023-06-01", "007", "3.14159", "٣٫١٤", "1st 2nd 3rd", "0x1F", "1e10", "a1b2c3", "IMG_2023_0601.JPG",
    "https://example.org/path?q=a&b=c#frag", "http://xn--nxasmq6b/", "mailto:someone@example.org", "www.example.com", "C:\\Users\\me\\Photos", "/home/me/a b.jpg",
    "&lt;b&gt; &amp; &quot;x&quot; &#39; &#x1F600; &nbsp;", "&amp;lt;", "&eacute; &Eacute; &copy &notit;", "&#128;", "&unknown;", "fish &chips", "AT&T", "a && b",
    "<b>bold</b>", "<br/>", "<script>alert('x')</script>", "<mask> here", "a <mask>", "  <mask>  x", "<s>start</s>", "<unk>", "[CLS] x [SEP] y [MASK]", "[UNK]", "[PAD]",
    "<|startoftext|> a dog <|endoftext|>", "<pad>", "<0x41>", "▁under", "a▁b", "▁▁▁", "Ġx", "##ing", "a##b", "dog show", "dog shows", "a dog show.", "hotdog show", "Über alles",
    "über  x", "\n\n", "a\n\nb", "a\n\n\nb", "  a", "a  ", "a   b", "    a",
    "sÃ£o paulo", "cafÃ©", "Ã¤Ã¶Ã¼", "naïve SÃO", "Â°C",
    "👍", "👍🏽", "👩‍👩‍👧‍👦", "👨🏿‍🚀", "🏳️‍🌈", "🏴‍☠️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩🇪🇫🇷", "🇩", "1️⃣ #️⃣", "❤️ ❤", "☺️☺", "😀😃😄", "a😀b", "🐶 dog", "dog🐶dog", "🤷‍♀️ shrug", "👋🏻👋🏿", "🫠🫶", "⌚️⏰", "♀♂⚧", "🅰️🆎",
    "한국어 \u1112\u1161\u11ab", "각 \u1100\u1161\u11a8", "뷁", "ㄱㄴㄷ", "か\u3099 が ゛", "〜 ～ ー ｰ", "々〆〇", "𠮷野家 𩸽", "丽 \uf9d3", "⺀⼀", "龍\U000e0100", "ＡＢＣ　ＤＥＦ",
    "ก็ กี่ น้ำ", "क्‍ष क्ष", "नमस्ते", "ﻻ لا", "لله", "\u0640", "שׁ ש\u05c1", "א\u05b8", "ⵣ ⴰⵎⴰⵣⵉⵖ", "ᚠᚢᚦ", "𐍈𐌰", "𒀀", "ꙮ", "𝄞 music", "♔♕", "█▓▒░", "→ ← ⇒", "∀x∈ℝ ∃y", "≠ ≤ ≥ ±", "½½", "²²",
    "🙂" * 40, "a" * 99, "a" * 100, "a" * 101, "a" * 700, "ab" * 400, "x" * 50 + "é" * 80, "犬" * 120, "ha" * 60, "!" * 150, "9" * 90, "é" * 101, "e\u0301" * 60, "\u0301" * 40, "👩‍🚀" * 20, " " * 200 + "x",
    "the " * 200, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "pneumonoultramicroscopicsilicovolcanoconiosis",
    "a photo of a cat", "A PHOTO OF A CAT", "A Photo Of A Cat!", "two cats sleeping on a pink couch", "slices of oranges and lemons",
]

RANGES = [  # blocks that random texts are drawn from
    (0x20, 0x7e), (0xa0, 0x24f), (0x250, 0x2ff), (0x300, 0x36f), (0x370, 0x3ff), (0x400, 0x52f), (0x530, 0x5ff), (0x600, 0x6ff),
    (0x900, 0x97f), (0xe00, 0xe7f), (0x1100, 0x11ff), (0x1e00, 0x1fff), (0x2000, 0x206f), (0x2070, 0x218f), (0x2190, 0x23ff),
    (0x2460, 0x24ff), (0x2600, 0x27bf), (0x3000, 0x30ff), (0x3130, 0x318f), (0x3200, 0x33ff), (0x4e00, 0x4fff), (0xac00, 0xad00),
    (0xf900, 0xfaff), (0xfb00, 0xfdff), (0xfe00, 0xfe6f), (0xff00, 0xffef), (0x1d400, 0x1d4ff), (0x1f300, 0x1f64f), (0x1f900, 0x1f9ff),
]


def texts(count=2000):
    """Returns the same texts on every call. Their characters are in Unicode 14."""
    r = random.Random(17)
    out = list(SPECIALS)
    for t in TEXTS.values():
        out += [t, t.upper(), unicodedata.normalize("NFD", t), unicodedata.normalize("NFKC", t)]
        words = t.split()
        for _ in range(8):
            out.append(" ".join(r.choices(words, k=r.randint(1, 6))))
    known = [chr(c) for a, b in RANGES for c in range(a, b + 1) if unicodedata.category(chr(c)) != "Cn"]
    ends = [" ", "", ".", "!", "?", ", ", " - ", "'s ", "\u2019s "]
    while len(out) < count:
        kind = r.random()
        if kind < 0.45:
            words = r.choices(WORDS, k=r.randint(1, 14))
            words = [r.choice([str, str.upper, str.title, str])(w) for w in words]
            out.append("".join(w + r.choice([" "] * 12 + ends) for w in words))
        elif kind < 0.65:
            a, b = r.choice(RANGES)
            block = [c for c in known if a <= ord(c) <= b]
            out.append("".join(r.choice(block) + r.choice(["", "", " "]) for _ in range(r.randint(1, 24))))
        elif kind < 0.8:
            out.append("".join(r.choices(known, k=r.randint(1, 20))))
        else:
            out.append(r.choice(["", " "]).join(r.choices(SPECIALS[:230], k=3))[:200])
    return out[:count]
