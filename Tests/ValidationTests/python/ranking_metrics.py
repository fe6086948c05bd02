"""NDCG@10 and HR@10 of rankings, by a library of recommenders where one is installed, else by the plain formulas.

Standard input: JSON, a list of {"best": [item, ...], "targets": [item, ...]}. Standard output: JSON, {"by": name of what
computed them, "ndcg": [...], "hit": [...]}."""
import json
import math
import sys

PLACES = 10


def by_rectools(rankings):
    import pandas as pd
    from rectools import Columns
    from rectools.metrics import NDCG, HitRate

    recommended = pd.DataFrame(
        [(user, item, place + 1) for user, one in enumerate(rankings) for place, item in enumerate(one["best"])],
        columns=[Columns.User, Columns.Item, Columns.Rank])
    bought = pd.DataFrame(
        [(user, item) for user, one in enumerate(rankings) for item in one["targets"]],
        columns=[Columns.User, Columns.Item])
    users = range(len(rankings))
    gain = NDCG(k=PLACES, log_base=2, divide_by_achievable=True).calc_per_user(recommended, bought)
    hit = HitRate(k=PLACES).calc_per_user(recommended, bought)
    return [float(gain[user]) for user in users], [float(hit[user]) for user in users]


def by_cornac(rankings):
    import numpy as np
    from cornac.metrics import NDCG, HitRatio

    def each(metric):
        return [
            float(metric.compute(gt_pos=np.array(one["targets"]), pd_rank=np.array(one["best"])))
            for one in rankings
        ]

    return each(NDCG(k=PLACES)), each(HitRatio(k=PLACES))


def plainly(rankings):
    def discount(place):
        return 1 / math.log2(place + 2)

    gains, hits = [], []
    for one in rankings:
        targets = set(one["targets"])
        found = [place for place, item in enumerate(one["best"][:PLACES]) if item in targets]
        best = sum(discount(place) for place in range(min(PLACES, len(targets))))
        gains.append(sum(discount(place) for place in found) / best)
        hits.append(1.0 if found else 0.0)
    return gains, hits


def main():
    rankings = json.load(sys.stdin)
    for name, way in (("rectools", by_rectools), ("cornac", by_cornac)):
        try:
            ndcg, hit = way(rankings)
        except ImportError:
            continue
        return {"by": name, "ndcg": ndcg, "hit": hit}
    ndcg, hit = plainly(rankings)
    return {"by": "plain formulas", "ndcg": ndcg, "hit": hit}


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
