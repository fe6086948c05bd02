"""Measures of the New York check-ins by scikit-mobility and trackintel, one JSON object a person.

Usage: mobility.py FOLDER STEP: every STEP-th person of FOLDER/checkins.csv.gz and venues.csv.gz.
"""
import json
import sys
import warnings

warnings.simplefilter("ignore")

import geopandas
import pandas
import skmob
import trackintel
from skmob.measures import individual
from trackintel.analysis.metrics import radius_gyration


def column(frame, name):
    """The one measure of each person."""
    values = [c for c in frame.columns if c != "uid"]
    return dict(zip(frame["uid"], frame[values[0]].astype(float)))


def by_trackintel(visits):
    """Radius of gyration in kilometres, each visit a stay of the same length."""
    moments = pandas.to_datetime(visits["time"], utc=True)
    stays = geopandas.GeoDataFrame(
        {"user_id": visits["user_id"].values, "started_at": moments.values,
         "finished_at": (moments + pandas.Timedelta(minutes=10)).values},
        geometry=geopandas.points_from_xy(visits["lon"], visits["lat"]), crs="EPSG:4326")
    for name in ("started_at", "finished_at"):
        stays[name] = stays[name].dt.tz_localize("UTC")
    stays.index.name = "id"
    stays = trackintel.Staypoints(stays) if hasattr(trackintel, "Staypoints") else stays
    radii = radius_gyration(stays, method="count")
    radii = radii.iloc[:, 0] if hasattr(radii, "columns") else radii
    return {person: radius / 1000 for person, radius in radii.items()}


def main(folder, step):
    visits = pandas.read_csv(f"{folder}/checkins.csv.gz").merge(
        pandas.read_csv(f"{folder}/venues.csv.gz")[["venue_id", "lat", "lon"]], on="venue_id")
    people = sorted(visits["user_id"].unique())[::step]
    visits = visits[visits["user_id"].isin(people)].drop_duplicates(["user_id", "time"])
    visits = visits.sort_values(["user_id", "time"], kind="stable")
    track = skmob.TrajDataFrame(
        visits, latitude="lat", longitude="lon", datetime="time", user_id="user_id")
    measures = {
        "radius": individual.radius_of_gyration(track, show_progress=False),
        "two_radius": individual.k_radius_of_gyration(track, k=2, show_progress=False),
        "random": individual.random_entropy(track, show_progress=False),
        "uncorrelated": individual.uncorrelated_entropy(track, show_progress=False),
        "real": individual.real_entropy(track, show_progress=False),
        "locations": individual.number_of_locations(track, show_progress=False),
    }
    columns = {name: column(frame, name) for name, frame in measures.items()}
    radii = by_trackintel(visits)
    for person, own in visits.groupby("user_id"):
        print(json.dumps({
            "person": int(person), "latitudes": own["lat"].tolist(), "longitudes": own["lon"].tolist(),
            **{name: values[person] for name, values in columns.items()}, "trackintel_radius": radii[person]}))


main(sys.argv[1], int(sys.argv[2]))
