# sweep-map.gp - a readout over two varied quantities, as a map; of `simulate sweep`.
#
#   gnuplot -e "csv = 'map.csv'; picture = 'map.png'" sweep-map.gp
#
#   csv       columns: the one upwards, the one to the right, the readout; a full grid with
#             the second factor moving fastest, as `--vary UP --vary RIGHT` gives it
#   picture   .png, .svg or .pdf
#   title, x_label, y_label, z_label   may be left out: the names of the columns
#
# A name of a readout that begins with "fold:" gives colours on both sides of 1. Points
# that failed stay grey. One of the two quantities, or both, may be cells. Texts come from
# the file and are only ever used as data.

n_texts = 2
load 'style.gp'
set datafile separator comma

# ---- the page: 1280 wide and 720 high

ending = strlen(picture) > 4 ? picture[strlen(picture) - 3:] : ''
if (ending eq '.png') {
    set terminal pngcairo size 1280, 720 background rgb 'white' fontscale 1
} else { if (ending eq '.svg') {
    set terminal svg size 1280, 720 background rgb 'white'
} else { if (ending eq '.pdf') {
    set terminal pdfcairo size 12.8in, 7.2in background rgb 'white' fontscale 0.6
} else {
    exit error 'sweep-map.gp: the picture is a .png, .svg or .pdf'
} } }

# ---- the names of the columns, and the levels. `column(k)` may be asked for only where
# ---- `valid(k)` is true: a cell is text, and a point that failed has no number.

stats csv using (0) skip 1 name 'ALL' nooutput
if (!exists('ALL_records')) { exit error 'sweep-map.gp: the table has no rows' }
n_rows = int(ALL_records)
if (ALL_columns < 4) {
    exit error 'sweep-map.gp: a map is of two varied quantities: two columns, a readout, and the error'
}
stats csv using (y_name = strcol(1), x_name = strcol(2), z_name = strcol(3), 0) \
    every ::::0 nooutput
if (!exists('title')) { title = z_name }
if (!exists('x_label')) { x_label = x_name }
if (!exists('y_label')) { y_label = y_name }
if (!exists('z_label')) { z_label = z_name }

# How many levels there are to the right: rows until the first factor moves on.
array x_word[n_rows]
array y_word[n_rows]
row = 0
n_right = n_rows
n_x = 0
n_y = 0
n_z = 0
stats csv using (row = row + 1, y_word[row] = strcol(1), x_word[row] = strcol(2), \
    n_right = n_right == n_rows && y_word[row] ne y_word[1] ? row - 1 : n_right, \
    n_x = n_x + valid(2), n_y = n_y + valid(1), n_z = n_z + valid(3), 0) skip 1 nooutput
n_up = int(n_rows / n_right)
do for [k = 1:n_rows] {
    if (n_up * n_right != n_rows || x_word[k] ne x_word[(k - 1) % n_right + 1] \
        || y_word[k] ne y_word[(k - 1) / n_right * n_right + 1]) {
        exit error 'sweep-map.gp: the points are no full grid, as --vary UP --vary RIGHT gives one'
    }
}
if (n_z == 0) { exit error 'sweep-map.gp: not one point has a value: the last column says why' }
stats csv using (valid(3) ? column(3) : NaN) skip 1 name 'Z' nooutput

# Cells are text: they stand at 1, 2, 3 …
x_is_text = n_x < n_rows
y_is_text = n_y < n_rows
x_log = 0
y_log = 0
array x_level[n_right]
array y_level[n_up]
do for [k = 1:n_right] { x_level[k] = x_is_text ? k : real(x_word[k]) }
do for [k = 1:n_up] { y_level[k] = y_is_text ? k : real(y_word[(k - 1) * n_right + 1]) }

# A range whose second level is not halfway to the third is logarithmic.
is_log(a, b, c) = a > 0 && b > 0 && abs(log(b / a) - log(c / b)) < 1e-6 * log(c / a)
if (n_right > 2 && !x_is_text) { x_log = is_log(x_level[1], x_level[2], x_level[3]) }
if (n_up > 2 && !y_is_text) { y_log = is_log(y_level[1], y_level[2], y_level[3]) }

