/*
 * continuation_paths.c - where a network is whose input moves slowly through the range.
 */
#include "analysis/continuation_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/index.h"

/* [-] So near behind a branch point the states are looked for that it goes on to, as a
 * part of the range; farther off than NEAR, relative to sizes, is no way on. */
static const double BEHIND_CROSSING = 1e-6, NEAR = 0.05;

/* [-] A rest state that was run to lies on a curve that is no farther off. */
static const double ON_CURVE = 1e-4;

/* Halvings until a point at a level is found where Newton at that level goes astray. */
enum { HALVINGS = 60 };

/* Where the network is: in the segment from a point of a branch to the next, or the one
 * before; or where nobody knows. */
struct place {
    bool is_lost;
    size_t branch, point;
    bool forward; /* to the next point of the branch */
};

struct path {
    struct pl_rest_search *search;
    double way; /* 1 for the way up, -1 for the way down */
    struct place place;
    double *z; /* shape (n + 1): room */
};

static const struct pl_rest_branch *
branch_of(const struct path *path, const struct place *place)
{
    return &path->search->walk.found->branches[place->branch];
}

static const double *
z_of(const struct path *path, const struct place *place, size_t point)
{
    return branch_of(path, place)->z + point * (path->search->walk.n + 1);
}

static double
q_of(const struct path *path, const struct place *place, size_t point)
{
    return z_of(path, place, point)[path->search->walk.n];
}

/* The point that a segment leads to. */
static size_t
ahead(const struct place *place)
{
    return place->forward ? place->point + 1 : place->point - 1;
}

static bool
is_stable(const struct path *path, const struct place *place)
{
    const size_t lower = place->forward ? place->point : place->point - 1;

    return pl_rest_branch_n_unstable_behind(branch_of(path, place), lower) == 0;
}

/* Does the segment hold q, or where it turns neither? */
static bool
holds(const struct path *path, const struct place *place, double q)
{
    return path->way * (q - q_of(path, place, place->point)) >= 0.0 &&
           path->way * (q_of(path, place, ahead(place)) - q) >= 0.0;
}

/* The straight line between both ends of the segment, at q. */
static void
interpolate(const struct path *path, const struct place *place, double q, double *z)
{
    const size_t n = path->search->walk.n;
    const double *a = z_of(path, place, place->point);
    const double *b = z_of(path, place, ahead(place));
    const double share = b[n] != a[n] ? (q - a[n]) / (b[n] - a[n]) : 0.0;

    for (size_t i = 0; i < n; i++) {
        z[i] = a[i] + share * (b[i] - a[i]);
    }
    z[n] = q;
}

/* Is a point between the planes across the segment at both of its ends? */
static bool
is_between(const struct path *path, const struct place *place, const double *z)
{
    struct pl_walk *walk = &path->search->walk;
    const double *a = z_of(path, place, place->point);
    const double *b = z_of(path, place, ahead(place));
    double along = 0.0;
    double length = 0.0;

    for (size_t i = 0; i <= walk->n; i++) {
        walk->chord[i] = b[i] - a[i];
        walk->trial[i] = z[i] - a[i];
    }
    length = pl_rest_curve_product(walk->curve, walk->chord, walk->chord);
    along = pl_rest_curve_product(walk->curve, walk->chord, walk->trial);
    return along >= -1e-9 * length && along <= (1.0 + 1e-9) * length;
}

/* A point of the segment at q, by halving: next to a fold Newton at q may end on the other
 * side of it. */
static bool
halve(struct path *path, const struct place *place, double q, double *z)
{
    struct pl_walk *walk = &path->search->walk;
    const size_t n = walk->n;
    const double *a = z_of(path, place, place->point);
    const double *b = z_of(path, place, ahead(place));
    double low = 0.0;
    double high = 1.0;

    for (int k = 0; k < HALVINGS; k++) {
        const double share = 0.5 * (low + high);

        for (size_t i = 0; i <= n; i++) {
            walk->chord[i] = b[i] - a[i];
            z[i] = a[i] + share * walk->chord[i];
        }
        if (!pl_rest_curve_correct(walk->curve, walk->chord, z)) {
            return false;
        }
        if (path->way * (z[n] - q) < 0.0) {
            low = share;
        } else {
            high = share;
        }
    }
    return true;
}

/* The rest state of a segment at q, to rounding. */
static bool
solve_at(struct path *path, const struct place *place, double q, double *z)
{
    struct pl_walk *walk = &path->search->walk;

    for (size_t k = 0; k < 2; k++) { /* an end of the segment */
        const size_t point = k == 0 ? place->point : ahead(place);

        if (q_of(path, place, point) == q) {
            memcpy(z, z_of(path, place, point), (walk->n + 1) * sizeof *z);
            return true;
        }
    }
    interpolate(path, place, q, z);
    pl_rest_curve_set_sizes(walk->curve, z);
    if (pl_rest_curve_correct(walk->curve, NULL, z) && is_between(path, place, z)) {
        return true;
    }
    return halve(path, place, q, z);
}

