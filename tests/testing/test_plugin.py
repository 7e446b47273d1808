"""The pytest plugin, in test runs of its own."""

from __future__ import annotations

import pytest

import socialbpm.testing.plugin as plugin

HOST = """
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.spiff.parser import SpiffBpmnParser
    from socialbpm.assets import shipped
    from socialbpm.contract.people import TaskPeople
    from socialbpm.engine import SocialRuntime, socialize

    class Host:
        def __init__(self, transport, clock=None):
            parser = socialize(SpiffBpmnParser)()
            parser.add_bpmn_file(str(shipped("purchase_invoice.bpmn")))
            self.workflow = BpmnWorkflow(parser.get_spec("purchase_invoice"))
            self.workflow.do_engine_steps()
            self.workflow.get_next_task(spec_name="record_invoice").run()
            self.workflow.do_engine_steps()
            alices = TaskPeople(actual_owner="alice", potential_owners=("alice", "bob"))
            self.runtime = SocialRuntime(
                self.workflow, runtime_id="host", transport=transport, people=lambda task: alices, clock=clock
            )

        @property
        def task(self):
            return self.workflow.get_next_task(spec_name="check_invoice")

        def asks(self):
            request = self.runtime.socialize(self.task, by="alice", question="Which account?")
            self.runtime.send()
            return request
"""


@pytest.fixture
def apart(pytester: pytest.Pytester) -> pytest.Pytester:
    """Test files beside a host, as somebody's application has them; a warning is an error there, too."""
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    pytester.makepyfile(host=HOST)
    return pytester


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Run pytest in a process of its own: what is loaded there is what it loads."""
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:xdist", *arguments)


def test_a_run_without_our_fixtures_loads_nothing_of_ours(apart: pytest.Pytester) -> None:
    """Neither the rules, whose coverage is measured, nor what the service and the engine are built on."""
    apart.makepyfile(
        """
        import sys

        def test_nothing_is_loaded():
            ours = {name for name in sys.modules if name.partition(".")[0] == "socialbpm"}
            assert ours == {"socialbpm", "socialbpm.testing", "socialbpm.testing.plugin"}
            theirs = {"fastapi", "SpiffWorkflow", "sqlalchemy", "pydantic", "httpx2", "lxml"}
            assert theirs.isdisjoint(sys.modules)
        """
    )
    run(apart).assert_outcomes(passed=1)


def test_the_service_in_memory(apart: pytest.Pytester) -> None:
    """Alice asks, the test answers, and the value is in her task; no service is loaded for it."""
    apart.makepyfile(
        """
        import sys
        from host import Host

        def test_the_answer_comes_back(social_service):
            host = Host(social_service)
            social_service.answers(host.asks(), "6800")
            host.runtime.receive()
            assert host.task.data["advice"] == "6800"
            assert {"fastapi", "sqlalchemy"}.isdisjoint(sys.modules)
        """
    )
    run(apart).assert_outcomes(passed=1)


def test_the_clock(apart: pytest.Pytester) -> None:
    """It stands still for everybody, and each test begins anew."""
    apart.makepyfile(
        """
        from datetime import UTC, datetime, timedelta
        import pytest

        @pytest.mark.parametrize("hours", [2, 3])
        def test_time_stands_still(social_clock, hours):
            begin = datetime(2026, 1, 5, 9, tzinfo=UTC)
            assert social_clock.now() == datetime.now(UTC) == begin
            social_clock.advance(timedelta(hours=hours))
            assert social_clock.now() == datetime.now(UTC) == begin + timedelta(hours=hours)

        def test_and_goes_on_without_it():
            assert datetime.now(UTC) > datetime(2026, 1, 6, tzinfo=UTC)
        """
    )
    run(apart).assert_outcomes(passed=3)


def test_the_story_and_its_people(apart: pytest.Pytester) -> None:
    """The whole road, on the clock of the test, with people of one's own where the fixture is overridden."""
    apart.makepyfile(
        """
        from datetime import UTC, datetime, timedelta
        import pytest
        from host import Host
        from socialbpm.testing import five_people

        @pytest.fixture
        def social_people():
            return five_people("check_invoice")

        def test_the_road(social_story, social_clock):
            host = Host(social_story.transport(), social_clock)
            host.asks()
            assert social_story.dana.reads() == []
            social_story.passes("P1D")
            social_story.passes("P1D")
            assert social_clock.now() == datetime.now(UTC) == datetime(2026, 1, 7, 9, tzinfo=UTC)
            social_story.alice.consents_to("network", wording="Freight: which account?")
            assert social_story.dana.reads() == ["Freight: which account?"]
            social_story.dana.answers("6800")
            social_story.alice.accepts()
            host.runtime.receive()
            assert host.task.data["advice"] == "6800"
        """
    )
    run(apart).assert_outcomes(passed=1)


def test_the_fixtures_teach(apart: pytest.Pytester) -> None:
    """`pytest --fixtures -v` says of each what it is for."""
    said = run(apart, "--fixtures", "-v").stdout.lines
    fixtures = [name for name in vars(plugin) if name.startswith("social_")]
    assert sorted(fixtures) == ["social_clock", "social_people", "social_service", "social_story"]
    taught = {line.partition(" -- ")[0]: said[number + 1].strip() for number, line in enumerate(said) if " -- " in line}
    assert taught["social_service"].startswith("A service in memory: hand it to your host as its transport")
    assert "no docstring available" not in [taught[fixture] for fixture in fixtures]


def test_it_can_be_left_out(apart: pytest.Pytester) -> None:
    """As any plugin: then there are no such fixtures."""
    apart.makepyfile("def test_it(social_service):\n    pass\n")
    result = run(apart, "-p", "no:socialbpm")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*fixture 'social_service' not found*"])
