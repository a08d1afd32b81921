"""The long form as a page: filled in, with what is missing, offered, or likely a duplicate."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import render_template

from campaign.db import db
from campaign.editorial.certainty import propose_for
from campaign.editorial.companions import NEWCOMERS
from campaign.editorial.completeness import check_draft
from campaign.editorial.contents import lead_of
from campaign.editorial.duplicates import Duplicate, find_duplicates
from campaign.editorial.telling import Told
from campaign.models import Draft
from campaign.web.editor.answering import companion_lines, companion_problems
from campaign.web.editor.buttons import Button
from campaign.web.editor.choosing import make_offer, offer_words
from campaign.web.editor.forms import FORMS, LANGUAGES
from campaign.web.editor.problems import FieldProblem, place_problems

OF_COMPANIONS = ("/answers/", "/newcomers/")


def show_form(
    draft: Draft,
    typed: dict[str, Any],
    button: Button | None = None,
    *,
    other: Sequence[Told] | None = None,
) -> str:
    """Return the page of a draft's form.

    Args:
        draft: as it is kept.
        typed: the form's values, tidied.
        button: what was pressed.
        other: how what is kept, by another window, differs from what was typed.
    """
    page = {"page_mark": secrets.token_hex(8), "page_version": str(draft.version)}
    form = FORMS[draft.kind](formdata=None, data={**typed, **page})
    offer_words(db.session, form)
    likely = find_duplicates(db.session, draft)
    own = [p for p in check_draft(db.session, draft) if not p.path.startswith(OF_COMPANIONS)]
    answers = companion_lines(db.session, draft.answers)
    newcomers = companion_lines(db.session, draft.newcomers)
    problems = [
        *_to_decide(likely),
        *place_problems(own, form, typed),
        *companion_problems(newcomers, "newcomers"),
        *companion_problems(answers, "answers"),
    ]
    return render_template(
        "editor/form.html",
        draft=draft,
        form=form,
        new_slugs={str(source.id): source.document.get("slug") for source in draft.attached},
        problems=problems,
        answers=answers,
        newcomers=newcomers,
        new_kinds=NEWCOMERS,
        lead=lead_of(db.session, draft),
        refused=button is not None and button.action == "submit",
        offer=make_offer(db.session, draft, form, button),
        likely=likely,
        rows_of_sources={source.id: row for row, source in enumerate(draft.attached)},
        languages=LANGUAGES,
        proposal=propose_for(db.session, draft),
        moved_on=draft.is_behind,
        other=other,
    )


def _to_decide(likely: list[Duplicate]) -> list[FieldProblem]:
    return [
        FieldProblem("likely", "Likely duplicate", f"say whether it is the same as “{like.title}”")
        for like in likely
        if like.is_pressing
    ]
