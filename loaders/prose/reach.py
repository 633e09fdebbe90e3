"""How far a body's name goes, to the left and to the right of its head noun."""

import re
from dataclasses import dataclass

from cooplinks.loaders.prose import tables
from cooplinks.loaders.prose.document import Mention
from cooplinks.loaders.prose.finder import Finder

_MOST_LEFT, _MOST_RUN = 7, 7


_INITIAL = re.compile(r"[^\W\d_]\.[^\W\d_]{2}")  # "G.Dorj"


_OF = frozenset(["of", "for", "on", "against", "the"])


_WITHIN = frozenset(["first", "second", "third", "new", "open", "one"])


_PLAIN_TITLES = frozenset(["liaison", "general", "executive", "expert", "lead", "principal", "team", "member", "teacher"])


_OF_MEMBERS = frozenset(
    [
        "association",
        "union",
        "council",
        "federation",
        "chamber",
        "order",
        "network",
        "league",
        "society",
        "forum",
        "syndicate",
        "guild",
        "assembly",
        "school",
        "academy",
        "congress",
        "committee",
        "conference",
        "alliance",
        "club",
        "college",
        "board",
        "institute",
        "confederation",
        "movement",
    ]
)


_LAWS = frozenset(["act", "bill", "law", "strategy", "constitution"])


_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")


_OWNERS = frozenset(["women", "children", "people", "men"])


KEEPS_OFFICE = frozenset(["prosecutor", "representative", "coordinator", "co-ordinator", "commissioner", "ombudsperson", "rapporteur"])


@dataclass(slots=True)
class Reach:
    """How far a body's name goes to the right, and what it says on the way."""

    last: int
    country: str = ""
    place: str = ""
    acronym: str = ""
    has_complement: bool = False
    topical: bool = False  # a museum, a faculty: what follows is what it is about


BRANCHES = frozenset(["centre", "center", "presence", "branch", "bureau", "chapter", "secretariat", "programme office", "programme"])


POSTS = frozenset({"delegation", "mission", "office", "secretariat"})


def abstract(word: str) -> bool:
    """Whether a word can be what a body works on: of the table, or by its ending."""
    return word in tables.words()["portfolio"] or (len(word) > 5 and word.endswith(_ABSTRACT))


_ABSTRACT = (
    "tion",
    "sion",
    "ment",
    "ments",
    "ity",
    "ness",
    "ism",
    "ics",
    "ship",
    "ance",
    "ence",
    "ing",
    "ure",
    "acy",
    "logy",
    "nomy",
    "graphy",
    "ery",
    "tions",
    "phobia",
    "ical",
    "eutics",
    "icals",
)


def head_at(finder: Finder, i: int) -> tuple[str, int] | None:
    """The head noun that begins at token i and where it ends; one typing error is mended."""
    token, heads = finder.tokens[i], tables.heads()
    if not token.cap:
        return None
    pair = f"{token.low} {finder.low(i + 1)}"
    if pair in heads and i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap:
        return pair, i + 2
    if token.low in heads:
        return token.low, i + 1
    near = tables.near_heads().get(token.low)
    return (near, i + 1) if near else None


