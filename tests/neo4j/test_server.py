"""The tool that runs a Neo4j, and the rule that only the tests' own database is ever wiped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver

from tests.neo4j import server
from tests.neo4j.find import NoNeo4j, NotOurs, claim, docker_obstacle, find_neo4j, parse, versions, wipe
from tests.neo4j.server import RELEASES, Java, Server, ServerError, java_for, java_major

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="a stand-in mvn is a shell script")


@pytest.mark.parametrize(
    ("banner", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "25" 2025-09-16', 25),
        ('java version "1.8.0_402"', 8),
        ('openjdk version "26-ea" 2026-03-17', 26),
        ("The operation couldn't be completed. Unable to locate a Java Runtime.", None),
    ],
)
def test_java_version_is_read_from_its_banner(banner: str, major: int | None) -> None:
    assert java_major(banner) == major


@pytest.mark.parametrize(
    ("version", "majors", "taken"),
    [("5.26", [11, 17, 21, 25], 17), ("5.26", [11, 99], None), ("calendar", [17, 25], 25), ("calendar", [17], None)],
)
def test_the_oldest_fitting_java_is_taken(version: str, majors: list[int], taken: int | None) -> None:
    java = java_for(RELEASES[version], [Java(Path("java"), major) for major in majors])
    assert (java and java.major) == taken


def test_ports_are_free_distinct_and_below_the_outgoing_ones() -> None:
    ports = server.free_ports(5)
    assert len(set(ports)) == 5
    assert all(20_000 <= port < 32_768 for port in ports)


def test_each_obstacle_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "javas", lambda: (Java(Path("java"), 17),))
    monkeypatch.setattr(server, "cache_dir", lambda: tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert server.available() == []
    assert server.obstacles() == {
        "5.26": "the jars of Neo4j 5.26.30 are not cached and Maven (mvn) is not on the PATH",
        "calendar": "Neo4j 2026.08.1 needs Java 21 or newer (found: 17)",
    }


def stand_in_mvn(folder: Path, last_line: str) -> None:
    script = folder / "mvn"
    out = 'out=$(printf "%s\\n" "$@" | sed -n s/-DoutputDirectory=//p); mkdir "$out"; touch "$out/a.jar"'
    script.write_text(f"#!/bin/sh\n{out}\n{last_line}\n")
    script.chmod(0o755)


@posix_only
def test_a_fetch_that_fails_half_way_leaves_nothing_and_the_next_one_is_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(server, "cache_dir", lambda: tmp_path / "cache")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    stand_in_mvn(tmp_path, "echo no route to the registry; exit 1")
    with pytest.raises(ServerError, match="no route to the registry"):
        server.jars("5.26")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["lock"]

    stand_in_mvn(tmp_path, "exit 0")
    assert [jar.name for jar in server.jars("5.26").iterdir()] == ["a.jar"]


def test_an_address_is_taken_apart_and_put_together_again() -> None:
    address = "neo4j+ssc://ann:p%40ss%2Fword@db.example:7688/tests"
    database = parse(address)
    assert (database.url, database.user, database.password) == ("neo4j+ssc://db.example:7688", "ann", "p@ss/word")
    assert database.address == address
    assert parse("bolt://u:p@h").database == "neo4j"


def test_a_malformed_address_is_refused_without_showing_it() -> None:
    with pytest.raises(NoNeo4j) as refusal:
        parse("http://ann:secret@db.example")
    assert "secret" not in str(refusal.value)


def test_a_given_database_is_the_only_one_to_run_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_TEST_URL", raising=False)
    assert versions() == ["5.26", "calendar"]
    monkeypatch.setenv("NEO4J_TEST_URL", "neo4j://u:p@h")
    assert versions() == ["given"]


def test_nothing_to_be_found_gives_every_reason_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_TEST_URL", raising=False)
    monkeypatch.setattr("tests.neo4j.find.docker_obstacle", lambda: "no Docker engine answers")
    monkeypatch.setattr(server, "javas", tuple)
    expected = r"no Docker engine answers; .* needs Java 17 to 25 \(found: none\)"
    with pytest.raises(NoNeo4j, match=expected) as refusal, find_neo4j():
        pass
    assert "NEO4J_TEST_URL" in str(refusal.value)
    assert "\n" not in str(refusal.value)


# With a real server


@pytest.fixture(scope="module", params=list(RELEASES))
def started(request: pytest.FixtureRequest) -> Iterator[Server]:
    if reason := server.obstacles().get(request.param):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with server.running(request.param) as running:
        yield running
    assert not running.alive
    assert not running.home.exists()


@pytest.fixture
def driver(started: Server) -> Iterator[Driver]:
    started.start()
    with started.driver() as opened:
        yield opened


def count(driver: Driver) -> int:
    return int(driver.execute_query("MATCH (n) RETURN count(n) AS n", database_="neo4j").records[0]["n"])


def test_only_an_empty_database_is_claimed_and_only_a_claimed_one_is_wiped(driver: Driver) -> None:
    driver.execute_query("CREATE (:Precious)", database_="neo4j")
    for touch in (claim, wipe):
        with pytest.raises(NotOurs, match="nothing was"):
            touch(driver, "neo4j")
    assert count(driver) == 1

    driver.execute_query("MATCH (n) DELETE n", database_="neo4j")
    driver.execute_query("CREATE INDEX precious FOR (n:Precious) ON (n.id)", database_="neo4j")
    with pytest.raises(NotOurs, match="nothing was"):
        claim(driver, "neo4j")

    driver.execute_query("DROP INDEX precious", database_="neo4j")
    claim(driver, "neo4j")
    driver.execute_query("CREATE CONSTRAINT `a``b` FOR (n:A) REQUIRE n.id IS UNIQUE", database_="neo4j")
    driver.execute_query("CREATE (:A {id: 1})-[:R]->(:B)", database_="neo4j")
    claim(driver, "neo4j")
    assert count(driver) == 1
    assert not driver.execute_query("SHOW CONSTRAINTS", database_="neo4j").records


def test_what_was_committed_outlives_a_kill_and_a_restart(started: Server, driver: Driver) -> None:
    before = count(driver)
    driver.execute_query("UNWIND range(1, 1000) AS i CREATE (:Kept {i: i})", database_="neo4j")
    started.kill()
    assert not started.alive
    started.start()
    assert count(driver) == before + 1000
    started.restart()
    assert count(driver) == before + 1000
    driver.execute_query("MATCH (n:Kept) DELETE n", database_="neo4j")


def test_a_server_that_cannot_start_says_why(started: Server) -> None:
    started.stop()
    conf = started.home / "conf" / "neo4j.conf"
    good = conf.read_text()
    conf.write_text(good.replace("pagecache.size=256m", "pagecache.size=much"))
    try:
        with pytest.raises(ServerError, match=r"ended while starting:\n.*much"):
            started.start()
    finally:
        conf.write_text(good)


def test_a_port_taken_meanwhile_is_named(started: Server) -> None:
    started.stop()
    port = int(started.http_url.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", port)), pytest.raises(ServerError, match=f"127.0.0.1:{port}"):
        started.start()


def test_the_finder_takes_a_given_database(started: Server, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    claim(driver, "neo4j")
    driver.execute_query("CREATE (:Left {by: 'a test'})", database_="neo4j")
    monkeypatch.setenv("NEO4J_TEST_URL", started.address)
    with find_neo4j() as found:
        assert found.url == started.url
        assert count(driver) == 1


def test_a_wrong_password_is_one_line(started: Server, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_TEST_URL", started.address.replace(started.password, "wrong"))
    with pytest.raises(NoNeo4j, match="cannot be used") as refusal, find_neo4j():
        pass
    assert "\n" not in str(refusal.value)


def test_whether_docker_answers_is_a_line_or_nothing() -> None:
    assert docker_obstacle() in (None, "no Docker engine answers", "testcontainers is not installed")


@posix_only
def test_a_test_run_that_is_killed_leaves_no_server() -> None:
    if not server.available():
        pytest.skip("; ".join(server.obstacles().values()))
    command = [sys.executable, "-m", "tests.neo4j.server", "--version", server.available()[0]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as run:
        assert run.stdout
        address = next(line.split()[-1] for line in run.stdout if line.strip().startswith("HTTP"))
        run.kill()
    deadline = time.monotonic() + 20
    while _listens(int(address.rpartition(":")[2])):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
