# timecourse.gp - curves over time, on a page that is fit for a slide.
#
# pathloop sets the terminal and the numbers below, and puts its data beside this file:
#
#   x_max x_step            the time axis, from 0
#   y_min y_max y_step      the other axis; is_log is 1 when it is logarithmic
#   has_reference reference a thin line at this height
#   left right bottom top   the axes, as shares of the page
#   n_curves n_bands n_points n_bars n_windows n_rows label_size
#
#   page.tsv     title, subtitle, caption, x label, y label, what bands are, one on each
#                line
#   curves.tsv   blocks, one for each curve: x, y
#   bands.tsv    blocks, one for each curve, or no row: x, low, high
#   points.tsv   measured points: x, y, number of the curve
#   bars.tsv     their error bars: x, y, low, high, number of the curve
#   tags.tsv     for each curve: label, lines, x and y of its end, height of the
#                label (0 to 1), 1 for a leader line
#   windows.tsv  for each treatment: label, from, to, row (-1 for none), x of the label
#
# Texts come from the files and are only ever used as data.

load 'style.gp'

# ---- read the texts and the places

array tag_text[n_curves + 1]
array tag_lines[n_curves + 1]
array tag_x[n_curves + 1]
array tag_y[n_curves + 1]
array tag_place[n_curves + 1]
array tag_is_led[n_curves + 1]
if (n_curves > 0) {
    stats 'tags.tsv' using (k = int($0) + 1, tag_text[k] = strcol(1), tag_lines[k] = $2, \
        tag_x[k] = $3, tag_y[k] = $4, tag_place[k] = $5, tag_is_led[k] = int($6), 0) nooutput
}

array window_text[n_windows + 1]
array window_from[n_windows + 1]
array window_to[n_windows + 1]
array window_row[n_windows + 1]
array window_x[n_windows + 1]
if (n_windows > 0) {
    stats 'windows.tsv' using (k = int($0) + 1, window_text[k] = strcol(1), \
        window_from[k] = $2, window_to[k] = $3, window_row[k] = $4, window_x[k] = $5, 0) nooutput
}

# ---- title and axes

eval page
eval axes(left, right, bottom, top)
eval x_name(1)
eval y_name(2)

set xrange [0:x_max]
set yrange [y_min:y_max]
set xtics 0, x_step
set ytics y_step
if (is_log) { eval log_axis('y') }

# ---- treatments: shaded, each with a bar and its name above

row_height = 42 / 720.0
bar_height = 7 / 720.0
do for [k = 1:n_windows] {
    if (window_from[k] < window_to[k]) {
        set object rectangle from first window_from[k], graph 0 to first window_to[k], graph 1 \
            behind fillcolor rgb shade_colour fillstyle transparent solid shade_strength noborder
    }
    if (window_row[k] >= 0) {
        y = top + 6 / 720.0 + window_row[k] * row_height
        set object rectangle from first window_from[k], screen y \
            to first window_to[k], screen y + bar_height \
            front fillcolor rgb shade_colour fillstyle solid 1 noborder
        set label window_text[k] at first window_x[k], screen y + bar_height + 15 / 720.0 left \
            noenhanced front font font(bar_size) textcolor rgb ink
    }
}

# ---- what nothing changed: a thin line

if (has_reference) {
    set arrow from graph 0, first reference to graph 1, first reference nohead back \
        linecolor rgb '#8C8C8C' linewidth 1.5 dashtype solid
}

# ---- the name of each curve beside its end

x = right + 22 / 1280.0
line = label_size * 1.22 / 720.0
do for [k = 1:n_curves] {
    y = bottom + tag_place[k] * (top - bottom)
    if (tag_is_led[k]) { # dots where the curve ends early: the line is no data
        set arrow from first tag_x[k], first tag_y[k] to screen x - 4 / 1280.0, screen y \
            nohead front linecolor rgb line_colour[(k - 1) % 7 + 1] linewidth 1 \
            dashtype tag_x[k] < 0.99 * x_max ? 5 : 1
    }
    set label tag_text[k] at screen x, screen y + (tag_lines[k] - 1) * line / 2 left \
        noenhanced front font font(label_size) textcolor rgb text_colour[(k - 1) % 7 + 1]
}

# ---- what bands are, beside the name of the time axis

if (n_bands > 0) {
    y = foot + 28 / 720.0
    band_size = fit(strlen(page_text[3]), bar_size, 1280 * (0.983 - (left + right) / 2) - 140)
    x = 0.983 - 0.5 * band_size * strlen(page_text[3]) / 1280.0
    set object rectangle from screen x - 46 / 1280.0, screen y - 9 / 720.0 \
        to screen x - 10 / 1280.0, screen y + 9 / 720.0 \
        front fillcolor rgb ink fillstyle transparent solid band_strength noborder
    set arrow from screen x - 46 / 1280.0, screen y to screen x - 10 / 1280.0, screen y \
        nohead front linecolor rgb ink linewidth 4
    set label page_text[3] at screen x, screen y left noenhanced front font font(band_size) \
        textcolor rgb ink
}

# ---- bands with thin edges, curves, then measured points on a white ground

set errorbars 0.8
shape(k) = point_shape[(int(k) - 1) % 5 + 1]
plot NaN, \
    for [k = 1:n_bands] 'bands.tsv' index k - 1 using 1:2:3 with filledcurves \
        linecolor rgb line_colour[(k - 1) % 7 + 1] fillstyle transparent solid band_strength noborder, \
    for [k = 1:n_bands] for [c = 2:3] 'bands.tsv' index k - 1 using 1:c with lines \
        linecolor rgb line_colour[(k - 1) % 7 + 1] linewidth 1 dashtype 1 + (k - 1) % 5, \
    for [k = 1:n_curves] 'curves.tsv' index k - 1 using 1:2 with lines linetype k, \
    for [k = 1:(n_bars > 0)] 'bars.tsv' using 1:2:3:4:5 with yerrorbars \
        pointtype -1 linecolor variable linewidth 2 dashtype solid, \
    for [k = 1:(n_points > 0)] 'points.tsv' using 1:2:(shape($3)) \
        with points pointtype variable pointsize 2.4 linecolor rgb 'white', \
    for [k = 1:(n_points > 0)] 'points.tsv' using 1:2:(shape($3)):3 \
        with points pointtype variable pointsize 1.7 linecolor variable
