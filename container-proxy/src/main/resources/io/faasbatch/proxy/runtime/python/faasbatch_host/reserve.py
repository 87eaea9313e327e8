"""Leaves to idle moments what need not be done while invocations run: forking children ahead, and ending those that have answered.

Each of both takes up to a millisecond of processor time, most of it for pages of memory that are copied and given back: as
much as a short invocation computes. Done when it is due, it competes with that invocation's answer and with the next one.
Bursts are what functions see, so what a burst needs is prepared before it, and cleaned up after it:

- A BUSY PERIOD begins with an invocation and ends when nothing has run for 4 ms. While it lasts, a child that has answered
  and left nothing behind that could go on RESTS, and children are only forked when there is no spare one.
- In the quiet after it, one resting child is ended and one is forked every 4 ms, so that an invocation which comes meanwhile
  finds a free processor. As many are kept spare as the largest busy period has used, for a minute.
- A child that waits or rests has most of a megabyte of its own, or more. So both together are few, and only as long as the container's
  memory is far from used up: what invocations need goes first.
- A busy period of more than a second gets none of this: what is put off must not be put off for ever.
"""
import time

_QUIET = 0.004
_LONGEST_PERIOD = 1.0
_KEPT = 60.0
_MOST = 48
_LOOK = 0.02
_ROOMY = 0.6  # of the memory
_SCARCE = 0.75


class Reserve:
    """Knows only numbers and times, all in seconds; owned by the event loop of the host."""

    def __init__(self, least, memory_used, clock=time.monotonic):
        """
        :param least: how many are kept spare in any case
        :param memory_used: tells the share (0 to 1) of the container's memory that is in use
        """
        self._least = least
        self._memory_used = memory_used
        self._clock = clock
        self._used = 0
        self._busy_since = None
        self._still_since = clock()
        self._kept_until = 0.0
        self._looked = 0.0
        self.wanted = least

    def use(self):
        """An invocation has got a child."""
        self._used += 1
        if self._busy_since is None:
            self._busy_since = self._clock()

    def may_rest(self, held):
        """Whether one that has answered may stay, beside so many that are spare or rest."""
        return held < _MOST and not self._lasts_long() and self._memory_used() < _ROOMY

    def is_quiet(self, busy, spare):
        """Whether one thing may be done now.

        :param busy: whether an invocation runs or waits, or a child is being forked
        :param spare: how many children are
        """
        now = self._clock()
        if busy:
            self._still_since = now
        if now - self._still_since < _QUIET:
            return False
        self._still_since = now
        self._end_period(now)
        if self._memory_used() > _ROOMY:
            self.wanted = min(self.wanted, max(self._least, spare))
        return True

    def _end_period(self, now):
        if self._used > self._least:
            self.wanted = max(self.wanted, min(self._used, _MOST))
            self._kept_until = now + _KEPT
        elif now >= self._kept_until:
            self.give_up()
        self._used = 0
        self._busy_since = None

    def give_up(self):
        """No more than the least are wanted from now on."""
        self.wanted = self._least

    def is_strained(self):
        """Whether what is held beyond the least has to go at once; looks every 20 ms."""
        now = self._clock()
        if now - self._looked < _LOOK:
            return False
        self._looked = now
        return self._lasts_long() or self._memory_used() > _SCARCE

    def timeout(self, busy, holds, to_do):
        """Seconds until there may be something to do, or None when there is nothing.

        :param busy: as for ``is_quiet``
        :param holds: whether there is more than the least, which may have to go
        :param to_do: whether there is something for the next quiet moment
        """
        now = self._clock()
        if busy:
            return _LOOK if holds else None
        if to_do or self._used:
            return max(0.0, self._still_since + _QUIET - now)
        if self.wanted > self._least:
            return max(0.0, self._kept_until - now)
        return None

    def _lasts_long(self):
        return self._busy_since is not None and self._clock() - self._busy_since > _LONGEST_PERIOD