/* The next segment of any branch that holds q, from `*at` on; in the direction of the
 * path. @return false when there is none left */
static bool
next_segment(const struct path *path, double q, struct place *at)
{
    const struct pl_continuation *found = path->search->walk.found;

    while (at->branch < found->n_branches) {
        const struct pl_rest_branch *branch = &found->branches[at->branch];

        for (size_t k = at->point; k + 1 < branch->n; k++) {
            const double rises =
                path->way * (q_of(path, at, k + 1) - q_of(path, at, k));
            const struct place here = {false, at->branch, rises > 0.0 ? k : k + 1,
                                       rises > 0.0};

            /* of two that meet at q the one ahead */
            if (rises != 0.0 && holds(path, &here, q) &&
                (q_of(path, &here, ahead(&here)) != q ||
                 branch_of(path, &here)->points[ahead(&here)].kind ==
                     PL_REST_BRANCH_END)) {
                at->point = k + 1; /* to go on from */
                at->forward = here.forward;
                at->is_lost = false;
                return true;
            }
        }
        at->branch++;
        at->point = 0;
    }
    return false;
}

/* What next_segment found. */
static struct place
segment_of(const struct place *at)
{
    return (struct place){false, at->branch, at->forward ? at->point - 1 : at->point,
                          at->forward};
}

/* The stable segment at q that is nearest to a state, no farther than `most` off.
 * @param z  shape (n + 1); q in it is not read */
static bool
find_nearest(struct path *path, double q, const double *z, double most,
             struct place *nearest)
{
    struct pl_walk *walk = &path->search->walk;
    struct place at = {false, 0, 0, true};
    double least = most;
    bool any = false;

    while (next_segment(path, q, &at)) {
        const struct place here = segment_of(&at);
        double off = 0.0;

        if (!is_stable(path, &here) || !solve_at(path, &here, q, path->z)) {
            continue;
        }
        memcpy(walk->event.z, z, walk->n * sizeof *z);
        walk->event.z[walk->n] = q;
        pl_rest_curve_set_sizes(walk->curve, walk->event.z);
        off = pl_walk_distance(walk, path->z, walk->event.z);
        if (off <= least) {
            least = off;
            *nearest = here;
            any = true;
        }
    }
    return any;
}

/* The only stable segment at q. @return false for none or several */
static bool
find_only(const struct path *path, double q, struct place *only)
{
    struct place at = {false, 0, 0, true};
    size_t n = 0;

    while (next_segment(path, q, &at)) {
        const struct place here = segment_of(&at);

        if (is_stable(path, &here)) {
            *only = here;
            n++;
        }
    }
    return n == 1;
}

/* Go back along the curve to where it has q, as far as it leads there. */
static void
rewind_to(const struct path *path, double q, struct place *place)
{
    const size_t n = branch_of(path, place)->n;

    while (path->way * (q_of(path, place, place->point) - q) > 0.0 &&
           (place->forward ? place->point > 0 : place->point + 1 < n)) {
        const size_t before = place->forward ? place->point - 1 : place->point + 1;

        if (path->way * (q_of(path, place, place->point) - q_of(path, place, before)) <=
            0.0) {
            return;
        }
        place->point = before;
    }
}

/* Where the network goes from a state that is no longer at rest beyond q.
 * @return PL_OK, also when it goes to no rest state; PL_ERR_STOPPED; PL_ERR_NOMEM */
static enum pl_status
fall(struct path *path, const double *from, double q)
{
    struct pl_rest_search *search = path->search;
    const double low = pl_rest_search_part(search, 0, 1);
    const double high = pl_rest_search_part(search, 1, 1);
    const double end = path->way > 0.0 ? high : low;
    double behind = q + path->way * PL_REST_BEHIND_FOLD * (high - low);
    enum pl_status status = PL_OK;

    path->place.is_lost = true;
    if (path->way * (end - behind) < 0.0) {
        behind = end;
    }
    if (behind == q) {
        return PL_OK;
    }
    memcpy(search->walk.trial, from, (search->walk.n + 1) * sizeof *from);
    status = pl_rest_search_rest_at(search, behind, search->walk.trial, NULL);
    if (status != PL_OK) {
        return pl_rest_search_is_fatal(status) ? status : PL_OK;
    }
    if (find_nearest(path, behind, search->present, ON_CURVE, &path->place)) {
        path->place.is_lost = false;
        rewind_to(path, q, &path->place);
    }
    return PL_OK;
}

/* At the end of a segment whose states are stable no more: over a branch point to the
 * states that are, or away. @param point  of the place's branch */
static enum pl_status
leave(struct path *path, size_t point)
{
    const struct pl_rest_search *search = path->search;
    const double *z = z_of(path, &path->place, point);
    const double q = z[search->walk.n];
    const double width =
        pl_rest_search_part(search, 1, 1) - pl_rest_search_part(search, 0, 1);
    struct place next = path->place;

    if (branch_of(path, &path->place)->points[point].kind != PL_REST_BRANCH_FOLD &&
        find_nearest(path, q + path->way * BEHIND_CROSSING * width, z, NEAR, &next)) {
        path->place = next;
        rewind_to(path, q, &path->place);
        return PL_OK;
    }
    return fall(path, z, q);
}

