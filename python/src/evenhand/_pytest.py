"""Audits as tests: ``pytest --evenhand plan.yaml``, and ``@pytest.mark.evenhand("plan.yaml")`` on a function that returns a frame."""

from __future__ import annotations

import os

import pytest


def pytest_addoption(parser):
    group = parser.getgroup("evenhand")
    group.addoption(
        "--evenhand",
        action="append",
        default=[],
        metavar="PLAN",
        help="Audit what this plan says, and fail unless every blocking requirement is met. May be given several times.",
    )


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "evenhand(plan): audit the frame, or the dictionary of frames by table, that the function returns, and fail unless every "
        "blocking requirement of the plan is met.",
    )


def pytest_collection_modifyitems(session, config, items):
    for plan in config.getoption("--evenhand"):
        items.append(PlanItem.from_parent(session, name=f"evenhand[{plan}]", plan=plan))


class PlanItem(pytest.Item):
    """The audit of a plan's own data."""

    def __init__(self, *, plan, **keywords):
        super().__init__(**keywords)
        self.plan = plan

    def runtest(self):
        import evenhand

        evenhand.audit(None, self.plan).assert_met()

    def repr_failure(self, excinfo, style=None):
        import evenhand

        if excinfo.errisinstance((AssertionError, evenhand.EvenhandError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.plan, None, self.name


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    marker = pyfuncitem.get_closest_marker("evenhand")
    if marker is None:
        return None
    import evenhand

    names = pyfuncitem._fixtureinfo.argnames
    data = pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names})
    plan = marker.args[0] if marker.args else marker.kwargs.get("plan", "evenhand.yaml")
    if not isinstance(plan, dict) and not os.path.isabs(plan):
        beside = pyfuncitem.path.parent / plan
        plan = beside if beside.exists() else plan
    if data is None:
        raise pytest.fail.Exception("the test returns no frame to audit (return one, or a dictionary of frames by table)")
    evenhand.audit(data, plan).assert_met()
    return True
