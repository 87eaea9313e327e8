"""Adds the counts of all chunks up."""

from collections import Counter


def handle(input, context):
    counts = Counter()
    for chunk in input["counts"]:
        counts.update(chunk)
    return {"counts": counts, "distinct": len(counts), "total": sum(counts.values())}
