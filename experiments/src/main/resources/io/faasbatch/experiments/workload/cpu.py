"""The n-th Fibonacci number by plain recursion: work for the processor and nothing else."""

LARGEST = 40


def handle(input, context):
    n = int(input["n"])
    if not 0 <= n <= LARGEST:
        raise ValueError(f"n must be between 0 and {LARGEST}")
    return {"n": n, "result": fibonacci(n)}


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
