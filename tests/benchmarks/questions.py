"""What is asked of a database, by class; drawn from its records with a fixed seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Name, Record
from campaign.models.vocabulary import Kind
from campaign.search.folding import fold_name
from tests.benchmarks.naming import BROAD, CITIES, HAN_TRADES, MEDIUM, TRADES
from tests.benchmarks.storing import SEED

OF_EACH = 50
PLAIN = tuple(trade for trade, share in TRADES.items() if 0.005 < share < 0.02)


@dataclass(frozen=True)
class Question:
    """Words and filters, as somebody sends them, and what the words mean when put right."""

    text: str
    filters: Mapping[str, str] = field(default_factory=dict)
    put_right: str = ""

    @property
    def meant(self) -> str:
        return self.put_right or self.text


def draw_questions(session: Session, size: int) -> dict[str, list[Question]]:
    """Return questions by class; those of a class differ from one another."""
    random = Random(SEED)
    latin = _names(session, random, size, "en")
    words = [name.split()[0] for name in latin if len(name.split()[0]) >= 6]
    long = [word for word in words if len(word) >= 8]
    narrow = [Question(" ".join(name.split()[:2])) for name in latin if len(name.split()) > 2]
    countries, cities = ("CN", "BD", "IN", "VN"), list(CITIES.values())
    broad = [*BROAD, "electronics", "industries", "trading", "plastics"]
    return {
        "suggestion": [Question(word[: 3 + number % 3]) for number, word in enumerate(words)],
        "narrow": narrow,
        "medium": [Question(word) for word in MEDIUM],
        "broad": [Question(word) for word in BROAD],
        "han": [*_han(session, random, size), *(Question(t) for t in HAN_TRADES)],
        "han, place": [
            Question(f"{c}{t}", put_right=f"{c} {t}") for c in cities for t in HAN_TRADES
        ],
        "mistyped": [Question(_mistype(random, w), put_right=w) for w in words],
        "mistyped twice": [Question(_mistype_twice(random, w), put_right=w) for w in long],
        "faceted": [
            Question(w, {"country": c, "kind": "report"}) for w in PLAIN for c in countries
        ],
        "broad+faceted": [
            Question(w, {"country": c, "year": "2012"}) for w in broad for c in countries
        ],
        "everything": [Question("")],
    }


def _names(session: Session, random: Random, size: int, language: str) -> list[str]:
    ids = sorted(random.sample(range(1, size), 2_000))
    query = (
        select(Name.text)
        .join(Record, Record.id == Name.record_id)
        .where(Name.record_id.in_(ids), Name.language == language, Record.kind == Kind.COMPANY)
        .order_by(Name.record_id)
    )
    names = list(dict.fromkeys(map(fold_name, session.scalars(query))))
    random.shuffle(names)
    return names


def _han(session: Session, random: Random, size: int) -> Sequence[Question]:
    """Return the two to four characters after the place, and now and then a whole name."""
    names = ["".join(name.split()) for name in _names(session, random, size, "zh-Hans")]
    cut = [
        name.replace("市", "")[-6:-2] if number % 3 else name for number, name in enumerate(names)
    ]
    return [Question(text) for text in cut[:OF_EACH]]


def _mistype_twice(random: Random, word: str) -> str:
    """Put a mistake into each half."""
    half = len(word) // 2
    return _mistype(random, word[:half]) + _mistype(random, word[half:])


def _mistype(random: Random, word: str) -> str:
    """Leave out, swap or change one letter after the first two."""
    at = random.randrange(2, len(word) - 1)
    way = random.randrange(3)
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + random.choice("aeiou") + word[at + 1 :]
