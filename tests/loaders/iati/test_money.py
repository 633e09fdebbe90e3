"""Transactions, planned disbursements and budgets: one element, one flow; ends, measures, amounts, dates."""

from pathlib import Path

import pytest

from tests.loaders.iati.facts import REPORTER, activity, properties, provider, receiver, says, transaction

PERIOD = '<period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/>'

MEASURES = {
    **{"1": ("paid", "incoming"), "2": ("committed", "outgoing"), "3": ("paid", "outgoing"), "4": ("spent", "outgoing")},
    **{"5": ("interest", "outgoing"), "6": ("loan_repayment", "outgoing"), "7": ("reimbursed", "outgoing")},
    **{"8": ("equity_purchase", "outgoing"), "9": ("equity_sale", "incoming"), "10": ("guarantee", "outgoing")},
    **{"11": ("committed", "incoming"), "12": ("pledged", "outgoing"), "13": ("pledged", "incoming")},
}
WORDS = {"IF": "1", "C": "2", "D": "3", "E": "4", "IR": "5", "IP": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9", "CG": "10"}


@pytest.mark.parametrize("type", MEASURES)
def test_each_type_has_its_measure_and_direction(tmp_path: Path, type: str) -> None:
    (flow,) = says(tmp_path, activity(transaction(type))).money()
    assert (flow.properties["measure"], flow.properties["direction"], flow.properties["transaction_type"]) == (*MEASURES[type], type)


@pytest.mark.parametrize("version", ["1.01", "1.05", "2.02"])
@pytest.mark.parametrize("word", [*WORDS, *(word.lower() for word in WORDS)])
def test_the_words_of_1_stand_for_the_same_in_any_case(tmp_path: Path, word: str, version: str) -> None:
    (flow,) = says(tmp_path, activity(transaction(word)), version=version).money()
    number = WORDS[word.upper()]
    assert (flow.properties["measure"], flow.properties["direction"], flow.properties["transaction_type"]) == (*MEASURES[number], number)


def test_a_flow_says_all_that_its_element_says(tmp_path: Path) -> None:
    ends = provider("GG-1", "Giver", "GG-1-P") + receiver("RR-1", "Receiver", "RR-1-P")
    where = (
        '<sector code="11220" percentage="40"/><sector vocabulary="99" code="x" percentage="60"/>'
        '<recipient-country code="ke"/><recipient-region code="298"/><aid-type code="C01"/><description/>'
    )
    said = says(tmp_path, activity(transaction("3", " 1200.50 ", "2024-02-29", ends + where, currency="usd", value_date="2024-03-01Z")))
    (flow,) = said.money()
    assert dict(flow.properties) == {
        "measure": "paid",
        "amount": "1200.50",
        "currency": "USD",
        "date": "2024-02-29",
        "value_date": "2024-03-01",
        "via": "project:xx-1-a",
        "direction": "outgoing",
        "transaction_type": "3",
        "sectors": ("1:11220=40", "99:x=60"),
        "countries": ("KE",),
        "regions": ("1:298",),
        "provider_activity": "project:gg-1-p",
        "receiver_activity": "project:rr-1-p",
    }
    assert said.ends(flow) == ("Receiver", "Giver")
    assert flow.flow == flow.id
    assert flow.locator == "/iati-activities/iati-activity[1]/transaction[1]"
    assert flow.quote.startswith('<transaction><transaction-type code="3"/><transaction-date iso-date="2024-02-29"/><value currency="usd"')
    assert flow.quote.endswith('<aid-type code="C01"/><description/></transaction>')
    assert (flow.valid_from, flow.valid_to, flow.confidence, flow.extractor) == (None, None, 1.0, "iati 1")
    assert said.unused() == "not used: 1 × transaction/aid-type; 1 × transaction/description"
    assert {r.names[0].text for r in said.of_type("Project") if r.properties.get("known_only_by_reference")} == {"GG-1-P", "RR-1-P"}
    assert not said.links("LOCATED_IN"), "where a transaction went is said of it, not of the project"


# Ends


ABSENT = ["", provider(), provider("N/A"), provider("0", " ")]


@pytest.mark.parametrize("absent", ABSENT)
@pytest.mark.parametrize("type", [t for t, (_, direction) in MEASURES.items() if direction == "outgoing"])
def test_the_reporting_organisation_provides_what_goes_out(tmp_path: Path, type: str, absent: str) -> None:
    said = says(tmp_path, activity(transaction(type, inner=absent + receiver("RR-1", "Receiver"))))
    (flow,) = said.money()
    assert said.ends(flow) == ("Receiver", "Ministry of Examples")
    assert "unnamed" not in flow.properties


@pytest.mark.parametrize("absent", [text.replace("provider", "receiver") for text in ABSENT])
@pytest.mark.parametrize("type", [t for t, (_, direction) in MEASURES.items() if direction == "incoming"])
def test_the_reporting_organisation_receives_what_comes_in(tmp_path: Path, type: str, absent: str) -> None:
    said = says(tmp_path, activity(transaction(type, inner=absent + provider("GG-1", "Giver"))))
    (flow,) = said.money()
    assert said.ends(flow) == ("Ministry of Examples", "Giver")
    assert "unnamed" not in flow.properties


@pytest.mark.parametrize("type", ["2", "3", "4"])
def test_without_receiver_what_goes_out_stands_on_the_project(tmp_path: Path, type: str) -> None:
    said = says(tmp_path, activity(transaction(type)))
    (flow,) = said.money()
    assert said.ends(flow) == ("Project XX-1-A", "Ministry of Examples")
    assert flow.properties["unnamed"] == "receiver"


def test_without_provider_what_comes_in_stands_on_the_project(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction("1")))
    (flow,) = said.money()
    assert said.ends(flow) == ("Ministry of Examples", "Project XX-1-A")
    assert flow.properties["unnamed"] == "provider"


