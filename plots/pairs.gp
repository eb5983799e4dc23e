# pairs.gp - pairs of treatments by rank, each beside its two halves alone; of `simulate
# compare --pairs`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   x_min x_max is_log      the axis; is_fold is 1 for folds: 1 is untreated
#   has_bands               1 when there are bands
#   name_columns            characters of the widest name
#
#   page.tsv     title, subtitle, caption, x label, what grey is called, one on each line
#   pairs.tsv    for each pair, the first above: name; value, low and high of both
#                together; the first alone, the second alone; 1 where a limit is broken
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array pair_name[n_pairs + 1]
array pair_broken[n_pairs + 1]
stats 'pairs.tsv' using (k = int($0) + 1, pair_name[k] = strcol(1), pair_broken[k] = int($7), 0) \
    nooutput

# ---- the page: names on the left, one row for each pair

row_size = 20.0 < 560.0 / n_pairs / 1.35 ? 20.0 : 560.0 / n_pairs / 1.35
name_width = 0.5 * row_size * name_columns + 20
eval page
eval axes(((name_width > 600 ? 600 : name_width) + 28) / 1280.0, 1250 / 1280.0, \
    foot + 96 / 720.0, 1 - 138 / 720.0)
eval x_name(1)
if (is_fold > 0 && is_log > 0) { eval fold_axis('x', x_min, x_max) } else {
    if (is_log > 0) { eval log_axis('x') }
    set xrange [x_min:x_max]
}
set yrange [n_pairs + 0.6:0.4]
set border 1
unset ytics
set grid xtics noytics back linetype 1 linecolor rgb grid_colour linewidth 1 dashtype solid

do for [k = 1:n_pairs] {
    set label 10 + k pair_name[k] at screen left - 14 / 1280.0, first k right noenhanced \
        font font_of(pair_name[k], row_size, 1280 * left - 30) \
        textcolor rgb (pair_broken[k] ? '#8A8A8A' : ink)
}
if (is_fold > 0 && x_min < 1 && x_max > 1) {
    set arrow 1 from first 1, graph 0 to first 1, graph 1 nohead back \
        linecolor rgb '#8C8C8C' linewidth 1.5 dashtype solid
}

# ---- what the shapes are, above the axes

both_colour = line_colour[1]
broken_colour = '#9A9A9A'
y = top + 18 / 720.0
set label 1 'both' at screen left + 18 / 1280.0, screen y left font font(panel_size) textcolor rgb ink \
    point pointtype 7 pointsize 1.7 linecolor rgb both_colour offset character 1, -0.2
set label 2 'first alone' at screen left + 110 / 1280.0, screen y left font font(panel_size) \
    textcolor rgb ink point pointtype 8 pointsize 1.7 linewidth 2 linecolor rgb ink offset character 1, -0.2
set label 3 'second alone' at screen left + 260 / 1280.0, screen y left font font(panel_size) \
    textcolor rgb ink point pointtype 10 pointsize 1.7 linewidth 2 linecolor rgb ink offset character 1, -0.2
n_broken = 0
do for [k = 1:n_pairs] { n_broken = n_broken + pair_broken[k] }
if (n_broken > 0) {
    set label 4 page_text[2] at screen left + 440 / 1280.0, screen y left noenhanced font font(panel_size) \
        textcolor rgb ink point pointtype 6 pointsize 1.7 linewidth 2 linecolor rgb broken_colour \
        offset character 1, -0.2
}

# ---- a line from the better half to both, then the points

row(k) = k + 1
plot 'pairs.tsv' using (column(5) < column(6) ? column(5) : column(6)):(row($0)):(column(2) - \
        (column(5) < column(6) ? column(5) : column(6))):(0) with vectors nohead \
        linecolor rgb '#B8B8B8' linewidth 2 dashtype solid, \
    for [i = 1:(has_bands > 0)] 'pairs.tsv' using 2:(row($0)):3:4 with xerrorbars pointtype -1 \
        linecolor rgb '#6A6A6A' linewidth 2 dashtype solid, \
    'pairs.tsv' using 5:(row($0)) with points pointtype 8 pointsize 1.7 linewidth 2 linecolor rgb ink, \
    'pairs.tsv' using 6:(row($0)) with points pointtype 10 pointsize 1.7 linewidth 2 linecolor rgb ink, \
    'pairs.tsv' using ($7 > 0 ? NaN : $2):(row($0)) with points pointtype 7 pointsize 1.9 \
        linecolor rgb both_colour, \
    'pairs.tsv' using ($7 > 0 ? $2 : NaN):(row($0)) with points pointtype 6 pointsize 1.9 \
        linewidth 2 linecolor rgb broken_colour
