"""The languages of fact sheets: one gettext catalogue each, read as it was written.

A language is a file ``campaign/translations/<language>/LC_MESSAGES/factsheets.po``; a new
one needs no change of code, and nothing compiled is kept. English stands in the code.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from campaign.factsheets.sheet import UnknownChoice

FOLDER = Path(__file__).parents[1] / "translations"
FILE = "LC_MESSAGES/factsheets.po"
SOURCE_LANGUAGE = "en"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages in which sheets can be had, English first: ``en``, ``es``, ``zh``."""
    found = sorted(path.parents[1].name for path in FOLDER.glob(f"*/{FILE}"))
    return (SOURCE_LANGUAGE, *(name.replace("_", "-") for name in found))


def find_language(wish: str) -> str:
    """Return the language that a tag means: ``zh-Hans-CN`` is ``zh``, ``zh-Hant`` is not.

    Raises:
        UnknownChoice: there is no catalogue for it.
    """
    wanted = _language_and_script(wish)
    for name in languages():
        if wanted is not None and _language_and_script(name) == wanted:
            return name
    known = ", ".join(f"{name} ({language_name(name)})" for name in languages())
    raise UnknownChoice(f"There is no fact sheet in “{wish[:40]}”; there are {known}.")


@cache
def language_name(language: str) -> str:
    """Return the name of a language in itself: ``English``, ``español``, ``中文``."""
    locale = Locale.parse(language, sep="-")
    return locale.get_display_name() or language


@cache
def translations(language: str) -> NullTranslations:
    """Return the messages of a language that has a catalogue; those of English are the code's."""
    path = FOLDER / language.replace("-", "_") / FILE
    if language == SOURCE_LANGUAGE and not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _language_and_script(tag: str) -> tuple[str, str | None] | None:
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return None
    likely = get_global("likely_subtags")
    names = [f"{locale.language}_{locale.territory}", locale.language]
    guess = next((likely[name] for name in names if name in likely), "")
    script = locale.script or next((part for part in guess.split("_") if len(part) == 4), None)
    return locale.language, script