def test_where_nobody_is_named_at_all_both_ends_are_the_project(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction("3"), reporter='<reporting-org type="10"/>'))
    (flow,) = said.money()
    assert said.ends(flow) == ("Project XX-1-A", "Project XX-1-A")
    assert flow.properties["unnamed"] == "both"
    assert said.warnings() == ["a reporting-org with neither ref nor name: XX-1-A"]


def test_an_end_named_only_by_its_activity_is_that_project(tmp_path: Path) -> None:
    said = says(
        tmp_path,
        activity(id="XX-1-0"),
        activity(transaction("3", inner=provider(activity="XX-1-0") + receiver(activity="ZZ-9"))),
        activity(transaction("1", inner=provider(activity="XX-1-A"))),
    )
    out, into = said.money()
    assert said.ends(out) == ("ZZ-9", "Project XX-1-0")
    assert properties([out], "unnamed", "provider_activity", "receiver_activity") == [(None, "project:xx-1-0", "project:zz-9")]
    assert said.ends(into) == ("Ministry of Examples", "Project XX-1-A")


def test_an_end_whose_activity_is_reported_later_in_the_file_is_the_same_project(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction("3", inner=receiver(activity="XX-1-B"))), activity(id="XX-1-B"))
    (flow,) = said.money()
    (end,) = [r for r in said.records if r.id == flow.from_record]
    assert end.keys == said.project("XX-1-B").keys
    assert end.properties == {"known_only_by_reference": True}


def test_an_end_that_gives_an_organisations_identifier_as_its_activity_is_not_named(tmp_path: Path) -> None:
    said = says(tmp_path, activity('<participating-org ref="YY-2" role="4"/>' + transaction("3", inner=receiver(activity="YY-2"))))
    (flow,) = said.money("paid")
    assert said.ends(flow) == ("Project XX-1-A", "Ministry of Examples")
    assert flow.properties["unnamed"] == "receiver"
    assert len(said.warnings()) == 1


def test_money_to_oneself_is_kept_as_told(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction("3", inner=receiver("xx-1", "Ministry of Examples"))))
    (flow,) = said.money()
    assert flow.from_record == flow.to_record


def test_texts_of_1_name_the_ends_too(tmp_path: Path) -> None:
    ends = '<provider-org ref="GG-1">Giver</provider-org><receiver-org>\n  Receiver\n  of old </receiver-org>'
    said = says(tmp_path, activity(transaction("D", inner=ends)), version="1.04")
    assert said.ends(said.money()[0]) == ("Receiver of old", "Giver")


# Equal ones, and ids


def test_two_transactions_alike_in_every_field_are_two_flows(tmp_path: Path) -> None:
    first, second = says(tmp_path, activity(transaction() * 2)).money()
    assert first.id != second.id
    assert first.properties == second.properties


