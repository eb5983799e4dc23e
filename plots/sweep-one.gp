# sweep-one.gp - readouts over one varied quantity, as curves; of `simulate sweep`.
#
#   gnuplot -e "csv = 'one.csv'; picture = 'one.png'" sweep-one.gp
#
#   csv       columns: what varies, the readouts, the error
#   picture   .png, .svg or .pdf
#   title, x_label, y_label   may be left out
#
# Points that failed are gaps. Texts come from the file and are only ever used as data.

load 'style.gp'
set datafile separator comma
if (!exists('title')) { title = '' }
if (!exists('y_label')) { y_label = '' }

# ---- the page: 1280 wide and 720 high

ending = strlen(picture) > 4 ? picture[strlen(picture) - 3:] : ''
if (ending eq '.png') {
    set terminal pngcairo size 1280, 720 background rgb 'white' fontscale 1
} else { if (ending eq '.svg') {
    set terminal svg size 1280, 720 background rgb 'white'
} else { if (ending eq '.pdf') {
    set terminal pdfcairo size 12.8in, 7.2in background rgb 'white' fontscale 0.6
} else {
    exit error 'sweep-one.gp: the picture is a .png, .svg or .pdf'
} } }
set output picture

# ---- the columns, and their range

stats csv skip 1 name 'ALL' nooutput
n_readouts = ALL_columns - 2
array name[n_readouts + 1]
do for [k = 1:n_readouts + 1] {
    stats csv using (name[k] = strcol(k), 0) every ::::0 nooutput
}
if (!exists('x_label')) { x_label = name[1] }
array level[ALL_records + 1]
stats csv using (level[int($0) + 1] = $1, $1) skip 1 name 'X' nooutput
is_log(a, b, c) = a > 0 && b > 0 && abs(log(b / a) - log(c / b)) < 1e-6 * log(c / a)
x_log = X_records > 2 ? is_log(level[1], level[2], level[3]) : 0

# ---- title and axes

font(size) = sprintf('%s,%.1f', face, size)
fit(n, size, width) = n * 0.52 * size > width ? width / (0.52 * n) : size
left = 120 / 1280.0
right = 915 / 1280.0
bottom = 105 / 720.0
top = 640 / 720.0

set label 1 title at screen 0.022, screen 1 - 38 / 720.0 left noenhanced \
    font font(fit(strlen(title), title_size, 1230)) textcolor rgb ink
set label 2 x_label at screen (left + right) / 2, screen 30 / 720.0 center noenhanced \
    font font(axis_size) textcolor rgb ink
set label 3 y_label at screen 28 / 1280.0, screen (bottom + top) / 2 center rotate by 90 \
    noenhanced font font(axis_size) textcolor rgb ink

set lmargin at screen left
set rmargin at screen right
set bmargin at screen bottom
set tmargin at screen top
if (x_log) { set logscale x; set mxtics 10 }
set xrange [X_min:X_max]
set yrange [0 < * < 0:]
set border 3 back linecolor rgb ink linewidth 1.5
tic_font = font(tic_size)
set tics nomirror out scale 0.6 font tic_font textcolor rgb ink
set format '%g'
set minussign
set grid ytics linetype 1 linecolor rgb grid_colour linewidth 1 dashtype solid
set grid noxtics nomytics back
longest = 1
do for [k = 2:n_readouts + 1] { longest = strlen(name[k]) > longest ? strlen(name[k]) : longest }
key_font = font(fit(longest, bar_size, 1280 * (1 - right) - 130))
set key at screen right + 15 / 1280.0, screen top left top Left reverse noenhanced \
    samplen 2 spacing 1.3 font key_font textcolor rgb ink

# ---- curves

plot for [k = 1:n_readouts] csv using 1:(column(k + 1)) skip 1 with lines linetype k \
    title name[k + 1]
