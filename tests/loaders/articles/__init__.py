"""Tests of the formats that articles lie in."""
