"""Cuts a text into chunks of about equal length, never inside a word."""

from string import ascii_letters

DEFAULT_CHUNKS = 60
LETTERS = frozenset(ascii_letters)


def handle(input, context):
    text = input["text"] if "text" in input else "\n".join(input["texts"])
    return {"chunks": cut(text, int(input.get("chunks", DEFAULT_CHUNKS)))}


def cut(text, chunks):
    """Exactly as many pieces as asked for, which together are the text; of a short text some are empty."""
    if chunks < 1:
        raise ValueError("chunks must be at least 1")
    pieces = []
    start = 0
    for number in range(1, chunks + 1):
        end = max(start, number * len(text) // chunks)
        while 0 < end < len(text) and text[end] in LETTERS and text[end - 1] in LETTERS:
            end += 1
        pieces.append(text[start:end])
        start = end
    return pieces
