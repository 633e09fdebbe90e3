"""Bodies that no table and no head noun knows, found by where they stand: "implemented by X", "representatives of X"."""

from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose import beside, tables
from cooplinks.loaders.prose.document import Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.reach import abstract, is_acronym
from cooplinks.loaders.prose.runs import MOST, closes, put, run, unknown_acronym, with_country
from cooplinks.loaders.prose.wordings import Wordings

_SKIP = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "their",
        "local",
        "project",
        "partner",
        "partners",
        "ngo",
        "ngos",
        "organisation",
        "organisations",
        "organizations",
        "consortium",
        "between",
        "organization",
        "association",
        "company",
        "both",
        "think",
        "tank",
        "charity",
        "foundation",
        "firm",
    ]
)


def find_slots(document: Document) -> Document:
    """Look after each cue that a body must follow, and before "organised a …"."""
    finder, wordings = Finder(document), tables.body_cues()
    titles, lower_heads = tables.titles(), tables.words()["lower_heads"]
    i = 0
    while i < len(finder.tokens):
        low = finder.lows[i]
        end = _cue_end(finder, wordings, i) if low in wordings else i
        if end > i:
            _list(finder, end)
            i = end
            continue
        if low == "by" and _carried_out(finder, i):
            _list(finder, i + 1)  # "implemented in Albania and Kosovo by the NGO X, Y and Z"
        kind = "delegate" if low in _DELEGATES else titles[low][0] if low in titles else ""
        if kind == "delegate" and finder.low(i + 1) in ("of", "from") and low not in _OF_MANY:
            _list(finder, i + 2)
        elif low in MONEY_WORDS and finder.low(i + 1) in ("to", "from"):
            _list(finder, i + 2)  # "a grant to X"
        elif finder.low(i + 1) == "to" and (low in _GIVEN or (low[0].isdigit() and _grant_before(finder, i))):
            _list(finder, i + 2)  # "awarded to X", "a grant of $75,000 to X"
        elif kind == "office" and finder.low(i + 1) in ("of", "at") and low not in _OF_PLACES and _of_person(finder, i):
            _led(finder, i + 2 + (finder.low(i + 2) == "the"), low)
        elif finder.free(i) and _does(finder, i):
            _subject(finder, i)
        elif (
            low in lower_heads and i and finder.tokens[i - 1].cap and finder.free(i) and finder.free(i - 1) and not _kind_before(finder, i)
        ):
            _named_lower(finder, i)
        elif low in _MANY and finder.low(i - 1) not in _NO_NAME_BEFORE and (end := run(finder, i + 1)) > i + 1:
            _list(finder, i + 1)  # "civil society organisations Praxis, Kult and A11"
        elif low in _MANY and finder.low(i + 1) in ("(", ":") and i + 2 < len(finder.tokens) and finder.tokens[i + 2].cap:
            _list(finder, i + 2)  # "four organisations (MVIWA, ANSAF and ACT)"
        elif low in _KINDS and finder.low(i - 1) not in _NO_NAME_BEFORE and (end := run(finder, i + 1)) > i + 1:
            put(finder, i + 1, end + (end < len(finder.tokens) and finder.tokens[end].text.isdigit()))  # "the NGO Section 31"
        i += 1
    _announces(finder)
    _first_words(finder)
    beside.owners(finder)
    _acronyms(finder)
    _rows(finder)
    beside.behind_persons(finder)
    beside.before_sums(finder)
    for first, last in document.quotes:
        _quoted(finder, first, last)
    return finder.done()


def _first_words(finder: Finder) -> None:
    """ "programme officer at Nordhav", where the "Nordhav Foundation" is named."""
    named: dict[str, Mention] = {}
    for m in finder.mentions:
        if m is not None and m.type == "Organisation" and m.rule.startswith("head:") and m.last - m.first == 2 and not m.entry:
            named.setdefault(finder.tokens[m.first].text, m)
    for i, token in enumerate(finder.tokens if named else ()):
        whole = named.get(token.text)
        if whole is None or not finder.free(i) or finder.low(i - 1) != "at" or (i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap):
            continue
        finder.put(replace(whole, first=i, last=i + 1, aka=(), confidence=0.75))


def _carried_out(finder: Finder, i: int) -> bool:
    """ "implemented in Albania and Kosovo [by]": nothing but places stands between."""
    j = i - 1
    while j > finder.sentence(i).first and (
        finder.type_at(j) == "Place" or finder.low(j) in ("in", "and", ",", "the", "across", "jointly")
    ):
        j -= 1
    return finder.low(j) in (
        "implemented",
        "executed",
        "organised",
        "organized",
        "run",
        "out",
        "delivered",
        "funded",
        "financed",
        "conducted",
    )


