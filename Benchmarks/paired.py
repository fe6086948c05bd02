"""Two builds measured in pairs: this one and an earlier one, in turns of one round, and the median of their ratios."""

import statistics
import sys

NOW, BEFORE = "now", "before"


def turns(rounds, sides=(BEFORE, NOW)):
    """The sides in the order of their turns, round by round; neither is always the first."""
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        yield from (sides if number % 2 == 0 else sides[::-1])


class Comparison:
    """Figures of both builds by what they measure, in the order of their rounds; less is better."""

    def __init__(self):
        self.figures = {}

    def add(self, what, side, value):
        self.figures.setdefault(what, {NOW: [], BEFORE: []})[side].append(value)

    def ratios(self, what):
        """now ÷ before of each round, sorted."""
        sides = self.figures[what]
        return sorted(now / before for now, before in zip(sides[NOW], sides[BEFORE]) if before)

    def misses(self, bound):
        """What has grown by more than `bound` allows."""
        return [what for what in self.figures if (each := self.ratios(what)) and statistics.median(each) > bound]

    def lines(self, title, bound=None, form="{:.2f}"):
        """A table of medians and ratios; what only one build measures has no ratio."""
        yield f"{title:62}{'before':>12}{'now':>12}{'now ÷ before':>14}"
        for what, sides in self.figures.items():
            each_side = (form.format(statistics.median(sides[s])) if sides[s] else "-" for s in (BEFORE, NOW))
            medians = "".join(f"{median:>12}" for median in each_side)
            each = self.ratios(what)
            if not each:
                yield f"{what:62}{medians}{'-':>14}"
                continue
            ratio = statistics.median(each)
            verdict = "" if bound is None else f"  {'within' if ratio <= bound else 'OVER'} {bound}"
            yield f"{what:62}{medians}{ratio:14.3f}  ({each[0]:.3f} to {each[-1]:.3f}){verdict}"
