"""What SPOTS knows, in a shop's own recommendations; and the shop's own ranking where SPOTS cannot be had.

Needs grpcio, and the stubs that grpcio-tools makes of Protocols/ (README.md says how):

    connector = Connector(channel, key, region="jakarta")
    tea = Recommendation("tea", 9.0, item_id="shop-17")
    shown = connector.enhance([tea], segment_id="jakarta_all", shares={"menteng": 1.0})

A customer's shares of zones stay where this runs; `zones=[...]` tells the service up to three instead.
An answer is there when the budget is used up, whatever the service does.
"""
import dataclasses
import threading
import time
from concurrent import futures
from spots.enrichment.v1 import affinity_pb2, behavior_pb2, common_pb2, influence_pb2, personality_pb2, products_pb2
from spots.enrichment.v1 import service_pb2_grpc


class Absent(Exception):
    """Why SPOTS is done without."""


LIFT_OF_BYTE = [50 ** ((byte - 144) / 144) for byte in range(256)]
LOWEST, HIGHEST = 0.02, 20.0
MOST_OPEN = 64  # Questions under way; a connection to the service carries a hundred.
FULL = futures.Future()
FULL.set_exception(Absent(f"{MOST_OPEN} questions are open"))


@dataclasses.dataclass(frozen=True)
class Recommendation:
    """A product as the shop itself recommends it; `item_id` is its registered item, if it is one."""
    product_id: str
    score: float
    item_id: str = ""
    reasoning: str = ""
    state: object = None  # a ProductQuantumState, for the match with the segment's personality


@dataclasses.dataclass(frozen=True)
class Enhanced:
    """A product in its new place; `shop_place` is that in the shop's own ranking, from 0."""
    product_id: str
    shop_place: int
    score: float
    lift: float | None
    reasoning: tuple


@dataclasses.dataclass(frozen=True)
class Ranking:
    """What to show: `contribution` is the weight of SPOTS, 0 where the ranking is the shop's own; `absent` says why."""
    products: list
    contribution: float
    segment_reasons: list
    absent: dict


@dataclasses.dataclass(frozen=True)
class Blend:
    """(1 - w) m(s) + w m(p lift^sharpness), m from the least to the greatest; with `history` w m(s lift^(sharpness/2)).

    `multiplied` is s lift^sharpness, half of that power where the scores know region or history already.
    """
    weight: float = 0.3
    sharpness: float = 3.0
    basis: str = "popularity"
    method: str = "blended"

    def __post_init__(self):
        if not (0 <= self.weight <= 1 and 0 <= self.sharpness <= 10):
            raise ValueError(f"weight {self.weight}, sharpness {self.sharpness}; allowed: 0 to 1, 0 to 10")
        if self.basis not in ("popularity", "region", "history") or self.method not in ("blended", "multiplied"):
            raise ValueError(f"{self.basis}, {self.method}; allowed: popularity, region, history; blended, multiplied")

    def scores(self, products):
        """Scores of (shop's score, popularity or None, lift), in their order."""
        for place, (score, _, lift) in enumerate(products):
            if not (0 <= score < float("inf") and 0 < lift < float("inf")):
                raise Absent(f"product {place} has score {score} and lift {lift}; allowed: 0 or more, above 0")
        if self.method == "multiplied":
            power = self.sharpness if self.basis == "popularity" else self.sharpness / 2
            return [score * lift**power for score, _, lift in products]
        greatest = max((score for score, _, _ in products), default=0.0)
        if self.basis == "history":
            known = [score / greatest * lift ** (self.sharpness / 2) if greatest else 0.0 for score, _, lift in products]
        else:
            known = [None if share is None else share * lift**self.sharpness for _, share, lift in products]
        pairs = zip(_least_to_greatest([score for score, _, _ in products]), _least_to_greatest(known))
        return [(1 - self.weight) * shop + self.weight * (shop if term is None else term) for shop, term in pairs]


