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
#   is_small                1 for many plots: they share tics, and have a legend
#   has_bands               1 when curves have bands
#   name_size label_size    fonts of the names of the plots, of the labels beside curves
#
#   page.tsv     title, subtitle, caption, x label, y label, one on each line
#   curves.tsv   x, y, low, high: n_times rows for each curve, n_therapies curves for each
#                plot
#   panels.tsv   what each plot is called, on how many lines; its left, right, bottom and
#                top, as shares of the page; 1 for numbers at the tics of x, of y
#   tags.tsv     labels: text, plot, curve, its height (0 to 1), the height of the curve's
#                end, 1 for a leader line, 1 for a curve that returns
#   dots.tsv     for each curve of each plot: plot, curve, how it ends (1 returns, 2 as
#                untreated, 3 low), its style, x and y of the moment from which it is back
#   legend.tsv   text, kind (0 words, 1 a curve that returns, 2 one that does not), style,
#                1 with a point, x, y, font, 1 for a second line
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array panel_name[n_panels + 1]
array panel_lines[n_panels + 1]
array panel_left[n_panels + 1]
array panel_right[n_panels + 1]
array panel_bottom[n_panels + 1]
array panel_top[n_panels + 1]
array panel_has_x[n_panels + 1]
array panel_has_y[n_panels + 1]
stats 'panels.tsv' using (k = int($0) + 1, panel_name[k] = strcol(1), panel_lines[k] = int($2), \
    panel_left[k] = $3, panel_right[k] = $4, panel_bottom[k] = $5, panel_top[k] = $6, \
    panel_has_x[k] = int($7), panel_has_y[k] = int($8), 0) nooutput

n_all = int(n_panels * n_therapies)
array outcome[n_all + 1]
array style[n_all + 1]
array dot_x[n_all + 1]
array dot_y[n_all + 1]
number(k) = valid(k) ? column(k) : NaN
stats 'dots.tsv' using (k = int($0) + 1, outcome[k] = int($3), style[k] = int($4), \
    dot_x[k] = number(5), dot_y[k] = number(6), 0) nooutput

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

array legend_text[n_legend + 1]
array legend_kind[n_legend + 1]
array legend_style[n_legend + 1]
array legend_point[n_legend + 1]
array legend_x[n_legend + 1]
array legend_y[n_legend + 1]
array legend_size[n_legend + 1]
array legend_note[n_legend + 1]
if (n_legend > 0) {
    stats 'legend.tsv' using (k = int($0) + 1, legend_text[k] = strcol(1), \
        legend_kind[k] = int($2), legend_style[k] = int($3), legend_point[k] = int($4), \
        legend_x[k] = $5, legend_y[k] = $6, legend_size[k] = $7, legend_note[k] = int($8), 0) nooutput
}

# ---- curves: those that return in colour, the others stand back, in grey where they are many

small = is_small > 0
held_colour = small ? '#A8A8A8' : '#8E8E8E'
held_text = '#6A6A6A'
level_colour = '#555555'
colour(s) = line_colour[(s - 1) % 7 + 1]
is_few = n_therapies <= 4
curve_colour(o, s) = o == 1 || is_few ? colour(s) : o == 2 ? level_colour : held_colour
n_thick = 0
do for [i = 1:int(n_therapies)] { n_thick = n_thick + (outcome[i] == 1) }
thick = n_thick > 12 ? 2.5 : small ? 3.5 : 4.5
curve_width(o) = o == 1 ? thick : small && !is_few ? 1.3 : 2
dash(s) = (s - 1) % 5 + 1
shape(s) = point_shape[(s - 1) % 5 + 1]
dot_size = small ? 1.3 : 1.6
first(p, k) = int(((p - 1) * n_therapies + k - 1) * n_times)
last(p, k) = first(p, k) + int(n_times) - 1
at(p, k) = int((p - 1) * n_therapies + k)

# ---- tics: as many as there is room for; the lowest stands for all that is less, where
# the axis ends there

tics_size = small ? 16 : panel_size
tics_font = font(tics_size)
name_font = font(name_size)
width = 1280 * (panel_right[1] - panel_left[1])
do for [i = 1:8] { if (x_max / x_step > width / (2.6 * tics_size)) { x_step = 2 * x_step } }
octave = 720 * (panel_top[1] - panel_bottom[1]) * log(2) / log(y_max / y_min)
e_step = 1
do for [i = 1:4] { if (e_step * octave < 1.3 * tics_size) { e_step = 2 * e_step } }
e_low = int(floor(log(y_min) / log(2) + 0.5))
is_cut = abs(2.0 ** e_low / y_min - 1) < 0.0001
is_wide = y_max / y_min > 6
is_free(e) = e % e_step == 0 && (!is_cut || (e - e_low) * octave > 1.2 * tics_size)

