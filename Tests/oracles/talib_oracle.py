"""What TA-Lib makes of the series that it is given: the expected values of the indicator tests.

Reads one JSON object from standard input:
    {"cases": [{"prices": [...], "volumes": [...], "period": n}, ...]}
and writes one to standard output:
    {"version": "...", "cases": [{"sma": [...], "ema": [...], "deviation": [...], "zscore": [...], "vwap": [...]}]}
A value that does not exist yet (warm-up, or no deviation) is null.
"""

import json
import sys

import numpy
import talib


def values(array):
    return [float(value) if numpy.isfinite(value) else None for value in array]


def expected(case):
    prices = numpy.array(case["prices"], dtype=float)
    volumes = numpy.array(case["volumes"], dtype=float)
    period = case["period"]
    if period == 1:
        # TA-Lib's averages begin at a period of two; the mean of one value is the value.
        sma = ema = prices
        amounts, volume = prices * volumes, volumes
    else:
        sma = talib.SMA(prices, timeperiod=period)
        ema = talib.EMA(prices, timeperiod=period)
        amounts = talib.SUM(prices * volumes, timeperiod=period)
        volume = talib.SUM(volumes, timeperiod=period)
    deviation = talib.STDDEV(prices, timeperiod=period, nbdev=1) if period > 1 else numpy.zeros(len(prices))
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return {
            "sma": values(sma),
            "ema": values(ema),
            "deviation": values(deviation),
            "zscore": values((prices - sma) / deviation),
            "vwap": values(amounts / volume),
        }


def main():
    cases = json.load(sys.stdin)["cases"]
    json.dump({"version": talib.__version__, "cases": [expected(case) for case in cases]}, sys.stdout)


if __name__ == "__main__":
    main()
