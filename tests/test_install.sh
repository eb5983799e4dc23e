#!/bin/sh
# Install into a folder, then use what is there: the program from elsewhere, the models,
# the pages, and the library through pkg-config with docs/example.c and
# docs/sweep.c.
# usage: test_install.sh SOURCE_ROOT BUILD_ROOT
set -eu
source=$1
build=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

meson install -C "$build" --no-rebuild --quiet --destdir "$folder/root"
prefix=$(dirname "$(dirname "$(find "$folder/root" -path '*/bin/simulate')")")

for file in share/pathloop/models/her2-mtor.ant share/pathloop/models/her2-mtor.cells.tsv \
    share/pathloop/models/her2-mtor.treatments.tsv share/pathloop/models/her2-mtor.edges.tsv \
    share/pathloop/plots/timecourse.gp share/man/man1/simulate.1 \
    share/bash-completion/completions/simulate.bash share/zsh/site-functions/_simulate \
    share/fish/vendor_completions.d/simulate.fish include/pathloop.h; do
    [ -s "$prefix/$file" ] || { echo "not installed: $file" >&2; exit 1; }
done

cd "$folder"
"$prefix/bin/simulate" --inhibit mTORC1 --readout pS6K | grep -q '^S6K pT389'
"$prefix/bin/simulate" list models --names | grep -qx relay

pc=$(dirname "$(find "$prefix" -name pathloop.pc)")
PKG_CONFIG_SYSROOT_DIR=$folder/root PKG_CONFIG_PATH=$pc
export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_PATH
${CC:-cc} -std=c17 -Wall -Wextra -Werror ${CFLAGS-} "$source/docs/example.c" -o example \
    $(pkg-config --cflags --libs pathloop)
library=$(dirname "$(find "$prefix" -name libpathloop.so)")
LD_LIBRARY_PATH=$library ./example "$prefix/share/pathloop/models/her2-mtor.ant" >out
grep -q '^time_h = 48$' out
grep -q '^pAkt_S473_fold = 1.51' out
! LD_LIBRARY_PATH=$library ./example missing.ant 2>err >out
grep -q "cannot read 'missing.ant'" err
${CC:-cc} -std=c17 -Wall -Wextra -Werror ${CFLAGS-} "$source/docs/sweep.c" -o sweep \
    $(pkg-config --cflags --libs pathloop)
LD_LIBRARY_PATH=$library ./sweep "$prefix/share/pathloop/models/her2-mtor.ant" >out
[ "$(wc -l <out)" = 8 ]
grep -q '^her2_resistant_pten  *10 nM  *1\.49[0-9]-fold, at most 0\.[0-9]*$' out
! LD_LIBRARY_PATH=$library ./sweep missing.ant 2>err >out
grep -q "cannot read 'missing.ant'" err
! nm -D --defined-only "$library/libpathloop.so" | grep -v ' pl_\(version\|error_text\|network_\|run_\|batch_\)'
