"""Formats that people hold articles in: a file a format, bytes in, an `Article` (text and what the document says of itself) out.

Everything is imported on use: who loads text files never pays for PDF.
"""
