"""What was answered to a report, given as much room as the report itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from campaign.factsheets.material import Material
from campaign.factsheets.parts import Sentence
from campaign.factsheets.replying import own_standing, standing_sentences
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.wording import Part
from campaign.models import Denial, Report
from campaign.models.vocabulary import ReplyState, ResponseStance
from campaign.queries.reports import ResponseRow
from campaign.schemas.types import UNDATED

LEFT_OUT = Run(" […]")


def answers_to(
    material: Material, report: Report, company: tuple[int, str] | None
) -> tuple[Sentence, ...]:
    """Return what was answered to a report, newest first; silence is said too.

    For a company (id and title): its own latest answers, the latest of somebody else, and
    denials. Without one: the latest answer of each who answered, and the denials.
    """
    given, limits = newest_first(material.answers[report.id]), material.limits
    silent: tuple[Sentence, ...] = ()
    if company is None:
        shown = (given if limits.whole else _latest_of_each(given))[: limits.answerers]
    else:
        company_id, title = company
        own = [answer for answer in given if answer.actor_id == company_id]
        others = [answer for answer in given if answer.actor_id != company_id]
        shown = own[: limits.answers] + others[: limits.others]
        denied = any(denial.actor_id == company_id for denial in report.denials)
        if not own and not denied:
            silent = (_silence_of(material, report, company_id, title),)
    denials = _denials_beyond(report.denials, shown)
    sentences = (
        *silent,
        *(answer_sentence(material, answer) for answer in shown),
        *(_denial_sentence(material, report, d) for d in denials[: limits.denials]),
        *_more(material, len(given) - len(shown)),
        *(standing_sentences(material, report.id) if company is None else ()),
    )
    return sentences or (_silence(material, report),)


def newest_first(answers: Iterable[ResponseRow]) -> list[ResponseRow]:
    """Return answers by date, newest first; those without a date last."""
    return sorted(answers, key=lambda a: a.on_date if a.on_date != UNDATED else "", reverse=True)


def answer_sentence(material: Material, answer: ResponseRow, on: Runs = ()) -> Sentence:
    """Return an answer: who, when, with what stance, and the words of the record.

    Args:
        material: holds the citations of the answer.
        answer: what was answered.
        on: on what, where that does not stand beside it.
    """
    parts: dict[str, Part] = {
        "actor": material.name(answer.actor_id, answer.actor_title, strong=True),
        "date": _day(material, answer.on_date),
        "stance": material.wording.of(answer.stance),
        "text": excerpt(material, answer.text),
    }
    if on:
        runs = material.wording.say(
            "{actor} on “{about}” ({date}; {stance}): {text}", about=on, **parts
        )
    else:
        runs = material.wording.say("{actor} ({date}; {stance}): {text}", **parts)
    return Sentence(runs, material.notes.supporting(material.cited(answer.id, "")))


def excerpt(material: Material, text: str) -> Runs:
    """Return words of a record, or their beginning up to the end of a sentence and ``[…]``."""
    most = material.limits.answer_length
    if len(text) <= most:
        return (material.quote(text),)
    ends = [match.end() for match in re.finditer(r"[.!?。！？][”\"’')]*(?=\s|$)|[。！？]", text)]
    fitting = [end for end in ends if end <= most]
    cut = max(fitting) if fitting else text.rfind(" ", 0, most)
    return (material.quote(text[: cut if cut > 0 else most].rstrip()), LEFT_OUT)


def _latest_of_each(newest_first: Sequence[ResponseRow]) -> list[ResponseRow]:
    latest: dict[str, ResponseRow] = {}
    for answer in newest_first:
        latest.setdefault(answer.actor_title, answer)
    return list(latest.values())


def _denials_beyond(denials: Iterable[Denial], shown: Sequence[ResponseRow]) -> list[Denial]:
    """Return the denials that no answer shown already tells: same speaker, same day or month."""
    told = [answer for answer in shown if answer.stance is ResponseStance.DISPUTES]
    return [d for d in denials if not any(_is_told_by(d, answer) for answer in told)]


def _is_told_by(denial: Denial, answer: ResponseRow) -> bool:
    if denial.actor_id is None or denial.actor_id != answer.actor_id:
        return False
    day = denial.on_date or UNDATED
    return day.startswith(answer.on_date) or answer.on_date.startswith(day)


def _denial_sentence(material: Material, report: Report, denial: Denial) -> Sentence:
    title = denial.actor.title if denial.actor else denial.actor_name or ""
    runs = material.wording.say(
        "{actor} ({date}; denies): {text}",
        actor=material.name(denial.actor_id, title, strong=True),
        date=_day(material, denial.on_date),
        text=excerpt(material, denial.text),
    )
    cited = material.citations.of(report.id, f"/denials/{denial.key}")
    return Sentence(runs, material.notes.denying(cited))


def _silence_of(material: Material, report: Report, company_id: int, title: str) -> Sentence:
    """Say of a company that did not answer how its reply stands, or only that there is none."""
    own = own_standing(material, report.id, company_id)
    if own:
        return material.counted(own)
    return _silence(material, report, material.name(company_id, title, strong=True))


def _silence(material: Material, report: Report, who: Runs = ()) -> Sentence:
    """Say that nobody answered, and whether anybody was asked."""
    if who:
        return material.counted(
            material.wording.say("{company}: no answer recorded.", company=who),
            *_asked(material, report),
        )
    return material.counted(material.wording.say("No answer recorded."), *_asked(material, report))


def _asked(material: Material, report: Report) -> Iterable[Runs]:
    say, date = material.wording.say, material.wording.date
    if report.reply_state in (ReplyState.ASKED, ReplyState.NO_RESPONSE):
        asked, due = date(report.reply_asked_on), date(report.reply_due_on)
        yield say(
            "The companies named were asked on {asked}, to answer by {due}.", asked=asked, due=due
        )
    if report.reply_state is ReplyState.NOT_ASKED and material.limits.whole:
        reason = material.quote(report.reply_reason or "")
        yield say("The companies named were not asked for this record: {reason}", reason=reason)


def _more(material: Material, number: int) -> Iterable[Sentence]:
    if number > 0:
        yield material.counted(
            material.wording.say_many(
                number, "{n} more answer on record.", "{n} more answers on record."
            )
        )


def _day(material: Material, value: str | None) -> str:
    if value in (None, UNDATED):
        return material.wording.term("answer", "undated")
    return material.wording.date(value)
