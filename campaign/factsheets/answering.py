"""What was answered to a report, given as much room as the report itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.factsheets.material import Material
from campaign.factsheets.parts import Sentence
from campaign.factsheets.runs import Run
from campaign.models import Denial, Report
from campaign.models.vocabulary import ResponseStance
from campaign.queries.reports import ResponseRow
from campaign.queries.words import NO_ANSWER, RESPONSE_STANCE_WORDS, date_words, plural
from campaign.schemas.types import UNDATED

MOST_ANSWERS = 2
MOST_OTHERS = 1
MOST_ANSWERERS = 3
MOST_DENIALS = 2


def answers_to(
    material: Material, report: Report, company: tuple[int, str] | None
) -> tuple[Sentence, ...]:
    """Return what was answered to a report, newest first; silence is said too.

    For a company (id and title): its own two latest answers, the latest of somebody else,
    and up to two denials. Without one: the latest answer of up to three, and the denials.
    """
    given = newest_first(material.answers[report.id])
    silent: tuple[Sentence, ...] = ()
    if company is None:
        shown = _latest_of_each(given)[:MOST_ANSWERERS]
    else:
        company_id, title = company
        own = [answer for answer in given if answer.actor_id == company_id]
        others = [answer for answer in given if answer.actor_id != company_id]
        shown = own[:MOST_ANSWERS] + others[:MOST_OTHERS]
        denied = any(denial.actor_id == company_id for denial in report.denials)
        if not own and not denied:
            silent = (_silence(material, title),)
    denials = _denials_beyond(report.denials, shown)
    sentences = (
        *silent,
        *(answer_sentence(material, answer) for answer in shown),
        *(_denial_sentence(material, report, denial) for denial in denials),
        *_more(material, len(given) - len(shown)),
    )
    return sentences or (_silence(material),)


def newest_first(answers: Iterable[ResponseRow]) -> list[ResponseRow]:
    """Return answers by date, newest first; those without a date last."""
    return sorted(answers, key=lambda a: a.on_date if a.on_date != UNDATED else "", reverse=True)


def answer_sentence(material: Material, answer: ResponseRow, on: str = "") -> Sentence:
    """Return an answer: who, when, with what stance, and the words of the record.

    Args:
        material: holds the citations of the answer.
        answer: what was answered.
        on: on what, where that does not stand beside it.
    """
    stance = RESPONSE_STANCE_WORDS[answer.stance]
    about = f" on “{on}”" if on else ""
    label = Run(f"{about} ({_day(answer.on_date)}; {stance}): ")
    return Sentence(
        (Run(answer.actor_title, strong=True), label, Run(answer.text, quoted=True)),
        material.notes.supporting(material.cited(answer.id, "")),
    )


def _latest_of_each(newest_first: Sequence[ResponseRow]) -> list[ResponseRow]:
    latest: dict[str, ResponseRow] = {}
    for answer in newest_first:
        latest.setdefault(answer.actor_title, answer)
    return list(latest.values())


def _denials_beyond(denials: Iterable[Denial], shown: Sequence[ResponseRow]) -> list[Denial]:
    """Return the denials that no answer shown already tells: same speaker, same day or month."""
    told = [answer for answer in shown if answer.stance is ResponseStance.DISPUTES]
    fresh = [d for d in denials if not any(_is_told_by(d, answer) for answer in told)]
    return fresh[:MOST_DENIALS]


def _is_told_by(denial: Denial, answer: ResponseRow) -> bool:
    if denial.actor_id is None or denial.actor_id != answer.actor_id:
        return False
    day = denial.on_date or UNDATED
    return day.startswith(answer.on_date) or answer.on_date.startswith(day)


def _denial_sentence(material: Material, report: Report, denial: Denial) -> Sentence:
    who = denial.actor.title if denial.actor else denial.actor_name
    label = Run(f" ({_day(denial.on_date)}; denies): ")
    cited = material.citations.of(report.id, f"/denials/{denial.key}")
    runs = (Run(who or "", strong=True), label, Run(denial.text, quoted=True))
    return Sentence(runs, material.notes.denying(cited))


def _silence(material: Material, who: str = "") -> Sentence:
    runs = (Run(f"{who}: ", strong=True), Run(NO_ANSWER)) if who else (Run(NO_ANSWER),)
    return Sentence(runs, material.notes.here, computed=True)


def _more(material: Material, number: int) -> Iterable[Sentence]:
    if number > 0:
        words = f"{plural(number, 'more answer')} on record."
        yield Sentence((Run(words),), material.notes.here, computed=True)


def _day(value: str | None) -> str:
    return "undated" if value in (None, UNDATED) else date_words(value)
