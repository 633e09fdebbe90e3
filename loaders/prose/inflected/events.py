"""Projects and events: names in quotation marks, nouns of events with what they are about; and which event is the reported one."""

from collections import Counter
from dataclasses import replace

from cooplinks.app.names import fold
from cooplinks.loaders.prose.document import DateSpan, Document, Mention
from cooplinks.loaders.prose.finder import Finder
from cooplinks.loaders.prose.inflected import tables
from cooplinks.loaders.prose.inflected.lookup import Names, adjectival, agrees, nominative_of
from cooplinks.loaders.prose.inflected.persons import first_name
from cooplinks.loaders.prose.inflected.script import norm
from cooplinks.loaders.prose.inflected.tables import Noun, Tables, longest
from cooplinks.loaders.prose.main_event import MAIN

_LEFT = 5
_EVENTS = 400  # of which the reported one is chosen
_RIGHT = 22


def find_projects(document: Document) -> Document:
    """ "projekat „X“", "program „X“"; "projekat" alone is the one that was named."""
    finder, known = Names(document), tables.of(document.language)
    for first, last in document.quotes:
        _quoted(finder, known, first, last)
    _again(finder)
    names = {m.name: m for m in finder.mentions if m is not None and m.type == "Project"}
    acronyms = {m.name.split(" ")[0]: m for m in names.values()} | {a: m for m in names.values() for a in m.aka}
    for i, low in enumerate(finder.lows):
        if not finder.free(i):
            continue
        if any(s in known.words["projects"] for s in known.stems(low)) or low in known.words["projects"]:
            mention = _bare(finder, known, i, names)
            if mention is not None:
                finder.put(mention)
        elif finder.tokens[i].text.partition("-")[0] in acronyms and finder.tokens[i].text.isupper() and len(low) > 2:
            m = acronyms[finder.tokens[i].text.partition("-")[0]]
            finder.put(replace(m, first=i, last=i + 1, rule="alias"))
    return finder.done()


def _is(known: Tables, low: str, words: str) -> bool:
    return low in known.words[words] or any(s in known.words[words] for s in known.stems(low))


def _quoted(finder: Finder, known: Tables, first: int, last: int) -> None:
    """Told apart by the noun in front: "projekta „X“", "konferencija pod nazivom „X“", "radionica na temu „X“"."""
    if last - first > 30 or not (finder.tokens[first].cap or finder.tokens[first].text[0].isdigit()) or not finder.free(first):
        inside = finder.at(first)
        if inside is None or inside.last > last or last - first > 30:
            return
    if finder.tokens[last - 1].text in ".!?," and last - first > 8:
        return
    begin = finder.sentence(first).first
    name = finder.document.words(first, last).rstrip(",.;")
    for between, j in enumerate(range(first - 2, max(begin - 1, first - 9), -1)):
        low = finder.lows[j]
        if low == "," or low in known.words["speech"] or (low in known.cues.next and low not in known.words["quoted_before"]):
            return
        if _project_noun(known, low):
            tail = finder.tokens[last].end if last < len(finder.tokens) else 0
            aka = _acronym(finder, last + 1)
            finder.put(
                Mention("Project", first, last, name, f"project:{fold(name)}", rule="quoted", aka=aka, confidence=0.92 if tail else 0.9)
            )
            return
        found = longest(known, finder.lows, j, known.events, j + 2) if between < 5 else []
        if not found and j > begin:
            found = [f for f in longest(known, finder.lows, j - 1, known.events, j + 1) if f[0] == j + 1]
        if found and all(_between(finder, known, k) for k in range(found[0][0], first - 1)):
            finder.put(Mention("Event", first, last, name, f"event:{fold(name)}", rule="quoted", head=found[0][1].noun, confidence=0.9))
            return
        if not _between(finder, known, j) and finder.free(j) and not adjectival(low):
            return


def _again(finder: Finder) -> None:
    """Names in quotation marks wherever they stand again, marked or not."""
    named: dict[str, list[tuple[list[str], Mention]]] = {}
    for m in finder.mentions:
        if m is not None and m.rule == "quoted" and m.last - m.first > 1:
            row = finder.lows[m.first : m.last]
            if len(named.setdefault(row[0], [])) < 20 and all(row != r for r, _ in named[row[0]]):
                named[row[0]].append((row, m))
    for i, low in enumerate(finder.lows):
        for row, m in named.get(low, ()):
            inside = finder.at(i)
            if finder.lows[i : i + len(row)] == row and (inside is None or inside.rule != "quoted"):
                finder.put(replace(m, first=i, last=i + len(row)))


