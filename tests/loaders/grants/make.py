"""Small files of grants."""

import csv
import io
import json
from pathlib import Path
from typing import Any

TITLES = {
    "id": "Identifier",
    "title": "Title",
    "description": "Description",
    "currency": "Currency",
    "awarded": "Amount Awarded",
    "disbursed": "Amount Disbursed",
    "date": "Award Date",
    "modified": "Last Modified",
    "recipient": "Recipient Org:Identifier",
    "recipient_name": "Recipient Org:Name",
    "funder": "Funding Org:Identifier",
    "funder_name": "Funding Org:Name",
}
PLAIN = {
    "id": "360G-lake-1",
    "title": "Boats",
    "description": "Two boats",
    "currency": "GBP",
    "awarded": "1000",
    "date": "2021-03-05",
    "recipient": "GB-CHC-200",
    "recipient_name": "Rowing Club",
    "funder": "GB-CHC-100",
    "funder_name": "Lake Trust",
}


def table(folder: Path, *rows: dict[str, str], name: str = "grants.csv", titles: dict[str, str] = TITLES, delimiter: str = ",") -> Path:
    """A CSV of grants: each row is PLAIN but for what it says."""
    columns = list(titles)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(titles.values())
    writer.writerows([({**PLAIN, **row}).get(c, "") for c in columns] for row in rows)
    path = folder / name
    path.write_bytes(text.getvalue().encode())
    return path


def grant(**more: Any) -> dict[str, Any]:
    """A grant as JSON has it."""
    return {
        "id": "360G-lake-1",
        "title": "Boats",
        "description": "Two boats",
        "currency": "GBP",
        "amountAwarded": 1000,
        "awardDate": "2021-03-05T00:00:00+00:00",
        "recipientOrganization": [{"id": "GB-CHC-200", "name": "Rowing Club"}],
        "fundingOrganization": [{"id": "GB-CHC-100", "name": "Lake Trust"}],
        **more,
    }


def package(folder: Path, *grants: dict[str, Any], name: str = "grants.json", **more: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps({**more, "grants": list(grants)}))
    return path
