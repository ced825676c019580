"""An agent sends and receives for other offices, and everybody can see that it did."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator

import pytest
from conftest import HELPERS, PLANNER, Desk, withdrawal

import cplink
from cplink import Code
from cplink.testing import RelayMock

AGENT = "9970000210"


@pytest.fixture
def agent(relay: RelayMock, desk: Callable[[str], Desk]) -> Iterator[Desk]:
    for office in (HELPERS, PLANNER):
        relay.add_agent(office, AGENT)
    yield desk(AGENT)
    for office in (HELPERS, PLANNER):
        relay.remove_agent(office, AGENT)


def test_an_agent_acts_for_offices_that_have_entered_it(
    relay: RelayMock, agent: Desk, sender: Desk, receiver: Desk, tmp_path: Path
) -> None:
    assert (agent.client.office_number, agent.client.agent) == (AGENT, None)
    with agent.client.for_office(HELPERS) as sending, agent.client.for_office(PLANNER) as receiving:
        assert (sending.office_number, sending.agent) == (HELPERS, AGENT)
        sent = sending.send(withdrawal(), tmp_path / "agent")
        assert sent.agent == AGENT

        incoming = receiver.take(sent.id)
        assert (incoming.from_office, incoming.agent) == (HELPERS, AGENT)
        assert Path(incoming.container).with_suffix(".accepted.p7s").read_bytes() == sent.receipt
        stands = receiving.acknowledge(incoming)
        assert (stands.state, stands.agent) == ("imported", AGENT) and stands.recorded
        [mine] = [message for message in sender.client.sent_messages() if message.id == sent.id]
        assert (mine.state, mine.agent, mine.receiver_agent) == ("imported", AGENT, AGENT)
        assert [receipt.agent for receipt in mine.receipts] == [AGENT, None, AGENT, AGENT]
        office = sender.client.office(HELPERS)
        assert office is not None and office.agents == (AGENT,)

        evidence = cplink.Evidence(relay.trust())
        for receipt in mine.receipts:
            evidence.add_receipt(receipt.bytes)
        evidence.add_container(incoming.container)
        evidence.export(tmp_path / "evidence", sent.id)
        assert cplink.Evidence.verify(tmp_path / "evidence", relay.trust()).receipts == 4
    own = sender.send(withdrawal())
    assert own.agent is None


def test_who_is_not_entered_is_told_what_to_do(agent: Desk, desk: Callable[[str], Desk]) -> None:
    with pytest.raises(cplink.CplinkError) as wrong:
        agent.client.for_office("1")
    assert wrong.value.code == Code.OFFICE_NUMBER
    with pytest.raises(cplink.RelayError) as refused, desk(HELPERS).client.for_office(PLANNER) as acting:
        acting.sent("")
    assert refused.value.code == Code.RELAY_AGENT and "代行" in refused.value.remedy_ja
