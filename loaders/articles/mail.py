"""Mails (`.eml`, RFC 5322): subject and body; what is attached is named and not read."""

from email import policy
from email.errors import MessageError
from email.parser import BytesParser
from typing import Any

from cooplinks.app.errors import InputRefused
from cooplinks.loaders.articles.article import Article, headed, iso_date
from cooplinks.loaders.articles.blocks import text_of
from cooplinks.loaders.articles.wrapped import unwrapped

_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read(data: bytes, shown: str) -> Article:
    """The plain text of a mail, else that of its HTML, led by its subject; the sender's name is the publisher."""
    try:
        mail = BytesParser(policy=policy.default).parsebytes(data)
        if mail.get_content_type() in _ENCRYPTED:
            raise InputRefused(shown, "is encrypted: save its text as .txt")
        if not mail.keys():
            raise InputRefused(shown, "is no mail: it has no header")
        body = mail.get_body(("plain", "html"))
        text = _text(body) if body is not None else ""
        subject = " ".join(str(mail["subject"] or "").split())
        date, sender = iso_date(str(mail["date"] or "")), mail["from"]
        attached = [part.get_filename() or part.get_content_type() for part in mail.iter_attachments()] if mail.is_multipart() else []
    except (
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        MessageError,
        RecursionError,
    ) as wrong:  # what the standard library raises on broken headers and parts
        raise InputRefused(shown, f"can't be read as a mail: {wrong}") from wrong
    if not text.strip():
        raise InputRefused(shown, "holds no text" + (f"; attached: {', '.join(attached)}: save that as a file" if attached else ""))
    return Article(
        headed(subject, text),
        title=subject,
        date=date,
        publisher=_named(sender),
        warned=tuple(f"the attachment {name} is not read" for name in attached),
    )


def _text(body: Any) -> str:
    content = str(body.get_content())
    if body.get_content_subtype() == "html":
        from lxml import html

        return text_of(html.document_fromstring(content)) if content.strip() else ""
    return unwrapped(content)


def _named(sender: object) -> str:
    addresses = getattr(sender, "addresses", ())
    return (addresses[0].display_name or addresses[0].domain) if addresses else ""
