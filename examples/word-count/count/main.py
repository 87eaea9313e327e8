"""Counts the words of one text. A word is a run of the letters A to Z, whatever their case."""

import re
from collections import Counter

WORD = re.compile("[A-Za-z]+")


def handle(input, context):
    return Counter(word.lower() for word in WORD.findall(input["text"]))