def _project_noun(known: Tables, low: str) -> bool:
    return _is(known, low, "projects")


def _between(finder: Finder, known: Tables, j: int) -> bool:
    """Words that may stand between the noun and the name in quotation marks."""
    low = finder.lows[j]
    return (
        low in known.words["quoted_before"]
        or low in ("na", "pod", "o", "s", "sa", "u", ":", "-", "–", "'", "’", '"')
        or not finder.free(j)
        or low in ("ministara", "evropske", "unije")
    )


def _acronym(finder: Finder, j: int) -> tuple[str, ...]:
    if finder.low(j) == "(" and finder.low(j + 2) == ")" and finder.tokens[j + 1].text.isupper():
        return (finder.tokens[j + 1].text,)
    return ()


def _bare(finder: Names, known: Tables, i: int, names: dict[str, Mention]) -> Mention | None:
    """ "projekat" by itself, or with its name in capitals behind it ("projekat Zeleni Balkan", "projekat WISH")."""
    low = finder.lows[i]
    after = i + 1
    if after < len(finder.tokens) and finder.at(after) is None and finder.sentence_of[after] == finder.sentence_of[i]:
        last = after
        while (
            last < min(finder.sentence(i).last, after + 8)
            and finder.free(last)
            and (finder.tokens[last].cap or (finder.tokens[last].text in ("-", "–", "&") and last > after))
        ):
            last += 1
        quoted = finder.ends.get(last + 1, 0) if last > after and finder.tokens[last - 1].text in "–-" else 0
        while not quoted and last > after and finder.tokens[last - 1].text in "–-&":
            last -= 1
        last = quoted or last
        text = finder.document.words(after, last) if last > after else ""
        if (
            text
            and not first_name(known, finder.lows[after])
            and (last - after > 1 or sum(c.isupper() for c in text) > 1)
            and not finder.low(last)[:1].isdigit()
            and not text.isdigit()
        ):
            return Mention("Project", after, last, text, f"project:{fold(text)}", rule="after", confidence=0.75)
    if low not in known.words["project"] and not low.startswith("program"):
        return None
    before = finder.tokens[i - 1] if i > finder.sentence(i).first and finder.free(i - 1) else None
    if (
        before is not None
        and not finder.tokens[i].text.isupper()
        and before.text.isalpha()
        and before.text.isupper()
        and len(before.text) > 2
        and not finder.tokens[max(0, i - 2)].text.isupper()
        and not finder.sentence(i).headline
    ):
        return Mention("Project", i - 1, i + 1, before.text, f"project:{fold(before.text)}", rule="before", confidence=0.75)
    if low not in known.words["project"]:
        return None
    phrase = _phrase(finder, known, after)
    if phrase > after + 1:
        text = finder.document.words(after, phrase)
        return Mention("Project", after, phrase, text, f"project:{fold(text)}", rule="after", aka=_acronym(finder, phrase), confidence=0.7)
    if finder.type_at(i + 2) == "Project" or (after < len(finder.tokens) and finder.tokens[after].text in '„“"«”'):
        return None
    return Mention("Project", i, i + 1, "", rule="anaphor", anaphor=True)


def _phrase(finder: Finder, known: Tables, j: int) -> int:
    """Where a name that begins with a capital and goes on in lower case ends ("projekat Klubovi za mlade")."""
    end = min(finder.sentence(j - 1).last, j + 14)
    if j >= end or not finder.tokens[j].cap or not finder.free(j):
        return 0
    k = j + 1
    while (
        k < end
        and finder.free(k)
        and finder.lows[k][0].isalpha()
        and not (
            finder.lows[k] in known.words["clitics"]
            or finder.lows[k] in known.cues.next
            or finder.lows[k] in known.words["held"]
            or finder.lows[k] in known.words["speech"]
            or finder.lows[k] in ("koji", "koja", "koje")
        )
    ):
        k += 1
    return k


