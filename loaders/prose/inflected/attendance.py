"""Who was there: around verbs of attending and speaking, delegates, speakers, and whom a meeting was with."""

from cooplinks.loaders.prose.cues import Hit
from cooplinks.loaders.prose.inflected.rows import Text, denied, is_meeting, row_right
from cooplinks.loaders.prose.reading import Line
from cooplinks.loaders.prose.tables import Cue


def attend(text: Text, line: Line) -> None:
    """Who was there: around verbs of attending and speaking, delegates, and speakers."""
    main = text.reading.document.main
    if not main:
        return
    words = text.known.words
    elsewhere = any(i.low in words["elsewhere"] for i in line.items) or _other_event(line, main)
    if elsewhere:
        return
    modality = _modality(text, line)
    for hit in line.hits:
        for cue in hit.cues:
            if cue.form == "attend":
                _attended(text, line, hit, cue, modality)
                break
    if modality in ("invited", "declined"):
        _unattended(text, line, modality)
        return
    _speakers(text, line, modality)
    _met_with(text, line, modality)
    _delegates(text, line, modality)


def _other_event(line: Line, main: str) -> bool:
    """Whether the sentence tells of another event and not of the reported one."""
    events = [i for i in line.items if i.type == "Event"]
    return bool(events) and not any(i.thing == main for i in events) and all(i.thing for i in events)


def _modality(text: Text, line: Line) -> str:
    words, lows = text.known.words, [i.low for i in line.items]
    if any(low in words["declined"] for low in lows) or any(
        low in words["denied"]
        and any(
            x.startswith(("prisustv", "ucestv", "sudel", "dosl", "dosao")) or x in ("mogao", "mogla", "mogli", "bilo", "bili")
            for x in lows[k + 1 : k + 6]
        )
        for k, low in enumerate(lows)
    ):
        return "declined"
    if any(low in words["invited"] for low in lows) and not any(low in words["speech"] for low in lows):
        return "invited"
    return "planned" if text.planned else ""


def _attended(text: Text, line: Line, hit: Hit, cue: Cue, modality: str) -> None:
    """Persons and bodies behind the verb up to the next cue of another kind, else those before it."""
    main = text.reading.document.main
    if cue.id == text.known.cue("met").id and not is_meeting(text):
        return
    stop = next(
        (h.first for h in line.hits if h.first >= hit.last and h.cues[0].form in ("passive", "verb", "within", "mutual")), len(line.items)
    )
    after = [k for k in range(hit.last, stop) if _may_attend(text, line, k, speaks=cue.role == "speaker")]
    begin = max((h.last for h in line.hits if h.last <= hit.first and h.cues[0].form in ("passive", "verb", "within", "mutual")), default=0)
    before = [k for k in range(begin, hit.first) if _may_attend(text, line, k, speaks=cue.role == "speaker")]
    direct = next(
        (
            k
            for k in range(hit.last, min(hit.last + 10, stop))
            if line.items[k].type in ("Person", "Organisation") or line.items[k].low in text.known.words["delegates"]
        ),
        -1,
    )
    people = any(line.items[k].type == "Person" for k in before) and not any(line.items[k].type == "Person" for k in after)
    if people and cue.id != text.known.cue("met").id and line.items[hit.first].low.endswith(("o", "la")):
        after = []
    both = any(i.low in ("pored", "osim", "uz") for i in line.items[: hit.first])
    chosen = (
        [*before, *after]
        if both
        else before
        if not after or direct < 0
        else after
        if not _subjects(line, before, hit)
        else [*before, *(after if _row(line, hit) else [])]
    )
    for place, k in enumerate(chosen):
        role = cue.role if line.items[k].type == "Person" else ""
        line.say(
            cue,
            line.items[k].thing,
            main,
            min(k, hit.first),
            max(k + 1, hit.last),
            place=place,
            modality=modality,
            role=role or "participant",
            distance=abs(k - hit.first),
            unsure=line.unsure(k),
        )


def _subjects(line: Line, before: list[int], hit: Hit) -> bool:
    return (
        any(hit.first - k < 12 for k in before) and not any(i.low == "," for i in line.items[before[-1] : hit.first]) if before else False
    )


def _row(line: Line, hit: Hit) -> bool:
    return any(i.low in ("pored", "osim", "kao", "zajedno", "sa") for i in line.items[hit.last : hit.last + 8]) or line.items[
        hit.last - 1
    ].low.startswith(("okup", "su"))


