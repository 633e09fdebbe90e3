"""Who is who: which identities are one entity, and what is said of it."""

from cooplinks.app.resolve.cluster import settle
from cooplinks.app.resolve.judged import bearing, standing

__all__ = ["bearing", "settle", "standing"]