_BODY_WORDS = frozenset(
    [
        "ngo",
        "ngos",
        "association",
        "foundation",
        "organisation",
        "organization",
        "company",
        "agency",
        "institute",
        "centre",
        "center",
        "society",
        "union",
        "network",
        "cooperative",
        "charity",
    ]
)


def _quoted(finder: Finder, first: int, last: int) -> None:
    """ "the NGO “Seedling”", "“Seedling” association": a short name in quotation marks beside what it is."""
    if last - first > 6 or not all(finder.free(j) for j in range(first, last)) or not finder.tokens[first].cap:
        return
    after = finder.low(last + 1 + (finder.low(last + 1) in tables.demonyms()))
    by = finder.low(first - 2) == "by" and finder.low(first - 3) in ("organised", "organized", "implemented", "funded", "hosted", "founded")
    if finder.low(first - 2) in _BODY_WORDS or after in _BODY_WORDS or (by and after in ("office", "branch", ",", "in", "and", ".")):
        name = finder.document.words(first, last)
        finder.put(Mention("Organisation", first, last, name, f"slot:{fold(name)}", "ngo", "", "slot", confidence=0.7))


def _rows(finder: Finder) -> None:
    """ "A, X, B and Y" where A and B are known bodies: X and Y are bodies too."""
    bodies = sorted((m for m in finder.mentions if m is not None and m.type == "Organisation" and not m.anaphor), key=lambda m: m.first)
    starts = {m.first for m in bodies}
    for body in bodies:
        _first_of_row(finder, body)
        i, row = body.last, 1
        for _ in range(6):
            step = _next_in_row(finder, i)
            if not step or finder.sentence_of[min(step, len(finder.tokens) - 1)] != finder.sentence_of[body.first]:
                break
            at = finder.at(step)
            if at is not None:
                if at.type != "Organisation" or at.first != step:
                    break
                i, row = at.last, row + 1
                continue
            end = with_country(finder, run(finder, step)) if run(finder, step) > step else step
            if end == step or (end - step == 1 and not unknown_acronym(finder.tokens[step].text, finder.low(step))):
                break
            following = _next_in_row(finder, end)
            ends = finder.low(end) in (".", ";", ",", "and", ")") or end >= len(finder.tokens) or finder.low(end) in tables.words()["verbs"]
            if not ends or not (following in starts or (row > 1 and _begins_row(finder, step))):
                break
            put(finder, step, end)
            i, row = end, row + 1


def _first_of_row(finder: Finder, body: Mention) -> None:
    """ "X and B organised", where B is a body and X an unknown acronym that begins the row."""
    i = body.first - 1 - (finder.low(body.first - 1) == "the")
    if i < 1 or finder.low(i) not in ("and", "&") or not finder.free(i - 1) or finder.sentence_of[i - 1] != finder.sentence_of[body.first]:
        return
    before = finder.low(i - 2) if i - 1 > finder.sentence(i).first else ""
    alone = before in ("", ",", "the", "by", "of", "from", "with", "to", "between") and not finder.sentence(i).headline
    if alone and unknown_acronym(finder.tokens[i - 1].text, finder.low(i - 1)):
        put(finder, i - 1, i)


def _next_in_row(finder: Finder, end: int) -> int:
    """Where the next of a row begins after a comma or "and", past "the"; 0 where the row ends."""
    if finder.low(end) not in (",", "and", "&"):
        return 0
    step = end + 1 + (finder.low(end) == "," and finder.low(end + 1) in ("and", "&"))
    return step + (finder.low(step) == "the")


def _begins_row(finder: Finder, step: int) -> bool:
    """Whether the last of a row begins here: "… and X"."""
    before = step - 1 - (finder.low(step - 1) == "the")
    return finder.low(before) in ("and", "&", ",")


def _named_lower(finder: Finder, i: int) -> None:
    """ "the Seedling association": a name of its own before a noun in lower case."""
    first = i
    while first > finder.sentence(i).first and i - first < 4 and finder.tokens[first - 1].cap and finder.free(first - 1):
        first -= 1
    while first < i and finder.low(first) in tables.words()["starters"]:
        first += 1  # "The FICASE foundation"
    if (
        finder.low(first - 1) not in ("the", "by", "of", "from", "and", "with")
        or first == i
        or finder.sentence(i).headline
        or run(finder, first) != i
    ):
        return
    if i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap and finder.free(i + 1):
        return  # "the Styrian association Südwind"
    low = [finder.low(j) for j in range(first, i)]
    own = finder.tokens[first].text
    if i - first == 1 and own.isupper() and len(own) > 2 and is_acronym(own):
        put(finder, first, i)  # "the FICASE foundation"
        return
    if all(abstract(w) for w in low) or finder.low(i + 1) in tables.titles():
        return
    finder.put(
        Mention(
            "Organisation",
            first,
            i + 1,
            finder.document.words(first, i + 1),
            f"slot:{fold(finder.document.words(first, i + 1))}",
            tables.heads()[finder.low(i)][0],
            "",
            "slot",
            confidence=0.68,
        )
    )


