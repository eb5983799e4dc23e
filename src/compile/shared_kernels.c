/*
 * shared_kernels.c - a program's kernels for lanes, made once.
 */
#include "compile/shared_kernels.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/isa.h"

struct pl_shared_kernels {
    const struct pl_program *program;
    pthread_mutex_t lock;
    struct pl_kernels *made[PL_N_KERNEL_CHOICES]; /* NULL: nobody has asked */
};

enum pl_status
pl_shared_kernels_create(const struct pl_program *program, struct pl_diags *diags,
                         struct pl_shared_kernels **out)
{
    struct pl_shared_kernels *shared = calloc(1, sizeof *shared);

    *out = NULL;
    if (shared == NULL || pthread_mutex_init(&shared->lock, NULL) != 0) {
        free(shared);
        return pl_diag_no_memory(diags, "kernels");
    }
    shared->program = program;
    *out = shared;
    return PL_OK;
}

void
pl_shared_kernels_destroy(struct pl_shared_kernels *shared)
{
    if (shared == NULL) {
        return;
    }
    for (size_t choice = 0; choice < PL_N_KERNEL_CHOICES; choice++) {
        pl_kernels_destroy(shared->made[choice]);
    }
    (void)pthread_mutex_destroy(&shared->lock);
    free(shared);
}

enum pl_status
pl_shared_kernels_get(struct pl_shared_kernels *shared, enum pl_kernel_choice choice,
                      struct pl_diags *diags, const struct pl_kernels **kernels)
{
    const enum pl_isa isa = pl_isa_best();
    enum pl_status status = PL_OK;

    *kernels = NULL;
    (void)pthread_mutex_lock(&shared->lock);
    if (shared->made[choice] == NULL) {
        status = pl_kernels_create(shared->program, isa, pl_isa_lanes(isa), choice,
                                   diags, &shared->made[choice]);
    }
    if (status == PL_OK) {
        *kernels = shared->made[choice];
    }
    (void)pthread_mutex_unlock(&shared->lock);
    return status;
}
