"""Who is who: which identities are one entity, and what is said of it."""

from cooplinks.app.resolve.cluster import settle

__all__ = ["settle"]