_DELEGATES = frozenset(["representative", "delegation", "guests", "official", "expert", "participants"])


_KINDS = frozenset(["ngo", "organisation", "organization", "association", "charity", "tank", "foundation", "firm", "company"])


def _kind_before(finder: Finder, i: int) -> bool:
    """ "The association X", "the Slovenian foundation X": what it is, in small letters, and the name behind."""
    before = finder.low(i - 1) in tables.demonyms() or finder.low(i - 1) in ("the", "a", "an")
    return before and finder.low(i) in _KINDS and run(finder, i + 1) > i + 1


_MANY = frozenset(
    ["ngos", "organisations", "organizations", "associations", "charities", "companies", "foundations", "csos", "confederations", "unions"]
)


_NO_NAME_BEFORE = frozenset(["of", "any", "each", "every", "no"])


_OF_MANY = frozenset(["mayors", "ministers", "governors", "presidents", "students", "farmers", "heads"])


_OF_PLACES = frozenset(
    [
        "minister",
        "ministers",
        "mayor",
        "governor",
        "ambassador",
        "secretary",
        "commissioner",
        "chief",
        "prefect",
        "expert",
        "member",
        "professor",
        "teacher",
        "student",
        "head",
        "captain",
        "author",
        "doctor",
        "bishop",
        "prime",
    ]
)


def _of_person(finder: Finder, i: int) -> bool:
    """Whether the title at token i stands beside a person: "Name, founder of X", "founder of X, Name"."""
    for j in range(i - 1, max(finder.sentence(i).first, i - 8) - 1, -1):
        mention = finder.at(j)
        if mention is not None and mention.type == "Person":
            return finder.low(mention.last) in (",", "–", "-", "(", "is", "was")
        if finder.low(j) in (".", ";"):
            break
    return False


_HEADS_OF = frozenset(
    [
        "ceo",
        "founder",
        "co-founder",
        "chairman",
        "chairwoman",
        "chairperson",
        "chair",
        "owner",
        "president",
        "director",
        "coordinator",
        "leader",
    ]
)


def _led(finder: Finder, i: int, title: str) -> None:
    """ "founder of X", "director of LID Moldova": an acronym or a name that is no topic."""
    country = finder.at(i)
    if country is not None and country.type == "Place" and country.kind == "country" and country.first == i:
        end = run(finder, country.last)
        if end - country.last > 1 and title in _HEADS_OF and finder.low(end) not in ("at", "in", "of", "for", "&"):
            put(finder, i, end)  # "director of Lithuania River Watch"
        return
    end = run(finder, i)
    town = finder.low(end) == "in" and finder.type_at(end + 1) == "Place"
    if end == i or (finder.low(end) in ("at", "in", "and", "of", "for", "&") and not town):
        return
    branch = finder.at(end)
    if branch is not None and branch.type == "Place" and branch.first == end and end - i < 2 and closes(finder, branch):
        end = branch.last
    words = [finder.tokens[j] for j in range(i, end)]
    shouted = any(t.text.isupper() and len(t.text) > 2 for t in words) or any(sum(c.isupper() for c in t.text) > 1 for t in words)
    topics = any(abstract(t.low) for t in words)
    if not shouted and (topics or title not in _HEADS_OF or end - i < 2):
        return
    branch = finder.at(end)
    if branch is not None and branch.type == "Place" and branch.first == end:
        end = branch.last
    put(finder, i, end)