def to_the_left(finder: Finder, i: int, head: str) -> int:
    """Where the name begins: over capitalised words and known names that stand before the head."""
    first, sentence = i, finder.sentence(i)
    titles, starters = tables.titles(), tables.words()["starters"]
    while first > sentence.first and i - first < _MOST_LEFT:
        before = finder.tokens[first - 1]
        mention = finder.at(first - 1)
        if mention is not None:
            if (
                mention.type not in ("Place", "Organisation")
                or mention.first < sentence.first
                or (mention.anaphor and mention.rule.startswith("head"))
            ):
                break
            if mention.type == "Organisation" and mention.last - mention.first > 4:
                break
            first = mention.first
        elif (owner := _owner_of_branch(finder, first, i, head)) is not None:
            first = owner.first
        elif (
            (before.low == "'s" or (before.text in "'’´" and finder.low(first - 2).endswith("s")))
            and first - 2 >= sentence.first
            and finder.tokens[first - 2].cap
            and finder.free(first - 2)
            and finder.low(first - 2) not in tables.heads()
        ):
            first -= 2
        elif (
            first < i
            and before.low in _FOREIGN
            and first - 2 >= sentence.first
            and finder.tokens[first - 2].cap
            and _of_name(finder, first - 2)
        ):
            first -= 2  # "Salvador del Mundo Foundation"
        elif sentence.headline and first < i and _acts(before.low):
            break
        elif (
            before.cap
            and before.text[0].isalpha()
            and (before.low not in starters or ((before.low.endswith("ed") or before.low in _WITHIN) and first - 1 > sentence.first))
            and (
                before.low not in titles or before.low in _PLAIN_TITLES or titles[before.low][0] == "delegate" or finder.low(first) == "'s"
            )
        ):
            if (other := head_at(finder, first - 1)) is not None and "first" in tables.heads()[other[0]][1]:
                break
            first -= 1
        elif (
            before.text in "’'"
            and first - 2 >= sentence.first
            and finder.tokens[first - 2].cap
            and finder.low(first - 2).endswith("s")
            and finder.free(first - 2)
        ):
            first -= 2  # "Armenian Lawyers’ Association"
        elif before.text == "." and finder.low(first - 2) == "st" and first - 2 >= sentence.first and finder.tokens[first - 2].cap:
            first -= 2  # "St. Mary School"
        elif before.text == "." and first - 2 > sentence.first and len(finder.low(first - 2)) == 1 and finder.tokens[first - 2].cap:
            first -= 2  # "Robert H. Smith School"
        elif (
            head in _LEGAL
            and before.low in ("and", "&")
            and first - 2 >= sentence.first
            and finder.tokens[first - 2].cap
            and finder.free(first - 2)
        ):
            first -= 2  # "Kagera Pumps and Boreholes Ltd"
        elif (
            first == i - 1
            and head == "association"
            and before.low in ("and", "&")
            and finder.low(first).endswith("s")
            and finder.low(first - 2).endswith("s")
            and finder.tokens[first - 2].cap
            and finder.free(first - 2)
            and finder.low(first - 3) != "of"
        ):
            first -= 2  # "Siota Parents and Teachers Association"
        elif _pair_before(finder, first, sentence.first):
            first -= 2
        elif before.low in ("and", "&") and first < i and (joined := _topics_before(finder, first - 1, sentence.first)):
            first = joined
        else:
            break
    while first < i and (finder.low(first) in starters and finder.free(first)):
        first += 1
    if finder.tokens[first - 1].text in ("”", '"') and head in (
        "school",
        "centre",
        "center",
        "hospital",
        "theatre",
        "library",
        "club",
        "society",
    ):
        opens = next((j for j in range(first - 2, max(sentence.first, first - 7) - 1, -1) if finder.tokens[j].text in ("“", "„", '"')), -1)
        named = range(opens + 1, first - 1)
        if opens >= 0 and first < i and all(finder.tokens[j].cap and finder.free(j) for j in named) and len(named) > 0:
            return opens + 1  # "“Speranța Nouă” Community Centre"
    return first


_LEGAL = frozenset(["ltd", "limited", "inc", "llc", "gmbh"])


def _of_name(finder: Finder, i: int) -> bool:
    """Whether the capitalised word at token i can begin a name: free, or a place."""
    return finder.low(i) not in tables.words()["starters"] | tables.titles().keys() and (finder.free(i) or finder.type_at(i) == "Place")


def _owner_of_branch(finder: Finder, first: int, i: int, head: str) -> Mention | None:
    """ "the OSCE's Mission to Moldova": whose branch it is, where the name begins."""
    owner = finder.at(first - 2) if first == i and finder.low(first - 1) == "'s" else None
    branch = head in BRANCHES | POSTS and finder.low(i + 1) in ("in", "to", "for")
    return owner if branch and owner is not None and owner.type == "Organisation" and owner.entry else None


def _pair_before(finder: Finder, first: int, begin: int) -> bool:
    """Whether two more tokens are the name's: "A.M. [Khan Trust]", "Marsh & [Water Trust]", "Ukrainian Law and [Policy Centre]"."""
    if first - 2 < begin:
        return False
    join, word = finder.low(first - 1), finder.tokens[first - 2]
    if join == ".":
        return _INITIALS.fullmatch(word.text) is not None
    if join == "&":
        return word.cap and finder.free(first - 2)
    owner = finder.at(first - 3)
    whose = finder.low(first - 3) in tables.demonyms() or (owner is not None and owner.type == "Place" and owner.kind == "country")
    return join == "and" and first - 3 >= begin and whose and word.cap and finder.free(first - 2) and word.low not in tables.heads()


def _acts(low: str) -> bool:
    """A verb in capitals, as headlines have them: "X Attends Y Commission"."""
    words = tables.words()
    return low.endswith(("s", "ed")) and low not in _NOUNS_TOO and any(low in words[w] for w in ("body_acts", "present", "part"))


_NOUNS_TOO = frozenset(["works", "reports", "awards", "remarks", "delegates", "attendees", "trains", "members", "participants"])


def _topics_before(finder: Finder, join: int, begin: int) -> int:
    """ "Anti-Corruption and Organised Crime [Court]", "Water and Sanitation [Company]": where the topics begin; 0 for none."""
    known = tables.words()["portfolio"]
    named = finder.low(join - 1) in known and finder.low(join + 1) in known
    first = join
    while (
        first > begin
        and join - first < 3 + named
        and finder.tokens[first - 1].cap
        and finder.free(first - 1)
        and (
            abstract(finder.low(first - 1))
            or (first == join and finder.low(first - 1) in known - tables.heads().keys())
            or (named and finder.low(first - 1) not in tables.heads().keys() - known)
        )
    ):
        first -= 1
    if first < join and (named_first := _name_before(finder, first, join, begin)):
        return named_first
    before = finder.low(first - 1) if first > begin else ""
    return (
        first
        if (first < join and before in ("", "of", "the", "by", "for", "with", "from", ",", "'s") and not finder.tokens[first - 1].cap)
        or (first < join and finder.type_at(first - 1) == "Place")
        else 0
    )


