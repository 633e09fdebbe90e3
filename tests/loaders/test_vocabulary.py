"""What loaders say of a link is in the vocabulary."""

from collections import defaultdict

from cooplinks.app import ontology
from cooplinks.app.load import Inputs, find
from cooplinks.app.model import Reading, Statement
from tests.cli.conftest import ARTICLES, MONEY

CUES = {"cue", "cue_text"}  # the rule that read it and its words: of any link of an article


def test_every_property_of_the_examples_is_one_of_its_link_type() -> None:
    said = defaultdict(set)
    inputs = Inputs()
    for file in find([str(ARTICLES), str(MONEY)]).files:
        for reading in inputs.read(file):
            assert isinstance(reading, Reading)
            for item in reading.items:
                if isinstance(item, Statement):
                    said[item.type] |= set(item.properties)
    assert {"FUNDED_BY", "IMPLEMENTED_BY", "ATTENDED", "LOCATED_IN"} <= set(said)
    assert not {(type, name) for type, names in said.items() for name in names - CUES - set(ontology.TYPES[type].properties)}