def _least_to_greatest(numbers):
    present = [number for number in numbers if number is not None]
    least, greatest = min(present, default=0.0), max(present, default=0.0)
    if greatest <= least:
        return [None if number is None else 0.0 for number in numbers]
    return [None if number is None else (number - least) / (greatest - least) for number in numbers]


def _order(scores):
    """Places of scores, the greatest first; equal ones as they came."""
    return sorted(range(len(scores)), key=lambda place: (-scores[place], place))


class ZoneLiftTable:
    """The public lifts of all zones, mixed here, so that no zone of a customer is told to anybody."""

    def __init__(self, replies):
        self.zones, self.popularity, self.mixing, self._rows, self._standing, complete = {}, {}, None, {}, {}, False
        for reply in replies:
            if self.mixing is None:
                if not reply.zones or not reply.HasField("mixing"):
                    raise Absent("the table of lifts lacks its zones")
                self.zones = {zone: place for place, zone in enumerate(reply.zones)}
                self.mixing, self.release = reply.mixing, reply.source.release_id
            width, count = len(self.zones), len(reply.items)
            if not len(reply.popularity) == len(reply.item_zones) == len(reply.lifts) / width == count:
                raise Absent("the table of lifts contradicts itself")
            for place, item in enumerate(reply.items):
                if item in self._rows or not 0 < reply.popularity[place] <= 1 or not 0 <= reply.item_zones[place] <= width:
                    raise Absent("the table of lifts contradicts itself")
                self._rows[item] = reply.lifts[place * width : (place + 1) * width]
                self.popularity[item], self._standing[item] = reply.popularity[place], reply.item_zones[place]
            complete = reply.HasField("metadata")
        if not complete:
            raise Absent("the table of lifts ends before its last reply")
        numbers = (self.mixing.prior_variance, self.mixing.sampling, *(zone.expected for zone in self.mixing.zones))
        if not all(0 < number < float("inf") for number in numbers) or len(self.mixing.zones) != len(self.zones):
            raise Absent("the table of lifts contradicts itself")

    def lifts(self, items, shares):
        """How much more than everybody the people of these zones choose items: affinity.proto says how it is mixed."""
        if not shares or any(not 0 <= share < float("inf") for share in shares.values()) or not max(shares.values()):
            raise Absent("no zone, or a share that is none; allowed: finite numbers, one above 0")
        if any(zone not in self.zones for zone in shares):
            raise Absent("a zone is not on the map")
        greatest = max(shares.values())
        parts = sorted((self.zones[zone], share / greatest) for zone, share in shares.items() if share > 0)
        whole = sum(share for _, share in parts)
        parts = [(zone, share / whole, self.mixing.zones[zone]) for zone, share in parts]
        if all(mixing.answered_by == "nobody" for _, _, mixing in parts):
            raise Absent("too few people are in the customer's zones and in their areas")
        return [self._lift(item, parts) if item in self._rows else None for item in items]

    def _lift(self, item, parts):
        prior, standing, row = self.mixing.prior_variance, self._standing[item], self._rows[item]
        explained = departure = variance = 0.0
        for zone, share, mixing in parts:
            near = mixing.explained[standing - 1] if standing and mixing.explained else 0.0
            expected = mixing.expected * self.popularity[item]
            own = mixing.noise_variance / (expected * expected) + self.mixing.sampling / expected
            explained += share * near
            variance += share * share * own
            if mixing.answered_by != "nobody":
                departure += share * (LIFT_OF_BYTE[row[zone]] - 1 - near) * (prior + own) / prior
        return min(max(1 + explained + prior / (prior + variance) * departure, LOWEST), HIGHEST)