def find_events(document: Document) -> Document:
    """Mark nouns of events with the adjectives before them, and, longer, with what they are about."""
    finder, known = Finder(document), tables.of(document.language)
    ends = sorted(d.last for d in document.dates)
    i = at = 0
    dated: dict[int, int] = {}  # sentence to the end of the last date read in it
    while i < len(finder.tokens):
        while at < len(ends) and ends[at] <= i:
            dated[finder.sentence_of[ends[at] - 1]] = ends[at]
            at += 1
        found = (
            longest(known, finder.lows, i, known.events, min(finder.sentence(i).last, i + 3))
            if "events" in known.begins(finder.lows[i]) and finder.free(i)
            else []
        )
        found = [f for f in found if "title" not in f[1].flags or _as_title(finder, known, i, f[0])]
        if found and all(finder.free(j) for j in range(i, found[0][0])):
            last, noun = found[0]
            first = _left(finder, known, i, noun, dated.get(finder.sentence_of[i], 0))
            name = _nominative_phrase(finder, known, first, i, last, noun)
            mention = Mention("Event", first, last, name, "", rule=f"plain:{noun.noun}", head=noun.noun, anaphor=True, confidence=0.75)
            finder.put(mention)
            end = _about(finder, known, last)
            short = next(
                (j for j in range(last, end) if finder.lows[j] in known.words["topic_leads"] or finder.lows[j].startswith("proje")), end
            )
            if last < short < end:
                finder.mentions.append(replace(mention, last=short, name=name, nested=True))
            if end > last:
                tail = finder.document.text[finder.tokens[last - 1].end : finder.tokens[end - 1].end]
                finder.mentions.append(replace(mention, last=end, name=name + tail, nested=True))
            i = last
        else:
            i += 1
    return finder.done()


def _as_title(finder: Finder, known: Tables, i: int, last: int) -> bool:
    """ "Dan volontera": capital, and a word of its own behind."""
    if not finder.tokens[i].cap or last >= finder.sentence(i).last:
        return False
    low = finder.lows[last]
    small = known.words["clitics"] | known.words["prepositions"] | known.words["small"]
    return low.isalpha() and len(low) > 3 and low not in small and (not finder.tokens[last].cap or finder.type_at(last) == "Place")


def _left(finder: Finder, known: Tables, i: int, noun: Noun, begin: int) -> int:
    """Where the adjectives before an event's noun begin ("dvodnevna regionalna konferencija"), not before token `begin`."""
    first, begin = i, max(begin, finder.sentence(i).first)
    while first > begin and i - first < _LEFT and finder.free(first - 1):
        low = finder.lows[first - 1]
        if low in known.words["determiners"]:
            break
        numbered = low == "." and first - 2 >= begin and finder.lows[first - 2].isdigit()
        if numbered or (
            low == "i"
            and first - 2 >= begin
            and finder.lows[first - 2][-2:] == finder.lows[first][-2:]
            and finder.free(first - 2)
            and first < i
        ):
            first -= 2
        elif not agrees(low, finder.lows[i], noun):
            break
        elif (
            (adjectival(low) or any(s in known.words["ordinal_stems"] for s in known.stems(low)))
            and low[0].isalpha()
            and low
            not in known.words["small"] | known.words["clitics"] | known.words["held"] | known.words["prepositions"] | known.words["speech"]
            and low not in known.cues.next
        ):
            first -= 1
        else:
            break
    return first


def _nominative_phrase(finder: Finder, known: Tables, first: int, i: int, last: int, noun: Noun) -> str:
    words = [
        nominative_of(finder.tokens[j].text, noun.gender)
        if finder.tokens[j].text[0].isalpha() and finder.lows[j] != "i"
        else finder.tokens[j].text
        for j in range(first, i)
    ]
    head = noun.noun if finder.tokens[i].text[0].islower() or words else noun.noun[:1].upper() + noun.noun[1:]
    return " ".join([*words, head]).replace(" .", ".")


