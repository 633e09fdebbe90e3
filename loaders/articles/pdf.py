"""PDF: the text of the pages in reading order, without page numbers and running heads, words and paragraphs made whole again."""

from collections.abc import Iterator
from typing import Any

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.articles.article import Article, first_line
from cooplinks.loaders.articles.pdf_layout import Line, Page, paragraphs

MOST_PAGES = 2_000
_LEAST_A_PAGE = 20  # characters: a scanned page holds none, or its number alone
_HYPHENS = {"\x02": "-", "￾": "-", "­": "-"}  # what PDFium makes of a hyphen at the end of a line
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_READABLE = str.maketrans({**_HYPHENS, **_LIGATURES, "\u00a0": " "})


def read(data: bytes, shown: str) -> Article:
    """A paragraph a line; raises InputRefused for a scanned, encrypted or broken document."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as wrong:
        if "password" in str(wrong).lower() or "security" in str(wrong).lower():
            raise InputRefused(shown, "is encrypted: save it without a password") from wrong
        raise InputRefused(shown, f"is broken or no PDF: {wrong}") from wrong
    try:
        if len(document) > MOST_PAGES:
            raise InputRefused(shown, f"has more than {MOST_PAGES:,} pages: split it")
        pages, pictures = _pages(document)
    except pdfium.PdfiumError as wrong:
        raise InputRefused(shown, f"is broken: {wrong}") from wrong
    finally:
        document.close()
    written = sum(len(line.text) for page in pages for line in page.lines)
    if pictures and written < _LEAST_A_PAGE * len(pages):
        raise InputRefused(shown, "is scanned, pictures of pages without text: run OCR (text recognition) over it first")
    text = "\n".join(paragraphs(pages))
    return Article(text, title=first_line(text))


def _pages(document: Any) -> tuple[list[Page], bool]:
    """The lines of each page, and whether pages hold pictures."""
    import pypdfium2.raw as raw

    pages: list[Page] = []
    pictures = False
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        try:
            width, height = page.get_size()
            pages.append(Page(width, height, list(_lines(text, raw))))
            pictures = pictures or next(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None
        finally:
            text.close()
            page.close()
    return pages, pictures


def _lines(page: Any, raw: Any) -> Iterator[Line]:
    """Runs of characters that stand side by side; a gap of two letters' height ends one, for columns may share a base line."""
    line: list[tuple[str, float, float, float, float]] = []
    for index in range(page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(page, index))
        if char in "\r\n" or char == "\0":
            yield from _line(line)
            line = []
            continue
        left, bottom, right, top = page.get_charbox(index, loose=True)
        if line and not char.isspace() and _apart(line, left, bottom, top):
            yield from _line(line)
            line = []
        line.append((char, left, bottom, right, top))
    yield from _line(line)


def _apart(line: list[tuple[str, float, float, float, float]], left: float, bottom: float, top: float) -> bool:
    last = next((c for c in reversed(line) if not c[0].isspace()), line[-1])
    height = max(top - bottom, last[4] - last[2], 1.0)
    return left - last[3] > 2 * height or last[1] - left > 2 * height or abs((top + bottom) - (last[4] + last[2])) / 2 > height


def _line(chars: list[tuple[str, float, float, float, float]]) -> Iterator[Line]:
    text = "".join(c[0] for c in chars).translate(_READABLE)
    seen = [c for c in chars if not c[0].isspace()]
    if seen and text.strip():
        box = min(c[1] for c in seen), min(c[2] for c in seen), max(c[3] for c in seen), max(c[4] for c in seen)
        yield Line(" ".join(text.split()), *box)
