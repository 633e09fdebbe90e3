"""A world whose statements are of money, said in few words."""

from typing import Any

from tests.unit.graph.world import World


class Book(World):
    """Organisations `a`, `b` …, projects `p`, `q` …: ids are made of these."""

    def flow(self, giver: str, receiver: str, amount: str, told_in: str | None = None, **more: Any) -> str:
        """A flow of money; its id. Ends are organisations unless they say what they are; `incoming=True`: its receiver tells it."""
        id = f"s{len(self.said):05}"
        said: dict[str, Any] = {"measure": "paid", "currency": "EUR", "date": "2023-05-01", "amount": amount} | more
        said["direction"] = "incoming" if said.pop("incoming", False) else "outgoing"
        said |= {name: project(said[name]) for name in ("provider_activity", "receiver_activity") if name in said}
        if told_in:
            said["via"] = project(told_in)
        for name in ("via", "provider_activity", "receiver_activity"):
            if name in said and said[name] not in self.entities:
                self.add(said[name])
        said = {name: value for name, value in said.items() if value is not None}
        self.say("FUNDED_BY", entity(receiver), entity(giver), id=id, flow=id, **said)
        return id

    def grows(self, name: str, by: str = "src:a", **more: Any) -> None:
        """A project that a source reports."""
        report = {"reported_in": by, "last_updated": "2024-01-01T00:00:00"} | more
        self.say("MENTIONED_IN", project(name), by, by=by, **report)

    def role(self, funder: str, name: str) -> None:
        """A funder of a project, without an amount."""
        self.say("FUNDED_BY", project(name), entity(funder), measure="role")

    def marks(self) -> dict[str, tuple[bool, str | None, str | None]]:
        """(counted, why not, of which flow it is a report) of each money statement."""
        snapshot = self.graph().snapshot()
        said = {id: snapshot.marks(number) for id, number in snapshot.money_of.items()}
        return {id: (mark["counted"], mark.get("why_not"), mark.get("mirror_of")) for id, mark in sorted(said.items())}


def entity(name: str) -> str:
    """The id of an organisation, where it does not say that it is something else."""
    return name if ":" in name else f"org:{name}"


def project(name: str) -> str:
    """The id of a project."""
    return name if ":" in name else f"project:{name}"


COUNTED = (True, None, None)


def mirror(of: str) -> tuple[bool, str, str]:
    """What stands on a receiver's report of a giver's flow."""
    return False, "reported_by_giver", of
