"""What python-docx has no words for: fields, languages of runs, headings of tables."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from campaign.factsheets.sheet import Direction
from campaign.factsheets.writing import writing_of


def around(template: str) -> tuple[str, str, str]:
    """Return what stands before, between and after the two numbers of ``{page} of {pages}``."""
    before, _, rest = template.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return before, between, after


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a number that Word counts: ``PAGE``, ``NUMPAGES``."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def set_language(run: Any, tag: str) -> None:
    """Tell Word in which language a run is written; ``tag`` is BCP 47."""
    writing = writing_of(tag)
    properties = run.get_or_add_rPr()
    if writing.direction is Direction.RTL:
        properties.append(OxmlElement("w:rtl"))
    language = OxmlElement("w:lang")
    name = "eastAsia" if writing.font else "bidi" if writing.direction is Direction.RTL else "val"
    region = f"-{writing.region}" if writing.region else ""
    language.set(qn(f"w:{name}"), f"{writing.language}{region}" if writing.language else tag)
    properties.append(language)


def repeat_on_each_page(row: Any) -> None:
    """Make a row the heading of its table, for the next page and for those who listen."""
    header = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(header)
