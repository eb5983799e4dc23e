"""What pathloop is meant to reach beside its peers, as ratios within one run.

A goal is a function of the figures that gives (what, at least, above, below, peer's
name, peer's figure); the ratio is above/below.
"""

MAIN = "her2-mtor"
PEERS = ("libroadrunner", "bngsim", "copasi", "amici")


def best(figures, case, work, fastest):
    """(value, name) of the best peer; a rate is best when high, a time when low."""
    found = [
        (value, name)
        for name in PEERS
        if (value := figures.median(case, name, work)) is not None
    ]
    return fastest(found) if found else (None, None)


def rate(case, work, goal, own_work=None, against=None):
    def row(figures):
        own = figures.median(case, "pathloop", own_work or work)
        peer, name = (
            (figures.median(case, against, work), against)
            if against
            else best(figures, case, work, max)
        )
        what = f"{case}: {own_work or work}, over {against or 'the best peer'}"
        return what, goal, own, peer, name, peer

    return row


def duration(case, work, goal, against=None):
    def row(figures):
        own = figures.median(case, "pathloop", work)
        peer, name = (
            (figures.median(case, against, work), against)
            if against
            else best(figures, case, work, min)
        )
        what = f"{case}: {work}, under {against or 'the best peer'}"
        return what, goal, peer, own, name, peer

    return row


def own(case, work, goal, over=None):
    """A ratio of pathloop's own figures, or one that it prints itself."""

    def row(figures):
        value = figures.median(case, "pathloop", work)
        base = figures.median(case, "pathloop", over) if over else 1.0
        what = f"{case}: {work}" + (f" over {over}" if over else "")
        return what, goal, value, base, "", None

    return row


GOALS = (
    duration(MAIN, "run481", 3),
    duration(MAIN, "load", 50, "libroadrunner"),
    duration(MAIN, "load", 10, "copasi"),
    rate(MAIN, "sweep", 30),
    rate(MAIN, "sweep-equal", 50),
    rate(MAIN, "sweep", 4, "sweep-tape"),
    own(MAIN, "native-over-compiled", 0.95),
    own(MAIN, "sweep-threads2", 1.9, "sweep"),
    rate(MAIN, "sweep-rest", 10),
    duration(MAIN, "checkerboard", 8),
    duration(MAIN, "sobol", 20),
    duration("chen2009", "run2", 1, "amici"),
    rate("chen2009", "sweep", 5, against="amici"),
)
LIMITS = (  # (case, work, at most, unit)
    (MAIN, "memory", 200, "MB"),
    (MAIN, "ensemble", 25, "ms"),
    (MAIN, "explain-exact", 60, "ms"),
    (MAIN, "checkerboard", 20, "ms"),
    (MAIN, "sobol", 1500, "ms"),
    ("chen2009", "load", 500, "ms"),
)


def show(figures, cases):
    """Ratio beside its goal; a line whose figures are missing says so."""
    print(f"\n{'goal':48}{'at least':>10}{'ratio':>10}")
    for goal in GOALS:
        what, least, above, below, name, peer = goal(figures)
        if what.split(":")[0] not in cases:
            continue
        if above is None or below is None:
            has = f"  {name} has {peer:.4g}" if peer else ""
            print(f"{what:48}{least:>10}{'-':>10}{has}")
            continue
        ratio = above / below
        print(
            f"{what:48}{least:>10}{ratio:>10.3g}{'' if ratio >= least else '  MISSED'}"
            f"{'  ' + name if name else ''}"
        )
    for case, work, most, unit in LIMITS:
        if case not in cases:
            continue
        value = figures.median(case, "pathloop", work)
        text = "-" if value is None else f"{value:.4g}"
        print(
            f"{case + ': ' + work + ', ' + unit:48}{'< ' + str(most):>10}{text:>10}"
            f"{'  MISSED' if value is not None and value > most else ''}"
        )
