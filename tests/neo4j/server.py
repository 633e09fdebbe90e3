"""Run a real Neo4j Community server without Docker: jars by Maven, any fitting Java, a home that vanishes.

For tests: `with running("5.26") as server: ...`. For a developer: `python -m tests.neo4j.server --version calendar`.
"""

from __future__ import annotations

import argparse
import functools
import gc
import http.client
import os
import random
import re
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import ServiceUnavailable, TransientError

START_TIMEOUT_S = 120
STOP_TIMEOUT_S = 60
FETCH_TIMEOUT_S = 1800


class ServerError(RuntimeError):
    """A Neo4j could not be fetched, started or used; the message says why."""


@dataclass(frozen=True)
class Release:
    """One Neo4j version: what it is called in Maven, which Java it wants and how it is started."""

    artifact: str
    main_class: str
    java_min: int
    java_max: int
    settings: tuple[str, ...] = ()

    @property
    def java_wanted(self) -> str:
        return f"Java {self.java_min}" + (" or newer" if self.java_max >= 99 else f" to {self.java_max}")


# Unasked, the calendar release broadcasts itself into every network of the machine; 5.26 refuses these settings.
_SILENT = ("server.fleet_discovery.enabled=false", "dbms.fleet_manager.enabled=false")
# Its makers name Java 17 and 21 for 5.26; 25 runs it too (measured).
RELEASES = {
    "5.26": Release("5.26.30", "org.neo4j.server.CommunityEntryPoint", 17, 25),
    "calendar": Release("2026.08.1", "org.neo4j.server.Neo4jCommunity", 21, 99, _SILENT),
}

_FLAGS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "--enable-native-access=ALL-UNNAMED",
)

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>cooplinks</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""

# The quiet period is Bolt's, twice 5 s at each stop though nobody is connected.
# Preallocated transaction logs are half a gigabyte of disk for an empty database.
_CONF = """server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.http.advertised_address=127.0.0.1:{http}
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
server.memory.pagecache.size=256m
db.tx_log.preallocate=false
dbms.usage_report.enabled=false
"""

# Reads until our end of the pipe closes, which it does even when we die by kill -9: then no server outlives us.
_GUARD = """import os, pathlib, shutil, signal, sys, time
sys.stdin.read()
home = pathlib.Path(sys.argv[1])
try:
    os.kill(int((home / "pid").read_text()), getattr(signal, "SIGKILL", signal.SIGTERM))
    time.sleep(1)
except (OSError, ValueError):
    pass
shutil.rmtree(home, ignore_errors=True)
"""


# Java


@dataclass(frozen=True)
class Java:
    path: Path
    major: int


def java_major(banner: str) -> int | None:
    """The feature version in what `java -version` prints: 8 for `1.8.0_402`, 17 for `17.0.15`, 25 for `25-ea`."""
    found = re.search(r'version "(?:1\.)?(\d+)', banner)
    return int(found.group(1)) if found else None


def _java_homes() -> Iterator[Path]:
    yield from (Path(home) for name, home in os.environ.items() if re.match(r"JAVA_?HOME(_|$)", name) and home)
    if on_path := shutil.which("java"):
        yield Path(on_path).resolve().parent.parent
    yield from Path("/usr/lib/jvm").glob("*")
    yield from Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home")
    programs = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files"))
    yield from (home for vendor in ("Eclipse Adoptium", "Java", "Microsoft") for home in (programs / vendor).glob("*"))


def _ask(java: Path) -> Java | None:
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, errors="replace", timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    # macOS ships a `java` that only tells where to buy one; it fails.
    major = java_major(answer.stderr) if answer.returncode == 0 else None
    return Java(java, major) if major else None


@functools.cache
def javas() -> tuple[Java, ...]:
    """Every Java this machine has, oldest first."""
    name = "java.exe" if sys.platform == "win32" else "java"
    paths = dict.fromkeys((home / "bin" / name).resolve() for home in _java_homes())
    return tuple(sorted((java for path in paths if (java := _ask(path))), key=lambda java: java.major))


def java_for(release: Release, found: Iterable[Java]) -> Java | None:
    """The oldest Java that the release runs on: the one its makers tested longest."""
    return next((java for java in found if release.java_min <= java.major <= release.java_max), None)


# Jars


