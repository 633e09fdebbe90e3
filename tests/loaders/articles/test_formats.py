"""Each format gives the words of the article, a paragraph a line, and what it says of itself; what can't be read is refused with the reason."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from cooplinks.app.archive import SUFFIXES
from cooplinks.app.errors import InputRefused
from cooplinks.app.kinds import kind_named
from cooplinks.loaders import prose
from cooplinks.loaders.articles.article import Article, iso_date
from cooplinks.loaders.articles.read import READERS, read_bytes
from tests.loaders.articles.make import LEAD, PARAGRAPHS, SECOND, THIRD, TITLE, docx, eml, odt, packed, page, pdf, set_in

ONE_COLUMN = [
    (60, 760, 18, TITLE),
    *set_in(LEAD, 60, 720, letters=90),
    *set_in(SECOND, 60, 690, letters=90),
    *set_in(THIRD, 60, 660, letters=90),
]
DOCUMENTS = {
    ".txt": "\n".join((TITLE, *PARAGRAPHS)).encode(),
    ".md": f"# {TITLE}\n\n{LEAD}\n\n{SECOND}\n\n{THIRD}\n".encode(),
    ".html": page().encode(),
    ".pdf": pdf([ONE_COLUMN]),
    ".docx": docx(),
    ".odt": odt(),
    ".eml": eml(),
}


def lines(article: Article) -> list[str]:
    return [line for line in article.text.splitlines() if line]


def read(data: bytes | str, suffix: str) -> Article:
    return read_bytes(data.encode() if isinstance(data, str) else data, suffix, f"a{suffix}")


@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_every_format_gives_the_same_words_a_paragraph_a_line(suffix: str) -> None:
    article = read(DOCUMENTS[suffix], suffix)
    assert lines(article) == [TITLE, *PARAGRAPHS]
    assert article.title == TITLE


@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_every_format_says_the_same(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(DOCUMENTS[suffix])
    source = prose.load(path).source
    said = {(item.type, item.quote) for item in prose.load(path).items if hasattr(item, "quote") and item.type != "MENTIONED_IN"}
    assert {type for type, _ in said} >= {"ORGANISED_BY", "HELD_IN", "REPRESENTS"}
    assert all(quote in (source.text or "") for _, quote in said)
    assert (source.language, source.kind) == ("en", "article")


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt", ".html", ".txt"])
def test_without_a_known_suffix_the_beginning_tells(suffix: str) -> None:
    assert lines(read(DOCUMENTS[suffix], ".asc")) == [TITLE, *PARAGRAPHS]


# -- pages


def test_a_page_says_who_published_it_when_and_where() -> None:
    article = read(page(), ".html")
    assert (article.url, article.date) == ("https://news.example/2024/05/oslo", "2024-05-20")
    assert (article.publisher, article.language) == ("The News", "en")


def test_nothing_around_the_article_is_kept() -> None:
    text = read(page(), ".html").text
    assert not [word for word in ("cookie", "Read also", "Utopia", "rights reserved", "About us") if word in text]


@pytest.mark.parametrize(
    "url", ["https://news.example/", "https://news.example", "/2024/05/oslo", "mailto:a@b.example", "https://[::bad/1", ""]
)
def test_an_address_that_is_no_articles_is_none(url: str) -> None:
    assert read(page(url=url), ".html").url == ""


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- saved from url=(0030)https://news.example/2024/1 -->",
        "<!--\n Page saved with SingleFile\n url: https://news.example/2024/1\n-->",
    ],
)
def test_a_page_without_an_address_has_the_one_it_was_saved_from(mark: str) -> None:
    assert read(page(url="").replace("<html", f"{mark}<html"), ".html").url == "https://news.example/2024/1"
    assert read(page().replace("<html", f"{mark}<html"), ".html").url == "https://news.example/2024/05/oslo"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2024-05-20T08:00:00Z"}</script>',
        '<meta name="DC.date.issued" content="2024-05-20">',
        '<meta itemprop="datePublished" content="2024-05-20">',
    ],
)
def test_the_day_of_publication_is_found_where_pages_say_it(head: str) -> None:
    silent = page(head=head).replace('<meta property="article:published_time" content="2024-05-20T23:30:00+02:00">', "")
    assert read(silent, ".html").date == "2024-05-20"


def test_a_page_that_does_not_say_its_day_has_none() -> None:
    silent = page(url="").replace('<meta property="article:published_time" content="2024-05-20T23:30:00+02:00">', "")
    assert read(silent, ".html").date == ""


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("windows-1250", "cp1250"), ("iso-8859-2", "iso8859-2"), ("UTF-16", "utf-16"), ("windows-1251", "cp1251"), ("utf-8", "utf-8-sig")],
)
def test_a_page_is_decoded_as_it_declares(charset: str, codec: str) -> None:
    name = "Министарство здравља" if codec == "cp1251" else "Ministarstvo za ljudska prava Željka Šćepanović"
    whole = page((*PARAGRAPHS, f"{name} was there as well.")).replace("©", "").replace('charset="utf-8"', f'charset="{charset}"')
    article = read(whole.encode(codec), ".html")
    assert f"{name} was there as well." in article.text
    assert article.warned == ()


def test_a_page_that_declares_latin_1_is_read_as_browsers_do() -> None:
    whole = page((*PARAGRAPHS, "It cost “a lot” – 5 €.")).replace('charset="utf-8"', 'charset="iso-8859-1"')
    assert "It cost “a lot” – 5 €." in read(whole.encode("cp1252"), ".html").text


def test_an_encoding_that_is_not_declared_or_not_true_is_refused() -> None:
    silent = page(("Željka " * 40,)).replace('<meta charset="utf-8">', "").encode("cp1250")
    false = page(("Željka " * 400,)).encode("cp1250")
    unknown = page().replace('charset="utf-8"', 'charset="klingon"')
    for data, reason in ((silent, "says nothing of its encoding"), (false, "is not utf-8, which it says"), (unknown, "klingon")):
        with pytest.raises(InputRefused, match=reason):
            read(data, ".html")


def test_one_bad_byte_in_a_page_is_said_and_the_rest_is_read() -> None:
    article = read(page().encode().replace(b"in Oslo on", b"in Oslo\xff on"), ".html")
    assert "1 characters are not utf-8" in article.warned[0]
    assert SECOND in article.text


@pytest.mark.parametrize(
    "body", ["", "<p>Hello</p>", "<nav><a href='/'>Home</a></nav><footer>© 2024</footer>", "<script>var a = 'x'</script>"]
)
def test_a_page_without_an_article_is_refused(body: str) -> None:
    with pytest.raises(InputRefused, match="no article"):
        read(f"<!doctype html><html><head><title>Home</title></head><body>{body}</body></html>", ".html")


# -- PDF


def test_columns_are_read_one_after_another_and_headlines_before_them() -> None:
    left = [*set_in(LEAD, 60, 700, letters=38), *set_in(SECOND, 60, 640, letters=38)]
    right = [*set_in(THIRD, 320, 700, letters=38), *set_in(LEAD, 320, 620, letters=38)]
    by_rows = sorted([*left, *right], key=lambda run: -run[1])
    for runs in ([*left, *right], by_rows):
        article = read(pdf([[(60, 750, 18, TITLE), *runs]]), ".pdf")
        assert lines(article) == [TITLE, LEAD, SECOND, THIRD, LEAD]


def test_a_word_parted_at_the_end_of_a_line_is_made_whole_and_a_compound_is_not() -> None:
    runs = [
        "The ministers spoke of cooperation in the region. They praised the coopera-",
        "tion of hospitals in a well-",
        "known county, well known by now.",
    ]
    article = read(
        pdf([[(60, 700 - 12 * n, 10, text) for n, text in enumerate([*runs, "It is known that all is well there now."])]]), ".pdf"
    )
    assert "praised the cooperation of hospitals" in article.text
    assert "well-known county" in article.text


def test_page_numbers_and_running_heads_are_left_out() -> None:
    pages = [
        [(60, 815, 8, "Oslo Gazette, May 2024"), *set_in(text, 60, 700, letters=90), (290, 25, 8, f"Page {n} of 3")]
        for n, text in enumerate(PARAGRAPHS, 1)
    ]
    assert lines(read(pdf(pages), ".pdf")) == list(PARAGRAPHS)


def test_a_paragraph_that_runs_over_the_page_is_one() -> None:
    first, second = "The Ministry of Health of Norway held a", "two-day workshop in Oslo on 18 May 2024."
    assert lines(read(pdf([[(60, 100, 10, first)], [(60, 700, 10, second)]]), ".pdf")) == [f"{first} {second}"]


def test_the_cells_of_a_row_stay_together() -> None:
    rows = [("Anna Berg", "Ministry of Health"), ("Ole Dahl", "UNICEF"), ("Kari Moe", "NORAD"), ("Lars Holm", "Red Cross")]
    runs = [(left, 700 - 14 * n, 10, text) for n, row in enumerate(rows) for left, text in zip((60, 250), row, strict=True)]
    assert lines(read(pdf([runs]), ".pdf")) == [" | ".join(row) for row in rows]


def test_a_pdf_that_cannot_be_read_is_refused_with_the_word_for_it() -> None:
    whole = pdf([ONE_COLUMN])
    for data, reason in (
        (pdf([[], []], picture=True), "scanned"),
        (pdf([[(290, 25, 8, "1")]], picture=True), "scanned"),
        (pdf([[]]), "holds no text"),
        (pdf([ONE_COLUMN], encrypted=True), "encrypted"),
        (b"%PDF-1.7\nbroken", "broken"),
        (whole[:200], "broken"),
        (b"hello", "broken or no PDF"),
    ):
        with pytest.raises(InputRefused, match=reason):
            read(data, ".pdf")


# -- Word and OpenDocument


def test_word_keeps_tables_links_and_insertions_and_drops_what_was_struck_out() -> None:
    body = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Anna Berg</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ministry of Health</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:ins><w:r><w:t>In </w:t></w:r></w:ins><w:del><w:r><w:delText>Bergen</w:delText></w:r></w:del><w:hyperlink><w:r><w:t>Oslo</w:t></w:r></w:hyperlink>"
        "<w:r><w:br/><w:t>again</w:t><w:noBreakHyphen/><w:t>and</w:t><w:tab/><w:t>again</w:t></w:r></w:p>"
    )
    assert lines(read(docx((LEAD,), body=body), ".docx")) == [LEAD, "Anna Berg | Ministry of Health", "In Oslo", "again-and\tagain"]


def test_opendocument_keeps_tables_spans_and_blanks_and_drops_notes() -> None:
    body = (
        "<text:h>Head</text:h><text:p>In<text:s/><text:span>Os<text:span>lo</text:span></text:span> city"
        "<text:note><text:note-body><text:p>A note</text:p></text:note-body></text:note>, again<text:tab/>now</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Anna</text:p></table:table-cell><table:table-cell><text:p>Health</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert lines(read(odt((LEAD,), body=body), ".odt")) == [LEAD, "Head", "In Oslo city, again\tnow", "Anna | Health"]


def test_office_documents_that_cannot_be_read_are_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    encrypted = odt(manifest="<m:file-entry><m:encryption-data/></m:file-entry>")
    for data, suffix, reason in (
        (ole, ".docx", "password-protected"),
        (encrypted, ".odt", "encrypted"),
        (docx()[:-40], ".docx", "broken or truncated"),
        (odt()[:100], ".odt", "broken or truncated"),
        (odt(), ".docx", "no document of its kind"),
        (docx(("", " ")), ".docx", "holds no text"),
        (docx(body="<w:p>"), ".docx", "broken"),
    ):
        with pytest.raises(InputRefused, match=reason):
            read(data, suffix)


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    whole = f"{bomb}<w:document {space}><w:body><w:p><w:r><w:t>{LEAD}</w:t><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    assert "haha" not in read(packed({"word/document.xml": whole}), ".docx").text


# -- mails and Markdown


def test_a_mail_tells_its_day_and_sender() -> None:
    article = read(eml(), ".eml")
    assert (article.title, article.date, article.publisher) == (TITLE, "2024-05-20", "Press Office")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-2", "windows-1250"])
def test_a_mail_is_decoded_as_it_declares(charset: str) -> None:
    assert "Željka Šćepanović" in read(eml(f"{LEAD}\n\nŽeljka Šćepanović spoke.", charset=charset), ".eml").text


def test_lines_that_a_mail_program_wrapped_are_joined_and_lists_are_not() -> None:
    wrapped = (
        "The Ministry of Health of Norway held a two-day workshop in Oslo on 18\n"
        "May 2024. The workshop was organised in cooperation with UNICEF.\n"
        "- Anna Berg, Head of the Department for Primary Care, Ministry of Health\n"
        "- Ole Dahl, UNICEF\n"
    )
    assert lines(read(eml(wrapped), ".eml"))[1:] == [
        "The Ministry of Health of Norway held a two-day workshop in Oslo on 18 May 2024. The workshop was organised in cooperation with UNICEF.",
        "- Anna Berg, Head of the Department for Primary Care, Ministry of Health",
        "- Ole Dahl, UNICEF",
    ]


def test_a_mail_of_html_alone_gives_what_a_reader_sees() -> None:
    html = f"<html><head><style>p {{}}</style></head><body><p>{LEAD}</p><div>{SECOND}<br>Bye</div><!-- no --></body></html>"
    assert lines(read(eml(html, subtype="html"), ".eml")) == [TITLE, LEAD, SECOND, "Bye"]


def test_mails_that_cannot_be_read_are_refused() -> None:
    encrypted = b"Subject: x\nContent-Type: multipart/encrypted; boundary=a\n\n--a--\n"
    klingon = eml().replace(b'charset="utf-8"', b'charset="klingon"')
    for data, reason in ((encrypted, "encrypted"), (klingon, "klingon"), (b"Subject: x\n\n", "holds no text"), (b"\n\nhello", "no header")):
        with pytest.raises(InputRefused, match=reason):
            read(data, ".eml")


def test_markdown_loses_its_marks_and_its_head_is_metadata() -> None:
    text = f"---\ntitle: {TITLE}\ndate: 2024-05-20\nlink: https://news.example/1\n---\n\n**The Ministry** of [Health](https://h.example)\nheld a _workshop_.\n\n- one\n- two\n"
    article = read(text, ".md")
    assert lines(article) == [TITLE, "The Ministry of Health held a workshop.", "one", "two"]
    assert (article.date, article.url) == ("2024-05-20", "https://news.example/1")


# -- all of them


def test_the_document_on_formats_names_every_suffix() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "formats.md").read_text("utf-8")
    suffixes = {*SUFFIXES, *(suffix for name in ("addresses", "prose", "articles") for suffix in kind_named(name).suffixes)}
    assert {suffix for suffix in suffixes if f"`{suffix}`" not in text} == set()
    assert set(READERS) == set(kind_named("prose").suffixes)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-20", "2024-05-20"),
        ("2024-05", "2024-05"),
        ("2024-05-20T23:30:00+02:00", "2024-05-20"),
        ("2024-05-20 23:30:00", "2024-05-20"),
        ("Mon, 20 May 2024 23:30:00 -0500", "2024-05-20"),
        ("05/06/24", ""),
        ("20 May", ""),
        ("yesterday", ""),
    ],
)
def test_a_date_is_taken_only_where_it_is_one_day(text: str, day: str) -> None:
    assert iso_date(text) == day


@pytest.mark.parametrize("suffix", READERS)
def test_empty_and_foreign_bytes_are_refused(suffix: str) -> None:
    with pytest.raises(InputRefused, match="empty"):
        read(b"", suffix)
    for seed in range(20):
        noise = random.Random(seed).randbytes(3000)
        with pytest.raises(InputRefused):
            read(b"\xff\xfe\0" + noise if suffix in (".txt", ".md") else b"\0" + noise, suffix)


@pytest.mark.parametrize("suffix", [s for s in DOCUMENTS if s != ".txt"])
def test_a_document_that_is_damaged_anywhere_is_read_or_refused(suffix: str) -> None:
    whole = DOCUMENTS[suffix]
    for seed in range(40):
        chance = random.Random(seed)
        data = bytearray(whole)
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        damaged = bytes(data[: chance.randrange(len(data))] if seed % 2 else data)
        with suppress(InputRefused):
            assert read(damaged, suffix).text.strip()


@pytest.mark.parametrize("piece", ["<div>", "<p>a", "<", "<table><tr><td>", ",", "&#x41;", "<b>é</b> "])
def test_a_page_of_one_thing_over_and_over_is_read_or_refused(piece: str) -> None:
    with suppress(InputRefused):
        assert read(f"<html><body>{piece * (100_000 // len(piece))}</body></html>", ".html").text.strip()
