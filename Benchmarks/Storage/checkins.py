"""Writes a folder of check-ins to import: checkins.py FOLDER ROWS

Fifty rows a person over 300 days, in order of time as such lists come; venues of Zipf popularity with categories and
coordinates, a tenth of them homes; eight friendships a person. The same ROWS give the same folder.
"""

import itertools
import pathlib
import random
import sys
import time

ROWS_A_PERSON, FRIENDSHIPS_A_PERSON, DAYS, BEGIN = 50, 8, 300, 1_333_238_400
CATEGORIES = ["Food>Coffee Shop", "Food>Noodle House", "Shop & Service>Bookstore", "Nightlife Spot>Bar",
              "Arts & Entertainment>Museum", "Outdoors & Recreation>Park", "Travel & Transport>Train Station",
              "Professional & Other Places>Office", "College & University>College Library", "Residence>Home (private)"]


def venues(folder, count, draw):
    with (folder / "venues.csv").open("w") as file:
        file.write("venue_id,category_path,category_root,lat,lon\n")
        for number in range(count):
            path = CATEGORIES[number % len(CATEGORIES)]
            place = f"{-6.2 + draw.gauss(0, 0.1):.5f},{106.8 + draw.gauss(0, 0.1):.5f}"
            file.write(f"v{number},{path},{path.split('>')[0]},{place}\n")


def checkins(folder, rows, people, count, draw):
    weights = list(itertools.accumulate((rank + 1) ** -0.8 for rank in range(count)))
    with (folder / "checkins.csv").open("w") as file:
        file.write("user_id,venue_id,time\n")
        for begin in range(0, rows, 100_000):
            size = min(100_000, rows - begin)
            visited = draw.choices(range(count), cum_weights=weights, k=size)
            for offset, venue in enumerate(visited):
                second = BEGIN + DAYS * 86_400 * (begin + offset) // rows
                at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
                file.write(f"u{draw.randrange(people)},v{venue},{at}\n")


def friendships(folder, people, draw):
    with (folder / "friendships.csv").open("w") as file:
        file.write("user_a,user_b\n")
        for _ in range(people * FRIENDSHIPS_A_PERSON):
            one, other = draw.randrange(people), draw.randrange(people)
            if one != other:
                file.write(f"u{one},u{other}\n")


def write(folder, rows):
    """Writes the folder; answers the number of its people."""
    draw, people = random.Random(rows), max(2, rows // ROWS_A_PERSON)
    count = max(20, people // 6)
    folder.mkdir(parents=True, exist_ok=True)
    venues(folder, count, draw)
    checkins(folder, rows, people, count, draw)
    friendships(folder, people, draw)
    return people


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    write(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