def test_ids_do_not_depend_on_where_a_transaction_stands(tmp_path: Path) -> None:
    a, b = transaction("3", "1"), transaction("3", "2")
    forwards = says(tmp_path, activity(a + b, id="P1"), activity(a, id="P2"))
    backwards = says(tmp_path, activity(a, id="P2"), activity("\n" + b + "\n  " + a, id="P1"))
    assert {s.id for s in forwards.statements} == {s.id for s in backwards.statements}


# Amounts and currencies


@pytest.mark.parametrize("amount", ["0", "-5.25", "+7", "1000000000000000000000.01", ".5", "5.", "007"])
def test_numbers_are_held_as_they_are_written(tmp_path: Path, amount: str) -> None:
    assert properties(says(tmp_path, activity(transaction(value=f"\n {amount}\t"))).money(), "amount") == [(amount,)]


NO_NUMBERS = ["1.234,56", "1,000", "(500)", "1e9", "£500", "NaN", "inf", "-INF", "1_000", "12 000", "٣", "0x10", "--1", "1.2.3", "", " "]


@pytest.mark.parametrize("amount", NO_NUMBERS)
def test_a_transaction_without_a_number_is_refused_and_the_rest_stays(tmp_path: Path, amount: str) -> None:
    said = says(tmp_path, activity("\n".join([transaction(value="1"), transaction(value=amount), transaction(value="3")])))
    assert properties(said.money(), "amount") == [("1",), ("3",)]
    (refusal,) = said.refused
    assert refusal.locator == "line:8"
    reason = f"its value {amount!r} is no number: digits, one decimal point, a sign" if amount.strip() else "it has no value"
    assert refusal.reason == f"transaction: {reason}"
    assert refusal.source.endswith("file.xml")
    assert refusal.content is not None
    assert refusal.content.startswith("<iati-activity")
    assert "<transaction><transaction-type code=" in refusal.content
    assert said.money()[1].locator.endswith("transaction[3]"), "the refused one is counted in the XPath"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (transaction(""), "it has no type"),
        (transaction("14"), "its type '14' is unknown"),
        (transaction("X"), "its type 'X' is unknown"),
        (transaction("0"), "its type '0' is unknown"),
        ('<transaction><transaction-type code="3"/></transaction>', "it has no value"),
        ("<transaction/>", "it has no type"),
    ],
)
def test_a_transaction_without_type_or_value_is_refused(tmp_path: Path, broken: str, reason: str) -> None:
    said = says(tmp_path, activity(broken + transaction()))
    assert len(said.money()) == 1
    (refusal,) = said.refused
    assert refusal.reason.startswith(f"transaction: {reason}")
    assert said.money()[0].quote.startswith("<transaction><transaction-type code=")


@pytest.mark.parametrize(
    ("value", "default", "held"),
    [("usd", "EUR", "USD"), ("", "eur", "EUR"), (" ", "EUR", "EUR"), ("", "", None), ("US Dollar", "EUR", None)],
)
def test_the_currency_is_the_values_else_the_activitys_else_none(tmp_path: Path, value: str, default: str, held: str | None) -> None:
    said = says(tmp_path, activity(transaction(currency=value), attributes=f'default-currency="{default}"'))
    assert properties(said.money(), "currency", "amount") == [(held, "100")]
    assert said.warnings() == ([f"a value whose currency is no currency code, taken without: {value}"] if len(value) > 3 else [])


# Dates


@pytest.mark.parametrize("day", ["31/02/2024", "2024-02-31", "2024", "soon", "2024-13-01"])
def test_money_of_no_day_stays_undated_and_is_warned_of(tmp_path: Path, day: str) -> None:
    said = says(tmp_path, activity(transaction(date=day, value_date=day)))
    assert properties(said.money(), "amount", "date", "value_date") == [("100", None, None)]
    assert said.warnings() == [
        f"a value date that is no day, the money taken without: {day}",
        f"a date that is no day, the money taken without: {day}",
    ]


def test_a_transaction_without_date_stays(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction(date="", value_date="")))
    assert properties(said.money(), "amount", "date") == [("100", None)]
    assert said.warnings() == ["a transaction without date, taken without"]


def test_dates_with_a_time_or_a_zone_are_days(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction(date="2024-01-31T00:00:00", value_date="2024-02-01+01:00")))
    assert properties(said.money(), "date", "value_date") == [("2024-01-31", "2024-02-01")]
    assert not said.warnings()


# Intentions


