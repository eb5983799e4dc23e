# loops.gp - which feedback loops rule a run: stacked shares over time, reinforcing loops
# above zero, balancing ones below; of `simulate loops --plot`.
#
#   x_max x_step    the time axis, from 0
#   n_curves        areas; the last two are all others, reinforcing and balancing
#   n_named         those before them
#   page_text       x label, y label, "reinforcing", "balancing", a heading for the names,
#                   a heading for what is open
#
#   areas.tsv   time, then low and high of each area
#   names.tsv   from top to bottom: label, number (0: all others), area, sign, x and y of
#               the number within the area (nan for none)
#   open.tsv    edges whose loops the treatment has opened

load 'style.gp'
eval page

left = 120 / 1280.0
right = 840 / 1280.0
bottom = foot + 105 / 720.0
top = 608 / 720.0
eval axes(left, right, bottom, top)
eval x_name(1)
eval y_name(2)
set xrange [0:x_max]
set yrange [-1:1]
set xtics 0, x_step
set ytics ('100 %%' -1, '50 %%' -0.5, '0' 0, '50 %%' 0.5, '100 %%' 1)
set grid noytics

array name_text[n_names + 1]
array name_number[n_names + 1]
array name_area[n_names + 1]
array name_sign[n_names + 1]
array name_x[n_names + 1]
array name_y[n_names + 1]
if (n_names > 0) {
    stats 'names.tsv' using (k = int($0) + 1, name_text[k] = strcol(1), \
        name_number[k] = $2, name_area[k] = $3, name_sign[k] = $4, name_x[k] = $5, \
        name_y[k] = strcol(6) eq 'nan' ? -9 : $6, 0) nooutput
}
array open_text[n_open + 1]
if (n_open > 0) { stats 'open.tsv' using (open_text[int($0) + 1] = strcol(1), 0) nooutput }

# The named areas from dark to light; what is left over is light grey on both sides.
fill(area) = area > n_named ? fill_colour[8] : fill_colour[area]
letter(number) = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[int(number):int(number)] # numbers are the terminal's
on_fill(area) = area > n_named ? ink : fill_text(area)

# ---- the two sides

side_font = font(19)
set label page_text[3] at graph 0.012, graph 0.965 left noenhanced front font side_font textcolor rgb ink
set label page_text[4] at graph 0.012, graph 0.035 left noenhanced front font side_font textcolor rgb ink
set arrow from graph 0, first 0 to graph 1, first 0 nohead front linecolor rgb ink linewidth 1.5

# ---- a number in each area, where it is thickest

do for [k = 1:n_names] {
    if (name_number[k] > 0 && name_y[k] > -5) {
        number_font = font(22)
        number_text = letter(name_number[k])
        number_colour = on_fill(int(name_area[k]))
        set label number_text at first name_x[k], first name_y[k] center front \
            font number_font textcolor rgb number_colour
    }
}

# ---- names beside the axes, in the order of the areas from top to bottom

x = right + 26 / 1280.0
line = 33 / 720.0
y = top - 6 / 720.0
names_font = font(19)
set label page_text[5] at screen x, screen y left noenhanced font names_font textcolor rgb grey
y = y - line
do for [k = 1:n_names] {
    if (k > 1) { if (name_sign[k] < 0 && name_sign[k - 1] > 0) { y = y - 10 / 720.0 } }
    swatch = fill(int(name_area[k]))
    set object rectangle from screen x, screen y - 11 / 720.0 to screen x + 30 / 1280.0, screen y + 11 / 720.0 \
        front fillcolor rgb swatch fillstyle solid 1 border linecolor rgb grey
    if (name_number[k] > 0) {
        number_text = letter(name_number[k])
        number_colour = on_fill(int(name_area[k]))
        number_font = font(17)
        set label number_text at screen x + 15 / 1280.0, screen y center front font number_font \
            textcolor rgb number_colour
    }
    label_font = font_of(name_text[k], 19, 1280 * (1 - x) - 56)
    set label name_text[k] at screen x + 40 / 1280.0, screen y left noenhanced front \
        font label_font textcolor rgb ink
    y = y - line
}

# ---- what the treatment has opened

if (n_open > 0) {
    y = y - 14 / 720.0
    small_font = font(17)
    set label page_text[6] at screen x, screen y left noenhanced font small_font textcolor rgb grey
    room = int((y - bottom + 40 / 720.0) / (25 / 720.0))
    n_shown = n_open > room ? room - 1 : n_open
    do for [k = 1:n_shown] {
        y = y - 25 / 720.0
        small_font = font_of(open_text[k], 17, 1280 * (1 - x) - 16)
        set label open_text[k] at screen x, screen y left noenhanced font small_font textcolor rgb grey
    }
    if (n_shown < n_open) {
        y = y - 25 / 720.0
        more_text = sprintf('and %d more', n_open - n_shown)
        set label more_text at screen x, screen y left font small_font textcolor rgb grey
    }
}

# ---- the areas, each with a thin white edge

plot for [k = 1:n_curves] 'areas.tsv' using 1:(column(2 * k)):(column(2 * k + 1)) \
        with filledcurves fillcolor rgb fill(k) fillstyle solid 1 noborder, \
    for [k = 1:n_curves] 'areas.tsv' using 1:(column(2 * k)) with lines linewidth 1 \
        dashtype 1 linecolor rgb 'white', \
    for [k = 1:n_curves] 'areas.tsv' using 1:(column(2 * k + 1)) with lines linewidth 1 \
        dashtype 1 linecolor rgb 'white'
