"""Lists of addresses: nothing is fetched unasked, and what is fetched is fetched politely. A server on this machine answers."""

from pathlib import Path

import pytest

from cooplinks.app.errors import InputRefused
from cooplinks.app.model import Reading, Refusal
from cooplinks.loaders import prose
from cooplinks.loaders.articles.addresses import takes
from cooplinks.loaders.articles.fetch import FRESH_S, Fetcher
from tests.loaders.articles.make import LEAD, page, pdf, set_in
from tests.loaders.articles.site import Site, served

__all__ = ["served"]


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetcher(tmp_path: Path, clock: Clock) -> Fetcher:
    return Fetcher(tmp_path / "cache", clock=lambda: clock.now, sleep=clock.sleep)


def listed(tmp_path: Path, *addresses: str) -> Path:
    path = tmp_path / "list.txt"
    path.write_text("# what to read\n\n" + "\n".join(addresses) + "\n")
    return path


def read(path: Path, fetcher: Fetcher) -> tuple[list[Reading], list[str]]:
    found = list(prose.load_addresses(path, fetcher=fetcher))
    return [x for x in found if isinstance(x, Reading)], [x.reason for x in found if isinstance(x, Refusal)]


def test_a_list_is_known_by_its_lines() -> None:
    assert takes(b"# remark\nhttps://a.example/1\n\n  http://b.example/2?x=1  \n")
    for other in (
        b"",
        b"# only a remark\n",
        b"https://a.example/1\nAnd a sentence.\n",
        b"Read https://a.example/1\n",
        b"ftp://a.example\n",
    ):
        assert not takes(other)


def test_nothing_is_fetched_unasked(tmp_path: Path, site: Site) -> None:
    path = listed(tmp_path, site.give("/1", page()))
    with pytest.raises(InputRefused, match="--fetch"):
        list(prose.load_addresses(path))
    assert site.asked == []


def test_pages_are_read_with_the_address_they_name_else_the_one_listed(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    path = listed(tmp_path, site.give("/1", page()), site.give("/2", page(url="")))
    readings, refused = read(path, fetcher)
    assert [r.source.key for r in readings] == ["https://news.example/2024/05/oslo", f"{site.address}/2"]
    assert [r.member for r in readings] == ["line:3", "line:4"]
    assert refused == []


def test_other_formats_are_told_by_their_type(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    document = site.give("/a", pdf([set_in(LEAD, 60, 700, letters=90)]), content_type="application/pdf")
    text = site.give("/b", LEAD + " Željka spoke.", content_type="text/plain; charset=utf-8")
    legacy = site.give(
        "/c",
        page((LEAD, "Željka spoke.")).replace('<meta charset="utf-8">', "").replace("©", "").encode("cp1250"),
        content_type="text/html; charset=windows-1250",
    )
    picture = site.give("/d", b"\x89PNG", content_type="image/png")
    readings, refused = read(listed(tmp_path, document, text, legacy, picture), fetcher)
    assert [LEAD in (r.source.text or "") for r in readings] == [True, True, True]
    assert "Željka spoke." in (readings[2].source.text or "")
    assert len(refused) == 1
    assert "image/png" in refused[0]


def test_a_host_is_asked_once_a_second_at_most(tmp_path: Path, site: Site, fetcher: Fetcher, clock: Clock) -> None:
    read(listed(tmp_path, *(site.give(f"/{n}", page()) for n in range(3))), fetcher)
    assert site.paths == ["/robots.txt", "/0", "/1", "/2"]
    assert clock.slept == [1.0, 1.0, 1.0]


def test_robots_txt_is_obeyed(tmp_path: Path, site: Site, fetcher: Fetcher, clock: Clock) -> None:
    site.give("/robots.txt", "User-agent: *\nDisallow: /private/*.html$\nCrawl-delay: 5\n", content_type="text/plain")
    readings, refused = read(listed(tmp_path, site.give("/private/1.html", page()), site.give("/2", page())), fetcher)
    assert site.paths == ["/robots.txt", "/2"]
    assert clock.slept == [5.0]
    assert len(readings) == 1
    assert "robots.txt forbids" in refused[0]


def test_a_host_in_trouble_or_in_no_hurry_is_left_alone(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    site.give("/robots.txt", "", status=503)
    assert "try later" in read(listed(tmp_path, site.give("/1", page())), fetcher)[1][0]
    site.give("/robots.txt", "User-agent: *\nCrawl-delay: 600\n")
    slow = Fetcher(tmp_path / "other", clock=lambda: 0.0, sleep=lambda _: None)
    assert "pauses of over 30 s" in read(listed(tmp_path, f"{site.address}/1"), slow)[1][0]
    assert "/1" not in site.paths


def test_what_was_fetched_today_is_not_asked_for_again_and_later_only_whether_it_changed(
    tmp_path: Path, site: Site, fetcher: Fetcher, clock: Clock
) -> None:
    path = listed(tmp_path, site.give("/1", page(), etag='"a"'))
    first = read(path, fetcher)[0][0]
    assert read(path, fetcher)[0][0].source == first.source
    assert site.paths == ["/robots.txt", "/1"]
    clock.now += FRESH_S + 1
    assert read(path, fetcher)[0][0].source == first.source
    assert site.asked[-1][1]["if-none-match"] == '"a"'
    clock.now += FRESH_S + 1
    site.give("/1", page(title="Another headline"), etag='"b"')
    assert read(path, fetcher)[0][0].source.title == "Another headline"


def test_redirections_are_followed_where_robots_txt_allows(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    site.give("/robots.txt", "User-agent: cooplinks\nDisallow: /no\n")
    site.give("/new", page(url=""))
    addresses = (
        site.give("/old", status=301, location="/new"),
        site.give("/bad", status=302, location="/no"),
        site.give("/round", status=302, location="/round"),
        site.give("/file", status=302, location="file:///etc/passwd"),
    )
    readings, refused = read(listed(tmp_path, *addresses), fetcher)
    assert len(readings) == 1
    assert [word in reason for word, reason in zip(("robots.txt", "5 times", "no page"), refused, strict=True)] == [True] * 3
    assert "/no" not in site.paths


def test_what_cannot_be_had_is_refused_and_the_rest_is_read(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    addresses = (f"{site.address}/none", "http://127.0.0.1:9/1", "http://[::bad/1", site.give("/1", page()))
    readings, refused = read(listed(tmp_path, *addresses), fetcher)
    assert len(readings) == 1
    assert "404" in refused[0]
    assert len(refused) == 3
    assert all(address in reason for address, reason in zip(addresses, refused, strict=False))