# The edges between two levels, half a level beyond the ends.
between(a, b, is_log) = is_log ? sqrt(a * b) : (a + b) / 2.0
beyond(a, b, is_log) = is_log ? a * sqrt(a / b) : a + (a - b) / 2.0
array x_edge[n_right + 1]
array y_edge[n_up + 1]
do for [i = 2:n_right] { x_edge[i] = between(x_level[i - 1], x_level[i], x_log) }
do for [i = 2:n_up] { y_edge[i] = between(y_level[i - 1], y_level[i], y_log) }
if (n_right > 1) {
    x_edge[1] = beyond(x_level[1], x_level[2], x_log)
    x_edge[n_right + 1] = beyond(x_level[n_right], x_level[n_right - 1], x_log)
} else {
    x_edge[1] = x_level[1] - 0.5
    x_edge[2] = x_level[1] + 0.5
}
if (n_up > 1) {
    y_edge[1] = beyond(y_level[1], y_level[2], y_log)
    y_edge[n_up + 1] = beyond(y_level[n_up], y_level[n_up - 1], y_log)
} else {
    y_edge[1] = y_level[1] - 0.5
    y_edge[2] = y_level[1] + 0.5
}

# ---- colours: dark is low; for folds blue is less than 1, yellow more

is_fold = z_name[1:5] eq 'fold:' && Z_min > 0
if (is_fold) {
    reach = 1.05 * (abs(log(Z_max)) > abs(log(Z_min)) ? abs(log(Z_max)) : abs(log(Z_min)))
    reach = reach < log(1.25) ? log(1.25) : reach
    eval diverging_fold(exp(reach))
} else {
    eval sequential
    set cbrange [Z_min:Z_max > Z_min ? Z_max : Z_min + 1]
}

# ---- axes

longest = 1
do for [k = 1:n_up] {
    n = strlen(y_word[(k - 1) * n_right + 1])
    longest = n > longest ? n : longest
}
cell_size = 18
cell_font = font(cell_size)
left = (y_is_text ? 75 + 0.66 * cell_size * longest : 150) / 1280.0
left = left > 500 / 1280.0 ? 500 / 1280.0 : left
right = 1030 / 1280.0
bottom = (x_is_text ? 190 : 105) / 720.0
top = 632 / 720.0

page_title = title
page_text[1] = x_label
page_text[2] = y_label
eval page
eval axes(left, right, bottom, top)
eval x_name(1)
eval y_name(2)
set label 4 z_label at screen 1256 / 1280.0, screen (bottom + top) / 2 center rotate by 90 \
    noenhanced font font(fit(strlen(z_label), axis_size, 720 * (top - bottom))) \
    textcolor rgb ink

if (x_log) { eval log_axis('x') }
if (y_log) { eval log_axis('y') }
set xrange [x_edge[1]:x_edge[n_right + 1]]
set yrange [y_edge[1]:y_edge[n_up + 1]]
set border 15 front
unset grid
if (x_is_text) {
    set xtics () rotate by -25 left noenhanced font cell_font
    do for [k = 1:n_right] { set xtics add (x_word[k] k) }
}
if (y_is_text) {
    set ytics () noenhanced font cell_font
    do for [k = 1:n_up] { set ytics add (y_word[(k - 1) * n_right + 1] k) }
}
if (n_right == 1) { set xtics (x_word[1] x_level[1]) }
if (n_up == 1) { set ytics (y_word[1] y_level[1]) }
set colorbox user origin screen 1062 / 1280.0, screen bottom size screen 26 / 1280.0, screen (top - bottom)
set object 1 rectangle from graph 0, graph 0 to graph 1, graph 1 behind \
    fillcolor rgb grid_colour fillstyle solid 1 noborder

# ---- one box for each point, a pixel wider and higher than it is: no seam is left between
# ---- two. What was there before stays until now.

set style fill solid 1 noborder
column_of(k) = int(k) % n_right + 1
row_of(k) = int(k / n_right) + 1
wider(a, first, last, share, is_log) = \
    is_log ? a * (last / first) ** share : a + (last - first) * share
x_end(k) = wider(x_edge[k + 1], x_edge[1], x_edge[n_right + 1], 1 / (1280 * (right - left)), x_log)
y_end(k) = wider(y_edge[k + 1], y_edge[1], y_edge[n_up + 1], 1 / (720 * (top - bottom)), y_log)
height(k) = valid(k) ? column(k) : NaN
set output picture
plot csv using (valid(3) ? x_level[column_of($0)] : NaN):(y_level[row_of($0)]): \
    (x_edge[column_of($0)]):(x_end(column_of($0))): \
    (y_edge[row_of($0)]):(y_end(row_of($0))):(height(3)) skip 1 \
    with boxxyerror fillcolor palette
set output