# ---- the legend

do for [k = 1:n_legend] {
    x = legend_x[k]
    y = legend_y[k]
    indent = legend_kind[k] > 0 || legend_note[k] ? 54 / 1280.0 : 0
    s = legend_style[k]
    set label 300 + k legend_text[k] at screen x + indent, screen y left noenhanced front \
        font font(legend_size[k]) textcolor rgb legend_kind[k] == 1 || (is_few && legend_kind[k] > 0) ? text_colour[(s - 1) % 7 + 1] \
        : legend_kind[k] == 2 || legend_note[k] ? held_text : ink
    if (legend_kind[k] > 0) {
        set arrow 300 + k from screen x, screen y to screen x + 46 / 1280.0, screen y nohead front \
            linecolor rgb curve_colour(legend_kind[k] == 1 ? 1 : 3, s) dashtype dash(s) \
            linewidth curve_width(legend_kind[k] == 1 ? 1 : 3)
    }
    if (legend_point[k]) {
        set label 500 + k '' at screen x + 23 / 1280.0, screen y front point pointtype shape(s) \
            pointsize dot_size linecolor rgb colour(s)
    }
}

# ---- the plots, one after the other

set multiplot
do for [p = 1:int(n_panels)] {
    if (p == 1) { eval page } else {
        eval page_off
        do for [k = 1:n_legend] {
            unset label 300 + k
            unset label 500 + k
            unset arrow 300 + k
        }
    }
    eval axes(panel_left[p], panel_right[p], panel_bottom[p], panel_top[p])
    if (p == 1) {
        eval panel_names(1, 2)
        if (small) { set label 904 at screen 0.5, screen foot + 19 / 720.0 }
    }
    set tics font tics_font
    set xrange [0:x_max]
    set xtics 0, x_step
    eval fold_axis('y', y_min, y_max)
    if (is_wide) {
        set ytics ((panel_has_y[p] ? '1' : '') 1)
        do for [e = first_fold(y_min):last_fold(y_max)] {
            if (is_free(e)) { set ytics add ((panel_has_y[p] ? fold_name(e) : '') 2.0 ** e) }
        }
        # A tic right at the end of a logarithmic axis may be lost.
        if (is_cut) { set ytics add ((panel_has_y[p] ? '≤ '.fold_name(e_low) : '') 1.0001 * y_min) }
    }
    set format x (panel_has_x[p] ? '%g' : '')
    set format y (panel_has_y[p] ? '%g' : '')
    set label 10 panel_name[p] at screen left, screen top + (6 + 0.61 * name_size \
        + 1.22 * name_size * (panel_lines[p] - 1)) / 720.0 left noenhanced \
        font name_font textcolor rgb ink
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
            c = at(p, tag_curve[k])
            y = bottom + tag_place[k] * (top - bottom)
            set label 100 + k tag_text[k] at screen x, screen y left noenhanced front \
                font font(label_size) \
                textcolor rgb tag_returns[k] || is_few ? text_colour[(style[c] - 1) % 7 + 1] : held_text
            if (tag_led[k]) {
                set arrow 100 + k from graph 1, graph tag_end[k] to screen x - 4 / 1280.0, screen y \
                    nohead front linecolor rgb curve_colour(outcome[c], style[c]) linewidth 1
            }
        }
    }
    plot NaN, \
        for [k = 1:(has_bands > 0 ? int(n_therapies) : 0)] 'curves.tsv' \
            every ::first(p, k)::last(p, k) using 1:3:4 with filledcurves \
            fillcolor rgb curve_colour(outcome[at(p, k)], style[at(p, k)]) \
            fillstyle transparent solid band_strength * (outcome[at(p, k)] == 1 ? 1 : 0.6) noborder, \
        for [o = 3:1:-1] for [k = 1:int(n_therapies)] 'curves.tsv' \
            every ::first(p, k)::last(p, k) using 1:(outcome[at(p, k)] == o ? $2 : NaN) \
            with lines linecolor rgb curve_colour(o, style[at(p, k)]) dashtype dash(style[at(p, k)]) \
            linewidth curve_width(o), \
        for [k = 1:int(n_therapies)] '+' every ::0::0 using (dot_x[at(p, k)]):(dot_y[at(p, k)]) \
            with points pointtype shape(style[at(p, k)]) pointsize dot_size + 0.6 linecolor rgb 'white', \
        for [k = 1:int(n_therapies)] '+' every ::0::0 using (dot_x[at(p, k)]):(dot_y[at(p, k)]) \
            with points pointtype shape(style[at(p, k)]) pointsize dot_size \
            linecolor rgb colour(style[at(p, k)])
}
unset multiplot
