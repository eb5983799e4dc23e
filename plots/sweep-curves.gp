# sweep-curves.gp - readouts over one quantity: small plots with curves, one for each
# readout, cell or level of a second quantity; of `simulate sweep --plot`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   x_min x_max   the axis
#   is_log        1 when it is logarithmic
#   is_text       1 when it has cells: names, at 1, 2, 3 …
#   has_bands     1 when curves have bands
#   has_points    1 when curves show their points: there are few, or gaps between them
#
#   page.tsv     title, subtitle, caption, x label, y label, one on each line
#   curves.tsv   x, value, low, high: the rows of all curves, one behind the other
#   spans.tsv    plot, curve, its first and last row in curves.tsv (from 0)
#   panels.tsv   what each plot is called, its value axis (from, to), 1 when it is of folds
#   names.tsv    what each curve is called
#   ticks.tsv    place and name of each cell
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array title_of[n_panels + 1]
array y_from[n_panels + 1]
array y_to[n_panels + 1]
array is_fold[n_panels + 1]
stats 'panels.tsv' using (k = int($0) + 1, title_of[k] = strcol(1), y_from[k] = $2, \
    y_to[k] = $3, is_fold[k] = int($4), 0) nooutput
array name_of[n_names + 1]
longest = 1
stats 'names.tsv' using (k = int($0) + 1, name_of[k] = strcol(1), \
    longest = strlen(name_of[k]) > longest ? strlen(name_of[k]) : longest, 0) nooutput
array tick_of[n_ticks + 1]
if (n_ticks > 0) { stats 'ticks.tsv' using (tick_of[int($0) + 1] = strcol(2), 0) nooutput }

# Spans come plot by plot, and in each curve by curve.
array first_row[n_spans + 1]
array last_row[n_spans + 1]
stats 'spans.tsv' using (k = int($0) + 1, first_row[k] = int($3), last_row[k] = int($4), 0) nooutput
at(p, c) = int((p - 1) * n_names + c)
first(p, c) = first_row[at(p, c)]
last(p, c) = last_row[at(p, c)]

# ---- the page: curves are named beside it where there are several

n = int(n_panels)
is_log = int(is_log)
is_text = int(is_text)
has_bands = int(has_bands)
has_points = int(has_points)
n_curves = int(n_names)
has_key = n_curves > 1
name_size = fit(longest, n == 1 ? 20 : 17, 205)
panel_left = 116 / 1280.0
panel_right = has_key ? 282 / 1280.0 : is_text ? 120 / 1280.0 : 46 / 1280.0
panel_top = n == 1 ? 118 / 720.0 : panel_top
panel_bottom = is_text ? 190 / 720.0 : 96 / 720.0
panel_gap_x = 92 / 1280.0
panel_gap_y = is_text ? 150 / 720.0 : panel_gap_y
columns = panel_columns(n)
panel_size = columns <= 1 ? tic_size : columns == 2 ? panel_size : 15
title_font_size = columns <= 2 ? 20 : 15
do for [p = 1:n] {
    title_font_size = fit(strlen(title_of[p]), title_font_size, 1280 * panel_width(n) + 40)
}
title_font = font(title_font_size)
tick_font = font(columns <= 1 ? 18 : 13)
dash(c) = (c - 1) % 5 + 1
line_width = columns <= 2 ? 4 : 3
mark_size = columns <= 2 ? (is_text ? 2.4 : 1.5) : 1.0
n_decades = is_log ? log10(x_max / x_min) : 0
decade_room = 1280 * panel_width(n) / (n_decades + 0.001)
decade_step = decade_room > 66 ? 1 : decade_room > 33 ? 2 : 3
decade_name(e) = e >= -3 && e <= 4 ? sprintf('%g', 10.0 ** e) : sprintf('10^{%d}', e)

# Cells are no quantity: their points stand alone.
shape_of(c) = point_shape[dash(c)]

set multiplot
do for [p = 1:n] {
    if (p == 1) {
        eval page
        eval panel(p, n)
        eval panel_names(1, 2)
        if (has_key) {
            do for [c = 1:n_curves] {
                y = top - (0.5 + 1.5 * (c - 1)) * 20 / 720.0
                x = 1 - 268 / 1280.0
                set arrow 200 + c from screen x, screen y to screen x + 40 / 1280.0, screen y \
                    nohead front linecolor rgb line_colour[(c - 1) % 7 + 1] \
                    dashtype dash(c) linewidth line_width
                if (is_text) {
                    unset arrow 200 + c
                    set label 400 + c '' at screen x + 20 / 1280.0, screen y point pointtype shape_of(c) \
                        pointsize mark_size linecolor rgb line_colour[(c - 1) % 7 + 1]
                }
                set label 200 + c name_of[c] at screen x + 48 / 1280.0, screen y left noenhanced \
                    front font font(name_size) textcolor rgb text_colour[(c - 1) % 7 + 1]
            }
        }
    } else {
        eval page_off
        do for [c = 1:n_curves] { unset arrow 200 + c; unset label 200 + c; unset label 400 + c }
        eval panel(p, n)
    }
    if (is_log) { eval log_axis('x') }
    set xrange [x_min:x_max]
    set yrange [y_from[p]:y_to[p]]
    if (n_decades >= 2) {
        set xtics ('' x_min)
        e_min = int(ceil(log10(x_min) - 0.001))
        e_max = int(floor(log10(x_max) + 0.001))
        do for [e = e_min:e_max] {
            if ((e - e_min) % decade_step == 0) { set xtics add (decade_name(e) 10.0 ** e) }
            else { set xtics add ('' 10.0 ** e) }
        }
    }
    if (is_text) {
        set xtics () rotate by -25 left noenhanced font tick_font
        do for [k = 1:int(n_ticks)] { set xtics add (tick_of[k] k) }
    }
    set label 10 title_of[p] at screen left - 40 / 1280.0, screen top + 18 / 720.0 left noenhanced \
        font title_font textcolor rgb ink
    unset arrow 20
    if (is_fold[p] && y_to[p] > 1) {
        set arrow 20 from graph 0, first 1 to graph 1, first 1 nohead back \
            linecolor rgb grey linewidth 1.5 dashtype (6,6)
    }
    plot NaN, \
        for [c = 1:(has_bands ? n_curves : 0)] 'curves.tsv' \
            every ::first(p, c)::last(p, c) using 1:3:4 with filledcurves \
            fillcolor rgb line_colour[(c - 1) % 7 + 1] \
            fillstyle transparent solid band_strength noborder, \
        for [c = 1:(is_text ? 0 : n_curves)] 'curves.tsv' every ::first(p, c)::last(p, c) using 1:2 \
            with lines linecolor rgb line_colour[(c - 1) % 7 + 1] dashtype dash(c) \
            linewidth line_width, \
        for [c = 1:(has_points ? n_curves : 0)] 'curves.tsv' \
            every ::first(p, c)::last(p, c) using 1:2 with points \
            pointtype shape_of(c) pointsize mark_size \
            linecolor rgb line_colour[(c - 1) % 7 + 1]
}
unset multiplot
