"""When children are forked ahead and ended, in virtual time."""
import random
import unittest

from faasbatch_host.reserve import Reserve

LEAST = 2
MOST = 48
MILLISECOND = 0.001


class Container:
    """The children that a host would have, as it would ask the reserve about them."""

    def __init__(self):
        self.now = 1000.0
        self.memory = 0.2
        self.reserve = Reserve(LEAST, lambda: self.memory, lambda: self.now)
        self.spare = LEAST
        self.running = 0
        self.resting = 0

    def holds(self):
        return self.resting > 0 or self.spare > LEAST

    def begin(self):
        if self.spare == 0:
            self.spare = LEAST
        self.spare -= 1
        self.running += 1
        self.reserve.use()

    def end(self):
        """Whether the child rests."""
        rests = self.reserve.may_rest(self.spare + self.resting)
        self.running -= 1
        self.resting += rests
        return rests

    def tidy(self):
        """Whether anything was done."""
        before = self.resting, self.spare
        if self.holds() and self.reserve.is_strained():
            self.reserve.give_up()
            self.resting, self.spare = 0, min(self.spare, LEAST)
        elif self.reserve.is_quiet(self.running > 0, self.spare):
            self.resting -= self.resting > 0
            self.spare += (self.spare < self.reserve.wanted) - (self.spare > self.reserve.wanted)
        return before != (self.resting, self.spare)

    def timeout(self):
        to_do = self.resting > 0 or self.spare != self.reserve.wanted
        return self.reserve.timeout(self.running > 0, self.holds(), to_do)

    def pass_time(self, seconds):
        """Goes on as the host's loop does: from one timeout to the next."""
        end = self.now + seconds
        self.tidy()
        while (timeout := self.timeout()) is not None and self.now + timeout < end:
            self.now += max(timeout, 1e-6)
            self.tidy()
        self.now = end

    def burst(self, width):
        """Returns how many of the children rest after it."""
        for _ in range(width):
            self.begin()
        self.pass_time(MILLISECOND)
        return sum(self.end() for _ in range(width))


class ReserveTest(unittest.TestCase):

    def setUp(self):
        self.container = Container()

    def test_nothing_is_done_while_invocations_follow_each_other_closely(self):
        container = self.container
        for _ in range(20):
            container.begin()
            container.pass_time(MILLISECOND)
            self.assertTrue(container.end())
            container.pass_time(3 * MILLISECOND)
        self.assertEqual(container.resting, 20)

    def test_a_quiet_container_ends_what_rests_and_keeps_as_many_as_the_burst_used(self):
        container = self.container
        self.assertEqual(container.burst(20), 20)
        container.pass_time(1)
        self.assertEqual((container.resting, container.spare), (0, 20))

    def test_one_thing_is_done_at_a_time(self):
        container = self.container
        container.burst(20)
        container.pass_time(5 * MILLISECOND)
        self.assertGreaterEqual(container.resting, 18)
        self.assertLessEqual(container.spare, 2)

    def test_what_was_forked_ahead_goes_after_a_minute_and_then_nothing_wakes_up(self):
        container = self.container
        container.burst(20)
        container.pass_time(59)
        self.assertEqual(container.spare, 20)
        container.pass_time(2)
        self.assertEqual(container.spare, LEAST)
        self.assertIsNone(container.timeout())

    def test_a_smaller_burst_does_not_make_it_smaller(self):
        container = self.container
        container.burst(20)
        container.pass_time(50)
        container.burst(5)
        container.pass_time(50)
        self.assertEqual(container.spare, 20)

    def test_no_more_rest_or_are_spare_than_the_most(self):
        container = self.container
        self.assertEqual(container.burst(100), MOST)
        container.pass_time(1)
        self.assertEqual((container.resting, container.spare), (0, MOST))

    def test_what_is_held_goes_when_memory_is_short(self):
        container = self.container
        container.burst(20)
        container.pass_time(1)
        container.begin()
        container.memory = 0.8
        container.pass_time(0.05)
        self.assertEqual(container.spare, LEAST)
        self.assertFalse(container.end())

    def test_where_memory_is_not_plenty_there_are_no_more_than_there_were(self):
        container = self.container
        container.memory = 0.7
        self.assertEqual(container.burst(20), 0)
        container.pass_time(1)
        self.assertEqual(container.spare, LEAST)
        self.assertIsNone(container.timeout())

    def test_nothing_is_put_off_for_more_than_a_second(self):
        container = self.container
        container.begin()
        rested = []
        for _ in range(600):
            container.begin()
            container.pass_time(2 * MILLISECOND)
            rested.append(container.end())
        self.assertTrue(rested[0])
        self.assertFalse(any(rested[-50:]))
        self.assertEqual(container.resting, 0)

    def test_bounds_hold_for_any_load(self):
        for seed in range(300):
            with self.subTest(seed=seed):
                self._any_load(random.Random(seed))

    def _any_load(self, chance):
        container = self.container = Container()
        for _ in range(400):
            match chance.randrange(4):
                case 0:
                    container.begin()
                case 1 if container.running:
                    container.end()
                case 2:
                    container.memory = chance.choice([0.1, 0.5, 0.7, 0.9])
                case _:
                    container.pass_time(chance.choice([0.0005, 0.003, 0.02, 0.5]))
            self.assertLessEqual(container.spare + container.resting, MOST + LEAST)
        while container.running:
            container.end()
        container.memory = 0.1
        container.pass_time(1)
        self.assertEqual((container.resting, container.spare), (0, container.reserve.wanted))
        container.pass_time(62)
        self.assertEqual(container.spare, LEAST)
        self.assertIsNone(container.timeout())


if __name__ == "__main__":
    unittest.main()