def _about(finder: Finder, known: Tables, last: int) -> int:
    """Where the words end that say what the event is about ("o zaštiti potrošača", "Upravnog odbora projekta „X“")."""
    end = min(finder.sentence(last - 1).last, last + _RIGHT)
    if last >= end or (finder.lows[last] == "na" and finder.low(last + 1) != "temu"):
        return last
    j = last
    while j < end:
        low = finder.lows[j]
        inside = finder.at(j)
        if inside is not None and inside.type == "Project":
            j = inside.last + 1
            break
        stops = low in known.words["clitics"] or low in known.words["held"] or low in known.words["speech"] or low in known.words["planned"]
        led = low in known.words["prepositions"] and low not in known.words["topic_leads"]
        if stops or led or low in known.words["topic_ends"] or (j == last and finder.tokens[j].text in '„“"'):
            break
        j += 1
    return min(j, end) if j > last + 1 else last


def find_main_event(document: Document) -> Document:
    """Give the reported event's mentions their key: the best told of all, and whoever may mean the same."""
    known = tables.of(document.language)
    sentence_of = document.sentence_of()
    events = [(n, m) for n, m in enumerate(document.mentions) if m.type == "Event" and not m.nested]
    if not events:
        return document
    heads = Counter(m.head for _, m in events)
    met = _met(document, known)
    scored = [(_score(document, known, m, sentence_of[m.first], heads, met), -n, m) for n, m in events[:_EVENTS]]
    best, _, main = max(scored)
    if best < 4.3:
        return replace(document, mentions=tuple(_key(m) for m in document.mentions))
    told = sentence_of[main.first]
    mentions = []
    for m in document.mentions:
        if m.type == "Event" and (m is main or _same(document, known, main, m, told, sentence_of)):
            m = replace(m, key=MAIN)
        mentions.append(_key(m))
    return replace(document, mentions=tuple(mentions))


def _key(m: Mention) -> Mention:
    """A plain phrase that isn't the reported event names nothing."""
    return replace(m, anaphor=False) if m.type == "Event" and m.key else m


def _score(document: Document, known: Tables, m: Mention, number: int, heads: Counter[str], met: int | None) -> float:
    sentence = document.sentences[number]
    lows = [t.low for t in document.tokens[sentence.first : sentence.last]]
    noun = _noun(known, m.head)
    weight = noun.weight if noun else 1
    near = [t.low for t in document.tokens[max(sentence.first, m.first - 8) : min(sentence.last, m.last + 10)]]
    held = any(low in known.words["held"] or low in known.words["planned"] for low in near)
    beside = any(t.low in known.words["held"] for t in document.tokens[max(sentence.first, m.first - 4) : min(sentence.last, m.last + 4)])
    many = any(t.low in known.words["many"] for t in document.tokens[max(sentence.first, m.first - 2) : m.first + 1])
    score = 1.2 * weight + (2.5 if held else 0) + (1.2 if m.rule == "quoted" else 0) + min(heads[m.head], 4) * 0.5
    many = many or document.tokens[m.last - 1].low.endswith(("ama", "ima")) or bool({"prethodno", "ranije"} & set(near))
    score += (1 if beside else 0) - (3 if many else 0)
    told = any(
        c.form == "attend" for t in document.tokens[sentence.first : sentence.last] if (n := known.cues.next.get(t.low)) for c in n.here
    )
    score += (1 if told and not held else 0) - (
        2 if number > 2 and bool({"ce", "bice"} & set(near)) and not heads_first(document, m) else 0
    )
    score += 1.5 if m.head in known.words["met_at"] and met is not None else 0
    score += 2 if number == 0 else 1.5 if number <= 2 else 0.5 if number <= 4 else 0
    score += 1.0 if any(sentence.first <= d.first < sentence.last for d in document.dates) else 0
    beside_ = [t.low for t in document.tokens[max(sentence.first, m.first - 4) : min(sentence.last, m.last + 4)]]
    score += 1.5 if any(low.startswith(("prisustv", "ucestv", "nazoc", "sudel", "okup")) for low in beside_) else 0
    if noun and "weak" in noun.flags and not document.tokens[m.first].low.startswith("svecan"):
        score -= 1.5
    if noun and "generic" in noun.flags:
        score -= 0.7
    dated = any(sentence.first <= d.first < sentence.last for d in document.dates)
    before = document.tokens[m.first - 1].low if m.first > sentence.first else ""
    here = before in ("na", "tokom", "tijekom") or before in known.words["determiners"]
    if not (held or told or beside or dated or number == 0 or here or m.rule == "quoted" or met is not None):
        score -= 1.5  # nothing says that it was held
    if (
        before
        in (
            "okviru",
            "sklopu",
            "toku",
            "nakon",
            "posle",
            "poslije",
            "pre",
            "prije",
            "sledeci",
            "sledeca",
            "iduca",
            "prosle",
            "prosli",
            "novinare",
            "ove",
            "posljednji",
        )
        or "prosl" in lows[:4]
    ):
        score -= 1.5
    if "novinare" in [t.low for t in document.tokens[m.last : m.last + 2]]:
        score -= 3
    if m.last - m.first > 1:
        score += 0.4
    return score


