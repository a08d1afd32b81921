"""A thousand hostile uploads: none is kept as what it was, none harms, each gets an answer."""

import io
import re
import resource
from collections import Counter
from itertools import islice
from random import Random
from time import process_time

import pytest
from sqlalchemy import select

from campaign.editorial.drafts import start_draft
from campaign.evidence.keeping import INCOMING, KEPT, names_in
from campaign.models import Evidence
from tests.factories import source_values
from tests.support.doors import token_of
from tests.support.hostile_uploads import hostile
from tests.support.uploads import MARK, remains_of

ANSWERS = {303, 413, 422}
HONEST = "path name"  # its name is what means harm
OUR_NAME = re.compile(r"[0-9a-f]{32}")
FOR_ONE_DRAFT = 40  # of the fifty that one source may have
MOST_MEMORY = 400_000  # kilobytes that this process may grow by, whatever is sent
PATIENCE = 20  # seconds of its own processor time for one upload


def targets(newsroom, count):
    """Return the addresses of drafts of sources, enough for so many files."""
    author = newsroom.user("editor")
    drafts = [
        start_draft(newsroom.session, source_values(title=f"S {n}", origin="s"), author=author).id
        for n in range(count // FOR_ONE_DRAFT + 1)
    ]
    newsroom.session.commit()
    return [f"/editor/drafts/{number}/evidence" for number in drafts]


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.attack
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_hostile_upload_gets_through_as_what_it_was(newsroom, assault, caplog):
    newsroom.app.config["PROPAGATE_EXCEPTIONS"] = False
    count = assault.size(84, 1_000)
    addresses, client = targets(newsroom, count), newsroom.client("editor")
    token, folder = token_of(newsroom.app, client), newsroom.app.config["CAMPAIGN"].kept_evidence
    files, through, said = list(islice(hostile(Random("uploads")), count)), [], Counter()
    before = peak()

    for number, (what, name, content) in enumerate(files):
        data = {"csrf_token": token, "words": "", "file": (io.BytesIO(content), name)}
        began, known = process_time(), set(names_in(folder))
        answer = client.post(addresses[number // FOR_ONE_DRAFT], data=data)
        said[what, answer.status_code] += 1
        kept = [(folder / KEPT / new).read_bytes() for new in set(names_in(folder)) - known]
        remains = [found for each in kept for found in remains_of(each)]
        remains += ["kept as it was"] if content in kept and what != HONEST else []
        remains += ["its name or content in the answer"] if MARK in answer.text else []
        remains += ["kept and refused"] if bool(kept) != (answer.status_code == 303) else []
        if remains or answer.status_code not in ANSWERS or process_time() - began > PATIENCE:
            through.append((number, what, name[:40], answer.status_code, remains))

    assault.count("hostile uploads", count, len(through))
    for what in sorted({what for what, _ in said}):
        taken = said[what, 303]
        tried = sum(times for (kind, _), times in said.items() if kind == what)
        assault.count(f"hostile uploads, {what} (clean copies kept: {taken})", tried)
    assert through == []
    assert peak() - before < MOST_MEMORY
    assert names_in(folder, INCOMING) == []
    assert all(OUR_NAME.fullmatch(name) for name in names_in(folder))
    session = newsroom.session
    session.rollback()
    assert sorted(session.scalars(select(Evidence.name))) == names_in(folder)
    assert MARK not in caplog.text
    refused = sum(times for (_, status), times in said.items() if status != 303)
    assert refused > count / 4  # there was something to refuse, and something to clean
    assert count - refused > count / 8
