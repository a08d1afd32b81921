"""An export that is not whole, was changed or means harm is refused before anything is written."""

import json
import zipfile
from hashlib import sha256
from random import Random

import pytest

from campaign.errors import CampaignError
from campaign.imports.archive import open_export
from campaign.imports.everything import check_everything
from tests.support.carrying import forge


def refusal(file):
    """Return with which words a file is refused."""
    with pytest.raises(CampaignError) as refused, open_export(file) as found:
        check_everything(found, lambda *_: None)
    return str(refused.value)


def write(target, members, manifest):
    """Write a zip file of these members, and a manifest that says something of its own."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
        file.writestr("manifest.json", json.dumps(manifest))
    return target


@pytest.fixture
def parts(busy_export):
    """The members of an export, and its manifest."""
    with zipfile.ZipFile(busy_export) as file:
        members = [(name, file.read(name)) for name in file.namelist()]
    manifest = json.loads(dict(members)["manifest.json"])
    return [member for member in members if member[0] != "manifest.json"], manifest


def test_a_whole_export_is_read_to_the_last_line(busy_export):
    told = []

    with open_export(busy_export, lambda *step: told.append(step)) as found:
        number = check_everything(found, lambda *step: told.append(step))
        lines = sum(member.lines for member in found.manifest.files)

    assert number == lines > 100
    assert ("Checking", lines, lines) in told


@pytest.mark.parametrize("cut", [1, 300, 5_000])
def test_a_file_whose_end_is_missing_is_refused(busy_export, tmp_path, cut):
    file = tmp_path / "cut.zip"
    file.write_bytes(busy_export.read_bytes()[:-cut])

    assert "not a whole zip file" in refusal(file)


def test_a_file_in_which_a_byte_was_changed_is_refused(busy_export, tmp_path):
    content, file = busy_export.read_bytes(), tmp_path / "changed.zip"
    with zipfile.ZipFile(busy_export) as whole:
        entries = whole.infolist()
    for entry in entries[::6]:
        packed = entry.header_offset + 30 + len(entry.filename) + 20  # after the header
        place = packed + entry.compress_size // 2
        file.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])

        assert refusal(file)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": "another"}, "manifest.json: /format"),
        ({"version": 1}, "version 1 of the format"),
        ({"scope": "public"}, "This is a public export"),
        ({"database_schema": "deadbeef"}, "It was made at schema deadbeef"),
        ({"audit": None}, "does not end where the manifest says"),
        ({"files": []}, "and not in both"),
        ({"more": 1}, "manifest.json: /more"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(parts, tmp_path, changes, words):
    members, manifest = parts

    assert words in refusal(write(tmp_path / "other.zip", members, manifest | changes))


def twice(members, _manifest):
    members.append(members[0])


def outside(members, manifest):
    members.append(("../../etc/passwd", b"x"))
    manifest["files"].append(manifest["files"][0] | {"name": "../../etc/passwd", "bytes": 1})


def unknown(members, manifest):
    members.append(("account_link.jsonl", b"{}\n"))
    manifest["files"].append(manifest["files"][0] | {"name": "account_link.jsonl", "bytes": 3})


def missing(members, manifest):
    name, _ = members.pop()
    manifest["files"] = [member for member in manifest["files"] if member["name"] != name]
    members.pop(0)
    del manifest["files"][0]


def longer(_members, manifest):
    manifest["files"][0]["bytes"] += 1


def more_lines(_members, manifest):
    manifest["files"][0]["lines"] += 1


def another_hash(_members, manifest):
    manifest["files"][0]["sha256"] = "0" * 64


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (twice, "is there more than once"),
        (outside, "Nobody knows what '../../etc/passwd' is"),
        (unknown, "Nobody knows what 'account_link.jsonl' is"),
        (missing, "abuse_type.jsonl is missing"),
        (longer, "abuse_type.jsonl has"),
        (more_lines, "has 45 lines, and its manifest says 46"),
        (another_hash, "abuse_type.jsonl was changed"),
    ],
)
def test_files_that_are_not_those_of_the_manifest_are_refused(parts, tmp_path, change, words):
    members, manifest = parts
    change(members, manifest)

    assert words in refusal(write(tmp_path / "other.zip", members, manifest))


def test_a_file_that_would_become_absurdly_large_is_refused_unread(parts, tmp_path, monkeypatch):
    monkeypatch.setattr("campaign.imports.refusing.SMALL", 1 << 20)
    members, manifest = parts
    members[0] = (members[0][0], b"\n" * (100 << 20))

    words = refusal(write(tmp_path / "bomb.zip", members, manifest))

    assert "nothing we write packs so" in words


def test_what_is_no_zip_file_is_refused(tmp_path):
    file = tmp_path / "words.zip"
    file.write_text("Words.")

    assert "not a whole zip file" in refusal(file)


def test_a_zip_file_of_something_else_is_refused(tmp_path):
    file = tmp_path / "other.zip"
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("words.txt", "Words.")

    assert "There is no manifest.json in it" in refusal(file)


def put(field, value):
    return lambda lines: lines[0].update({field: value})


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("draft.jsonl", put("state", "finished"), "draft.jsonl, line 1: /state: 'finished' is no"),
        ("draft.jsonl", put("author_id", "me"), "line 1: /author_id: is not a whole number"),
        ("draft.jsonl", put("author_id", 2**31), "line 1: /author_id: is not a whole number"),
        ("draft.jsonl", put("created_at", "today"), "line 1: /created_at: is not a moment"),
        ("draft.jsonl", put("created_at", "2026-01-01T00:00:00"), "lacks its time zone"),
        ("draft.jsonl", put("title", None), "line 1: /title: is empty"),
        ("draft.jsonl", put("title", "a\0b"), "no database can keep"),
        ("draft.jsonl", put("document", "text"), "line 1: /document: is neither"),
        ("draft.jsonl", put("password", "x"), "line 1: /password: is not known here"),
        ("draft.jsonl", lambda lines: lines[1].pop("kind"), "line 2: /kind: is missing"),
        ("account.jsonl", put("email", "a" * 256), "/email: has more than 255 characters"),
        ("account.jsonl", put("active", 1), "/active: is neither true nor false"),
        ("account.jsonl", put("ends_on", "soon"), "/ends_on: is not a day"),
        ("issued_look.jsonl", put("logo", "*"), "/logo: is not base64"),
        ("records/company.jsonl", put("revision", 9), "records/company.jsonl, line 1: /revision"),
        ("records/company.jsonl", put("slug", "other"), "line 1: /slug: is not that of"),
        ("records/company.jsonl", put("kind", "source"), "line 1: /kind: is not company"),
        ("revisions/company.jsonl", put("note", "x"), "revisions/company.jsonl, line 1: /hash"),
        ("revisions/company.jsonl", lambda lines: lines.pop(), "/revision: is"),
        ("revisions/company.jsonl", put("record_id", 999), "records/company.jsonl, line 1"),
        ("records/company.jsonl", lambda lines: lines.pop(), "/record_id: is no record's"),
        ("audit_entry.jsonl", put("subject", "x"), "Audit entry 1 does not follow"),
        ("audit_entry.jsonl", lambda lines: lines.pop(), "does not end where the manifest says"),
    ],
)
def test_a_line_that_was_changed_is_named_with_its_field(
    busy_export, tmp_path, name, change, words
):
    assert words in refusal(forge(busy_export, tmp_path / "forged.zip", name, change))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"[]\n", "line 1: is not an object"),
        (b"{\n", "line 1: is not JSON"),
        (b'{"code": NaN}\n', "NaN is no number"),
        (b"[" * 50_000 + b"\n", "line 1: is"),
        (b"\xff\n", "line 1: is not JSON"),
    ],
)
def test_a_line_that_is_no_row_is_named(parts, tmp_path, line, words):
    members, manifest = parts
    hashed = {"lines": 1, "bytes": len(line), "sha256": sha256(line).hexdigest()}
    manifest["files"][0] |= hashed
    members[0] = (members[0][0], line)

    assert words in refusal(write(tmp_path / "other.zip", members, manifest))


@pytest.mark.attack
def test_whatever_was_changed_in_a_file_is_refused_in_words_or_changes_nothing(
    busy_export, tmp_path, assault
):
    content, random, tried = busy_export.read_bytes(), Random(7), assault.size(40, 5_000)
    file, through = tmp_path / "changed.zip", []

    for _ in range(tried):
        changed = bytearray(content)
        for _ in range(random.randint(1, 4)):
            place = random.randrange(len(changed))
            changed[place : place + random.randint(0, 8)] = random.randbytes(random.randint(0, 8))
        file.write_bytes(changed)
        try:
            with open_export(file) as found:
                check_everything(found, lambda *_: None)
                whole = {member.sha256 for member in found.manifest.files}
            through += [] if whole == hashes_of(busy_export) else [changed]
        except CampaignError:
            continue

    assault.count("exports changed at random", tried, len(through))
    assert through == []


def hashes_of(file):
    with open_export(file) as found:
        return {member.sha256 for member in found.manifest.files}