def _name_before(finder: Finder, first: int, join: int, begin: int) -> int:
    """ "the Lahore Urban Construction [Management and Technology College]": a name of four words or more behind "the"; 0 for none."""
    i = first
    while i > begin and join - i < 6 and finder.tokens[i - 1].cap and (finder.free(i - 1) or finder.type_at(i - 1) == "Place"):
        i -= 1
    words = [finder.low(j) for j in range(i, join)]
    other = any(w in tables.heads() or w in tables.titles() or w in tables.events() for w in words)
    enough = len(words) > 3 or (len(words) == 2 and abstract(words[1]))
    return i if finder.low(i - 1) == "the" and enough and not other else 0


def _run(finder: Finder, i: int) -> int:
    """The end of a row of free capitalised words from token i."""
    j, titles, starters = i, tables.titles(), tables.words()["starters"]
    while (
        j < len(finder.tokens)
        and j - i < _MOST_RUN
        and (finder.tokens[j].cap or (j > i and finder.low(j) == "'s" and finder.low(j - 1) in _OWNERS))
        and finder.free(j)
        and finder.sentence_of[j] == finder.sentence_of[i]
    ):
        low = finder.low(j)
        if low in tables.words()["calendar"] or (len(low) == 1 and finder.low(j + 1) == "."):
            break  # "on Monday", "Minister of Trade J. Ola"
        title = low in titles and low not in _PLAIN_TITLES and low not in tables.words()["portfolio"]
        if (title and not (low.endswith("s") and _of_members(finder, i))) or (j > i and low in starters):
            break
        saint = j > i and finder.low(j - 1) in _SAINTS  # "University of San Simón"
        if j > i and not saint and (finder.low(j) in tables.given() or _surname_first(finder, j) or _INITIAL.match(finder.tokens[j].text)):
            break
        j += 1
    return j


_SAINTS = frozenset(["san", "santa", "santo", "são", "saint", "sant", "st"])


def _of_members(finder: Finder, i: int) -> bool:
    """ "Association of [Judges]", "Union of [Women Teachers]": posts in the plural name the members."""
    i -= finder.low(i - 1) == "the"
    return finder.low(i - 1) == "of" and finder.low(i - 2) in _OF_MEMBERS


_TAKES_ANY = frozenset(["za", "bez", "kod", "protiv", "nuk", "për"])


def past_small_words(finder: Finder, j: int) -> int:
    """ "Hilfe [am Traunsee]", "Most [za mladi]": the end of a name that small words of other languages join; j where none does."""
    end = j
    for _ in range(4):
        k = end
        while k < len(finder.tokens) and finder.low(k) in tables.words()["small_words"] and not finder.tokens[k].cap and k - end < 3:
            k += 1
        if k == end or k >= len(finder.tokens) or finder.sentence_of[k] != finder.sentence_of[j - 1]:
            break
        place = finder.at(k)
        if place is not None and place.type == "Place" and place.first == k and finder.tokens[k].cap:
            end = place.last
        elif finder.free(k) and (finder.tokens[k].cap or (finder.low(k - 1) in _TAKES_ANY and finder.low(k).isalpha())):
            end = k + 1
        else:
            break
        while (
            end < len(finder.tokens)
            and finder.tokens[end].cap
            and finder.free(end)
            and finder.sentence_of[end] == finder.sentence_of[j - 1]
        ):
            end += 1
    return end


def _surname_first(finder: Finder, j: int) -> bool:
    """ "School of Business Jin Xiangrong": a name begins."""
    return (
        finder.low(j) in tables.words()["surnames_first"]
        and j + 1 < len(finder.tokens)
        and finder.tokens[j + 1].cap
        and finder.low(j - 1) not in ("of", "the")
    )


def _acronym_beside(finder: Finder, reach: Reach, has_modifiers: bool) -> bool:
    """ "Croatian News Agency HINA", "Association of Journalists – AJK": the acronym right after the name."""
    i = reach.last + (finder.low(reach.last) in ("–", "-"))
    if not (has_modifiers or reach.has_complement) or reach.acronym or i >= len(finder.tokens) or not finder.free(i):
        return False
    token = finder.tokens[i]
    plain = token.text.replace("-", "")
    if (
        not (plain.isalpha() and plain.isupper() and 3 <= len(plain) <= 8)
        or token.low in tables.words()["no_body"]
        or finder.sentence_of[i] != finder.sentence_of[reach.last - 1]
    ):
        return False
    if finder.sentence(i).headline or (i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap and i == reach.last):
        return False
    reach.last, reach.acronym, reach.has_complement = i + 1, token.text, True
    return True