class Connector:
    """Asks the three enrichment calls and affinity together, keeps what is the same for all customers, and ranks.

    `budget` is how long a customer may wait, in seconds; what comes later is there for the next one, for `lifetime` seconds.
    What all customers share is not asked again for `pause` seconds after it was not answered.
    """

    def __init__(self, channel, key, region, budget=0.05, blend=Blend(), lifetime=900.0, fetch_timeout=10.0, pause=1.0):
        self._stub, self._metadata = service_pb2_grpc.EnrichmentServiceStub(channel), (("authorization", f"Bearer {key}"),)
        self._region, self._budget, self._blend = region, budget, blend
        self._lifetime, self._fetch_timeout, self._pause = lifetime, fetch_timeout, pause
        self._pool, self._room = futures.ThreadPoolExecutor(MOST_OPEN), threading.Semaphore(MOST_OPEN)
        self._kept, self._lock = {}, threading.Lock()

    def enhance(self, products, segment_id, category="", shares=None, zones=None):
        """The shop's ranking with what SPOTS knows, within the budget; unchanged where that is nothing."""
        end = time.monotonic() + self._budget
        segment, context = common_pb2.UserSegment(segment_id=segment_id), common_pb2.ProductContext(category=category)
        behavior = behavior_pb2.GetRealWorldBehaviorRequest(
            user_segment=segment, product_context=context, requested_insights=["product_implications"])
        influence = influence_pb2.GetCommunityInfluenceRequest(
            user_segment=segment, product_category=category, requested_insights=["marketing_implications"])
        asked = {
            "behavior": self._shared(self._stub.GetRealWorldBehavior, behavior),
            "personality": self._shared(self._stub.GetQuantumPersonality, self._personality(segment, products)),
            "influence": self._shared(self._stub.GetCommunityInfluence, influence),
            "affinity": self._affinity(products, segment, shares, zones),
        }
        futures.wait(list(asked.values()), timeout=max(0.0, end - time.monotonic()))
        answers, absent = {}, {}
        for question, future in asked.items():
            try:
                if not future.done():
                    raise Absent("no answer within the budget")
                answer = future.result()
                mixes = question == "affinity" and shares is not None
                answers[question] = self._mixed(products, answer, shares) if mixes else answer
            except Exception as error:  # Whatever it is, the shop goes on.
                absent[question] = f"{error.code().name}: {error.details()}" if hasattr(error, "details") else str(error)
        return self._combined(products, answers, absent)

    def _personality(self, segment, products):
        states = []
        for product in products:
            if product.state is not None and len(states) < 256:
                states.append(personality_pb2.ProductQuantumState())
                states[-1].CopyFrom(product.state)
                states[-1].product_id = product.product_id
        insights = ["personality_profile"] + (["product_recommendations"] if states else [])
        return personality_pb2.GetQuantumPersonalityRequest(
            user_segment=segment, product_quantum_states=states, requested_insights=insights)

    def _affinity(self, products, segment, shares, zones):
        if shares is not None:
            request = affinity_pb2.ListZoneLiftsRequest(geographic_region=self._region)
            return self._shared(lambda *a, **k: ZoneLiftTable(self._stub.ListZoneLifts(*a, **k)), request)
        return self._ask(self._told, products, segment, zones)

    def _ask(self, question, *arguments, **options):
        """What a question brings, if there is room for it: whatever waited for room would come too late for its customer."""
        if not self._room.acquire(blocking=False):
            return FULL
        future = self._pool.submit(question, *arguments, **options)
        future.add_done_callback(lambda _: self._room.release())
        return future

    def _shared(self, call, request):
        """The answer that is the same for all: kept, on its way, or asked for now."""
        key, now = (type(request).__name__, request.SerializeToString(deterministic=True)), time.monotonic()
        with self._lock:
            future, until = self._kept.get(key, (None, 0.0))
            if future is not None and future.done() and future.exception() is not None and until > now + self._pause:
                until = now + self._pause  # It has just failed.
                self._kept[key] = (future, until)
            if future is None or (future.done() and until <= now):
                if len(self._kept) >= 1024:
                    self._kept.clear()
                future = self._ask(call, request, timeout=self._fetch_timeout, metadata=self._metadata)
                self._kept[key] = (future, now + self._lifetime)
            return future

    def _told(self, products, segment, zones):
        if not zones:
            raise Absent("nothing is known of the customer's zones")
        if self._blend.method == "blended" and self._blend.sharpness != 3:
            raise Absent("the service blends with a sharpness of 3; with shares it can be another")
        request = products_pb2.EnrichProductsRequest(
            user_segment=segment, zones=[affinity_pb2.ZoneShare(zone_id=zone) for zone in zones], sort="blend",
            blend_weight=self._blend.weight, shop_score_basis=self._blend.basis, detail="ranked",
            products=[personality_pb2.ProductQuantumState(product_id=str(place), item_id=one.item_id, shop_score=one.score)
                      for place, one in enumerate(products)])
        ranked, summary = [], None
        for reply in self._stub.EnrichProducts(request, timeout=self._budget, metadata=self._metadata):
            ranked += reply.products.products
            summary = reply.summary if reply.HasField("summary") else None
        if summary is None or not summary.HasField("affinity_source"):
            raise Absent("the region has no release of affinity")
        order = [int(one.product_id) for one in ranked if one.product_id.isdecimal()]
        told = [one.affinity if one.HasField("affinity") and not one.affinity.withheld else None for one in ranked]
        scores = [one.ranking_score for one in ranked]
        falls = all(left >= right >= 0 for left, right in zip([float("inf")] + scores, scores))
        if sorted(order) != list(range(len(products))) or len(ranked) != len(products) or not falls:
            raise Absent("the ranking contradicts itself")
        for one in filter(None, told):
            low, high = (one.ci95.low, one.ci95.high) if one.HasField("ci95") else (LOWEST, HIGHEST)
            if not (LOWEST <= one.lift <= HIGHEST and low <= one.lift <= high):
                raise Absent("a lift contradicts itself")
        lifts, places = [one and one.lift for one in told], _order([-place for place in order])
        mixed = self._ranked(products, [None] * len(products), [lifts[place] for place in places])
        return (order, [scores[place] for place in places], mixed[2]) if self._blend.method == "blended" else mixed

    def _mixed(self, products, table, shares):
        lifts = table.lifts([product.item_id for product in products], shares)
        return self._ranked(products, [table.popularity.get(product.item_id) for product in products], lifts)

    def _ranked(self, products, popularity, lifts):
        if all(lift is None for lift in lifts):
            raise Absent("nothing is known of the customer's zones or of the products")
        scores = self._blend.scores(list(zip([one.score for one in products], popularity, [lift or 1.0 for lift in lifts])))
        return _order(scores), scores, lifts

    def _combined(self, products, answers, absent):
        own = (range(len(products)), [product.score for product in products], [None] * len(products))
        order, scores, lifts = answers.get("affinity", own)
        reasons, personality = [], answers.get("personality", personality_pb2.GetQuantumPersonalityResponse())
        matches = {one.product_id: one.reasoning for one in personality.product_recommendations.high_compatibility}
        if "behavior" in answers and (factors := answers["behavior"].product_implications.purchase_decision_factors):
            reasons.append("decides by " + ", ".join(one.factor for one in factors))
        if "influence" in answers:
            for one in answers["influence"].marketing_implications.recommended_marketing_strategies[:1]:
                reasons.append(f"is reached by {one.strategy.replace('_', ' ')}: {one.reasoning}")
        shown = []
        for place in order:
            product, lift = products[place], lifts[place]
            chosen = "hardly ever choose it" if (lift or 1) < 0.05 else f"choose it {lift or 1:.1f} times as often as everybody"
            chosen = "" if lift is None or 0.8 < lift < 1.2 else "people of your areas " + chosen
            match = product.product_id in matches and "matches the segment: " + matches[product.product_id]
            why = tuple(filter(None, (product.reasoning, chosen, match)))
            shown.append(Enhanced(product.product_id, place, scores[place], lift, why))
        return Ranking(shown, self._blend.weight if "affinity" in answers else 0.0, reasons, absent)
