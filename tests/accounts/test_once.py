"""A town's settings are read once for one act, and anew for the next one."""

import pytest

from accounts import once as reading
from accounts.once import held, once, reads_once


def test_within_an_act_each_key_is_read_once():
    read = []

    @reads_once
    def act():
        return [once("a", lambda: read.append("a") or len(read)) for _ in range(3)]

    assert act() == [1, 1, 1]
    assert act() == [2, 2, 2]


def test_outside_an_act_nothing_is_kept():
    read = []

    first, second = (once("a", lambda: read.append("a") or len(read)) for _ in range(2))

    assert (first, second) == (1, 2)


def test_an_act_within_an_act_reads_with_it():
    read = []

    @reads_once
    def inner():
        return once("a", lambda: read.append("a") or len(read))

    @reads_once
    def outer():
        return [inner(), inner()]

    assert outer() == [1, 1]


def test_what_failed_is_not_kept():
    @reads_once
    def act():
        try:
            once("a", lambda: 1 / 0)
        except ZeroDivisionError:
            return once("a", lambda: "second")

    assert act() == "second"


@pytest.fixture
def seconds(monkeypatch):
    """The clock of `held`, set by hand."""
    passed = [100.0]
    monkeypatch.setattr(reading.time, "monotonic", lambda: passed[0])
    return passed


def acts(*, setting):
    read = []

    @reads_once
    def act():
        return once("a", lambda: read.append("a") or len(read), setting=setting)

    return act


def test_acts_that_follow_each_other_share_a_setting_for_a_second(seconds):
    act = acts(setting=True)
    with held():
        shared = [act(), act()]
        seconds[0] += 1
        assert [*shared, act()] == [1, 1, 2]


def test_what_is_no_setting_is_read_by_every_act(seconds):
    act = acts(setting=False)
    with held():
        assert [act(), act()] == [1, 2]


def test_after_the_block_every_act_reads_again(seconds):
    act = acts(setting=True)
    with held():
        act()

    assert [act(), act()] == [2, 3]
