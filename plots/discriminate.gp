# discriminate.gp - measurements by how far they tell rival parameter sets apart; of
# `simulate discriminate`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   x_min x_max             the fold axis
#   has_bands               1 when groups have members: bands are drawn, too
#   what_columns            characters of the widest measurement, under_columns of the
#   under_columns           widest treatment
#
#   page.tsv     title, subtitle, caption, x label, heading on the right, one on each line
#   rows.tsv     for each measurement, the best above: what at what time, under what
#                treatment, errors apart in words
#   points.tsv   row, group, fold, one error down, one up, low and high of the band
#   groups.tsv   what each group is called
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array row_what[n_rows + 1]
array row_under[n_rows + 1]
array row_apart[n_rows + 1]
stats 'rows.tsv' using (k = int($0) + 1, row_what[k] = strcol(1), row_under[k] = strcol(2), \
    row_apart[k] = strcol(3), 0) nooutput
array group_name[n_groups + 1]
stats 'groups.tsv' using (group_name[int($0) + 1] = strcol(1), 0) nooutput

# ---- the page: names on the left, one row for each measurement, errors apart on the right

row_height = 480.0 / n_rows - foot * 720.0 / n_rows
row_size = 22.0 < row_height / 2.35 ? 22.0 : row_height / 2.35
under_size = 0.82 * row_size
most(a, b) = a > b ? a : b
name_width = 20 + most(0.52 * row_size * what_columns, 0.52 * under_size * under_columns)
name_width = name_width > 600 ? 600 : name_width
eval page
eval axes((name_width + 28) / 1280.0, 1130 / 1280.0, \
    foot + 96 / 720.0, 1 - 142 / 720.0)
eval x_name(1)
eval fold_axis('x', x_min, x_max)

set yrange [n_rows + 0.6:0.4]
set border 1
unset ytics
set grid xtics noytics back linetype 1 linecolor rgb grid_colour linewidth 1 dashtype solid
if (x_min < 1 && x_max > 1) {
    set arrow 1 from first 1, graph 0 to first 1, graph 1 nohead back \
        linecolor rgb '#8C8C8C' linewidth 1.5 dashtype solid
}

row_font = font(row_size)
apart_x = 1204 / 1280.0
do for [k = 1:n_rows] {
    set label 10 + k row_what[k] at screen left - 14 / 1280.0, first k - 0.22 right noenhanced \
        font font_of(row_what[k], row_size, name_width) textcolor rgb ink
    set label 50 + k row_under[k] at screen left - 14 / 1280.0, first k + 0.22 right noenhanced \
        font font_of(row_under[k], under_size, name_width) textcolor rgb grey
    set label 100 + k row_apart[k] at screen apart_x, first k center noenhanced \
        font row_font textcolor rgb ink
}
y = top + 18 / 720.0
set label 5 page_text[2] at screen apart_x, screen y center noenhanced font font(panel_size) \
    textcolor rgb ink

# ---- what the shapes are, above the axes

step(k) = 52 + 0.58 * panel_size * strlen(group_name[k])
legend_width = 0
do for [g = 1:n_groups] { legend_width = legend_width + step(g) }
room = 1280 * apart_x - 0.29 * panel_size * strlen(page_text[2]) - 20
shrink = legend_width < room - 48 ? 1.0 : (room - 48) / legend_width
x = 1280 * left + 18
if (x + shrink * legend_width > room) { x = room - shrink * legend_width }
x = x / 1280.0
do for [g = 1:n_groups] {
    set label 200 + g group_name[g] at screen x, screen y left noenhanced font font(shrink * panel_size) \
        textcolor rgb text_colour[(g - 1) % 7 + 1] point pointtype point_shape[(g - 1) % 5 + 1] \
        pointsize 1.7 linecolor rgb line_colour[(g - 1) % 7 + 1] offset character 1, -0.2
    x = x + shrink * step(g) / 1280.0
}

# ---- bands, bars of one error, points

# Groups stand below each other in a row where their bands, or bars of many, would cover
# each other.

pitch = has_bands > 0 || n_groups > 2 ? (n_groups < 3 ? 0.24 : 0.72 / n_groups) : 0.0
at(g) = pitch * (g - 0.5 * (n_groups + 1))
band_width = n_groups < 4 ? 8 : n_groups < 6 ? 5 : 3
point_size = n_groups < 4 ? 1.9 : n_groups < 6 ? 1.5 : 1.1
set errorbars 0.8
plot for [g = 1:n_groups] 'points.tsv' using ($2 == g && has_bands > 0 ? $3 : NaN):($1 + at(g)):6:7 \
        with xerrorbars pointtype -1 linecolor rgb line_colour[(g - 1) % 7 + 1] \
        linewidth band_width dashtype solid, \
    for [g = 1:n_groups] 'points.tsv' using ($2 == g ? $3 : NaN):($1 + at(g)):4:5 with xerrorbars \
        pointtype -1 linecolor rgb line_colour[(g - 1) % 7 + 1] linewidth 2 dashtype solid, \
    for [g = 1:n_groups] 'points.tsv' using ($2 == g ? $3 : NaN):($1 + at(g)) with points \
        pointtype point_shape[(g - 1) % 5 + 1] pointsize point_size \
        linecolor rgb line_colour[(g - 1) % 7 + 1]
