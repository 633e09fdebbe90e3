"""A sentence as a row of items: words, marks, dates and mentions, each mention one item."""

from dataclasses import dataclass

from cooplinks.loaders.prose.document import Document, Sentence


@dataclass(slots=True)
class Item:
    """A word or a mention; `low` is the word, or `<Type>`; `taken` says that a role or a link already speaks for it."""

    low: str
    first: int
    last: int
    mention: int = -1
    type: str = ""
    thing: str = ""
    taken: str = ""
    cap: bool = False


def items_of(document: Document, sentence: Sentence, cover: list[int], dates: dict[int, int]) -> list[Item]:
    """The items of one sentence; `dates` maps the first token of a date to the one after it."""
    items: list[Item] = []
    i = sentence.first
    while i < sentence.last:
        number = cover[i]
        if number >= 0:
            mention = document.mentions[number]
            low = document.tokens[i].low if mention.anaphor and mention.last == i + 1 else f"<{mention.type}>"
            items.append(
                Item(low, i, min(mention.last, sentence.last), number, mention.type, document.thing_of[number] if document.thing_of else "")
            )
            i = max(i + 1, mention.last)
        elif i in dates:
            items.append(Item("<date>", i, dates[i]))
            i = max(i + 1, min(dates[i], sentence.last))
        else:
            items.append(Item(document.tokens[i].low, i, i + 1, cap=document.tokens[i].cap))
            i += 1
    return items


def all_items(document: Document) -> list[list[Item]]:
    """The items of every sentence."""
    cover = document.cover()
    dates = {d.first: d.last for d in document.dates}
    return [items_of(document, s, cover, dates) for s in document.sentences]
