"""True papers that those who write the checks do not read (see open_papers.py)."""


def papers():
    return []