def _in_country(finder: Finder, reach: Reach, flags: frozenset[str], has_modifiers: bool) -> bool:
    """ "the Press Council in Kenya", "Happy Movement Kenya": the country is the body's."""
    i = reach.last
    if "first" in flags or not has_modifiers or reach.country or reach.place:
        return False
    beside = finder.at(i)
    if beside is not None and beside.kind == "city" and beside.first == i and _town_ends(finder, i, beside):
        return _take_place(reach, beside, located=True)  # "Mediterranean University Podgorica"
    if beside is not None and beside.kind == "country" and beside.first == i and finder.sentence_of[i] == finder.sentence_of[i - 1]:
        return not finder.sentence(i).headline and _take_place(reach, beside)
    if finder.low(i) != "in":
        return False
    place = finder.at(i + 1 + (finder.low(i + 1) == "the"))
    if (
        place is None
        or place.type != "Place"
        or place.kind != "country"
        or finder.low(place.last) in ("on", "from", ",")
        or finder.sentence_of[i] != finder.sentence_of[i - 1]
    ):
        return False
    reach.last, reach.has_complement = place.last, True
    reach.country = place.country
    return True


def _town_ends(finder: Finder, i: int, town: Mention) -> bool:
    """Whether the town behind a name closes it: no "'s", no other capital follows, and no headline runs on."""
    after = town.last
    if finder.sentence(i).headline or finder.sentence_of[i] != finder.sentence_of[i - 1] or finder.low(after) in ("'s", "-based", "-"):
        return False
    return after >= len(finder.tokens) or not finder.tokens[after].cap


def to_the_right(finder: Finder, after: int, flags: frozenset[str], *, bare: bool = False, has_modifiers: bool = False) -> Reach:
    """How far the name goes on after its head."""
    reach = Reach(after, topical="topical" in flags)
    if "name" in flags and (bare or finder.low(after - 1) in _ROMANCE):
        _own_name(finder, reach)
    if "posted" in flags and reach.last < len(finder.tokens):
        place = finder.at(reach.last)
        if (
            place is not None
            and place.type == "Place"
            and place.first == reach.last
            and finder.sentence_of[reach.last] == finder.sentence_of[reach.last - 1]
        ):
            _take_place(reach, place, located=True)
    for _ in range(8):
        before = reach.last
        (
            _spelt_to_bracket(finder, reach, after)
            or _complement(finder, reach, flags)
            or _to_bracket(finder, reach)
            or _enumeration(finder, reach, ministry="first" in flags)
            or _bracket(finder, reach)
            or _acronym_beside(finder, reach, has_modifiers)
            or _in_country(finder, reach, flags, has_modifiers)
            or _of_government(finder, reach, flags)
            or _quoted(finder, reach)
        )
        if reach.last == before:
            break
    return reach


def _of_government(finder: Finder, reach: Reach, flags: frozenset[str]) -> bool:
    """ "Ministry of Environment, Government of Japan"."""
    i = reach.last
    if "first" not in flags or not reach.has_complement or finder.low(i) != "," or finder.low(i + 1) not in ("government", "govt"):
        return False
    j = i + 3 + (finder.low(i + 3) == "the")
    place = finder.at(j)
    if finder.low(i + 2) != "of" or place is None or place.type != "Place" or not place.country:
        return False
    reach.last, reach.country = place.last, reach.country or place.country
    return True


def _spelt_to_bracket(finder: Finder, reach: Reach, after: int) -> bool:
    """ "Centre for Asia's Answer to Floods (CAAF)": all up to the bracket, where its letters are those of the words."""
    i = reach.last
    if reach.acronym or i != after or finder.low(i) not in ("of", "for", "on", "to", "against"):
        return False
    for j in range(i + 1, min(i + 12, len(finder.tokens) - 2)):
        if finder.low(j) == "(":
            inner = finder.tokens[j + 1].text
            words = [t.low[0] for t in finder.tokens[after - 1 : j] if t.cap]
            if finder.low(j + 2) != ")" or not is_acronym(inner) or "".join(words) != inner.lower():
                return False
            reach.last, reach.acronym, reach.has_complement = j + 3, inner, True
            return True
        if not (finder.tokens[j].cap or finder.low(j) in tables.words()["connectors"] or finder.low(j) == "'s"):
            return False
    return False


def _to_bracket(finder: Finder, reach: Reach) -> bool:
    """ "Department for Fight against Trafficking [in Human Beings (THB)]": the acronym in brackets closes the name."""
    i = reach.last
    if not reach.has_complement or reach.acronym or finder.low(i) not in ("in", "for", "of", "and", "on", "to", "against"):
        return False
    for j in range(i + 1, min(i + 9, len(finder.tokens) - 2)):
        if finder.low(j) == "(" and is_acronym(finder.tokens[j + 1].text) and finder.low(j + 2) == ")":
            reach.last = j
            return True
        if not finder.free(j) or not (finder.tokens[j].cap or finder.low(j) in tables.words()["connectors"]):
            return False
        head = head_at(finder, j)
        if head is not None and head[0] not in tables.words()["portfolio"] and not _ends_spelt(finder, i, j):
            return False
    return False


