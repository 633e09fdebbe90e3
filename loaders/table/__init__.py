"""Reads tables by a mapping: `mapping` is the format, `rows` makes records and links, `guess` writes one, `door.load` is the door."""
