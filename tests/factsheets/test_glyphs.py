"""Every character has a glyph, or the sheet says which has none."""

import pytest

from campaign.factsheets.fonts import FAMILIES, font_files, has_glyph
from campaign.factsheets.glyphs import MissingGlyph, require_glyphs
from campaign.factsheets.html import render_html
from campaign.factsheets.look import Look
from campaign.factsheets.printed_values import breakable
from campaign.factsheets.rendering import render
from tests.support.paper import html_words, pdf_words, sheet_by_hand

SCRIPTS = {
    "Latin": "Nguyễn Łódź Şırnak",
    "Greek": "Ελλάδα",
    "Cyrillic": "Завод",
    "Simplified": "郑州富士康",
    "Traditional": "鄭州富士康",
    "Japanese": "ホンハイ工場",
    "Korean": "폭스콘",
    "Arabic": "مصنع خوتەن پاکستان",
    "Hebrew": "מפעל",
    "Thai": "โรงงานทอผ้า",
    "Lao": "ໂຮງງານ",
    "Khmer": "រោងចក្រ",
    "Burmese": "စက်ရုံ",
    "Devanagari": "कारखाना मिल",
    "Bengali": "কারখানা",
    "Tamil": "தொழிற்சாலை",
    "Telugu": "కర్మాగారం",
    "signs": "“quoted” – ₂ → ← • № € ₹ ₫ ฿ ½",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_scripts_of_the_workers_can_be_printed(script: str):
    assert [char for char in SCRIPTS[script] if not char.isspace() and not has_glyph(char)] == []


def test_every_family_of_the_template_is_installed():
    names = "\n".join(path.name for path in font_files())

    for family in FAMILIES:
        assert family.replace(" ", "") in names, family


@pytest.mark.parametrize(
    ("char", "named"),
    [
        ("🧵", "U+1F9F5, SPOOL OF THREAD"),
        ("ꦲ", "U+A9B2, JAVANESE LETTER HA"),
        ("\ue000", "U+E000, no name"),
        ("\U00013430", "U+13430, EGYPTIAN HIEROGLYPH VERTICAL JOINER"),
        ("纺\u0e34", "U+7EBA, CJK UNIFIED IDEOGRAPH-7EBA with U+0E34, THAI CHARACTER SARA I"),
    ],
)
def test_a_character_without_a_glyph_is_named_with_its_place_and_the_remedy(char: str, named: str):
    sheet = sheet_by_hand(text=f"The {char} of the north")

    with pytest.raises(MissingGlyph) as raised:
        render(sheet, "pdf")

    message = str(raised.value)
    assert named in message
    assert f"The {char} of the north" in message
    assert sheet.url in message
    assert "requirements/run.in" in message


def test_the_other_forms_can_still_be_had():
    sheet = sheet_by_hand(text="The 🧵 of the north")

    for form in ("html", "docx", "md", "txt", "json"):
        assert render(sheet, form)
    assert "🧵" in html_words(render_html(sheet, Look()))


def test_joiners_and_variation_selectors_need_no_glyph():
    text = "می\u200cخواهم क\u094d\u200dष 葛\ufe00"

    require_glyphs(text, {"text": text}, "here")


def test_a_letter_and_its_mark_are_taken_from_one_font():
    text = "Aa\u1ac5zZ"  # a mark that the main font lacks

    assert text in pdf_words(render(sheet_by_hand(title=text), "pdf"))


@pytest.mark.parametrize("letter", ["e\u0301", "क\u093f"])
def test_a_long_word_breaks_between_letters_and_not_before_a_mark(letter: str):
    broken = breakable(letter * 40)

    assert "\u200b" in broken
    assert f"\u200b{letter[1]}" not in broken


def test_what_typst_knows_the_words_of_is_not_broken_by_us():
    assert "\u200b" not in breakable("โรงงานทอผ้าภาคเหนือ" * 4)


def test_a_name_in_six_scripts_prints_as_it_is_written():
    text = "郑州 鄭州 ホンハイ 폭스콘 Завод โรงงาน"

    words = pdf_words(render(sheet_by_hand(text=text), "pdf"))

    for name in text.split():
        assert name in words, name