def _may_attend(text: Text, line: Line, k: int, *, speaks: bool = False) -> bool:
    """Persons; bodies that stand in no title and are spoken for by no other cue."""
    item = line.items[k]
    if not item.thing or item.type not in ("Person", "Organisation"):
        return False
    if item.type == "Person":
        return True
    if speaks:
        return False
    if item.taken not in ("", "unit", "acts") or (
        item.mention >= 0 and text.reading.document.mentions[item.mention].rule.startswith("office:")
    ):
        return False
    before = line.items[k - 1] if k else None
    return (
        before is None
        or before.taken == "cue"
        or before.low in (",", "i", "te", "iz", "je", "su", "predstavnicima", "kao", "ispred", "–", "-", ":", "”", "“")
        or before.low in text.known.words["delegates"]
        or before.type in ("Organisation", "Person")
    )


def _unattended(text: Text, line: Line, modality: str) -> None:
    main = text.reading.document.main
    cue = text.known.cue("delegates")
    for k, item in enumerate(line.items):
        if item.type in ("Organisation", "Person") and item.thing and item.taken in ("", "unit"):
            line.say(cue, item.thing, main, k, k + 1, modality=modality)


def _speakers(text: Text, line: Line, modality: str) -> None:
    """Persons beside a verb of speaking: "istakla je N. N.", "N. N. je naglasio"."""
    words, cue = text.known.words, text.known.cue("speak")
    verbs = [k for k, i in enumerate(line.items) if not i.type and i.low in words["speech"]]
    roles = {r.person: r for r in text.reading.roles_in.get(line.number, ())}
    for v in verbs:
        if denied(text, line, v):
            continue
        right = next(
            (
                k
                for k in range(v + 1, min(len(line.items), v + 16))
                if line.items[k].type == "Person"
                and line.items[k].thing
                and not any(i.low in (".", ":", "da") or (i.low == "," and n == 0) for n, i in enumerate(line.items[v + 1 : k]))
            ),
            -1,
        )
        chosen = right
        if chosen < 0:
            for k in range(v - 1, max(-1, v - 26), -1):
                item = line.items[k]
                if item.low in (".", ":", ";", "da"):
                    break
                if item.type == "Person" and item.thing:
                    end = roles[item.mention].last if item.mention in roles else item.last
                    gap = [
                        i
                        for i in line.items[k + 1 : v]
                        if i.first >= end
                        and i.low
                        not in (
                            ",",
                            "je",
                            "su",
                            "se",
                            "takodje",
                            "takodjer",
                            "i",
                            "tom",
                            "prilikom",
                            "na",
                            "u",
                            "to",
                            "<Event>",
                            "skupu",
                            "konferenciji",
                        )
                    ]
                    chosen = k if len(gap) <= 3 else -1
                    break
        if chosen >= 0:
            k, person = chosen, line.items[chosen].thing
            line.say(cue, person, text.reading.document.main, min(k, v), max(k, v) + 1, role="speaker", modality=modality)


def _met_with(text: Text, line: Line, modality: str) -> None:
    """ "na sastanku sa direktorom N. N.": whom the reported event was with."""
    main, cue = text.reading.document.main, text.known.cue("met")
    if not is_meeting(text):
        return
    for k, item in enumerate(line.items):
        if item.type != "Event" or item.thing != main or k + 1 >= len(line.items) or line.items[k + 1].low not in ("sa", "s"):
            continue
        for j in range(k + 2, min(len(line.items), k + 16)):
            if line.items[j].type == "Person" and line.items[j].thing:
                line.say(cue, line.items[j].thing, main, k, j + 1, role="participant", modality=modality)
            elif line.items[j].low in text.known.words["clitics"] or line.items[j].low in (".", ";", "koji", "koja"):
                break


def _delegates(text: Text, line: Line, modality: str) -> None:
    """ "predstavnici A, B i C" in a sentence that tells of the event."""
    main, words = text.reading.document.main, text.known.words
    cue = text.known.cue("delegates")
    here = any(i.thing == main for i in line.items) or any(h.cues[0].form == "attend" for h in line.hits)
    if not here:
        return
    for k, item in enumerate(line.items):
        if item.type or item.low not in words["delegates"]:
            continue
        found, _ = row_right(line, k + 1)
        for place, n in enumerate(found):
            if line.items[n].taken in ("", "unit", "acts", "PARTNER_OF") and n - k < 40:
                line.say(
                    cue, line.items[n].thing, main, k, n + 1, place=place, role="participant", modality=modality, unsure=line.unsure(n)
                )
