"""Two people at one record: both versions side by side, and what can be brought together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.combining import Clash
from campaign.editorial.contents import beside_it
from campaign.editorial.drafts import rebase_draft
from campaign.editorial.lookup import Lookup, read_lookup
from campaign.editorial.outline import PartInWords, outline
from campaign.editorial.parts import plain
from campaign.editorial.reconciling import read_versions, take_over
from campaign.editorial.recounting import told_between
from campaign.editorial.states import Step, may_step
from campaign.editorial.telling import place_words, value_words
from campaign.models import Draft
from campaign.models.vocabulary import DraftAction, Kind
from campaign.queries.words import plural
from campaign.schemas.decisions import DECISIONS
from campaign.web.access import requires, signed_in, writing
from campaign.web.editor.forms import EmptyForm
from campaign.web.editor.routing import bp, load_draft, load_own_draft


@dataclass(frozen=True)
class ClashInWords:
    """A place that both changed, and what stands there in each version."""

    place: str
    base: str | None
    theirs: str | None
    ours: str | None


@dataclass(frozen=True)
class PartBeside:
    """One part in both versions; None where it is not there."""

    ours: PartInWords | None
    theirs: PartInWords | None

    @property
    def differs(self) -> bool:
        """Say whether the two versions do not say the same in it."""
        if self.ours is None or self.theirs is None:
            return True
        return (self.ours.rows, self.ours.sources) != (self.theirs.rows, self.theirs.sources)


@bp.get("/drafts/<int:draft_id>/compare")
@requires(Permission.WRITE)
def compare(draft_id: int) -> ResponseReturnValue:
    """Show a draft beside the record that moved on, and what both have in common."""
    draft = load_draft(db.session, draft_id)
    if draft.action is DraftAction.CREATE or draft.action in DECISIONS:
        return redirect(url_for("editor.edit_draft", draft_id=draft_id))
    return _page(draft)


@bp.post("/drafts/<int:draft_id>/compare")
@requires(Permission.WRITE)
def reconcile(draft_id: int) -> ResponseReturnValue:
    """Take over what only others changed, or keep the draft as it is; both have been seen."""
    session = writing()
    draft = load_own_draft(draft_id)
    if request.form.get("do") == "combine":
        clashes = len(take_over(session, draft, author=signed_in()).clashes)
        flash(f"What they changed is in the draft. {plural(clashes, 'clash', 'clashes')} left.")
    else:
        rebase_draft(session, draft, author=signed_in())
    session.commit()
    return redirect(url_for("editor.edit_draft", draft_id=draft_id), 303)


def _page(draft: Draft) -> str:
    versions = read_versions(db.session, draft)
    documents = (versions.base, versions.theirs, versions.ours)
    lookup = read_lookup(db.session, documents, beside_it(db.session, draft))
    is_author = draft.author_id == signed_in().id
    return render_template(
        "editor/compare.html",
        draft=draft,
        clashes=[
            _in_words(clash, draft.kind, plain(versions.ours), lookup)
            for clash in versions.combined().clashes
        ],
        theirs=told_between(versions.base, versions.theirs, lookup),
        ours=told_between(versions.base, versions.ours, lookup),
        common=_named(outline(versions.base, lookup), "common"),
        beside=_beside(outline(versions.ours, lookup), outline(versions.theirs, lookup)),
        is_author=is_author,
        can_write=is_author and may_step(draft, Step.SAVE),
        form=EmptyForm(formdata=None),
    )


def _named(parts: list[PartInWords], prefix: str) -> list[PartInWords]:
    """Return parts whose ids are not those of the same parts of the other version."""
    return [replace(part, prefix=prefix) for part in parts]


def _beside(ours: list[PartInWords], theirs: list[PartInWords]) -> list[PartBeside]:
    """Return the parts of both, each beside its like; what only they have comes last."""
    left = {part.steps: part for part in _named(theirs, "there")}
    beside = [PartBeside(part, left.pop(part.steps, None)) for part in ours]
    return beside + [PartBeside(None, part) for part in left.values()]


def _in_words(
    clash: Clash, kind: Kind, document: dict[str, object], lookup: Lookup
) -> ClashInWords:
    base, theirs, ours = (
        None if value is None else value_words(value, clash.steps, kind, lookup)
        for value in (clash.base, clash.theirs, clash.ours)
    )
    return ClashInWords(", ".join(place_words(clash.steps, document, lookup)), base, theirs, ours)