/* From the segment to the one behind its end. */
static enum pl_status
step(struct path *path)
{
    struct place *place = &path->place;
    const struct pl_rest_branch *branch = branch_of(path, place);
    const bool was_stable = is_stable(path, place);
    const size_t point = ahead(place);
    const bool is_end = place->forward ? point + 1 == branch->n : point == 0;
    const enum pl_rest_branch_end end = place->forward ? branch->last : branch->first;
    struct place next = {false, place->branch, point, place->forward};

    if (is_end && end == PL_REST_BRANCH_CLOSED) {
        next.point = place->forward ? 0 : branch->n - 1;
    } else if (is_end) {
        place->is_lost = end == PL_REST_BRANCH_AT_RANGE || !was_stable;
        return place->is_lost ? PL_OK : leave(path, point);
    }
    if (path->way * (q_of(path, place, ahead(&next)) - q_of(path, place, next.point)) >
            0.0 &&
        (is_stable(path, &next) || !was_stable ||
         branch->points[point].kind == PL_REST_BRANCH_HOPF)) {
        *place = next; /* behind a Hopf point it oscillates around the curve */
        return PL_OK;
    }
    if (!was_stable) {
        place->is_lost = true;
        return PL_OK;
    }
    return leave(path, point);
}

/* Go on until the place holds q. */
static enum pl_status
go_to(struct path *path, double q)
{
    enum pl_status status = PL_OK;

    while (status == PL_OK && !path->place.is_lost &&
           path->way * (q - q_of(path, &path->place, ahead(&path->place))) > 0.0) {
        status = step(path);
    }
    if (status == PL_OK && path->place.is_lost) {
        struct place only = {0};

        if (find_only(path, q, &only)) {
            path->place = only;
        }
    }
    return status;
}

/* The values at a level, NaN where the network is at no stable rest state. */
static void
observe(struct path *path, double q, double *values)
{
    struct pl_walk *walk = &path->search->walk;
    const size_t n_values = walk->found->n_values;
    const bool is_known = !path->place.is_lost && holds(path, &path->place, q) &&
                          is_stable(path, &path->place) &&
                          solve_at(path, &path->place, q, path->z);

    if (is_known) {
        pl_rest_curve_values(walk->curve, path->z, walk->values);
    }
    for (size_t k = 0; k < n_values; k++) {
        values[k] = is_known ? walk->values[walk->found->symbols[k]] : NAN;
    }
}

/* From the rest state that the starting values lead to at the path's first end. */
static enum pl_status
begin(struct path *path)
{
    struct pl_rest_search *search = path->search;
    const double q = pl_rest_search_part(search, path->way > 0.0 ? 0 : 1, 1);
    const enum pl_status status = pl_rest_search_rest_at(search, q, NULL, NULL);

    path->place.is_lost = true;
    if (status != PL_OK) {
        return pl_rest_search_is_fatal(status) ? status : PL_OK;
    }
    path->place.is_lost =
        !find_nearest(path, q, search->present, ON_CURVE, &path->place);
    return PL_OK;
}

static enum pl_status
follow(struct path *path, double *values)
{
    const struct pl_continuation *found = path->search->walk.found;
    const struct pl_continuation_options *options = path->search->walk.options;
    enum pl_status status = begin(path);

    for (size_t k = 0; k < options->n_levels && status == PL_OK; k++) {
        const size_t level = path->way > 0.0 ? k : options->n_levels - 1 - k;
        const double q =
            pl_rest_curve_q(path->search->walk.curve, options->levels[level]);

        status = go_to(path, q);
        if (status == PL_OK) {
            observe(path, q, values + level * found->n_values);
        }
    }
    return status;
}

enum pl_status
pl_rest_search_follow_paths(struct pl_rest_search *search)
{
    struct pl_continuation *found = search->walk.found;
    const size_t n_levels = search->walk.options->n_levels;
    struct path path = {.search = search};
    enum pl_status status = PL_OK;

    if (n_levels == 0) {
        return PL_OK;
    }
    path.z = calloc(search->walk.n + 1, sizeof *path.z);
    for (size_t k = 0; k < 2; k++) {
        found->paths[k] = calloc(n_levels, (found->n_values + 1) * sizeof(double));
    }
    if (path.z == NULL || found->paths[0] == NULL || found->paths[1] == NULL) {
        status = pl_diag_no_memory(search->walk.diags, "rest states");
    }
    for (size_t k = 0; k < 2 && status == PL_OK; k++) {
        path.way = k == PL_PATH_UP ? 1.0 : -1.0;
        status = follow(&path, found->paths[k]);
        if (status == PL_ERR_NOMEM ||
            (status == PL_OK && pl_rest_curve_lacks_memory(search->walk.curve))) {
            status = pl_diag_no_memory(search->walk.diags, "rest states");
        }
    }
    found->n_levels = n_levels;
    free(path.z);
    return status;
}
