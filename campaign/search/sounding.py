"""Names written by their sound in Kana or Hangul: ナイキ and 나이키 are Nike.

Both write the consonants of a foreign name and fill in vowels, so consonants are compared,
those that they do not tell apart as one (l and r, b and v, k and c), and of the words with
the same ones the nearest counts. The letters of Hangul stand in Unicode by a formula (The
Unicode Standard, chapter 3.12); what is heard in them is that of its loanwords, without the
vowel ㅡ, which only parts consonants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from campaign.models import SearchTerm
from campaign.search.vocabulary import begins_with

FEWEST_CONSONANTS = 2
CLOSE = 1  # letters more than the nearest that a commoner word may differ in
_KANA = re.compile("[\u3041-\u309f]{2,}")  # folding leaves Hiragana only
_HANGUL = re.compile("[\uac00-\ud7a3]{2,}")
_INITIAL = [
    "g",
    "kk",
    "n",
    "d",
    "tt",
    "r",
    "m",
    "b",
    "pp",
    "s",
    "ss",
    ".",
    "j",
    "jj",
    "t",
    "k",
    "t",
    "p",
    "h",
]
_VOWEL = [
    "a",
    "a",
    "ya",
    "ya",
    "o",
    "e",
    "yo",
    "ye",
    "o",
    "wa",
    "we",
    "we",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    ".",
    "i",
    "i",
]
_FINAL = [
    "k",
    "k",
    "ks",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "ps",
    "t",
    "t",
    "n",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_SMALL = "ぁぃぅぇぉゃゅょ"
_DOUBLING = "っ"
_W = re.compile("う(?=[ぁぃぇぉ])")
_ONE_IN_HANGUL = str.maketrans("f", "p")
# What is written otherwise in the languages from which names come, and heard as one.
_HEARD = (
    *(("ph", "f"), ("sch", "s"), ("sh", "s"), ("ch", "t"), ("ts", "t"), ("ck", "k")),
    *(("th", "s"), ("stl", "sl"), ("ng$", "n"), ("x", "ks"), ("c(?=[eiy])", "s"), ("[cq]", "k")),
    *(("r(?=[^aeiouy]|$)", ""), ("l", "r"), ("v", "b"), ("[jz]", "s"), ("m(?=[bp])", "n")),
)
# The letters with which a word may begin that is heard so.
_INITIALS = {
    **{"k": "kcq", "s": "stczx", "t": "tc", "f": "fp", "h": "hfw", "r": "rl", "b": "bv", "p": "pf"},
    **{"z": "zjsx", "j": "jgz", "a": "aue", "i": "iy", "u": "uw", "e": "ea", "o": "oaw", "y": "yu"},
}
_VOWELS = "aeiou"


def is_by_sound(typed: str) -> bool:
    """Tell whether folded text is Kana from end to end, or Hangul."""
    return any(script.fullmatch(typed.replace(" ", "")) for script in (_KANA, _HANGUL))


def sounds_like(session: Session, typed: str) -> list[str]:
    """Return the term that sounds as what is typed so, the commonest of the nearest."""
    sound = in_letters(typed.replace(" ", ""))
    spoken = _as_heard(sound)
    heard, most = consonants(sound), len(spoken) // 2
    alike = _ONE_IN_HANGUL if _HANGUL.match(typed) else {}
    near = {
        term: (distance, uses)
        for term, uses in _possible(session, sound)
        if consonants(term).translate(alike) == heard
        and (distance := OSA.distance(spoken, _as_heard(term))) <= most
    }
    least = min((distance for distance, _ in near.values()), default=0)
    if len(heard) < FEWEST_CONSONANTS and least:
        return []
    meant = [(-uses, term) for term, (distance, uses) in near.items() if distance <= least + CLOSE]
    return [min(meant)[1]] if meant else []


def _possible(session: Session, sound: str) -> Iterator[tuple[str, int]]:
    """Yield the terms with such a beginning and length, and their uses."""
    letters = _INITIALS.get(sound[0], sound[0])
    query = select(SearchTerm.term, SearchTerm.uses).where(
        or_(*(begins_with(SearchTerm.term, letter) for letter in letters)),
        func.length(SearchTerm.term).between(len(sound) // 2, len(sound) + 2),
    )
    yield from ((row.term, row.uses) for row in session.execute(query))


def in_letters(typed: str) -> str:
    """Return Hiragana or Hangul in the Latin letters that are heard."""
    return _hangul_letters(typed) if _HANGUL.fullmatch(typed) else _kana_letters(typed)


def _hangul_letters(hangul: str) -> str:
    """Return Hangul in Latin letters, consonants between vowels as one."""
    letters = ""
    for character in hangul:
        rest, final = divmod(ord(character) - ord("가"), 28)
        initial, vowel = divmod(rest, 21)
        letters += _INITIAL[initial] + _VOWEL[vowel] + (_FINAL[final - 1] if final else "")
    return letters.replace(".", "")


def _kana_letters(kana: str) -> str:
    """Return Hiragana in Latin letters; a small vowel takes the place of the one before."""
    letters = ""
    for character in _W.sub("w", kana.replace(_DOUBLING, "")):
        written = anyascii(character).lower()
        letters = (letters.rstrip(_VOWELS) if character in _SMALL else letters) + written
    return letters


def consonants(word: str) -> str:
    """Return the consonants of a word as they are heard; vowels, y and w are none."""
    return _once(re.sub("[aeiouyw]", "", _as_heard(word)))


@lru_cache(maxsize=50_000)
def _as_heard(word: str) -> str:
    for pattern, heard in _HEARD:
        word = re.sub(pattern, heard, word)
    return _once(word)


def _once(word: str) -> str:
    """Return a word in which no letter follows upon itself."""
    return re.sub(r"(.)\1+", r"\1", word)
