"""Invented names in many scripts, spread so that some words are rare and some are common."""

from dataclasses import dataclass
from random import Random

SYLLABLES = [
    c + v
    for c in [
        "b",
        "d",
        "f",
        "g",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "t",
        "v",
        "z",
        "br",
        "dr",
        "kl",
        "st",
        "tr",
    ]
    for v in "aeiou"
]
CODAS = ["", "n", "r", "s", "x", "lt", "nd", "m"]
# A word, and the share of names that have it.
TRADES = {
    "garment": 0.022,
    "textile": 0.020,
    "electronics": 0.050,
    "industries": 0.060,
    "apparel": 0.012,
    "trading": 0.035,
    "knitting": 0.008,
    "footwear": 0.008,
    "plastics": 0.015,
    "precision": 0.010,
    "millinery": 0.0019,
    "cordage": 0.0019,
    "tannery": 0.0018,
    "galvanic": 0.0017,
    "hosiery": 0.0020,
}
BROAD, MEDIUM = ["garment", "textile"], ["millinery", "cordage", "tannery", "galvanic", "hosiery"]
FORMS = ["Co., Ltd.", "Ltd.", "Inc.", "GmbH", "S.A.", "Pvt. Ltd.", "LLC", "Limited", "PT", ""]
CITIES = {
    "Shenzhen": "深圳",
    "Dongguan": "东莞",
    "Zhengzhou": "郑州",
    "Suzhou": "苏州",
    "Xiamen": "厦门",
    "Wuhan": "武汉",
    "Hangzhou": "杭州",
    "Ningbo": "宁波",
    "Taipei": "台北",
    "Kunshan": "昆山",
}
OTHER_CITIES = ["Dhaka", "Gazipur", "Tiruppur", "Hanoi", "Bac Ninh", "Izmir", "Leon", "Karachi"]
COUNTRIES = ["CN", "BD", "IN", "VN", "TW", "TR", "MX", "PK", "US", "DE", "TH", "ID", "KH", "MM"]
HAN = (
    "华富士康强鸿海新达丰裕盛昌隆恒泰安宏远东南西北中天龙凤金银宝光明美佳乐信义和平顺利"
    "德仁智勇兴业成功永长青山河江湖春夏秋冬日月星云风雷电子科技精密联合世纪环球国际联创"
    "百千万亿元亨贞吉祥如意福禄寿喜庆嘉瑞祺晟晖耀辉煌伟奇卓越超凡诚正立方圆融通汇聚源泉"
)
HAN_TRADES = {"电子": 0.25, "纺织": 0.12, "服装": 0.15, "塑胶": 0.08, "五金": 0.10, "鞋业": 0.05}
OTHER_SCRIPTS = {
    "th": "กขคงจชดตนบปพมยรลวสห",
    "bn": "কখগঘচজটডতদনপবমরলসহ",
    "hi": "कखगघचजटडतदनपबमरलसह",
    "ar": "ابتجحدرزسشصعفقكلمنهوي",
    "ru": "абвгдежзиклмнопрстуфхчш",
    "ko": "가나다라마바사아자차카타파하거너더러",
}


@dataclass(frozen=True)
class Spoken:
    """A name with its language (BCP 47)."""

    text: str
    language: str


class Namer:
    """Draws names; equal seeds draw equal names."""

    def __init__(self, random: Random, size: int) -> None:
        self._random = random
        self._vocabulary = max(size // 4, 500)

    def names(self, position: int) -> list[Spoken]:
        """Return the names of one company or facility, the primary first."""
        draw = self._random.random()
        if draw < 0.35:
            han = Spoken(self.han(), "zh-Hans")
            return [han, Spoken(self.latin(position), "en")] if draw < 0.25 else [han]
        names = [Spoken(self.latin(position), "en")]
        if draw < 0.42:
            names.append(self.other())
        if draw > 0.80:
            names.append(Spoken(self.latin(position), "en"))
        return names

    def latin(self, position: int) -> str:
        """Return a name of one or two invented words, often a trade, a number, a legal form."""
        words = [self.word().title()]
        if self._random.random() < 0.6:
            words.append(self.word().title())
        words += [t.title() for t, share in TRADES.items() if self._random.random() < share]
        if position % 40 == 0:
            words.append(f"Unit {position // 40 % 90 + 1}")
        return " ".join([*words, self._random.choice(FORMS)]).strip()

    def word(self) -> str:
        """Return an invented word; the n-th is drawn with a chance of about 1/n."""
        return invented(int(self._vocabulary ** self._random.random()))

    def han(self) -> str:
        """Return a Chinese name: often a place, two to four characters, a trade, a form."""
        random = self._random
        city = random.choice(list(CITIES.values())) if random.random() < 0.5 else ""
        core = "".join(
            HAN[int(len(HAN) * random.random() ** 2)] for _ in range(random.randint(2, 4))
        )
        [trade] = random.choices(list(HAN_TRADES), HAN_TRADES.values())
        form = random.choice(["有限公司", "股份有限公司", "厂", "集团"])
        return f"{city}{'市' if city and random.random() < 0.5 else ''}{core}{trade}{form}"

    def other(self) -> Spoken:
        """Return a name in another script."""
        language = self._random.choice(list(OTHER_SCRIPTS))
        letters = OTHER_SCRIPTS[language]
        lengths = (self._random.randint(3, 7), self._random.randint(3, 6))
        return Spoken(
            " ".join("".join(self._random.choices(letters, k=n)) for n in lengths), language
        )


def invented(number: int) -> str:
    """Return the word of a number; different numbers have different words."""
    rest, coda = divmod(number * 7919 + 13, len(CODAS))
    syllables = []
    while rest or len(syllables) < 2:
        rest, syllable = divmod(rest, len(SYLLABLES))
        syllables.append(SYLLABLES[syllable])
    return "".join(syllables) + CODAS[coda]
