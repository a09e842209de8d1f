"""A layered drawing of a directed graph (Sugiyama, Tagawa, Toda 1981): who stands in which column, and where.

Edges that would close a circle are turned round for the reckoning; long edges get a place in each
column they cross, so that they pass between boxes, not behind them; columns are put in the order
that makes neighbours stand near each other. Everything is deterministic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: Sweeps over the columns; more change nothing on graphs that a person can read.
_SWEEPS: Final = 12

Edge = tuple[str, str]


@dataclass(frozen=True)
class Layout:
    """``columns`` of names from left to right, each from top to bottom.

    ``routes`` lead from an edge to the names it passes, ends included, in its own direction; a name
    that begins with a space is no node but a place that an edge passes through.
    """

    columns: tuple[tuple[str, ...], ...]
    routes: Mapping[Edge, tuple[str, ...]]


def layered(names: Sequence[str], edges: Sequence[Edge]) -> Layout:
    """Put *names* into columns so that most of *edges* lead to the right. Loops are left out."""
    kept = [edge for edge in dict.fromkeys(edges) if edge[0] != edge[1]]
    forward = _without_circles(names, kept)
    ranks = _ranks(names, list(forward.values()))
    columns: list[list[str]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for name in names:
        columns[ranks[name]].append(name)
    routes: dict[Edge, tuple[str, ...]] = {}
    for edge, (start, end) in forward.items():
        between = [f" {start}>{end}@{rank}" for rank in range(ranks[start] + 1, ranks[end])]
        for place, name in enumerate(between, ranks[start] + 1):
            if name not in columns[place]:
                columns[place].append(name)
        route = (start, *between, end)
        routes[edge] = route if edge == (start, end) else route[::-1]
    return Layout(_ordered(columns, list(routes.values())), routes)


def _without_circles(names: Sequence[str], edges: Sequence[Edge]) -> dict[Edge, Edge]:
    """Edge → the same, turned round when it leads back to where a walk has come from."""
    following: dict[str, list[str]] = {name: [] for name in names}
    for start, end in edges:
        following[start].append(end)
    turned: set[Edge] = set()
    done: set[str] = set()
    for first in names:
        walk = [(first, iter(following[first]))] if first not in done else []
        under_way = {first}
        while walk:
            name, rest = walk[-1]
            onward = next(rest, None)
            if onward is None:
                walk.pop()
                under_way.discard(name)
                done.add(name)
            elif onward in under_way:
                turned.add((name, onward))
            elif onward not in done:
                under_way.add(onward)
                walk.append((onward, iter(following[onward])))
    return {edge: edge[::-1] if edge in turned else edge for edge in edges}


def _ranks(names: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The longest way to each name; then names that nothing leads to stand just before what they lead to."""
    ranks = dict.fromkeys(names, 0)
    for _ in names:
        for start, end in edges:
            ranks[end] = max(ranks[end], ranks[start] + 1)
    reached = {end for _, end in edges}
    for name in names:
        after = [ranks[end] for start, end in edges if start == name]
        if name not in reached and after:
            ranks[name] = min(after) - 1
    return ranks


def _ordered(columns: list[list[str]], routes: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The columns, each sorted by where its neighbours in the column before, then after, stand."""
    near: dict[str, list[str]] = {}
    for route in routes:
        for one, other in pairwise(route):
            near.setdefault(one, []).append(other)
            near.setdefault(other, []).append(one)
    for sweep in range(_SWEEPS):
        leftward = sweep % 2
        for place in range(len(columns))[:: -1 if leftward else 1]:
            beside = place + 1 if leftward else place - 1
            if 0 <= beside < len(columns):
                columns[place] = _by_neighbours(columns[place], columns[beside], near)
    return tuple(map(tuple, columns))


def _by_neighbours(column: list[str], beside: list[str], near: Mapping[str, list[str]]) -> list[str]:
    height = {name: place / max(len(beside) - 1, 1) for place, name in enumerate(beside)}

    def middle(item: tuple[int, str]) -> float:
        places = [height[other] for other in near.get(item[1], ()) if other in height]
        return sum(places) / len(places) if places else item[0] / max(len(column) - 1, 1)

    return [name for _, name in sorted(enumerate(column), key=middle)]
