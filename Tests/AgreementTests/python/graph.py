"""Measures of the Jakarta friendships by networkx, as one JSON object. Usage: graph.py FOLDER"""
import csv
import gzip
import json
import sys

import networkx

with gzip.open(f"{sys.argv[1]}/friendships.csv.gz", "rt") as file:
    edges = [(int(row["user_a"]), int(row["user_b"])) for row in csv.DictReader(file)]
graph = networkx.Graph(edges)
graph.remove_edges_from(networkx.selfloop_edges(graph))
graph = networkx.convert_node_labels_to_integers(graph, ordering="sorted")
nodes = range(len(graph))
clustering = networkx.clustering(graph)
within = {n: networkx.single_source_shortest_path_length(graph, n, cutoff=3) for n in nodes}
print(json.dumps({
    "nodes": len(graph), "edges": list(graph.edges()),
    "density": networkx.density(graph),
    "average_clustering": networkx.average_clustering(graph),
    "two_hop_ring": sum(sum(1 for d in w.values() if d == 2) for w in within.values()) / len(graph),
    "reach": sum(len(w) - 1 for w in within.values()) / len(graph) / (len(graph) - 1),
    "clustering": [clustering[n] for n in nodes],
}))
