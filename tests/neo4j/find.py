"""Take the best Neo4j this machine offers: one given by address, else Docker, else Java and Maven."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from neo4j import Driver
from neo4j.exceptions import Neo4jError, ServiceUnavailable

from tests.neo4j import server
from tests.neo4j.server import RELEASES, Neo4j

GIVEN = "given"
IMAGES = {"5.26": "neo4j:5.26-community", "calendar": "neo4j:2026.08.1-community"}
HOW_TO = "set NEO4J_TEST_URL=neo4j://user:password@host:port/database, start Docker, or install Maven and Java 21"


class NoNeo4j(Exception):
    """This machine offers no such Neo4j; the one-line message says why and how to get one."""


class NotOurs(Exception):
    """The given database holds something that no test put there, so no test may touch it."""


def versions() -> list[str]:
    """What to run a suite on: the given database alone, else each release that we support."""
    return [GIVEN] if os.environ.get("NEO4J_TEST_URL") else list(RELEASES)


@contextmanager
def find_neo4j(version: str = "5.26") -> Iterator[Neo4j]:
    """An empty database that is marked as the tests' own: `NEO4J_TEST_URL`, else Docker, else Java and Maven.

    What Java runs is a `server.Server`, which can be killed and restarted. Raises `NoNeo4j` when nothing fits and
    `NotOurs` when the given database is in use.
    """
    if url := os.environ.get("NEO4J_TEST_URL"):
        with _claimed(parse(url)) as database:
            yield database
    elif docker_missing := docker_obstacle():
        with _by_java(version, docker_missing) as database:
            yield database
    else:
        with _by_docker(version) as database:
            yield database


def parse(url: str) -> Neo4j:
    """Take `neo4j://user:password@host:port/database` apart; the database defaults to `neo4j`."""
    parts = urlsplit(url)
    scheme = parts.scheme.partition("+")[0]
    if scheme not in ("neo4j", "bolt") or not (parts.hostname and parts.username and parts.password):
        # Without the address itself: it may hold a password.
        raise NoNeo4j("NEO4J_TEST_URL is not of the form neo4j://user:password@host:port/database")
    place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return Neo4j(place, unquote(parts.username), unquote(parts.password), parts.path.strip("/") or "neo4j")


@contextmanager
def _by_java(version: str, docker_missing: str) -> Iterator[Neo4j]:
    if reason := server.obstacles().get(version):
        raise NoNeo4j(f"no Neo4j {version}: {docker_missing}; {reason}. To get one: {HOW_TO}.")
    with server.running(version) as started, _claimed(started) as database:
        yield database


def docker_obstacle() -> str | None:
    """Why testcontainers cannot be used here, or None if a Docker engine answers."""
    try:
        from testcontainers.core.docker_client import DockerClient
    except ImportError:
        return "testcontainers is not installed"
    try:
        with closing(DockerClient().client) as client:
            client.ping()
    # Whatever it is (no socket, no permission, a time-out in one of three libraries), the answer is the same.
    except Exception:
        obstacle = "no Docker engine answers"
    else:
        return None
    server.collect_quietly()
    return obstacle


@contextmanager
def _by_docker(version: str) -> Iterator[Neo4j]:
    try:
        container = _container(version)
    # Above all an image that can be had neither here nor from a registry: Java may still do.
    except Exception as error:
        first_line = (str(error).splitlines() or [type(error).__name__])[0]
        print(f"Docker cannot run {IMAGES[version]} ({first_line}); trying Java", file=sys.stderr)
        with _by_java(version, f"Docker cannot run {IMAGES[version]}") as database:
            yield database
        return
    try:
        found = Neo4j(container.get_connection_url(), container.username, container.password, "neo4j")
        with _claimed(found) as database:
            yield database
    finally:
        container.stop()


def _container(version: str) -> Any:
    from testcontainers.community.neo4j import Neo4jContainer

    # By name, because the environment's NEO4J_USER and NEO4J_PASSWORD would win and be some other database's.
    container = Neo4jContainer(IMAGES[version], username="neo4j", password=secrets.token_hex(12))
    container.with_env("NEO4J_server_memory_heap_max__size", "1g")
    container.with_env("NEO4J_server_memory_pagecache_size", "256m")
    container.with_env("NEO4J_dbms_usage__report_enabled", "false")
    for setting in RELEASES[version].settings:
        key, _, value = setting.partition("=")
        container.with_env("NEO4J_" + key.replace("_", "__").replace(".", "_"), value)
    try:
        return container.start()
    except BaseException:
        # Without a container there is nothing to stop, and the first error is the one to see.
        with suppress(Exception):
            container.stop()
        raise


# Whose database it is


@contextmanager
def _claimed(database: Neo4j) -> Iterator[Neo4j]:
    try:
        with database.driver() as driver:
            driver.verify_connectivity()
            claim(driver, database.database)
    except (ServiceUnavailable, Neo4jError) as error:
        raise NoNeo4j(f"the Neo4j at {database.url} cannot be used: {error}") from error
    yield database


def claim(driver: Driver, database: str) -> None:
    """Mark an empty database as the tests' own and empty one that bears the mark; raise `NotOurs` for any other."""
    if not _marked(driver, database):
        if not _empty(driver, database):
            raise NotOurs(
                f"the database '{database}' of NEO4J_TEST_URL is not empty and was not made by these tests: "
                "nothing was changed; give an empty one"
            )
        driver.execute_query("CREATE (:CooplinksTest)", database_=database)
    wipe(driver, database)


def wipe(driver: Driver, database: str) -> None:
    """Remove all nodes but the mark, all constraints and all indexes; raise `NotOurs` without the mark."""
    if not _marked(driver, database):
        raise NotOurs(f"the database '{database}' bears no (:CooplinksTest) node: nothing was removed")
    with driver.session(database=database) as session:
        session.run("MATCH (n) WHERE NOT n:CooplinksTest CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for kind, name in _schema(driver, database):
            session.run(f"DROP {kind} `{name.replace('`', '``')}` IF EXISTS").consume()


def _marked(driver: Driver, database: str) -> bool:
    # Labels are listed first: to MATCH one that the database does not know yet earns a warning.
    query = "CALL db.labels() YIELD label WHERE label = 'CooplinksTest' RETURN label"
    if not driver.execute_query(query, database_=database).records:
        return False
    return bool(driver.execute_query("MATCH (n:CooplinksTest) RETURN n LIMIT 1", database_=database).records)


def _empty(driver: Driver, database: str) -> bool:
    nodes = driver.execute_query("MATCH (n) RETURN n LIMIT 1", database_=database).records
    return not nodes and not _schema(driver, database)


def _schema(driver: Driver, database: str) -> list[tuple[str, str]]:
    """Constraints, then indexes, but for those that a constraint or every new database owns."""
    constraints = driver.execute_query("SHOW CONSTRAINTS YIELD name", database_=database).records
    query = "SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP' AND owningConstraint IS NULL"
    indexes = driver.execute_query(query, database_=database).records
    return [("CONSTRAINT", row["name"]) for row in constraints] + [("INDEX", row["name"]) for row in indexes]
