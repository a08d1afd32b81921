"""The catalogues: every message is translated, whole; a new language is a file and no code."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po

from campaign.factsheets import catalogues
from campaign.factsheets.catalogues import find_language, languages
from campaign.factsheets.sheet import Direction, UnknownChoice
from campaign.factsheets.wording import Wording
from campaign.models.vocabulary import Basis
from config import ROOT
from tests.factsheets.worlds import one_report
from tests.support.sheets import sheet_of, texts

TRANSLATED = [language for language in languages() if language != "en"]
each_translated = pytest.mark.parametrize("language", TRANSLATED)
sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def template() -> list[Message]:
    loader = SourceFileLoader("catalogues_tool", str(ROOT / "tools/catalogues"))
    spec = spec_from_loader(loader.name, loader)
    tool = module_from_spec(spec)
    loader.exec_module(tool)
    return [message for message in tool.template() if message.id]


def read(language: str) -> dict[tuple[str | None, str], Message]:
    path = catalogues.FOLDER / language / catalogues.FILE
    with path.open("rb") as source:
        return {key_of(message): message for message in read_po(source, locale=language)}


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def key_of(message: Message) -> tuple[str | None, str]:
    return message.context, forms(message.id)[0]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_chinese_and_spanish():
    assert set(TRANSLATED) >= {"zh", "es"}


@each_translated
def test_every_message_is_translated_with_the_same_places_to_fill(language):
    translated = read(language)

    for message in template():
        found = translated[key_of(message)]
        wanted = set.union(*(places(text) for text in forms(message.id)))
        assert all(forms(found.string)), message.id
        for text in forms(found.string):
            assert places(text) == wanted, text


@each_translated
def test_no_message_is_translated_that_nobody_says(language):
    assert set(read(language)) - {(None, "")} == {key_of(message) for message in template()}


def test_the_template_for_translators_is_up_to_date():
    with (catalogues.FOLDER / "factsheets.pot").open("rb") as source:
        kept = {key_of(message) for message in read_po(source) if message.id}

    assert kept == {key_of(message) for message in template()}


@pytest.mark.parametrize(
    ("wish", "language"),
    [("en", "en"), ("zh", "zh"), ("zh-Hans", "zh"), ("zh-Hans-CN", "zh"), ("es-419", "es")],
)
def test_a_tag_finds_its_language(wish, language):
    assert find_language(wish) == language


@pytest.mark.parametrize("wish", ["zh-Hant", "tlh", "xx", "", "../../etc", "en\x00", "é"])
def test_of_an_unknown_language_is_said_which_there_are(wish):
    with pytest.raises(
        UnknownChoice, match=r"there are en \(English\), es \(español\), zh \(中文\)"
    ):
        find_language(wish)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("29 October 2022", "October 2022", "2022", "2021–2022", "at least 15,000")),
        (
            "es",
            ("29 de octubre de 2022", "octubre de 2022", "2022", "2021–2022", "al menos 15.000"),
        ),
        ("zh", ("2022年10月29日", "2022年10月", "2022年", "2021–2022年", "至少15,000")),
    ],
)
def test_dates_and_numbers_are_those_of_the_language(language, words):
    wording = Wording(language)

    assert (
        wording.date("2022-10-29"),
        wording.date("2022-10"),
        wording.date("2022"),
        wording.period("2021", "2022"),
        wording.bounds(15_000),
    ) == words


def test_a_count_whose_bounds_meet_is_said_once():
    wording = Wording("en")

    assert wording.bounds(17_000, 17_000) == "17,000"
    assert wording.bounds(150, 200) == "at least 150 and at most 200"


@pytest.fixture
def arabic(tmp_path: Path, monkeypatch):
    """A catalogue with two words of Arabic, dropped into the folder of translations."""
    target = tmp_path / "ar" / catalogues.FILE
    target.parent.mkdir(parents=True)
    target.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Sources"\nmsgstr "المصادر"\n\n'
        'msgctxt "Basis"\nmsgid "NGO report"\nmsgstr "تقرير"\n',
        "utf-8",
    )
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.languages.cache_clear()
    yield
    catalogues.languages.cache_clear()


@pytest.mark.usefixtures("arabic")
@sqlite
def test_a_new_language_is_a_file_and_its_direction_comes_with_it(session):
    sheet = sheet_of(session, one_report(session), language="ar")

    assert sheet.direction is Direction.RTL
    assert sheet.masthead.language == "العربية"
    assert sheet.labels.sources == "المصادر"
    assert Wording("ar").of(Basis.NGO) == "تقرير"


@each_translated
@sqlite
def test_the_words_of_a_record_stay_as_they_are_with_their_language(session, language):
    sheet = sheet_of(session, one_report(session), language=language)

    [said] = [
        run
        for sentence in sheet.everything_said()
        for run in getattr(sentence, "runs", ())
        if run.text == "Examplewatch reported work at night."
    ]
    assert (said.language, said.quoted) == ("en", True)
    assert "Examplewatch reported work at night." in texts(sheet)
