"""Gives n plus one; fails in its first attempts when it is asked to."""
import time


class Flaky(Exception):
    pass


def handle(input, context):
    time.sleep(input.get('sleep', 0))
    if context.attempt <= input.get('failures', 0):
        raise Flaky('attempt %d' % context.attempt)
    return input['n'] + 1
