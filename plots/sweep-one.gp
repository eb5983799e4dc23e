# sweep-one.gp - readouts over one varied quantity, as curves; of `simulate sweep`.
#
#   gnuplot -e "csv = 'one.csv'; picture = 'one.png'" sweep-one.gp
#
#   csv       columns: what varies, the readouts, the error
#   picture   .png, .svg or .pdf
#   title, x_label, y_label   may be left out
#
# Points that failed are gaps. Cells stand side by side, as points. Texts come from the
# file and are only ever used as data.

n_texts = 2
load 'style.gp'
set datafile separator comma
has_words = exists('title') && exists('y_label')
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

# ---- the columns: what varies, then the readouts. `column(k)` may be asked for only where
# ---- `valid(k)` is true: a cell is text, and a point that failed has no number.

stats csv using (0) skip 1 name 'ALL' nooutput
if (!exists('ALL_records')) { exit error 'sweep-one.gp: the table has no rows' }
n_rows = int(ALL_records)
n_readouts = ALL_columns - 2
array name[n_readouts + 1]
do for [k = 1:n_readouts + 1] {
    stats csv using (name[k] = strcol(k), 0) every ::::0 nooutput
}
if (!exists('x_label')) { x_label = name[1] }
array level[n_rows]
array word[n_rows]
row = 0
n_numbers = 0
stats csv using (row = row + 1, word[row] = strcol(1), \
    level[row] = valid(1) ? column(1) : row, n_numbers = n_numbers + valid(1), 0) \
    skip 1 nooutput
is_text = n_numbers < n_rows

n_gaps = 0
n_words = 0
n_values = 0
y_min = 0
y_max = 0
do for [k = 2:n_readouts + 1] {
    stats csv using (n_values = n_values + valid(k), n_gaps = n_gaps + !valid(k), \
        y = valid(k) ? column(k) : 0, y_min = y < y_min ? y : y_min, \
        y_max = y > y_max ? y : y_max, \
        n_words = n_words + (!valid(k) && strlen(strcol(k)) > 0), 0) skip 1 nooutput
    if (n_words > 0) {
        exit error "sweep-one.gp: the column '".name[k]."' holds no numbers: one quantity varies here, and two are drawn by sweep-map.gp"
    }
}
if (n_values == 0) { exit error 'sweep-one.gp: not one point has a value: the last column says why' }

x_min = level[1]
x_max = level[1]
do for [k = 2:n_rows] {
    x_min = level[k] < x_min ? level[k] : x_min
    x_max = level[k] > x_max ? level[k] : x_max
}
is_log(a, b, c) = a > 0 && b > 0 && abs(log(b / a) - log(c / b)) < 1e-6 * log(c / a)
x_log = n_rows > 2 && !is_text ? is_log(level[1], level[2], level[3]) : 0
if (is_text || x_min == x_max) { x_min = x_min - 0.5; x_max = x_max + 0.5 }

# ---- what all names have in common, and title and axis say already, is left out

from = 1
behind = ''
if (has_words) {
    from = strstrt(name[2], ':') + 1
    behind = strstrt(name[2], '@') > 0 ? name[2][strstrt(name[2], '@'):] : ''
    do for [k = 3:n_readouts + 1] {
        if (name[k][1:from - 1] ne name[2][1:from - 1]) { from = 1 }
        at = strstrt(name[k], '@')
        if (at == 0) { behind = '' } else { if (name[k][at:] ne behind) { behind = '' } }
    }
}
short(name) = name[from:strlen(name) - strlen(behind)]

# ---- title and axes

left = 120 / 1280.0
right = 915 / 1280.0
bottom = (is_text ? 190 : 105) / 720.0
top = 632 / 720.0

page_title = title
page_text[1] = x_label
page_text[2] = y_label
eval page
eval axes(left, right, bottom, top)
eval x_name(1)
eval y_name(2)
if (x_log) { eval log_axis('x') }
set xrange [x_min:x_max]
set yrange [0:*] # 0 is always there, and what is below it
if (y_min < 0) { set yrange [*:*] }
if (y_min < 0 && y_max == 0) { set yrange [*:0] }
if (y_min == 0 && y_max == 0) { set yrange [0:1] }
if (is_text) {
    cell_font = font(18)
    set xtics () rotate by -25 left noenhanced font cell_font
    do for [k = 1:n_rows] { set xtics add (word[k] k) }
}
longest = 1
do for [k = 2:n_readouts + 1] {
    longest = strlen(short(name[k])) > longest ? strlen(short(name[k])) : longest
}
key_font = font(fit(longest, bar_size, 1280 * (1 - right) - 160))
set key at screen right + 15 / 1280.0, screen top left top Left reverse noenhanced \
    samplen 2 spacing 1.3 font key_font textcolor rgb ink

# ---- curves; with points where a line alone would hide one between two gaps. What was
# ---- there before stays until now.

place(row) = is_text ? row + 1 : column(1)
height(k) = valid(k + 1) ? column(k + 1) : NaN
set output picture
if (is_text) {
    plot for [k = 1:n_readouts] csv using (place($0)):(height(k)) skip 1 \
        with points linetype k pointsize 2 title short(name[k + 1])
} else { if (n_gaps > 0 || n_rows == 1) {
    plot for [k = 1:n_readouts] csv using (place($0)):(height(k)) skip 1 \
        with linespoints linetype k pointsize 1.2 title short(name[k + 1])
} else {
    plot for [k = 1:n_readouts] csv using (place($0)):(height(k)) skip 1 \
        with lines linetype k title short(name[k + 1])
} }
set output
