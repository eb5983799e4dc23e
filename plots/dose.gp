# dose.gp - dose-response curves: small plots, one for each readout and cell, with a curve
# for each drug, or for each cell where there is one drug; of `simulate dose`.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   x_min x_max   the dose axis [nM]
#   has_bands     1 when curves have bands
#   has_hill      1 when a Hill fit is drawn, as dark dots; of a few curves only
#
#   page.tsv     title, subtitle, caption, x label, y label, one on each line
#   curves.tsv   dose, value, low, high, Hill fit: the rows of all curves, one behind
#                the other
#   spans.tsv    plot, curve, its first and last row in curves.tsv (from 0)
#   marks.tsv    half-effect doses: plot, curve, dose, value, low, high of the dose
#   panels.tsv   what each plot is called, and its value axis: from, to
#   names.tsv    what each curve is called
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

array title_of[n_panels + 1]
array y_from[n_panels + 1]
array y_to[n_panels + 1]
stats 'panels.tsv' using (k = int($0) + 1, title_of[k] = strcol(1), y_from[k] = $2, \
    y_to[k] = $3, 0) nooutput
array name_of[n_names + 1]
longest = 1
stats 'names.tsv' using (k = int($0) + 1, name_of[k] = strcol(1), \
    longest = strlen(name_of[k]) > longest ? strlen(name_of[k]) : longest, 0) nooutput

# Spans come plot by plot, and in each curve by curve.
array first_row[n_spans + 1]
array last_row[n_spans + 1]
stats 'spans.tsv' using (k = int($0) + 1, first_row[k] = int($3), last_row[k] = int($4), 0) nooutput
at(p, c) = int((p - 1) * n_names + c)
first(p, c) = first_row[at(p, c)]
last(p, c) = last_row[at(p, c)]

# ---- the page: curves are named beside it where there are several

n = int(n_panels)
n_curves = int(n_names)
has_key = n_curves > 1
name_size = fit(longest, 20, 190)
panel_left = 116 / 1280.0
panel_right = has_key ? 262 / 1280.0 : 40 / 1280.0
panel_gap_x = 84 / 1280.0
columns = panel_columns(n)
panel_size = columns <= 1 ? tic_size : columns == 2 ? panel_size : 15
title_font_size = columns <= 1 ? 22 : columns == 2 ? 20 : 15
do for [p = 1:n] {
    title_font_size = fit(strlen(title_of[p]), title_font_size, 1280 * panel_width(n))
}
title_font = font(title_font_size)
dash(c) = (c - 1) % 5 + 1
line_width = columns <= 2 ? 4 : 3
mark_size = columns <= 2 ? 1.7 : 1.2
n_decades = log10(x_max / x_min)
decade_room = 1280 * panel_width(n) / (n_decades + 0.001)
decade_step = decade_room > 66 ? 1 : decade_room > 33 ? 2 : 3
decade_name(e) = e >= -3 && e <= 4 ? sprintf('%g', 10.0 ** e) : sprintf('10^{%d}', e)
e_min = int(ceil(log10(x_min) - 0.001))
e_max = int(floor(log10(x_max) + 0.001))

set multiplot
do for [p = 1:n] {
    if (p == 1) {
        eval page
        eval panel(p, n)
        eval panel_names(1, 2)
        if (has_key) {
            do for [c = 1:n_curves] {
                y = top - (0.5 + 1.5 * (c - 1)) * 20 / 720.0
                x = 1 - 250 / 1280.0
                set arrow 200 + c from screen x, screen y to screen x + 34 / 1280.0, screen y \
                    nohead front linecolor rgb line_colour[(c - 1) % 7 + 1] \
                    dashtype dash(c) linewidth line_width
                set label 200 + c name_of[c] at screen x + 42 / 1280.0, screen y left noenhanced \
                    front font font(name_size) textcolor rgb text_colour[(c - 1) % 7 + 1]
            }
        }
    } else {
        eval page_off
        do for [c = 1:n_curves] { unset arrow 200 + c; unset label 200 + c }
        eval panel(p, n)
    }
    eval log_axis('x')
    set xrange [x_min:x_max]
    set yrange [y_from[p]:y_to[p]]
    if (n_decades >= 2) {
        set xtics ('' x_min)
        do for [e = e_min:e_max] {
            if ((e - e_min) % decade_step == 0) { set xtics add (decade_name(e) 10.0 ** e) }
            else { set xtics add ('' 10.0 ** e) }
        }
    }
    set label 10 title_of[p] at screen left, screen top + 16 / 720.0 left noenhanced \
        font title_font textcolor rgb ink
    plot NaN, \
        for [c = 1:(has_bands > 0 ? n_curves : 0)] 'curves.tsv' \
            every ::first(p, c)::last(p, c) using 1:3:4 with filledcurves \
            fillcolor rgb line_colour[(c - 1) % 7 + 1] \
            fillstyle transparent solid band_strength noborder, \
        for [c = 1:n_curves] 'curves.tsv' every ::first(p, c)::last(p, c) using 1:2 \
            with lines linecolor rgb line_colour[(c - 1) % 7 + 1] dashtype dash(c) \
            linewidth line_width, \
        for [c = 1:(has_hill > 0 ? n_curves : 0)] 'curves.tsv' \
            every ::first(p, c)::last(p, c) using 1:5 with lines \
            linecolor rgb ink dashtype (1.5,4) linewidth 1.8, \
        for [c = 1:(n_marks > 0 ? n_curves : 0)] 'marks.tsv' \
            using ($1 == p && $2 == c ? $3 : NaN):4 with points pointtype 7 \
            pointsize mark_size linecolor rgb line_colour[(c - 1) % 7 + 1]
}
unset multiplot
