"""Sharpe ratio and largest drawdown by numpy: the expected values of the backtest's figures.

Reads a list from standard input:
    [{"values": [...], "interval": n}, ...]    values in 1e-9 of the currency, a sample every n ns
and writes one to standard output:
    [{"sharpe": x, "drawdown": d}, ...]        annualized over 252 days of 6.5 hours; d in 1e-9
"""

import json
import sys

import numpy


def figures(case):
    values = numpy.array(case["values"], dtype=numpy.int64)
    changes = numpy.diff(values) / 1e9
    year = 252 * 6.5 * 3600 * 1e9 / case["interval"]
    sharpe = numpy.mean(changes) / numpy.std(changes, ddof=1) * numpy.sqrt(year)
    peaks = numpy.maximum(numpy.maximum.accumulate(values), 0)
    return {"sharpe": float(sharpe), "drawdown": int(numpy.max(peaks - values))}


json.dump([figures(case) for case in json.load(sys.stdin)], sys.stdout)
