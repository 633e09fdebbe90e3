"""Settings, read once at the door and passed down; nothing else looks at the environment."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cooplinks.app.errors import WrongUse

LLM = ("URL", "MODEL", "KEY", "PRICE", "TIMEOUT", "PIECE")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program is told from outside: the store's address, a password kept out of it, a token for changes over HTTP, the folder of
    a person's own tables of names and cues, which need not exist, and what is told of a language model (`url`, `model`, `key`, …).
    """

    store: str
    neo4j_password: str | None = None
    token: str | None = None
    tables: Path | None = None
    llm: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None, *, store: str | None = None) -> "Settings":
        """The settings of `environ` (default: the process's), `store` given outright winning."""
        env = os.environ if environ is None else environ
        return cls(
            store=store or env.get("COOPLINKS_STORE") or default_store(env),
            neo4j_password=env.get("COOPLINKS_NEO4J_PASSWORD") or None,
            token=env.get("COOPLINKS_TOKEN") or None,
            tables=tables_folder(env),
            llm=language_model(env),
        )


def language_model(environ: Mapping[str, str]) -> dict[str, str]:
    """What is told of a language model: `COOPLINKS_LLM_URL` as `url` and so on."""
    return {name.lower(): told for name in LLM if (told := environ.get(f"COOPLINKS_LLM_{name}"))}


def data_folder(environ: Mapping[str, str]) -> Path:
    """The user's data folder of this platform, made where it is missing.

    Raises WrongUse where neither the platform's variable nor a home is set.
    """
    try:
        if sys.platform == "win32":
            base = Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library/Application Support"
        else:
            base = Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
        folder = base / "cooplinks"
        folder.mkdir(parents=True, exist_ok=True)
    except (RuntimeError, OSError) as reason:
        raise WrongUse(f"no data folder for the default store ({reason}): say --store or COOPLINKS_STORE") from reason
    return folder


def tables_folder(environ: Mapping[str, str]) -> Path | None:
    """Where a person's own tables lie: `COOPLINKS_TABLES`, else `tables` in the program's configuration; None where there is no home."""
    if told := environ.get("COOPLINKS_TABLES"):
        return Path(told)
    try:
        if sys.platform == "win32":
            base = Path(environ.get("APPDATA") or Path.home() / "AppData/Roaming")
        elif sys.platform == "darwin":
            base = Path.home() / "Library/Application Support"
        else:
            base = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    except RuntimeError:
        return None
    return base / "cooplinks" / "tables"


def default_store(environ: Mapping[str, str]) -> str:
    """The address of the user's own SQLite file."""
    return "sqlite:///" + (data_folder(environ) / "cooplinks.db").as_posix()
