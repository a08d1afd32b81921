"""Marked words in everything that is not public, and a reader who looks for them everywhere."""

import io
import re
import zipfile
from dataclasses import replace
from itertools import product

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from campaign.accounts.permissions import RoleName
from campaign.accounts.users import create_user
from campaign.editorial.asking import Wish, answer_request, file_request, take_up
from campaign.editorial.batches import start_undo
from campaign.editorial.companions import attach_source, start_answer
from campaign.editorial.confidential import keep_confidential
from campaign.editorial.correcting import start_correction
from campaign.editorial.drafts import save_draft, start_draft, start_update, submit_draft
from campaign.editorial.evidence import add_evidence, remove_evidence
from campaign.editorial.publishing import publish_all
from campaign.editorial.referring import load_whole
from campaign.editorial.retracting import retract
from campaign.editorial.review import publish, review_draft
from campaign.editorial.undoing import plan_undoing_import
from campaign.evidence.cleaning import CleanFile
from campaign.models import Draft, Facility, MediaType, Report, Source, User
from campaign.models.vocabulary import Verdict
from campaign.queries.evidence import get_evidence
from campaign.queries.records import find_record, get_record
from campaign.schemas import parse_document
from tests.factories import (
    SIGNATURE,
    allegation_values,
    report_values,
    response_values,
    source_values,
    statement_values,
)
from tests.factories import publish as publish_values
from tests.support.forms import PASSWORD
from tests.support.issues import CITED
from tests.support.paper import pdf_words

STATES = ("being written", "submitted", "returned", "rejected", "approved")
# Words of no language, so that no page has them by chance and no search finds them by likeness.
WORDS = tuple(f"{a}{b}{c}" for a, b, c in product("zqw", ("yxo", "vuk", "jaw", "fip", "kry"), (
    "mbalqu", "ddorve", "ppixja", "nnuzwi", "ttegho", "ssywju")))  # fmt: skip
NONSENSE = WORDS[-1]  # stands nowhere at all
CONTROL = "Wyrlquandip"  # in a published text: whoever finds nothing finds this


