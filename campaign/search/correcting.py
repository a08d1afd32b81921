"""Words as others write them: together, apart, in another form, or without a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise, product

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import SearchTerm
from campaign.search.folding import closed_up, joined, romanise
from campaign.search.nearest import nearest
from campaign.search.postings import has_any
from campaign.search.sounding import is_by_sound, sounds_like
from campaign.search.vocabulary import begins_with, read_uses
from campaign.search.wording import forms_of
from campaign.search.words import Asked, Phrase, ReadAs, Reading, Way, Word

SHORTEST_PREFIX = 3
SHORTEST_PART = 2
SHORTEST_OF_MANY = 3  # letters of a part where a word is cut into more than two
MOST_PARTS = 6
LONGEST_CUT = 32
COMMON = 1_000  # uses from which a single word is not looked for in its other forms too
RARER = 3  # a word is thought mistyped when what is near it is so many times as frequent
MAX_WAYS = 12
MOST_CORRECTED = 6  # words of a query in which mistakes are looked for


def respell(session: Session, asked: Asked) -> Asked:
    """Let words be met as others write them: together, apart, or as the beginning of a word.

    Two words are put together where names have them so, and a word stands for its singular
    or plural too. Only a word that is in no name is parted (``honhai`` into hon hai) or let
    go on (``electron`` to electronics).
    """
    tokens = [word.token for word in asked.words if word.token]
    pairs = [a + b for a, b in pairwise(word.token for word in asked.words) if a and b]
    forms = [form for token in tokens for form in forms_of(token)]
    known = read_uses(session, [*pairs, *tokens, *forms])
    unknown = {token for token in tokens if token not in known}
    parts = read_uses(session, {part for token in unknown for part in _parts(token)})
    words = (_in_other_forms(word, known, alone=len(asked.words) == 1) for word in asked.words)
    loosened = [
        replace(word, ways=(*word.ways, *_loosened(session, word.token, parts)))
        if word.token in unknown and word.token
        else word
        for word in _put_together(list(words), known)
    ]
    return replace(asked, words=tuple(loosened), excluded=_with_forms(session, asked.excluded))


def correct(session: Session, asked: Asked) -> Asked | None:
    """Return the query with mistyped words put right, or None when nothing is near.

    A word is thought mistyped when it is in no text, or is rare beside a word near to it.
    What was put right stands in ``understood``.
    """
    meant = _corrections(session, asked.words) | _heard(session, asked.words)
    pairs = _corrected_pairs(session, asked.words, meant)
    if not any(meant.values()) and not pairs:
        return None
    words = tuple(_rewritten(asked.words, meant, pairs))
    changed = {**meant, **{" ".join(pair): near for pair, near in pairs.items()}}
    understood = [
        Reading(ReadAs.CORRECTED, closed_up(typed), near[0])
        for typed, near in changed.items()
        if near and any(word.typed == near[0] for word in words)
    ]
    joined = asked.joined
    for reading in understood:
        joined = joined.replace(reading.typed.replace(" ", ""), reading.meant)
    return replace(asked, words=words, joined=joined, understood=(*asked.understood, *understood))


def _in_other_forms(word: Word, known: Mapping[str, int], *, alone: bool) -> Word:
    """Let a word be met in its other form, unless it is common and would find too much."""
    token = word.token
    if not token or (alone and known.get(token, 0) >= COMMON):
        return word
    found = [(Phrase((form,)),) for form in forms_of(token) if form in known]
    return replace(word, ways=(*word.ways, *found))


def _with_forms(session: Session, excluded: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Leave out the other forms of what is to be left out too."""
    single = [phrase.tokens[0] for phrase in excluded if len(phrase.tokens) == 1]
    known = read_uses(session, [form for token in single for form in forms_of(token)])
    return (*excluded, *(Phrase((form,)) for form in sorted(known)))


def _put_together(words: list[Word], known: Mapping[str, int]) -> Iterator[Word]:
    while words:
        word = words.pop(0)
        following = words[0] if words else None
        if word.token and following and following.token and word.token + following.token in known:
            words.pop(0)
            yield _pair(word, following, [word.token + following.token])
        else:
            yield word


def _pair(first: Word, second: Word, together: Sequence[str]) -> Word:
    """Return two words as one, which is met apart or together."""
    apart = [a + b for a, b in product(first.ways, second.ways)][:MAX_WAYS]
    whole: list[Way] = [(Phrase((term,), read),) for term in together for read in (False, True)]
    return Word(f"{first.typed} {second.typed}", (*apart, *whole))


def _parts(token: str) -> list[str]:
    """Return everything of which a word may have been put together."""
    if len(token) > LONGEST_CUT:
        return []
    return [
        token[start:end]
        for start in range(len(token))
        for end in range(start + SHORTEST_PART, len(token) + 1)
        if end - start < len(token)
    ]


