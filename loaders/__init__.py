"""Loaders: one file, one folder or one release of a format in, records and statements out."""