def cache_dir() -> Path:
    """The user's cache folder of this platform, never inside a checkout."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "cooplinks" / "neo4j"


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other process fetches: a lock that SQLite gives on every platform and drops when we die."""
    with closing(sqlite3.connect(folder / "lock", timeout=FETCH_TIMEOUT_S, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def jars(version: str) -> Path:
    """The folder of a version's jars, fetched by Maven on first use (130 to 160 MB, about a minute)."""
    artifact = RELEASES[version].artifact
    folder = cache_dir() / artifact
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(folder.parent):
        for left in folder.parent.glob("fetch-*"):  # by a fetch that was killed
            shutil.rmtree(left, ignore_errors=True)
        if not folder.is_dir():
            _fetch(artifact, folder)
    return folder


def _fetch(artifact: str, folder: Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise ServerError("Maven (mvn) is not on the PATH")
    print(f"fetching Neo4j {artifact} by Maven, once (130 to 160 MB)", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="fetch-") as temp:
        pom = Path(temp, "pom.xml")
        pom.write_text(_POM.format(version=artifact), encoding="utf-8")
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
        options = ["-DincludeScope=runtime", f"-DoutputDirectory={Path(temp, 'lib')}"]
        _run([maven, "-B", "-q", "-C", "-f", str(pom), goal, *options], timeout_s=FETCH_TIMEOUT_S)
        # The rename is the last step, so a folder of this name is always whole.
        Path(temp, "lib").rename(folder)


def _run(command: list[str], *, timeout_s: float, env: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout_s, env=env)
    except subprocess.TimeoutExpired as error:
        raise ServerError(f"{Path(command[0]).name} did not end within {timeout_s} s") from error
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise ServerError(f"{Path(command[0]).name} ended with {done.returncode}:\n{tail}")


def obstacles() -> dict[str, str]:
    """Why this machine cannot run a version, for each that it cannot."""
    reasons = {}
    for version, release in RELEASES.items():
        if not java_for(release, javas()):
            have = ", ".join(str(java.major) for java in javas()) or "none"
            reasons[version] = f"Neo4j {release.artifact} needs {release.java_wanted} (found: {have})"
        elif not (cache_dir() / release.artifact).is_dir() and not shutil.which("mvn"):
            reasons[version] = f"the jars of Neo4j {release.artifact} are not cached and Maven (mvn) is not on the PATH"
    return reasons


def available() -> list[str]:
    """The versions that this machine can run; `obstacles` says why the others cannot."""
    return [version for version in RELEASES if version not in obstacles()]


# Server


@dataclass
class Neo4j:
    """A database that tests may fill and empty."""

    url: str
    user: str
    password: str
    database: str

    @property
    def address(self) -> str:
        """The url with user, password and database, as `COOPLINKS_STORE` takes it."""
        scheme, host = self.url.split("://")
        return f"{scheme}://{quote(self.user, safe='')}:{quote(self.password, safe='')}@{host}/{self.database}"

    def driver(self) -> Driver:
        """A new driver; the caller closes it."""
        return GraphDatabase.driver(self.url, auth=(self.user, self.password))


@dataclass
class Server(Neo4j):
    """A Neo4j process on 127.0.0.1 whose home, ports and password outlast its own end."""

    home: Path
    http_url: str
    command: list[str] = field(repr=False)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until HTTP and Bolt answer; nothing if it runs."""
        if self.alive:
            return
        # A session of its own: Ctrl-C in pytest reaches the tests first, and they still find their server.
        with (self.home / "console.log").open("wb") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        (self.home / "pid").write_text(str(self.process.pid))
        self._wait_until_ready()

    def stop(self) -> None:
        """End the process cleanly and keep its data (Windows has no such signal: there it is `kill`)."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the process as a crash would: `kill -9`."""
        self._end(getattr(signal, "SIGKILL", signal.SIGTERM))

    def restart(self) -> None:
        """Stop, then start again on the same home and ports."""
        self.stop()
        self.start()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _end(self, how: int) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        (self.home / "pid").unlink(missing_ok=True)
        self.process = None

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self._answers():
            if self.alive and time.monotonic() < deadline:
                time.sleep(0.1)
                continue
            what = f"did not answer within {START_TIMEOUT_S} s" if self.alive else "ended while starting"
            self.kill()
            raise ServerError("\n".join([f"Neo4j {what}:", *self._last_words()]))

    def _last_words(self) -> list[str]:
        logs = (self.home / "console.log", self.home / "logs" / "neo4j.log")
        texts = (log.read_text(encoding="utf-8", errors="replace") for log in logs if log.is_file())
        # Left out: stack frames, which bury the cause, and the control character the launcher sends as a sign of life.
        noise = re.compile(r"\s+(at |\.\.\. )|[\x06\s]*$")
        heard = ([line for line in text.splitlines() if not noise.match(line)] for text in texts)
        return next((lines[-15:] for lines in heard if lines), ["it wrote nothing"])

    def _answers(self) -> bool:
        try:
            # http.client, because urllib would send even 127.0.0.1 through a proxy the environment names.
            with closing(http.client.HTTPConnection(self.http_url.removeprefix("http://"), timeout=5)) as http_side:
                http_side.request("GET", "/")
                http_side.getresponse().read()
            with self.driver() as driver:
                # Not execute_query: it would retry by itself for half a minute.
                driver.verify_connectivity()
        except (OSError, http.client.HTTPException, ServiceUnavailable, TransientError):
            answers = False
        else:
            answers = True
        collect_quietly()
        return answers


def collect_quietly() -> None:
    """Collect what a library left open when nobody answered, so that its warning meets no test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def free_ports(count: int) -> list[int]:
    """Ports free on 127.0.0.1, below 32768: above, an outgoing connection may take one before the server does."""
    free: list[int] = []
    for port in random.sample(range(20_000, 32_768), 500):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            free.append(port)
        if len(free) == count:
            return free
    raise ServerError("no free port between 20000 and 32767")


def _prepare(version: str, home: Path) -> Server:
    if reason := obstacles().get(version):
        raise ServerError(reason)
    release = RELEASES[version]
    java = java_for(release, javas())
    assert java is not None
    bolt, http_port = free_ports(2)
    conf = home / "conf"
    conf.mkdir()
    settings = [_CONF.format(bolt=bolt, http=http_port), *(line + "\n" for line in release.settings)]
    (conf / "neo4j.conf").write_text("".join(settings), encoding="utf-8")
    # Hexadecimal, because a password that begins with `-` is an option to the admin command.
    password = secrets.token_hex(12)
    base = [str(java.path), "-cp", str(jars(version) / "*"), *_FLAGS]
    # Java 24 warns at length without this flag; Java 21 and 22 refuse to start with it.
    if java.major >= 23:
        base.append("--sun-misc-unsafe-memory-access=allow")
    admin = [*base, "org.neo4j.server.startup.Neo4jAdminCommand", "dbms", "set-initial-password", password]
    _run(admin, timeout_s=START_TIMEOUT_S, env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(conf)})
    command = [*base, "-Xmx1g", release.main_class, f"--home-dir={home}", f"--config-dir={conf}"]
    url, http_url = f"neo4j://127.0.0.1:{bolt}", f"http://127.0.0.1:{http_port}"
    return Server(url, "neo4j", password, "neo4j", home=home, http_url=http_url, command=command)


@contextmanager
def running(version: str = "5.26") -> Iterator[Server]:
    """A started server of its own: an empty database, a random password, a home that is removed at the end.

    Raises `ServerError` when this machine cannot run the version or the server does not start.
    """
    home = Path(tempfile.mkdtemp(prefix="cooplinks-neo4j-"))
    guard = subprocess.Popen([sys.executable, "-c", _GUARD, str(home)], stdin=subprocess.PIPE, start_new_session=True)
    server: Server | None = None
    try:
        server = _prepare(version, home)
        server.start()
        yield server
    finally:
        if server:
            server.stop()
        guard.kill()
        guard.communicate()
        shutil.rmtree(home, ignore_errors=True)


def _leave(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Run a server until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.neo4j.server", description=main.__doc__)
    parser.add_argument("--version", choices=list(RELEASES), default="5.26")
    version = parser.parse_args().version
    signal.signal(signal.SIGTERM, _leave)
    try:
        with running(version) as server:
            print(f"Neo4j {RELEASES[version].artifact} runs until Ctrl-C; then its data is gone.")
            # No word of Browser: it is a package of its own, not among these jars.
            print(f"  Bolt      {server.url}\n  HTTP      {server.http_url}")
            print(f"  user      {server.user}\n  password  {server.password}")
            print(f"  store     COOPLINKS_STORE={server.address}", flush=True)
            while server.alive:
                time.sleep(0.5)
            print("Neo4j ended by itself", file=sys.stderr)
            return 1
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