def _loosened(session: Session, token: str, parts: Mapping[str, int]) -> Iterator[Way]:
    cuts = range(SHORTEST_PART, len(token) - SHORTEST_PART + 1)
    pairs = [(token[:cut], token[cut:]) for cut in cuts]
    apart = [pair for pair in pairs if pair[0] in parts and pair[1] in parts]
    yield from ((Phrase(pair),) for pair in apart)
    if not apart and (many := _cut_into_many(token, parts)):
        yield tuple(Phrase((part,)) for part in many)
    longer = select(SearchTerm.term).where(begins_with(SearchTerm.term, token)).limit(1)
    if len(token) >= SHORTEST_PREFIX and session.scalar(longer):
        yield (Phrase((token,), prefix=True),)


def _cut_into_many(token: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """Return the fewest known words of which a word is made, as a hashtag is; or none."""

    @cache
    def best(rest: str) -> tuple[str, ...] | None:
        if not rest:
            return ()
        ends = range(len(rest), SHORTEST_OF_MANY - 1, -1)
        firsts = (rest[:end] for end in ends if _is_one_word(rest[:end], known))
        ways = ((first, best(rest[len(first) :])) for first in firsts)
        whole = [(first, *others) for first, others in ways if others is not None]
        return min(whole, key=len, default=None)

    found = best(token) or ()
    return found if len(found) <= MOST_PARTS else ()


def _is_one_word(token: str, known: Mapping[str, int]) -> bool:
    """Tell whether a word is known, and not rather as two words that are both commoner."""
    halves = ((token[:cut], token[cut:]) for cut in range(SHORTEST_OF_MANY, len(token)))
    commoner = (min(known.get(a, 0), known.get(b, 0)) > known.get(token, 0) for a, b in halves)
    return token in known and not any(commoner)


def _corrections(session: Session, words: Sequence[Word]) -> dict[str, list[str]]:
    """Return what each word that may be mistyped stands for; nothing, if nothing is near."""
    tokens = list(dict.fromkeys(word.token for word in words if word.token))[:MOST_CORRECTED]
    sounds = {token: joined(romanise(token)) for token in tokens if not token.isascii()}
    uses = read_uses(session, [*tokens, *sounds.values()])
    return {
        token: nearest(session, token, more_than=RARER * uses.get(token, 0))
        or _near_in_sound(session, sounds.get(token, ""), uses)
        for token in tokens
        if uses.get(token) or not _is_in_texts(session, token)
    }


def _heard(session: Session, words: Sequence[Word]) -> dict[str, list[str]]:
    """Return what each word in Kana or Hangul that no name has stands for by its sound."""
    heard = {
        word.typed: sounds_like(session, word.typed)
        for word in words[:MOST_CORRECTED]
        if is_by_sound(word.typed) and not word.quoted and not _is_in_texts(session, word.typed)
    }
    return {typed: terms for typed, terms in heard.items() if terms}


def _near_in_sound(session: Session, sound: str, uses: Mapping[str, int]) -> list[str]:
    """Return what a word of another script may stand for in Latin letters, if not that itself."""
    return [] if sound in uses else nearest(session, sound)


def _corrected_pairs(
    session: Session, words: Sequence[Word], meant: Mapping[str, list[str]]
) -> dict[tuple[str, str], list[str]]:
    """Return what two neighbours stand for together, where one by itself stands for nothing."""
    tokens = [word.token for word in words[:MOST_CORRECTED]]
    pairs = [(a, b) for a, b in pairwise(tokens) if a and b and [] in (meant.get(a), meant.get(b))]
    found = {pair: nearest(session, "".join(pair)) for pair in pairs}
    return {pair: near for pair, near in found.items() if near}


def _rewritten(
    words: Sequence[Word],
    meant: Mapping[str, list[str]],
    pairs: Mapping[tuple[str, str], list[str]],
) -> Iterator[Word]:
    rest = list(words)
    while rest:
        word = rest.pop(0)
        following = rest[0].token if rest else None
        together = pairs.get((word.token, following)) if word.token and following else None
        if together:
            first, second = (_corrected(w, meant.get(w.typed)) for w in (word, rest.pop(0)))
            yield replace(_pair(first, second, together), typed=together[0])
        else:
            yield _corrected(word, meant.get(word.typed))


def _corrected(word: Word, near: Sequence[str] | None) -> Word:
    if not near:
        return word
    return Word(near[0], tuple((Phrase((term,), read),) for term in near for read in (False, True)))


def _is_in_texts(session: Session, token: str) -> bool:
    return has_any(session, [f"tn{token}", f"tb{token}"])
