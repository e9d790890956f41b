"""Plays many stories together, scene by scene, in the order of time.

A story is a generator: it yields the moment of its next scene and acts when it is resumed.
"""

import heapq

from django.db import connection


def play(stories, clock, *, on_month):
    """Resume each story at its moment; `on_month` hears of every month that begins."""
    waiting = []
    for number, story in enumerate(stories):
        _queue(waiting, number, story)
    month = None
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        clock.put_to(moment)
        if (moment.year, moment.month) != month:
            month = (moment.year, moment.month)
            on_month(*month)
        _queue(waiting, number, story)
        finish_scene()


def _queue(waiting, number, story):
    """The story acts until its next moment; one that is over is not queued again."""
    moment = next(story, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, number, story))


def finish_scene():
    """What waits for the commit (notices) happens with the scene: all is one transaction here."""
    after_commit, connection.run_on_commit = connection.run_on_commit, []
    for _, callback, _ in after_commit:
        callback()
