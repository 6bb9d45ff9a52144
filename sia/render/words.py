"""The few words that the renderer itself writes, by language."""

from __future__ import annotations

ENGLISH = {
    "fig": "Figure",
    "tbl": "Table",
    "sec": "Section",
    "contents": "Contents",
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
    "skip": "Skip to the main content",
    "pages": "Pages",
    "on_this_page": "On this page",
    "previous": "Previous",
    "next": "Next",
    "all_pages": "All pages",
    "download": "Download",
    "as_at": "Figures as at",
    "page_of": "Page {page} of {pages}",
    "moved": "The assessment begins on",
    "whole_report": "the whole report",
}
WELSH = {
    "fig": "Ffigur",
    "tbl": "Tabl",
    "sec": "Adran",
    "contents": "Cynnwys",
    "note": "Nodyn",
    "tip": "Awgrym",
    "important": "Pwysig",
    "warning": "Rhybudd",
    "caution": "Gofal",
    "skip": "Neidio i'r prif gynnwys",
    "pages": "Tudalennau",
    "on_this_page": "Ar y dudalen hon",
    "previous": "Blaenorol",
    "next": "Nesaf",
    "all_pages": "Pob tudalen",
    "download": "Lawrlwytho",
    "as_at": "Ffigurau ar",
    "page_of": "Tudalen {page} o {pages}",
    "moved": "Mae'r asesiad yn dechrau ar",
    "whole_report": "yr adroddiad cyfan",
}
_BY_LANGUAGE = {"en": ENGLISH, "cy": WELSH}


def language(lang: str) -> str:
    """The language whose words are used for a tag such as "en-GB" or "cy": English when there are none of its own."""
    primary = lang.split("-")[0].lower()
    return primary if primary in _BY_LANGUAGE else "en"


def words(lang: str) -> dict[str, str]:
    """The renderer's words for a language tag."""
    return _BY_LANGUAGE[language(lang)]