def _ends_spelt(finder: Finder, i: int, j: int) -> bool:
    """ "Association of Commissions [and Anti-Corruption Bodies (CCAICACB)]": the acronym behind token j ends with these initials."""
    if finder.low(j + 1) != "(" or finder.low(j + 3) != ")":
        return False
    letters = "".join(part[0] for n in range(i, j + 1) if finder.tokens[n].cap for part in finder.low(n).split("-") if part)
    return len(letters) > 1 and finder.tokens[j + 2].text.lower().endswith(letters)


_FOREIGN = frozenset(["de", "del", "di", "do", "da", "du", "des", "für", "der", "della", "degli", "la", "las", "los", "le", "les", "ng"])


_ROMANCE = frozenset(["universidad", "universidade", "université", "università", "universitat", "universitas", "universiteit"])


def _romance_name(finder: Finder, i: int) -> int:
    """ "Universidad [Mayor de San Simón]", "Universidad [San Francisco Xavier]": capitals and the small words between them; i for none."""
    j = end = i
    while j < min(finder.sentence(i).last, i + 9):
        place = finder.at(j)
        if place is not None and place.type == "Place" and finder.tokens[j].cap:
            j = end = place.last
        elif finder.free(j) and finder.tokens[j].cap and finder.tokens[j].text.isalpha():
            j = end = j + 1
        elif finder.low(j) in _FOREIGN | {"y", "e", "et", "van", "te"}:
            j += 1
        else:
            break
    return end


def _own_name(finder: Finder, reach: Reach) -> None:
    """ "Group 77", "Foundation Ana": the name stands right after the head."""
    i = reach.last
    if finder.low(i - 1) in _ROMANCE:
        end = _romance_name(finder, i)
        reach.last, reach.has_complement = end, end > i
        return
    if i >= len(finder.tokens) or not finder.free(i) or finder.sentence_of[i] != finder.sentence_of[i - 1]:
        return
    token = finder.tokens[i]
    if token.text.isdigit() and len(token.text) < 5:
        reach.last, reach.has_complement = i + 1, True
    elif token.cap and token.low not in tables.titles() and token.low not in tables.heads() and token.low not in tables.words()["projects"]:
        end = _run(finder, i)
        if end > i and end - i <= 3:
            reach.last, reach.has_complement = past_small_words(finder, end), True
    elif finder.low(i) in _FOREIGN:
        j = i + 1 + (finder.low(i + 1) in _FOREIGN)
        end = _run(finder, j) if j < len(finder.tokens) else j
        place = finder.at(j)
        if place is not None and place.type == "Place":
            end = place.last
        if end > j:
            reach.last, reach.has_complement = end, True


def _complement(finder: Finder, reach: Reach, flags: frozenset[str]) -> bool:
    """Go on with "of Justice", "for Rural Affairs", "in Kenya", or a country right behind; whether the name did."""
    i = reach.last
    join = finder.low(i)
    diplomatic = "diplomatic" in flags
    if join in ("and", "&") and _two_regions(finder, reach):
        return True
    if join in ("and", "&"):
        return reach.has_complement and not reach.country and not reach.acronym and _and(finder, reach, ministry="first" in flags)
    mention = finder.at(i)
    if mention is not None and mention.first == i:
        if mention.type == "Place" and (reach.acronym or (mention.kind == "city" and "town" in flags and not reach.has_complement)):
            return _take_place(reach, mention)  # "University College Dublin"
        if mention.kind == "country" and "first" in flags and reach.has_complement and not reach.country:
            return finder.sentence_of[i] == finder.sentence_of[i - 1] and _take_place(reach, mention)  # "Ministry of Justice Armenia"
    posted = join in ("to", "in", "for", "at") and diplomatic
    if reach.acronym and finder.low(i + 1) in tables.words()["calendar"]:
        return False  # "at the University (UA) on May 3"
    acts = join == "to" and not diplomatic and finder.low(i + 1) in _ACTS_TO and i + 1 < len(finder.tokens) and finder.tokens[i + 1].cap
    if join not in _OF and not posted and not acts and not (join == "in" and reach.acronym and reach.country == ""):
        return False
    if join == "for" and "first" in flags and reach.has_complement and finder.low(i - 1) != "state":
        return False  # "Undersecretary of the Ministry of Finance for Economic Affairs"
    j = i + 1
    while finder.low(j) == "the" or (finder.low(j) == "a" and join == "for" and j == i + 1):
        j += 1
    if j >= len(finder.tokens) or finder.sentence_of[j] != finder.sentence_of[i - 1] or (join == "the" and not finder.tokens[j].cap):
        return False
    mention = finder.at(j)
    if mention is not None and mention.first == j:
        return _known_complement(finder, reach, flags, mention, join)
    return join not in ("in", "at") and not reach.country and _own_words(finder, reach, flags, j)


_ACTS_TO = frozenset(["combat", "prevent", "fight", "promote", "protect", "end", "eliminate", "stop", "counter", "eradicate"])


