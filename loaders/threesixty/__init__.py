"""Reads grants published to the 360Giving standard: JSON, CSV and workbooks. `door.load` is the door, `fields` the standard's field list.

A grant is a Project, FUNDED_BY its funder, IMPLEMENTED_BY its recipient, and its award is one money flow from funder to recipient (M17).
"""
