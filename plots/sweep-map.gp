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
# that failed stay grey. Texts come from the file and are only ever used as data.

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
set output picture

# ---- the names of the columns, and their ranges

stats csv using (y_name = strcol(1), x_name = strcol(2), z_name = strcol(3), 0) \
    every ::::0 nooutput
if (!exists('title')) { title = z_name }
if (!exists('x_label')) { x_label = x_name }
if (!exists('y_label')) { y_label = y_name }
if (!exists('z_label')) { z_label = z_name }
stats csv using 2 skip 1 name 'X' nooutput
stats csv using 1 skip 1 name 'Y' nooutput
stats csv using 3 skip 1 name 'Z' nooutput

# How many levels there are to the right: rows until the first factor moves on.
n_right = 0
moved = 0
before = NaN
stats csv using (moved = moved || (n_right > 0 && $1 != before), before = $1, \
    n_right = n_right + !moved, 0) skip 1 nooutput
n_up = int(X_records / n_right)

# A range whose second level is not halfway to the third is logarithmic.
array x_level[n_right + 1]
array y_level[n_up + 1]
stats csv using (k = int($0), \
    x_level[k % n_right + 1] = $2, y_level[int(k / n_right) + 1] = $1, 0) skip 1 nooutput
is_log(a, b, c) = a > 0 && b > 0 && abs(log(b / a) - log(c / b)) < 1e-6 * log(c / a)
x_log = n_right > 2 ? is_log(x_level[1], x_level[2], x_level[3]) : 0
y_log = n_up > 2 ? is_log(y_level[1], y_level[2], y_level[3]) : 0

# The edges between two levels, half a level beyond the ends.
between(a, b, is_log) = is_log ? sqrt(a * b) : (a + b) / 2.0
beyond(a, b, is_log) = is_log ? a * sqrt(a / b) : a + (a - b) / 2.0
array x_edge[n_right + 1]
array y_edge[n_up + 1]
do for [i = 2:n_right] { x_edge[i] = between(x_level[i - 1], x_level[i], x_log) }
do for [i = 2:n_up] { y_edge[i] = between(y_level[i - 1], y_level[i], y_log) }
x_edge[1] = beyond(x_level[1], x_level[2], x_log)
y_edge[1] = beyond(y_level[1], y_level[2], y_log)
x_edge[n_right + 1] = beyond(x_level[n_right], x_level[n_right - 1], x_log)
y_edge[n_up + 1] = beyond(y_level[n_up], y_level[n_up - 1], y_log)

# ---- colours: dark is low; for folds blue is less than 1, orange more

is_fold = z_name[1:5] eq 'fold:' && Z_min > 0
if (is_fold) {
    reach = 1.05 * (abs(log(Z_max)) > abs(log(Z_min)) ? abs(log(Z_max)) : abs(log(Z_min)))
    reach = reach < log(1.25) ? log(1.25) : reach
    set palette defined (0 '#003E63', 0.25 '#4C9CCB', 0.5 '#F4F4F0', 0.75 '#E8955A', 1 '#8A3000')
    set logscale cb 2
    set cbrange [exp(-reach):exp(reach)]
} else {
    set palette defined (0 '#30123B', 0.25 '#31688E', 0.5 '#21918C', 0.75 '#7AD151', 1 '#FDE725')
    set cbrange [Z_min:Z_max > Z_min ? Z_max : Z_min + 1]
}

# ---- axes

font(size) = sprintf('%s,%.1f', face, size)
fit(n, size, width) = n * 0.52 * size > width ? width / (0.52 * n) : size
left = 150 / 1280.0
right = 1030 / 1280.0
bottom = 105 / 720.0
top = 640 / 720.0

set label 1 title at screen 0.022, screen 1 - 38 / 720.0 left noenhanced \
    font font(fit(strlen(title), title_size, 1230)) textcolor rgb ink
set label 2 x_label at screen (left + right) / 2, screen 30 / 720.0 center noenhanced \
    font font(axis_size) textcolor rgb ink
set label 3 y_label at screen 30 / 1280.0, screen (bottom + top) / 2 center rotate by 90 \
    noenhanced font font(axis_size) textcolor rgb ink
set label 4 z_label at screen 1256 / 1280.0, screen (bottom + top) / 2 center rotate by 90 \
    noenhanced font font(fit(strlen(z_label), axis_size, 720 * (top - bottom))) \
    textcolor rgb ink

set lmargin at screen left
set rmargin at screen right
set bmargin at screen bottom
set tmargin at screen top
if (x_log) { set logscale x; set mxtics 10 }
if (y_log) { set logscale y; set mytics 10 }
set xrange [x_edge[1]:x_edge[n_right + 1]]
set yrange [y_edge[1]:y_edge[n_up + 1]]
set border 15 front linecolor rgb ink linewidth 1.5
tic_font = font(tic_size)
set tics nomirror out scale 0.6 font tic_font textcolor rgb ink
set format '%g'
set minussign
unset key
set colorbox user origin screen 1062 / 1280.0, screen bottom size screen 26 / 1280.0, screen (top - bottom)
set object 1 rectangle from graph 0, graph 0 to graph 1, graph 1 behind \
    fillcolor rgb grid_colour fillstyle solid 1 noborder

# ---- one box for each point

set style fill solid 1 noborder
column_of(k) = int(k) % n_right + 1
row_of(k) = int(k / n_right) + 1
plot csv using 2:1:(x_edge[column_of($0)]):(x_edge[column_of($0) + 1]): \
    (y_edge[row_of($0)]):(y_edge[row_of($0) + 1]):3 skip 1 \
    with boxxyerror fillcolor palette
set output
