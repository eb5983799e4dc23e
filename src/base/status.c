/*
 * status.c - the texts of the statuses.
 */
#include "base/status.h"

const char *
pl_status_text(enum pl_status status)
{
    switch (status) {
#define X(name, value, text) \
    case name:               \
        return text;
        PL_STATUS_TABLE(X)
#undef X
    }
    return "unknown status";
}
