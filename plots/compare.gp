# compare.gp - treatments side by side: small plots of folds over time, one for each cell,
# variant and readout; of `simulate compare`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   x_max x_step            the time axis, from 0
#   y_min y_max             the fold axis
#   low high                folds between these count as untreated: shaded
#   n_times n_therapies     rows of each curve, curves of each plot
#   n_panels                plots
#   has_bands               1 when curves have bands
#   label_size label_room   of the labels beside the curves: font, and share of the page
#
#   page.tsv     title, subtitle, caption, x label, y label, one on each line
#   curves.tsv   x, y, low, high: n_times rows for each curve, n_therapies curves for each
#                plot
#   panels.tsv   what each plot is called
#   tags.tsv     labels: text, plot, curve, its height (0 to 1), the height of the curve's
#                end, 1 for a leader line, 1 for a curve that returns
#   dots.tsv     for each curve of each plot: plot, curve, how it ends (1 returns, 2 as
#                untreated, 3 low), x and y of the moment from which it is back
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array panel_title[n_panels + 1]
stats 'panels.tsv' using (panel_title[int($0) + 1] = strcol(1), 0) nooutput

n_all = int(n_panels * n_therapies)
array outcome[n_all + 1]
array dot_x[n_all + 1]
array dot_y[n_all + 1]
number(k) = valid(k) ? column(k) : NaN
stats 'dots.tsv' using (k = int($0) + 1, outcome[k] = int($3), dot_x[k] = number(4), \
    dot_y[k] = number(5), 0) nooutput

array tag_text[n_tags + 1]
array tag_plot[n_tags + 1]
array tag_curve[n_tags + 1]
array tag_place[n_tags + 1]
array tag_end[n_tags + 1]
array tag_led[n_tags + 1]
array tag_returns[n_tags + 1]
if (n_tags > 0) {
    stats 'tags.tsv' using (k = int($0) + 1, tag_text[k] = strcol(1), tag_plot[k] = int($2), \
        tag_curve[k] = int($3), tag_place[k] = $4, tag_end[k] = $5, tag_led[k] = int($6), \
        tag_returns[k] = int($7), 0) nooutput
}

# ---- curves: those that return in colour, the others stand back

held_colour = '#8E8E8E'
held_text = '#6A6A6A'
level_colour = '#555555'
curve_colour(o, k) = o == 1 ? line_colour[(k - 1) % 7 + 1] : o == 2 ? level_colour : held_colour
curve_width(o) = o == 1 ? 4 : 2
dash(k) = (k - 1) % 5 + 1
first(p, k) = int(((p - 1) * n_therapies + k - 1) * n_times)
last(p, k) = first(p, k) + int(n_times) - 1
at(p, k) = int((p - 1) * n_therapies + k)

# ---- the plots, one after the other

panel_gap_x = label_room + (n_panels > 1 ? 58 / 1280.0 : 0)
panel_right = label_room + 8 / 1280.0
panel_gap_y = 62 / 720.0
columns = panel_columns(int(n_panels))
panel_size = columns <= 2 ? panel_size : 16
dot_size = columns <= 2 ? 1.6 : 1.1
name_size = columns <= 2 ? 20 : 16
do for [p = 1:int(n_panels)] {
    name_size = fit(strlen(panel_title[p]), name_size, \
        1280 * (panel_width(int(n_panels)) + label_room))
}
name_font = font(name_size)

# Folds are halves and doubles of 1; the lowest stands for all that is less, where the axis
# ends there.
fold_name(e) = e < 0 ? sprintf('%s1/%d', 2.0 ** e <= y_min * 1.0001 ? '≤ ' : '', int(2.0 ** -e + 0.5)) \
    : sprintf('%d', int(2.0 ** e + 0.5))
e_min = int(ceil(log(y_min) / log(2) - 0.001))
e_max = int(floor(log(y_max) / log(2) + 0.001))
is_wide = e_max - e_min >= 2
e_step = columns <= 2 ? 1 + (e_max - e_min) / 8 : 1 + (e_max - e_min) / 4

# As many times as there is room for.
x_room = 1280 * panel_width(int(n_panels)) / 44
do for [i = 1:8] { if (x_max / x_step > x_room) { x_step = 2 * x_step } }

set multiplot
do for [p = 1:int(n_panels)] {
    if (p == 1) {
        eval page
        eval panel(p, int(n_panels))
        eval panel_names(1, 2)
    } else {
        eval page_off
        eval panel(p, int(n_panels))
    }
    set xrange [0:x_max]
    set xtics 0, x_step
    eval fold_axis('y', y_min, y_max)
    if (is_wide) {
        set ytics ('1' 1)
        do for [e = e_min:e_max] {
            if (e % e_step == 0 || 2.0 ** e <= y_min * 1.0001) { set ytics add (fold_name(e) 2.0 ** e) }
        }
    }
    set label 10 panel_title[p] at screen left, screen top + 16 / 720.0 left noenhanced \
        font name_font textcolor rgb ink
    set format x (p + columns <= n_panels ? '' : '%g')
    set object 1 rectangle from graph 0, first (low > y_min ? low : y_min) \
        to graph 1, first (high < y_max ? high : y_max) \
        behind fillcolor rgb shade_colour fillstyle transparent solid shade_strength noborder
    set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead back \
        linecolor rgb '#8C8C8C' linewidth 1.5 dashtype solid
    x = right + 22 / 1280.0
    do for [k = 1:n_tags] {
        unset label 100 + k
        unset arrow 100 + k
        if (tag_plot[k] == p) {
            c = tag_curve[k]
            y = bottom + tag_place[k] * (top - bottom)
            set label 100 + k tag_text[k] at screen x, screen y left noenhanced front \
                font font(label_size) \
                textcolor rgb tag_returns[k] ? text_colour[(c - 1) % 7 + 1] : held_text
            if (tag_led[k]) {
                set arrow 100 + k from graph 1, graph tag_end[k] to screen x - 4 / 1280.0, screen y \
                    nohead front linecolor rgb curve_colour(outcome[at(p, c)], c) linewidth 1
            }
        }
    }
    plot NaN, \
        for [k = 1:(has_bands > 0 ? int(n_therapies) : 0)] 'curves.tsv' \
            every ::first(p, k)::last(p, k) using 1:3:4 with filledcurves \
            fillcolor rgb curve_colour(outcome[at(p, k)], k) \
            fillstyle transparent solid band_strength * (outcome[at(p, k)] == 1 ? 1 : 0.6) noborder, \
        for [o = 3:1:-1] for [k = 1:int(n_therapies)] 'curves.tsv' \
            every ::first(p, k)::last(p, k) using 1:(outcome[at(p, k)] == o ? $2 : NaN) \
            with lines linecolor rgb curve_colour(o, k) dashtype dash(k) linewidth curve_width(o), \
        for [k = 1:int(n_therapies)] '+' every ::0::0 using (dot_x[at(p, k)]):(dot_y[at(p, k)]) \
            with points pointtype point_shape[(k - 1) % 5 + 1] pointsize dot_size \
            linecolor rgb curve_colour(1, k)
}
unset multiplot