class Canaries:
    """Gives out marked words, and remembers what each was put into."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}
        self._free = iter(WORDS[:-1])

    def word(self, place: str) -> str:
        """Return a word that nobody has yet, for a place."""
        word = next(self._free)
        self.places[word] = place
        return word.capitalize()

    def found_in(self, text: str) -> set[str]:
        """Return the places whose words stand in a text, whatever the case."""
        lower = text.lower()
        return {place for word, place in self.places.items() if word in lower}


def hide(session: Session, canaries: Canaries) -> None:
    """Put words into drafts in every state, reviews, notes, accounts and retracted texts."""
    second = _account(session, canaries, RoleName.ADMIN)
    author = _account(session, canaries, RoleName.REVIEWER)
    for state in STATES:
        draft = _draft(session, canaries, author, state)
        if state in ("submitted", "returned"):
            said = response_values(actor="brand", text=canaries.word(f"answer, {state}"), **CITED)
            answer = start_answer(session, draft, author=author)
            save_draft(session, answer, said, author=author)
        if state != "being written":
            submit_draft(session, draft, author=author)
        verdicts = {
            "returned": Verdict.RETURN,
            "rejected": Verdict.REJECT,
            "approved": Verdict.APPROVE,
        }
        if state in verdicts:
            words = canaries.word(f"review, {state}")
            review_draft(session, draft, reviewer=second, verdict=verdicts[state], words=words)


def hide_behind_public(session: Session, canaries: Canaries) -> None:
    """Put words where public text goes with them: notes of revisions, and what was retracted."""
    author, second = (
        _account(session, canaries, role) for role in (RoleName.EDITOR, RoleName.ADMIN)
    )
    _publish_with_notes(session, canaries, author, second)
    _retract(session, canaries)
    _add_evidence(session, canaries, author)
    _ask_for_corrections(session, canaries, author)
    _undo_and_correct(session, canaries, author)
    _publish_with_secrets(session, canaries, author)


def _add_evidence(session: Session, canaries: Canaries, author: User) -> None:
    """Put words beside files of a published source and of a confidential one."""
    source = get_record(session, "source-a", Source)
    secret = {"description": canaries.word("confidential source"), "grade": "B"}
    kept = keep_confidential(session, secret, keeper=author)
    for number, target in enumerate((source, kept)):
        assert target is not None
        words, place = canaries.word(f"evidence {number}"), canaries.word(f"hash {number}")
        file = CleanFile(MediaType.PDF, words.encode(), place)
        name = canaries.word(f"name of a file {number}")
        add_evidence(session, target, file, name=name, words=words, uploader=author)

    removed = get_evidence(session, name)
    assert removed is not None
    remove_evidence(session, removed, reason=canaries.word("why a file went"), remover=author)


def _ask_for_corrections(session: Session, canaries: Canaries, author: User) -> None:
    """Put words into what readers ask, and into what one of them is answered."""
    report, word = get_record(session, "nights", Report), canaries.word
    assert report is not None
    for number in range(2):
        wish = Wish(word(f"wish {number}"), word(f"proof {number}"), word(f"contact {number}"))
        request = file_request(session, report, wish, code=f"code {number}")
    take_up(session, request, editor=author)
    answer_request(session, request, words=word("answer to a reader"), editor=author)


def _undo_and_correct(session: Session, canaries: Canaries, author: User) -> None:
    """Put words into a batch that waits, and into a correction that nobody has published."""
    wrong = source_values(slug="imported", origin="imported")
    origin = canaries.word("origin of an import")
    publish_all(session, [parse_document(wrong)], signature=replace(SIGNATURE, origin=origin))
    plan = plan_undoing_import(session, origin, SIGNATURE.at)
    title, reason = canaries.word("title of a batch"), canaries.word("reason of a batch")
    start_undo(session, plan, title=title, reason=reason, author=author)
    mill = load_whole(session, get_record(session, "northern-mill", Facility))
    start_correction(session, mill, public_note=canaries.word("a correction"), author=author)


def _publish_with_secrets(session: Session, canaries: Canaries, author: User) -> None:
    """Publish a report with words that are for the desk: of those concerned, and in confidence."""
    word, cited = canaries.word, CITED["citations"]
    kept = keep_confidential(
        session, {"description": word("a secret"), "grade": "B"}, keeper=author
    )
    told = {"source": kept.slug, "locator": word("minute"), "quotation": word("told in secret")}
    wish = {"wish": "limited", "words": word("what workers want")}
    publish_values(
        session,
        report_values(
            slug="shy",
            title="Shy nights",
            statements={"s1": statement_values(citations=[*cited, told])},
            allegations={},
            publicity=wish,
        ),
    )


def _retract(session: Session, canaries: Canaries) -> None:
    """Publish a report and take it back: its title and the reason stay public, no other word."""
    word = canaries.word
    publish_values(
        session,
        report_values(
            slug="taken-back",
            title="Taken back",
            site="northern-mill",
            statements={
                "s1": {**statement_values(**CITED), "text": word("retracted statement")},
                "s2": {**statement_values(**CITED), "speaker": word("retracted speaker")},
            },
            allegations={
                "a1": {
                    **allegation_values(**CITED),
                    "text": word("retracted allegation"),
                    "basis": word("retracted basis"),
                }
            },
            note=word("note of what was retracted"),
        ),
    )
    record = find_record(session, "taken-back")
    assert record is not None
    retract(session, record, reason="It was another place.", signature=SIGNATURE)


def _account(session: Session, canaries: Canaries, role: RoleName) -> User:
    address = f"{canaries.word(f'address of a {role.value}')}@example.org"
    return create_user(session, address, role.value, PASSWORD)


def _draft(session: Session, canaries: Canaries, author: User, state: str) -> Draft:
    def word(what: str) -> str:
        return canaries.word(f"{what} of a draft, {state}")

    values = report_values(
        title=f"Nights, {word('title')}",
        site="northern-mill",
        statements={"s1": {**statement_values(**CITED), "text": word("statement")}},
        allegations={"a1": {**allegation_values(**CITED), "text": word("allegation")}},
        note=word("note"),
        certainty_reason=word("reason"),
    )
    draft = start_draft(session, values, author=author, note=word("word to the reviewer"))
    source = source_values(title=word("source"), publisher="Examplewatch", origin="examplewatch")
    attach_source(session, draft, source, author=author)
    return draft


def _publish_with_notes(session: Session, canaries: Canaries, author: User, second: User) -> None:
    """Publish a change of what is for editors only, with words that are for them too."""
    report = get_record(session, "nights", Report)
    assert report is not None
    note = canaries.word("word to the reviewer of what was published")
    draft = start_update(session, report, author=author, note=note)
    wish = {"wish": "yes", "words": canaries.word("what is for editors only")}
    save_draft(session, draft, {**draft.document, "publicity": wish}, author=author)
    submit_draft(session, draft, author=author)
    words = canaries.word("review of what was published")
    review_draft(session, draft, reviewer=second, verdict=Verdict.APPROVE, words=words)
    publish(session, draft, reviewer=second, note=canaries.word("note of a revision"))


def words_of(answer: TestResponse) -> str:
    """Return all that an answer says: headers, address, text; of paper what is printed."""
    said = [answer.text if answer.mimetype.startswith(("text/", "image/svg")) else ""]
    if answer.mimetype in ("application/json", "application/atom+xml", "application/xml"):
        said.append(answer.text)
        said.append(answer.data.decode("unicode_escape", "replace"))
    elif answer.mimetype == "application/pdf":
        said.append(pdf_words(answer.data))
    elif "officedocument" in answer.mimetype or answer.mimetype == "application/zip":
        said.append(unpacked(answer.data))
    return "\n".join([*said, str(answer.headers)])


def unpacked(content: bytes) -> str:
    """Return all that the files of a zip file say, without marks of XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(name).decode("utf-8", "replace") for name in file.namelist()]
    return re.sub(r"<[^>]*>", "", "\n".join(parts))