def heads_first(document: Document, m: Mention) -> bool:
    """Whether the article names this kind of event before."""
    return any(o.type == "Event" and o.head == m.head and o.first < m.first and not o.nested for o in document.mentions[:200])


def _met(document: Document, known: Tables) -> int | None:
    """The sentence among the first that says by a verb that some met."""
    for number, sentence in enumerate(document.sentences[:4]):
        if any(t.low in known.words["met"] for t in document.tokens[sentence.first : sentence.last]):
            return number
    return None


def _noun(known: Tables, head: str) -> Noun | None:
    found = longest(known, [norm(w) for w in head.split()], 0, known.events, 3) if head else []
    return found[0][1] if found else None


def _same(document: Document, known: Tables, main: Mention, m: Mention, told: int, sentence_of: list[int]) -> bool:
    """The same noun, or "skup", "događaj"; a name of its own is another event's, save right beside."""
    if m.rule == "quoted":
        if main.rule == "quoted":
            return m.key == main.key
        return m.head == main.head and (abs(sentence_of[m.first] - told) <= 1 or m.first - main.last < 8)
    noun, own = _noun(known, m.head), _noun(known, main.head)
    if m.head == main.head or (noun and own and norm(noun.noun)[:5] == norm(own.noun)[:5]):
        return document.tokens[m.first].low not in known.words["other_time"]
    return bool(noun and "generic" in noun.flags and sentence_of[m.first] >= told and m.first > main.first)


def event_dates(document: Document) -> tuple[str, ...]:
    """First and last day of the reported event: the date nearest to where it is told."""
    known, sentence_of = tables.of(document.language), document.sentence_of()
    told = [sentence_of[m.first] for m in document.mentions if m.key == MAIN]
    met = _met(document, known) if any(m.key == MAIN and m.head in known.words["met_at"] for m in document.mentions) else None
    told = told if met is None else [met, *told]
    best: tuple[float, int, DateSpan] | None = None
    for order, span in enumerate(document.dates):
        number = sentence_of[span.first]
        sentence = document.sentences[number]
        if not told or (len(span.since) < 9 and span.year and len(span.since) < 8 and "-" not in span.since):
            continue
        distance = min(abs(number - t) for t in told[:12])
        lone = sentence.last - sentence.first <= (span.last - span.first) + 4
        lows = [t.low for t in document.tokens[sentence.first : sentence.last]]
        held = number == met or any(low in known.words["held"] or low in known.words["planned"] for low in lows)
        month_only = len(span.since) <= 7 and span.year
        before = [t.low for t in document.tokens[max(sentence.first, span.first - 3) : span.first]]
        other = (
            any(low in ("od", "do", "pre", "prije", "nakon", "rok", "roku", "usvojen", "osnovan", "osnovana") for low in before)
            and "-" not in span.since[8:]
            and span.since == span.until
        )
        rank = distance * 4 + (3 if lone else 0) + (0 if held else 2) + (4 if month_only else 0) + (2 if other else 0)
        if distance <= 1 and (best is None or rank < best[0]):
            best = (rank, order, span)
    if best is None or best[0] >= 9:
        return ()
    return _whole(document, best[2])


def _whole(document: Document, span: DateSpan) -> tuple[str, ...]:
    if span.year:
        return span.since, span.until
    sentence_of = document.sentence_of()
    years = {d.since[:4] for d in document.dates if d.year and d.since[:4].isdigit() and sentence_of[d.first] <= 2}
    year = document.published[:4] or (next(iter(years)) if len(years) == 1 else "")
    return (f"{year}{span.since}", f"{year}{span.until}") if year else ()