def _known_complement(finder: Finder, reach: Reach, flags: frozenset[str], mention: Mention, join: str) -> bool:
    """Go on with a place or a body that was found already."""
    diplomatic = "diplomatic" in flags
    if mention.type == "Organisation" and join == "of" and (end := _to_post(finder, mention.last)):
        reach.last, reach.has_complement = end, True
        return True
    if mention.type == "Place" and mention.kind in ("country", "region", "city") and join != "on" and (join != "in" or diplomatic):
        goes_on = mention.kind != "country" and join in ("of", "for", "the") and mention.last < len(finder.tokens)
        end = _run(finder, mention.last) if goes_on else mention.last
        _take_place(reach, mention, located=join in ("to", "in", "for", "at"))
        reach.last = max(reach.last, end)
        return True
    short = mention.type == "Organisation" and not mention.anaphor and mention.last - mention.first <= 6 and not _funds(finder, mention)
    if short and join in ("of", "to", "the") and (diplomatic or "unit" not in flags):
        reach.last, reach.has_complement = mention.last, True
        return True
    return False


def _funds(finder: Finder, mention: Mention) -> bool:
    """ "the committee of the European Union (EU) [funded project]": who pays, not whose it is."""
    i = mention.last + 3 * (finder.low(mention.last) == "(" and finder.low(mention.last + 2) == ")")
    return finder.low(i + (finder.low(i) == "-")) in ("funded", "financed", "co-funded", "supported", "sponsored", "led")


def _own_words(finder: Finder, reach: Reach, flags: frozenset[str], j: int) -> bool:
    """Go on with words that nothing else is named by: a portfolio, a topic."""
    first = "first" in flags
    nested = head_at(finder, j)
    if nested is not None and "first" in tables.heads()[nested[0]][1] and "diplomatic" not in flags:
        return False  # "the Office of the Ministry": two bodies
    if first and not finder.tokens[j].cap and finder.tokens[reach.last - 1].cap:
        return _lower_portfolio(finder, reach, j)
    end = _portfolio_end(finder, j, _run(finder, j)) if first else _run(finder, j)
    while first and end > j and finder.low(end) in tables.words()["portfolio"] and not finder.tokens[end].cap and finder.free(end):
        end += 1  # "Ministry of Local government"
    if end == j and first:
        end = _small_portfolio(finder, j)
    taught = finder.low(end - 1) == "law" and "topical" in flags  # "Institute of Humanitarian Law"
    if end - j == 1 and finder.low(j) in tables.demonyms() and end < len(finder.tokens) and not finder.tokens[end].cap:
        return False  # "the Climate Initiative of the German government"
    if end == j or (end - j > 1 and finder.low(end - 1) in _LAWS and not taught):
        return False
    if finder.low(end) == "with" and finder.low(end + 1) in ("disabilities", "disability"):
        end += 2  # "Association of Youth with Disabilities"
    if finder.low(end - 1) == "trafficking" and finder.low(end) == "in" and finder.low(end + 1) in ("persons", "human"):
        end += 2 + (finder.low(end + 1) == "human")  # "Authority to Combat Trafficking in Persons"
    if finder.low(end) in ("'", "’") and finder.low(end - 1).endswith("s") and end + 1 < len(finder.tokens) and finder.tokens[end + 1].cap:
        end = end + 2 if not finder.sentence(end).headline and finder.free(end + 1) else end  # "Service for Foreigners' Affairs"
    reach.last, reach.has_complement = end, True
    _run_on(finder, reach)
    return True


def _lower_portfolio(finder: Finder, reach: Reach, j: int) -> bool:
    """ "Ministry of labour and pension system", "Minister of education": what it is for in small letters."""
    portfolio, end = tables.words()["portfolio"], j
    while end < len(finder.tokens) and end - j < 8 and finder.free(end) and finder.sentence_of[end] == finder.sentence_of[j]:
        low = finder.low(end)
        if (
            low not in portfolio
            and not (low in ("and", ",", "&") and end > j and finder.low(end + 1) in portfolio)
            and not (low == "system" and end > j)
        ):
            break
        end += 1
    if end == j:
        return False
    reach.last, reach.has_complement = end, True
    return True


def _two_regions(finder: Finder, reach: Reach) -> bool:
    """ "Office for Asia and the Pacific"."""
    i = reach.last + 1 + (finder.low(reach.last + 1) == "the")
    before, after = finder.at(reach.last - 1), finder.at(i)
    if before is None or after is None or before.type != "Place" or after.kind != "region" or after.first != i or reach.acronym:
        return False
    states = after.last < len(finder.tokens) and finder.tokens[after.last].cap and finder.low(after.last) in ("states", "countries")
    if before.kind != "region" and not states:
        return False
    reach.last = after.last + states  # "Delegation to Barbados and the Eastern Caribbean States"
    return True


