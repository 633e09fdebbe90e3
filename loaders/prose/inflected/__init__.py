"""Reads languages whose names bear case endings: the same document, other steps; a language is a folder of tables."""