def test_a_budget_is_what_the_reporting_organisation_means_to_spend(tmp_path: Path) -> None:
    said = says(tmp_path, activity(f'<budget type="1">{PERIOD}<value value-date="2024-01-01">5000</value></budget>'))
    (budget,) = said.money()
    assert said.ends(budget) == ("Project XX-1-A", "Ministry of Examples")
    assert dict(budget.properties) == {
        **{"measure": "budget", "amount": "5000", "currency": "EUR", "via": "project:xx-1-a"},
        **{"date": "2024-01-01", "period_end": "2024-12-31", "value_date": "2024-01-01"},
    }
    assert budget.flow == budget.id


def test_a_planned_disbursement_has_the_ends_of_a_flow_that_goes_out(tmp_path: Path) -> None:
    planned = f'<planned-disbursement>{PERIOD}<value currency="USD">70</value>{{}}</planned-disbursement>'
    said = says(tmp_path, activity(planned.format(receiver("RR-1", "Receiver", "RR-1-P")) + planned.format("")))
    to_receiver, to_nobody = said.money()
    assert said.ends(to_receiver) == ("Receiver", "Ministry of Examples")
    assert properties([to_receiver], "measure", "amount", "currency", "date", "period_end", "direction", "receiver_activity") == [
        ("planned", "70", "USD", "2024-01-01", "2024-12-31", "outgoing", "project:rr-1-p")
    ]
    assert said.ends(to_nobody) == ("Project XX-1-A", "Ministry of Examples")
    assert to_nobody.properties["unnamed"] == "receiver"


@pytest.mark.parametrize("tag", ["budget", "planned-disbursement"])
def test_an_intention_without_a_number_is_refused(tmp_path: Path, tag: str) -> None:
    said = says(tmp_path, activity(f"<{tag}>{PERIOD}<value>1,000</value></{tag}>" + transaction()))
    assert [r.reason for r in said.refused] == [f"{tag}: its value '1,000' is no number: digits, one decimal point, a sign"]
    assert len(said.money()) == 1


# Quotes


def test_the_quote_is_the_element_folded_and_cut(tmp_path: Path) -> None:
    long = f"<description><narrative>a \n\t b{' word' * 400}</narrative></description>"
    (flow,) = says(tmp_path, activity(transaction(inner=long))).money()
    assert "<narrative>a b word" in flow.quote
    assert len(flow.quote) == 1000
    assert flow.quote.endswith("…")


def test_elements_of_the_same_name_elsewhere_are_not_taken_for_ours(tmp_path: Path) -> None:
    said = says(
        tmp_path,
        activity(
            '<x:wrap xmlns:x="urn:x"><transaction><value>9</value></transaction></x:wrap>'
            + transaction("3", "1")
            + "<transaction-note/>"
            + transaction("3", "2", inner='<x:a xmlns:x="urn:x">3 &lt; 4 &gt; 2</x:a>')
        ),
    )
    assert ["<value" in s.quote and f">{s.properties['amount']}</value>" in s.quote for s in said.money()] == [True, True]
    assert said.unused() == "not used: 1 × transaction-note; 1 × transaction/{urn:x}a; 1 × {urn:x}wrap"


def test_namespaces_of_the_root_do_not_swell_the_quotes(tmp_path: Path) -> None:
    said = says(tmp_path, activity(transaction() + '<recipient-country code="KE"/>'), **{"xmlns:x": "urn:example:a&amp;b"})
    assert [s.quote for s in said.statements if "xmlns" in s.quote] == []


def test_reporters_of_one_file_each_have_their_own_names(tmp_path: Path) -> None:
    other = REPORTER.replace("XX-1", "XX-2").replace("Ministry of Examples", "Other Ministry")
    body = receiver(name="Contractor")
    said = says(tmp_path, activity(transaction(inner=body)), activity(transaction(inner=body), id="XX-2-A", reporter=other))
    assert len([r for r in said.records if r.names[0].text == "Contractor"]) == 2
    assert [said.ends(s)[1] for s in said.money()] == ["Ministry of Examples", "Other Ministry"]


def test_an_end_that_is_only_an_organisations_identifier_given_as_an_activitys_is_nobody(tmp_path: Path) -> None:
    """It is not empty, so it is not the reporting organisation either.  # M3, M11"""
    said = says(
        tmp_path,
        activity(transaction("3", inner=provider(activity="XX-1") + receiver("XX-2", "Sea Trust"))),
        activity(transaction("1", inner=provider("XX-2", "Sea Trust") + receiver(activity="XX-1")), "XX-1-B"),
    )
    assert properties(said.money("paid"), "unnamed") == [("provider",), ("receiver",)]
