"""Correcting what was read: what to look at first, the terminal's session, tables for people who like those."""