def _to_post(finder: Finder, i: int) -> int:
    """ "the Office of the EULEX [Chief Prosecutor]": the end of a post that an office is named by; 0 for none."""
    end = i
    while end < len(finder.tokens) and end - i < 3 and finder.tokens[end].cap and finder.low(end - 1) not in KEEPS_OFFICE:
        end += 1
    return end if finder.low(end - 1) in KEEPS_OFFICE else 0


def _portfolio_end(finder: Finder, first: int, last: int) -> int:
    """ "Minister of Justice Name Surname": the portfolio ends where other words begin."""
    portfolio = tables.words()["portfolio"]
    for i in range(first + 1, last):
        if finder.low(i - 1) in portfolio and not abstract(finder.low(i)):
            return i
    return last


def _small_portfolio(finder: Finder, first: int) -> int:
    """ "Minister of finance", "Ministry of foreign affairs and trade": a portfolio in lower case."""
    known, i = tables.words()["portfolio"], first
    while i < len(finder.tokens) and i - first < _MOST_RUN and finder.free(i) and finder.low(i) in known:
        i += 1
        if finder.low(i) == "and" and finder.low(i + 1) in known:
            i += 1
    return i


def _run_on(finder: Finder, reach: Reach) -> None:
    """ "the South [Pacific]", "Amazon Research": a place in the middle of a name."""
    mention = finder.at(reach.last)
    if (
        mention is not None
        and mention.type == "Place"
        and mention.first == reach.last
        and finder.sentence_of[mention.first] == finder.sentence_of[reach.last - 1]
    ):
        _take_place(reach, mention)


def _take_place(reach: Reach, mention: Mention, *, located: bool = False) -> bool:
    reach.last, reach.has_complement = mention.last, True
    if mention.country and not located and not reach.country and mention.kind == "country":
        reach.country = mention.country
    elif mention.country:
        reach.place = mention.country
    return True


def _and(finder: Finder, reach: Reach, *, ministry: bool) -> bool:
    """ "… and Migration" belongs to the name where it says a portfolio, not where another body begins."""
    i = reach.last + 1
    with_the = finder.low(i) == "the"
    i += with_the
    if i >= len(finder.tokens) or finder.sentence_of[i] != finder.sentence_of[reach.last - 1]:
        return False
    run = _run(finder, i)
    end = _portfolio_end(finder, i, run)
    if not ministry and (run - end < 2 or any(finder.low(j) in tables.heads() for j in range(end, run))):
        end = run  # all but "Economy and Diaspora [Name Surname]"
    portfolio = tables.words()["portfolio"]
    row = [finder.low(j) for j in range(i, end)]
    if not row or (end < len(finder.tokens) and (finder.low(end) in tables.words()["projects"] or not finder.free(end))):
        return False
    closed = len(row) == 1 and finder.low(end) == "(" and finder.low(end + 2 + (finder.low(end + 3) == ")")) == ")"
    if closed and not with_the and row[0] not in tables.heads() and finder.tokens[i].text[1:].islower():
        reach.last = end
        return True  # "Directorate for Justice and Consumers (DG JUST)"
    heads = [w for w in row if w in tables.heads() and (w not in portfolio or with_the)]
    acronym = finder.tokens[i].text.isupper() and len(row[0]) > 1
    if heads or acronym or (with_the and row[0] not in portfolio):
        return False
    topical = len(row) <= 2 and reach.topical and row[0] not in tables.given()
    if row[0] not in portfolio and not topical and (not abstract(row[-1]) or row[0] in tables.demonyms() or len(row) > 3):
        return False
    reach.last = end
    return True


def _enumeration(finder: Finder, reach: Reach, *, ministry: bool = False) -> bool:
    """ ", Employment, Veterans and Social Affairs": what a body works on, and the row ends with "and"."""
    i, ended = reach.last, False
    if not reach.has_complement or reach.country or finder.low(i) != "," or not (abstract(finder.low(i - 1)) or ministry):
        return False
    while i < len(finder.tokens) and not ended and i - reach.last < 24:
        mark = finder.low(i)
        if mark not in (",", "and", "&"):
            return False
        ended = mark != "," or finder.low(i + 1) in ("and", "&")
        i += 2 if mark == "," and ended else 1
        i += ministry and finder.low(i) == "the"
        end = _segment(finder, i, ministry=ministry) or i
        if end == i:
            end = _unknown_piece(finder, i) if not ended else i
        if end == i:
            return False
        i = end
    if not ended or (not ministry and not abstract(finder.low(i - 1))):
        return False
    reach.last = i
    return True


def _unknown_piece(finder: Finder, i: int) -> int:
    """ "Department of Refugees, [Expatriates] and Migration Affairs": one word that only the topics around it make one; i for none."""
    if i + 1 >= len(finder.tokens) or not finder.tokens[i].cap or not finder.free(i) or finder.low(i + 1) not in (",", "and", "&"):
        return i
    low = finder.low(i)
    other = (
        low in tables.heads()
        or low in tables.titles()
        or low in tables.given()
        or low in tables.demonyms()
        or finder.tokens[i].text.isupper()
    )
    after = i + 2 + (finder.low(i + 1) == "," and finder.low(i + 2) in ("and", "&"))
    return i + 1 if low.endswith("s") and not other and finder.low(i + 1) != "," and abstract(finder.low(after)) else i


