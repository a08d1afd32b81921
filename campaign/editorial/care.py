"""What in a text needs care before it is public: accusations, verdicts, people, numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from enum import StrEnum

from stdnum.cn import ric

from campaign.editorial.people import find_names

AROUND = 40  # characters on each side in which an age and a place or trade belong together
Span = tuple[int, int]


class Care(StrEnum):
    """Why wording needs care."""

    UNATTRIBUTED = "unattributed"
    VERDICT = "verdict"
    PERSON = "person"
    SMALL_GROUP = "small_group"
    CONTACT = "contact"


ADVICE = {
    Care.UNATTRIBUTED: "accuses, and does not say in the sentence whose words these are",
    Care.VERDICT: "only a court finds this; say who says so, or use plainer words",
    Care.PERSON: "may name a worker, witness or detained person (a guess from the letters)",
    Care.SMALL_GROUP: "so few people, or so exact a description, may show who they are",
    Care.CONTACT: "looks like a telephone, mail or identity number",
}


_VERDICT = re.compile(
    r"\b(?:guilty|illegal(?:ly)?|unlawful(?:ly)?|criminals?|crimes?|slaves?|slavery|enslaved?|"
    r"murder(?:s|ed|ers?)?|culpables?|ilegal(?:es|mente)?|criminal(?:es)?|esclav[oa]s?|"
    r"esclavitud|delitos?)\b|有罪|罪犯|犯罪|非法|违法|違法|奴隶|奴隸|奴役|谋杀|謀殺",
    re.IGNORECASE,
)
_ACCUSES = re.compile(
    r"\b(?:forc(?:ed|ing)|beat(?:en|s|ing)?|abus(?:ed|es|ing|e)|exploit(?:ed|s|ing|ation)?|"
    r"violat(?:ed|es|ing|ions?)|traffick(?:ed|ing|s)|kill(?:ed|s|ing)|withh(?:eld|olds?|olding)|"
    r"harass(?:ed|es|ing|ment)|assault(?:ed|s|ing)?|threaten(?:ed|s|ing)?|cheat(?:ed|s|ing)?|"
    r"stole|steals?|underpa(?:id|ys?)|locked (?:up|in)|confiscat(?:ed|es|ing)|punish(?:ed|es|ing)|"
    r"discriminat(?:ed|es|ing|ion)|retaliat(?:ed|es|ing)|busted|poison(?:ed|s|ing)|child labou?r|"
    r"obligar?on|obligad[oa]s?|golpearon|explota(?:ron|n)?|acosad[oa]s?|amenazaron)\b|"
    r"强迫|強迫|殴打|毆打|虐待|剥削|剝削|克扣|剋扣|拖欠|威胁|威脅|骚扰|騷擾|歧视|歧視",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|report(?:s|ed|ing)?|according to|found|finds?|"
    r"alleg(?:e[sd]?|ing|edly)|"
    r"told|tells?|document(?:s|ed|ing)|wr(?:ote|ites?)|claim(?:s|ed|ing)?|testif(?:y|ied|ies)|"
    r"record(?:s|ed)|accus(?:ed|es|ing)|cit(?:es|ed|ing)|quot(?:es|ed|ing)|describ(?:es|ed|ing)|"
    r"stat(?:es|ed|ing)|accounts? of|complain(?:s|ed|ts?)|charg(?:es|ed)|conclud(?:es|ed)|"
    r"identif(?:ies|ied)|list(?:s|ed)|estimat(?:es|ed)|ruled|admit(?:s|ted)|acknowledg(?:es|ed)|"
    r"announc(?:es|ed)|investigat(?:ors?|ion)|interview(?:s|ed)|recalled|petition(?:s|ed)?|"
    r"informó|según|dij(?:o|eron)|denunci(?:a|ó|aron)|afirm(?:a|ó|aron)|document(?:a|ó))\b|"
    r"[报報][告道]|称|稱|据|據|表示|指出|指控|透露|声称|聲稱|认为|認為|[说說]",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"[^:]{3,80}: ")  # “Examplewatch: workers were …”
_FEW = r"(?:one|two|three|four|five|six|seven|eight|nine|[1-9])"
_PEOPLE = (
    r"(?:(?:young|female|male|migrant|pregnant|former|injured|older|elderly|disabled|underage|"
    r"muslim|uyghur|uighur|tibetan|kazakh|student|temporary|night-shift)\s+)*"
    r"(?:workers?|employees?|women|woman|men|man|girls?|boys?|children|child|people|persons?|"
    r"detainees?|interns?|students?|migrants?|witness(?:es)?|organi[sz]ers?|labou?rers?|"
    r"operators?|packers?|drivers?|guards?)"
)
_SMALL_GROUP = re.compile(
    rf"(?<![\d.,–-])\b{_FEW}\s+{_PEOPLE}\b|"
    r"\b(?:the|its|their|his|her)\s+only\s+(?:\w+\s+){0,2}"
    r"(?:woman|man|girl|boy|worker|employee|operator|mother|father|uyghur|tibetan|migrant|person)|"
    rf"\bone of (?:the )?(?:only )?(?:two|three|four|five)\s+{_PEOPLE}\b|"
    r"(?<![\d一二三四五六七八九十百千万萬])[一两兩二三四五六七八九1-9]\s*[名个個位]\s*"
    r"(?:\w{0,4})(?:工人|员工|員工|女工|男工|童工|学生|學生|妇女|婦女)|唯一的?(?:一[名个個位])?"
    r"(?:女工|男工|工人|员工|員工|女性)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b\d{1,2}-year-old\b|\baged? \d{1,2}\b|\bde \d{1,2} años\b|\d{1,2}\s*[岁歲]", re.IGNORECASE
)
_TELLING = re.compile(
    r"\b(?:village|hamlet|from|mother|father|wife|husband|daughter|son|pueblo|aldea|"
    r"trabajador|trabajadora|obrer[oa]|emplead[oa]|worker|employee|operator|welder|seamstress|packer|intern|driver|guard|cook|painter|sewer)\b"
    r"|村|镇|鎮|县|縣|工人|员工|員工|女工|男工",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/=.,-])\+?\d(?:[\s().-]?\d){8,14}(?![\w/=])")
_DATE_RANGE = re.compile(r"(?:19|20)\d\d[\s./–-]*(?:\d\d?[\s./–-]*\d\d?|(?:19|20)\d\d)?")
_PAPERS = re.compile(
    r"\b(?:passport|ID|identity card|DNI|Aadhaar)\s*(?:no\.?|number|nr\.?|:)?\s*[A-Z]{0,2}\d{5,}",
    re.IGNORECASE,
)
_RESIDENT = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_SENTENCE = re.compile(r"[^.!?。！？]+[.!?。！？]?")


def text_concerns(
    text: str, known: Collection[str] = (), *, is_spoken: bool = False
) -> list[tuple[Care, Span]]:
    """Return where a text needs care, and why; what is printed as somebody's is attributed."""
    found = [(care, span) for care, find in FINDERS.items() for span in find(text)]
    found += [(Care.PERSON, span) for span in find_names(text, known)]
    if is_spoken:
        found = [(care, span) for care, span in found if care is not Care.UNATTRIBUTED]
    return sorted(found, key=lambda each: each[1])


