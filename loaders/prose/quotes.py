"""Stretches in quotation marks, as token ranges without the marks."""

from dataclasses import replace

from cooplinks.loaders.prose.document import Document

_PAIRS = {"“": "”", "„": '“”"', "«": "»", "‟": "”", "‹": "›"}
_MOST = 60


def find_quotes(document: Document) -> Document:
    """Pair the marks within a paragraph; a stretch of more than 60 tokens is speech and no name."""
    tokens, text = document.tokens, document.text
    found: list[tuple[int, int]] = []
    opened, closers, paragraph_of = -1, "", document.sentence_of()
    paragraphs = [s.paragraph for s in document.sentences]
    for i, token in enumerate(tokens):
        double = token.text in "’'‘," and i + 1 < len(tokens) and tokens[i + 1].text in "’'‘," and tokens[i + 1].start == token.end
        if double and opened < 0 and _opens(text, token.start, tokens[i + 1].end):
            opened, closers = i + 1, "’'" + ("”“" if token.text == "," else "")  # ,,such as typewriters write”
            continue
        if opened >= 0 and (i - opened > _MOST or paragraphs[paragraph_of[i]] != paragraphs[paragraph_of[opened]]):
            opened = -1
        mark = token.text
        if (
            opened >= 0
            and i > opened
            and (mark in closers or (mark == "“" and tokens[opened].text == mark and not _opens(text, token.start, token.end)))
        ):
            if i > opened + 1:
                found.append((opened + 1, i))
            opened = -1
        elif mark in _PAIRS:
            opened, closers = i, _PAIRS[mark]
        elif mark in ('"', "'", "‘") and opened < 0 and _opens(text, token.start, token.end):
            opened, closers = i, {'"': '"”', "'": "'’", "‘": "’"}[mark]
        elif mark == "”" and opened < 0 and _opens(text, token.start, token.end):
            opened, closers = i, "”"
    return replace(document, quotes=tuple(found))


def _opens(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return (before.isspace() or before in "([–—-/") and not after.isspace()
