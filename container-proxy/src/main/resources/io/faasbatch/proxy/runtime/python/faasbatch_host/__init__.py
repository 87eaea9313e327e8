"""The Python half of the container proxy: loads one function and runs its invocations.

It speaks frames with the proxy over the pipes that were its stdin and stdout; see ``wire``. ``main`` is the entrance,
``processes`` and ``threads`` are the two ways of isolation, everything else is used by both.
"""
