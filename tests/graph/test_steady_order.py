"""What is equally strong stands in the same order in every process."""

import subprocess
import sys

import pytest

from config import ROOT

ARCS = """
from campaign.graph.edges import Edge
from campaign.graph.network import TieKind
from campaign.graph.paths import arcs_of
shared = (9, False, False, None, None, None)
edges = [Edge(at, 100, TieKind.NAMED, 7, 40 - at, *shared) for at in range(40)]
print([arc.edge.part for arc in arcs_of(edges)])
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_ties_of_one_report_stand_in_the_order_in_which_it_names_them(seed: str):
    command = [sys.executable, "-c", ARCS]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}

    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert told.stdout == f"{list(range(1, 41))}\n"