def _unattributed(text: str) -> Iterator[Span]:
    for sentence in _SENTENCE.finditer(text):
        accusation = _ACCUSES.search(sentence[0])
        spoken = _ATTRIBUTES.search(sentence[0]) or _SPEAKS.match(sentence[0])
        if accusation and not spoken:
            start = sentence.start()
            yield start + accusation.start(), start + accusation.end()


def _verdicts(text: str) -> Iterator[Span]:
    return (match.span() for match in _VERDICT.finditer(text))


def _small_groups(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _SMALL_GROUP.finditer(text))
    for match in _AGE.finditer(text):
        near = text[max(0, match.start() - AROUND) : match.end() + AROUND]
        if _TELLING.search(near):
            yield match.span()


def _contacts(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _MAIL.finditer(text))
    yield from (match.span() for match in _PAPERS.finditer(text))
    papers = [m.span() for m in _RESIDENT.finditer(text) if ric.is_valid(m[0].upper())]
    yield from papers
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        inside = any(start <= match.start() and match.end() <= end for start, end in papers)
        if not inside and len(digits) >= 9 and not _DATE_RANGE.match(match[0]):
            yield match.span()


FINDERS: dict[Care, Callable[[str], Iterator[Span]]] = {
    Care.UNATTRIBUTED: _unattributed,
    Care.VERDICT: _verdicts,
    Care.SMALL_GROUP: _small_groups,
    Care.CONTACT: _contacts,
}
