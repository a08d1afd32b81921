"""Reading what somebody typed. Any text at all gives a query; none is an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice, product

from campaign.search.addresses import address_key
from campaign.search.folding import (
    closed_up,
    fold,
    fold_name,
    is_unspaced,
    joined,
    romanise,
    without_legal_forms,
)
from campaign.search.numbers import number_on_page, read_number, read_ticker
from campaign.search.pinyin import is_syllable, readings, without_tones
from campaign.search.places import cut_place, find_place
from campaign.search.wording import LONGEST_WORDING, other_wordings
from campaign.search.words import Asked, Phrase, ReadAs, Reading, Way, Word

MAX_CHARACTERS = 300
MAX_WORDS = 12
SHORTEST_RUN_OF_TWO = 4
LONGEST_RUN_OF_TWO = 12
LONGEST_PLACE = 5
# English words that say little, and that a search does without where there are others.
SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)

_CHUNK = re.compile(r'(?P<not>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂「」『』《》", '"'))
_BREAKS = re.compile(r"[/,;:|()\[\]{}<>!?*=#@^~\\…、。，；：！？（）【】·•—]+")
_HASHTAG = re.compile(r"#\w+")
_CAPITALS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_A-Za-z]+")


def parse(text: str) -> Asked:
    """Read a query: words, "quoted phrases", -excluded words, or a pasted web address.

    No more than ``MAX_CHARACTERS`` and ``MAX_WORDS`` are read; ``ignored`` says so.
    """
    text = clean(text)
    text = number_on_page(text) or text
    address = address_key(text)
    if address is not None:
        return Asked(address=address)
    ticker = read_ticker(text)
    return _read_words(text) if ticker is None else _read_ticker(*ticker)


def _read_ticker(exchange: str, ticker: str) -> Asked:
    """Return a share as registers write it, with and without its exchange."""
    tokens = tuple(fold(ticker).split())
    both = (*fold(exchange).split(), *tokens)
    word = Word(" ".join(both), ((Phrase(both),), (Phrase(tokens),)))
    return Asked((word,), joined=joined(" ".join(tokens)), identifier=f"{exchange}:{ticker}")


def _read_words(text: str) -> Asked:
    ignored = []
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
        ignored.append(f"Everything after {MAX_CHARACTERS} characters was ignored.")
    words, excluded = _read_chunks(without_tones(text))
    if text and not words and not excluded:
        return Asked((Word("", ways=()),), ignored=("There is neither letter nor digit in it.",))
    if len(words) > MAX_WORDS:
        ignored.append(f"Every word after the {MAX_WORDS}th was ignored.")
        words = words[:MAX_WORDS]
    whole = without_legal_forms(" ".join(word.typed for word in words).split())
    places, words = _with_spellings(_without_small_words(_without_legal_forms(words)))
    return Asked(
        words=tuple(_with_readings(words)),
        excluded=tuple(excluded[:MAX_WORDS]),
        joined=joined(" ".join(whole)),
        identifier=read_number(text),
        understood=tuple(places),
        ignored=tuple(ignored),
    )


def write(asked: Asked) -> tuple[str, ...]:
    """Return a query as it would be typed, with what it leaves out.

    For a single word, these are its likely forms.
    """
    without = "".join(f' -"{" ".join(phrase.tokens)}"' for phrase in asked.excluded)
    if len(asked.words) == 1:
        forms = dict.fromkeys(" ".join(way[0].tokens) for way in asked.words[0].ways)
        return tuple(form + without for form in forms)
    typed = (closed_up(word.typed) for word in asked.words)
    words = " ".join(
        f'"{words}"' if word.quoted else words
        for word, words in zip(asked.words, typed, strict=True)
    )
    return (words + without,)


def clean(text: str) -> str:
    """Return a text without what neither database can take: control characters, half pairs."""
    kept = (" " if unicodedata.category(c) == "Cc" else c for c in text if not _is_surrogate(c))
    return "".join(kept).strip()


def _is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def _read_chunks(text: str) -> tuple[list[Word], list[Phrase]]:
    words: list[Word] = []
    excluded: list[Phrase] = []
    for chunk in _CHUNK.finditer(text.translate(_QUOTES)):
        phrase = Phrase(tuple(fold(chunk["quoted"] or chunk["plain"] or "").split()))
        if not phrase.tokens:
            continue
        if chunk["not"]:
            excluded.append(phrase)
        elif chunk["plain"] is None:
            words.append(Word(" ".join(phrase.tokens), ((phrase,),), quoted=True))
        elif _HASHTAG.fullmatch(chunk["plain"]):
            words.append(_hashtag(chunk["plain"][1:], phrase))
        else:
            words += _plain_words(chunk["plain"])
    return words, excluded


def _hashtag(tag: str, whole: Phrase) -> Word:
    """Return a hashtag as one word, or as the words that its capitals show."""
    parts = tuple(token for part in _CAPITALS.findall(tag) for token in fold(part).split())
    apart = [tuple(Phrase((part,)) for part in parts)] if 1 < len(parts) <= MAX_WORDS else []
    return Word(" ".join(whole.tokens), ((whole,), *apart))


def _plain_words(chunk: str) -> Iterator[Word]:
    for part in _BREAKS.split(chunk):
        for unspaced, run in groupby(fold_name(part).split(), key=is_unspaced):
            tokens = tuple(run)
            if unspaced:
                yield from (_unspaced_word(run) for run in cut_place("".join(tokens)))
            else:
                yield _compound_word(tokens)


def _unspaced_word(run: str) -> Word:
    """Return a run of characters: a phrase, or two phrases, as in a place and a company."""
    tokens = tuple(fold(run).split())
    ways: list[Way] = [(Phrase(tokens),)]
    if SHORTEST_RUN_OF_TWO <= len(tokens) <= LONGEST_RUN_OF_TWO:
        cuts = range(2, len(tokens) - 1)
        ways += [(Phrase(tokens[:cut]), Phrase(tokens[cut:])) for cut in cuts]
    return Word(" ".join(tokens), tuple(ways))


def _compound_word(tokens: Sequence[str]) -> Word:
    """Return a word, or a hyphened one that others write as one: O-Film, OFilm."""
    ways: list[Way] = [(Phrase(tuple(tokens)),)]
    if len(tokens) > 1:
        ways.append((Phrase(("".join(tokens),)),))
    return Word(" ".join(tokens), tuple(ways))


def _without_legal_forms(words: list[Word]) -> list[Word]:
    """Leave out words that are nothing but the legal forms around a name: Co., Ltd."""
    tokens = " ".join(word.typed for word in words).split()
    rest = without_legal_forms(tokens)
    first = next(i for i in range(len(tokens) + 1) if tokens[i : i + len(rest)] == rest)
    kept: list[Word] = []
    position = 0
    for word in words:
        length = len(word.typed.split())
        if word.quoted or (position < first + len(rest) and position + length > first):
            kept.append(word)
        position += length
    return kept


def _without_small_words(words: list[Word]) -> list[Word]:
    """Leave out the smallest words of English where others say more."""
    kept = [word for word in words if word.quoted or word.typed not in SMALL]
    return kept or words


def _with_spellings(words: list[Word]) -> tuple[list[Reading], list[Word]]:
    """Let a place, or a term of the field, be met under any of its spellings, as one word."""
    found: list[Reading] = []
    result: list[Word] = []
    rest = list(words)
    while rest:
        for length in range(min(LONGEST_PLACE, len(rest)), 0, -1):
            span = rest[:length]
            word, reading = _with_place(span) or (_with_wordings(span), None)
            if word is not None:
                break
        else:
            word, reading = span[0], None
        result.append(word)
        found += [reading] if reading else []
        rest = rest[length:]
    return found, result


def _with_place(span: Sequence[Word]) -> tuple[Word, Reading | None] | None:
    typed = " ".join(word.typed for word in span)
    place = None if any(word.quoted for word in span) else find_place(typed)
    if place is None:
        return None
    whole = span[0].ways if len(span) == 1 else ((Phrase(tuple(typed.split())),),)
    other = other_wordings(typed)
    ways = dict.fromkeys([*whole, *((Phrase(s),) for s in (*place.spellings, *other))])
    is_known = fold(place.name) == typed
    reading = None if is_known else Reading(ReadAs.PLACE, closed_up(typed), place.name)
    return Word(typed, tuple(ways)), reading


def _with_wordings(span: Sequence[Word]) -> Word | None:
    """Return words that mean something together, as they are and as others call it."""
    typed = " ".join(word.typed for word in span)
    others = () if any(word.quoted for word in span) else other_wordings(typed)
    if not others or len(span) > LONGEST_WORDING:
        return None
    apart = (tuple(phrase for way in ways for phrase in way) for ways in product(*_ways(span)))
    return Word(typed, (*islice(apart, MAX_WORDS), *((Phrase(other),) for other in others)))


def _ways(span: Sequence[Word]) -> Iterator[tuple[Way, ...]]:
    return (word.ways for word in span)


def _with_readings(words: Iterable[Word]) -> Iterator[Word]:
    """Let words be met as romanised too: as pinyin by syllables, or whole, or by their sound.

    A single syllable says little by itself (``can``, ``song``) and needs another beside it.
    """
    row = list(words)
    syllables = [word.token is not None and is_syllable(word.token) for word in row]
    for index, word in enumerate(row):
        token = word.token
        beside = syllables[:index][-1:] + syllables[index + 1 :][:1]
        lonely = syllables[index] and not any(beside)
        if token is None or lonely:
            yield word
        else:
            read = [Phrase(way, True) for way in ((token,), *readings(token))]
            sound = () if token.isascii() else tuple(romanise(token).split())
            read += [Phrase(sound)] if sound else []
            yield replace(word, ways=word.ways + tuple((phrase,) for phrase in read))