def _segment(finder: Finder, i: int, *, ministry: bool) -> int:
    """The end of one piece of an enumerated portfolio."""
    end, portfolio = i, tables.words()["portfolio"]
    if finder.low(i - 1) == "the" and any(
        finder.low(j) in tables.heads() for j in range(i + 1, min(i + 4, len(finder.tokens))) if finder.tokens[j].cap
    ):
        return i  # ", the State Migration Service": a body of its own
    if ministry and _two_unknown(finder, i) and finder.low(i + 2) in (",", ".", ";", ")"):
        return i  # "Deputy Minister of Justice, and Sevinj Husey, Judge"
    while end < len(finder.tokens) and end - i < 4 and finder.tokens[end].cap and finder.free(end):
        word = finder.low(end)
        known = word in portfolio or abstract(word)
        if end > i and (word in tables.given() or _surname_first(finder, end)) and word not in portfolio:
            return end  # a person's name follows
        if ministry and end > i and finder.low(end - 1) in portfolio and not known and _two_unknown(finder, end):
            return end
        other = (
            word in tables.heads()
            or word in tables.titles()
            or finder.tokens[end].text.isupper()
            or word in tables.given()
            or word in tables.demonyms()
        )
        if not known and (other or not ministry):
            return end if end > i and not other and finder.low(end - 1) in portfolio else i
        end += 1
    return end


def _two_unknown(finder: Finder, i: int) -> bool:
    """ "Minister of Water and Irrigation Barsaman Pun": two words that are no portfolio, and then no capital."""
    pair = range(i, i + 2)
    if i + 2 >= len(finder.tokens) or finder.tokens[i + 2].cap:
        return False
    return all(
        finder.tokens[j].cap and finder.free(j) and finder.tokens[j].text[1:].islower() and not abstract(finder.low(j)) for j in pair
    )


def is_acronym(text: str) -> bool:
    """Two to ten letters, at least two of them capital."""
    return (
        2 <= len(text) <= 10
        and text[0].isalnum()
        and sum(c.isupper() for c in text) >= 2
        and all(c.isalnum() or c in "-&/*+" for c in text)
    )


def _bracket(finder: Finder, reach: Reach) -> bool:
    """ "(BMZ)" and "(ME)": an acronym or a country."""
    i = reach.last
    if finder.low(i) != "(" or finder.low(i + 2) != ")":
        mention = finder.at(i + 1)
        if finder.low(i) == "(" and mention is not None and mention.type == "Place" and mention.country and finder.low(mention.last) == ")":
            reach.last, reach.country, reach.has_complement = mention.last + 1, reach.country or mention.country, True
            return True
        return False
    inner = finder.tokens[i + 1].text
    mention = finder.at(i + 1)
    if inner[-1] == "s" and inner[:-1].isupper():
        return False  # "Members of Parliament (MPs)"
    if mention is not None and mention.type == "Organisation" and mention.entry:
        return False  # the table knows the acronym better
    code = None if initials_of(inner, finder.document.words(max(finder.sentence(i).first, i - 8), i)) else tables.country_codes().get(inner)
    if mention is not None and mention.type == "Place":
        code = mention.country
    elif code is None and not is_acronym(inner) and not _portmanteau(inner, finder.document.words(max(0, i - 8), i)):
        return False
    if code:
        reach.country = reach.country or code
    else:
        reach.acronym = inner
    reach.last, reach.has_complement = i + 3, True
    return True


def initials_of(inner: str, before: str) -> bool:
    """ "University of Malaya (UM)": an acronym, though a country has that code too."""
    return "".join(w[0] for w in before.split() if w[0].isupper()).endswith(inner)


def _portmanteau(inner: str, before: str) -> bool:
    """ "Universitas Sriwijaya (Unsri)": a capitalised word made of the letters of the name, its first letter that of a word there."""
    if not (3 <= len(inner) <= 9 and inner[0].isupper() and inner.isalpha()):
        return False
    words = before.split()
    for n, word in enumerate(words):
        if word[:1] == inner[0] and word.lower() != inner.lower():
            letters = iter("".join(words[n:]).lower())
            if len(words) - n > 1 and all(c in letters for c in inner.lower()):
                return True
    return False


def _quoted(finder: Finder, reach: Reach) -> bool:
    """ "Association for Help “Lasta”": a short name in quotation marks, right after."""
    i = reach.last
    if i + 2 >= len(finder.tokens) or finder.tokens[i].text not in "“„\"«‘'":
        return False
    for j in range(i + 1, min(i + 6, len(finder.tokens))):
        if finder.tokens[j].text in "”“\"»’'":
            if j == i + 1 or not finder.tokens[i + 1].cap or not finder.free(i + 1):
                return False
            reach.last, reach.has_complement, reach.acronym = j + 1, True, finder.document.words(i + 1, j)
            return True
    return False
