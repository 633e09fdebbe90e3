"""Documents that are XML in a zip archive: Word's and OpenDocument's."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cooplinks.app.errors import InputRefused

MOST_XML = 200_000_000


class Package:
    """A document's archive; everything it raises is InputRefused."""

    def __init__(self, archive: zipfile.ZipFile, shown: str) -> None:
        self._archive, self._shown = archive, shown

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def xml(self, name: str) -> Any:
        """The root element of a part; entities are left alone, nothing is fetched."""
        from lxml import etree

        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & 1:
                raise InputRefused(self._shown, "is encrypted: save it without a password")
            with self._archive.open(info) as part:
                data = part.read(MOST_XML + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as wrong:
            raise InputRefused(self._shown, f"is broken: {wrong}") from wrong
        except KeyError:
            raise InputRefused(self._shown, f"is no document of its kind: it has no {name}") from None
        if len(data) > MOST_XML:
            raise InputRefused(self._shown, f"unpacks to more than {MOST_XML // 1_000_000} MB: split it")
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
        except etree.XMLSyntaxError as wrong:
            raise InputRefused(self._shown, f"is broken: {name}: {wrong}") from wrong


@contextmanager
def opened(data: bytes, shown: str) -> Iterator[Package]:
    """The archive in these bytes."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as wrong:
        raise InputRefused(shown, f"is broken or truncated: {wrong}") from wrong
    with archive:
        yield Package(archive, shown)