def _does(finder: Finder, i: int) -> bool:
    """Whether a predicate of a body begins at token i: "organised a", "has launched", "in cooperation with", "together with"."""
    words = tables.words()
    low = finder.low(i)
    if low in _TAKES and (finder.low(i - 1) in ("has", "have", "had", "also") or not finder.tokens[i].cap):
        return any(finder.low(j) in MONEY_WORDS for j in range(i + 1, min(i + 9, len(finder.tokens))))
    if low in ("is", "was") and finder.low(i + 1) == "the" and finder.low(i + 2) in ("recipient", "beneficiary"):
        return True
    if low in ("was", "were") and finder.low(i + 1) in ("given", "awarded", "granted", "allocated"):
        return finder.tokens[i + 2].text[:1] in "£$€" or finder.tokens[i + 2].text[0].isdigit() if i + 2 < len(finder.tokens) else False
    if low in ("has", "have", "had", "will", "is", "are", "was", "also", "jointly", "recently", "successfully"):
        return finder.low(i + 1) in words["body_acts"] and not (low in ("is", "are", "was") and finder.low(i + 1).endswith("ed"))
    if low in words["body_acts"]:
        return True
    if low == "in":
        return (
            finder.low(i + 1) in ("cooperation", "co-operation", "collaboration", "partnership", "coordination")
            and finder.low(i + 2) == "with"
        )
    return low in ("together", "jointly") and finder.low(i + 1) == "with"


_TAKES = frozenset(["received", "receives", "secured", "obtained", "won"])


MONEY_WORDS = frozenset(["grant", "grants", "loan", "loans", "donation", "cheque", "funding", "million", "billion", "financing", "credit"])


_GIVEN = frozenset(["awarded", "granted", "disbursed", "donated", "allocated"])


def _grant_before(finder: Finder, i: int) -> bool:
    return any(finder.low(j) in MONEY_WORDS for j in range(max(0, i - 5), i))


_GLAD = frozenset(["pleased", "delighted", "proud", "happy", "excited", "thrilled", "honoured", "honored"])


def _announces(finder: Finder) -> None:
    """ "Seedfund is delighted to announce": one word is a body there, and wherever it stands again."""
    for i in range(1, len(finder.tokens) - 3):
        if finder.low(i) != "is" or finder.low(i + 1) not in _GLAD or finder.low(i + 2) != "to" or finder.low(i + 3) != "announce":
            continue
        token = finder.tokens[i - 1]
        begins = i - 1 == finder.sentence(i).first or finder.low(i - 2) in ("–", "-", "—", ":", ",")
        if not (token.cap and finder.free(i - 1) and token.text.isalpha() and begins) or token.low in tables.words()["starters"]:
            continue
        for j, other in enumerate(finder.tokens):
            if other.text == token.text and finder.free(j):
                finder.put(Mention("Organisation", j, j + 1, token.text, f"slot:{fold(token.text)}", "other", "", "slot", confidence=0.7))


def _acronyms(finder: Finder) -> None:
    """An unknown acronym that somewhere acts, has staff or is joined to a body is a body wherever it stands."""
    found: dict[str, Mention] = {m.name: m for m in finder.mentions if m is not None and m.rule == "slot" and is_acronym(m.name)}
    titles = tables.titles()
    free = [i for i, t in enumerate(finder.tokens) if finder.free(i) and unknown_acronym(t.text, t.low)]
    for i in free:
        text = finder.tokens[i].text
        if text in found or finder.sentence(i).headline:
            continue
        place = finder.at(i + 1)
        following = finder.low(i + 1)
        if place is not None and place.type == "Place" and place.first == i + 1:
            following = finder.low(place.last)
        owned = finder.at(i + 2) if following == "'s" else None
        if following == "'s":
            following = next((finder.low(j) for j in range(i + 2, i + 5) if finder.low(j) in titles), following)
        staffed = titles.get(following, ("", ""))[0] in ("office", "delegate") or following in (
            "staff",
            "team",
            "secretariat",
            "experts",
            "member",
        )
        at = i + 1 if place is None else place.last
        if (
            staffed
            or (owned is not None and owned.type == "Person")
            or (_does(finder, at) and (following not in ("is", "are", "was", "has") or finder.low(at + 1) in tables.words()["body_acts"]))
            or (following in ("is", "are") and finder.low(at + 1).endswith("ing"))
        ):
            found[text] = Mention("Organisation", i, i + 1, text, f"slot:{fold(text)}", "other", "", "slot", confidence=0.68)
    _often(finder, free, found)
    for i in free:
        target = found.get(finder.tokens[i].text)
        if target is not None and finder.free(i):
            branch = finder.at(i + 1)
            last = (
                branch.last
                if branch is not None
                and branch.type == "Place"
                and branch.kind == "country"
                and branch.first == i + 1
                and _does(finder, branch.last)
                else i + 1
            )
            finder.put(replace(target, first=i, last=last, aka=()))


