"""Makes documents of each format from a few lines, by hand: what stands in them is known to the letter."""

import io
import textwrap
import zipfile
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from html import escape

TITLE = "Health ministers meet in Oslo"
LEAD = "The Ministry of Health of Norway held a two-day workshop in Oslo on 18 May 2024."
SECOND = "The workshop was organised in cooperation with UNICEF and was funded by the European Union."
THIRD = "Anna Berg, Head of the Department for Primary Care, opened the meeting in the presence of delegates from twelve countries."
PARAGRAPHS = (LEAD, SECOND, THIRD)

Run = tuple[float, float, float, str]  # left, base line, size, text


def page(
    paragraphs: Iterable[str] = PARAGRAPHS,
    *,
    title: str = TITLE,
    head: str = "",
    lang: str = "en",
    body: str = "",
    url: str = "https://news.example/2024/05/oslo",
) -> str:
    """A page of a newspaper: the article among navigation, a cookie notice, other news and a footer."""
    text = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)} | The News</title>{canonical}'
        f'<meta property="og:site_name" content="The News"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="article:published_time" content="2024-05-20T23:30:00+02:00">{head}</head><body>'
        '<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/about">About us</a></nav>'
        '<div class="cookie-banner"><p>We use cookies to improve this site. By staying you agree to our cookie policy.</p></div>'
        f"<article><h1>{escape(title)}</h1>{text}{body}</article>"
        '<aside class="related"><h3>Read also</h3><ul><li><a href="/x">Bank of Utopia raises its rates again</a></li></ul></aside>'
        "<footer><p>© 2024 The News. All rights reserved.</p></footer></body></html>"
    )


def pdf(pages: Sequence[Sequence[Run]], *, picture: bool = False, encrypted: bool = False) -> bytes:
    """A PDF of text at given places, in Helvetica on A4."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\x00\nendstream"
    )
    kids = []
    for runs in pages:
        drawn = b"q 500 0 0 700 50 50 cm /I1 Do Q\n" if picture else b""
        drawn += b"".join(b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (size, x, y, _literal(text)) for x, y, size, text in runs)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        resources = b"<< /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources %s >>" % (len(objects), resources)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    trailer = b"<< /Size %d /Root 1 0 R" % (len(objects) + 1)
    if encrypted:
        trailer += b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00><00>]" % (b"41" * 32, b"42" * 32)
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer %s >>\nstartxref\n%d\n%%%%EOF" % (trailer, start)
    return bytes(out)


def set_in(text: str, left: float, top: float, *, letters: int, size: float = 10) -> list[Run]:
    """A paragraph broken into lines of at most so many letters."""
    lines = textwrap.wrap(text, letters, break_on_hyphens=False)
    return [(left, top - 1.2 * size * n, size, line) for n, line in enumerate(lines)]


def docx(paragraphs: Iterable[str] = (TITLE, *PARAGRAPHS), *, body: str = "") -> bytes:
    """A Word document; `body` is XML that follows the paragraphs."""
    text = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(p)}</w:t></w:r></w:p>' for p in paragraphs)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return packed({"word/document.xml": f"<w:document {space}><w:body>{text}{body}</w:body></w:document>"})


def odt(paragraphs: Iterable[str] = (TITLE, *PARAGRAPHS), *, body: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text; `body` is XML that follows the paragraphs, `manifest` stands in the manifest."""
    text = "".join(f"<text:p>{escape(p)}</text:p>" for p in paragraphs)
    names = ("office", "text", "table")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    whole = (
        f"<office:document-content {spaces}><office:body><office:text>{text}{body}</office:text></office:body></office:document-content>"
    )
    listed = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</m:manifest>'
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": whole, "META-INF/manifest.xml": listed})


def eml(text: str = "\n\n".join(PARAGRAPHS), *, charset: str = "utf-8", subtype: str = "plain") -> bytes:
    """A mail of a press office."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = TITLE, "Press Office <press@health.example>", "Mon, 20 May 2024 23:30:00 +0200"
    mail.set_content(text, charset=charset, subtype=subtype)
    return mail.as_bytes()


def packed(members: dict[str, str | bytes]) -> bytes:
    """A zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _literal(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