def _often(finder: Finder, free: list[int], found: dict[str, Mention]) -> None:
    """An acronym that stands twice or more, and once behind "from", "by" or "with" or before "'s"."""
    seen: dict[str, list[int]] = {}
    for i in free:
        seen.setdefault(finder.tokens[i].text, []).append(i)
    for text, places in seen.items():
        if text in found or len(places) < 2 or not text.isupper():
            continue
        led = ("from", "by", "with", "visited", "joined", "between", "both")
        if any(finder.low(i - 1 - (finder.low(i - 1) == "the")) in led or finder.low(i + 1) == "'s" for i in places):
            found[text] = Mention(
                "Organisation", places[0], places[0] + 1, text, f"slot:{fold(text)}", "other", "", "slot", confidence=0.62
            )


def _cue_end(finder: Finder, wordings: Wordings, i: int) -> int:
    node, end = wordings, i
    for j in range(i, min(i + 9, len(finder.tokens))):
        following = node.step(finder.low(j))
        if following is None:
            break
        node = following
        if node.here:
            end = j + 1
    return end


def _list(finder: Finder, i: int) -> None:
    """A row of bodies, each known or a free run of capitals."""
    for _ in range(12):
        while finder.low(i) in _SKIP or (
            finder.low(i) in tables.demonyms()
            and (finder.low(i + 1) in _KINDS or finder.low(i + 1) in ("partner", "partners") or finder.type_at(i + 1) == "Organisation")
        ):
            i += 1
        mention = finder.at(i)
        if mention is not None and mention.type == "Organisation":
            i = mention.last
        else:
            if (
                mention is not None
                and mention.type == "Place"
                and finder.low(mention.last - 1) in _GOVERNED
                and finder.tokens[mention.last - 1].cap
            ):
                name = finder.document.words(mention.first, mention.last)  # "organised by the Istrian Region"
                finder.put(Mention("Organisation", mention.first, mention.last, name, f"slot:{fold(name)}", "government", rule="slot"))
                i = mention.last
                if finder.low(i) not in (",", "and"):
                    return
                i += 1 + (finder.low(i) == "," and finder.low(i + 1) == "and")
                continue
            begin = mention.last if mention is not None and mention.type == "Place" and mention.first == i else i
            end = _abbreviated_run(finder, i) or run(finder, begin)
            if end == begin or (begin > i and end - begin < 2):
                return
            if end < len(finder.tokens) and finder.tokens[end].text.isdigit() and len(finder.low(end)) < 4 and finder.free(end):
                end += 1  # "Section 31"
            put(finder, i, end)
            i = end
            if (named := finder.at(i - 1)) is not None:
                i = max(i, named.last)
            if finder.low(i) == "(" and (named := finder.at(i)) is not None:
                i = named.last
        if finder.low(i) == "," and finder.low(i + 1) in ("and", "&"):
            i += 2
        elif finder.low(i) in (",", "and", "&"):
            i += 1
        else:
            return


_GOVERNED = frozenset(["region", "county", "canton", "province", "municipality", "voivodeship", "district"])


def _abbreviated_run(finder: Finder, i: int) -> int:
    """ "House of Free Journalists (IJH)": capitals and what joins them up to an acronym in brackets; 0 for none."""
    if i >= len(finder.tokens) or not finder.tokens[i].cap or not finder.free(i):
        return 0
    for j in range(i + 1, min(i + 10, len(finder.tokens) - 2)):
        if finder.low(j) == "(":
            return j if finder.low(j + 2) == ")" and is_acronym(finder.tokens[j + 1].text) and j - i > 1 else 0
        if not finder.free(j) or not (
            finder.tokens[j].cap or finder.low(j) in ("of", "for", "and", "the", "de", "in", "&", "'s", "on", "-")
        ):
            return 0
    return 0


def _subject(finder: Finder, i: int) -> None:
    first = i - (finder.low(i - 1) == ",")
    if finder.low(first - 1) == ")" and finder.low(first - 3) == "(" and finder.type_at(first - 2) == "Place":
        first -= 3  # "ABCD (Hungary) organised"
    i = first
    while (
        first > 0
        and i - first < MOST
        and finder.tokens[first - 1].cap
        and finder.free(first - 1)
        and finder.sentence_of[first - 1] == finder.sentence_of[i]
    ):
        first -= 1
    while first < i and finder.low(first) in tables.words()["starters"]:
        first += 1
    if finder.low(first - 1) in ("in", "of", "on", "for", "to", "against") and first > finder.sentence(i - 1).first:
        return  # "within its cooperation in Legal Matters, organised"
    if first < i and run(finder, first) == i and (i - first > 1 or unknown_acronym(finder.tokens[first].text, finder.low(first))):
        put(finder, first, i)
